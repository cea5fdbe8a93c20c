/**
 * `gtypes.lock.json`: what TypeScript said, so that nobody has to ask it again. It is committed, and whoever builds or
 * tests the project reads it.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readIfPresent, writeIfChanged } from '../files.js';

/** The name of the file, at the root of a project. */
export const lockName = 'gtypes.lock.json';

/** A type, and what it was found out from. */
export interface LockedType {
  readonly type: string;
  readonly hash: string;
}

/** By position. */
export type Types = ReadonlyMap<string, LockedType>;

/** What the file holds. */
export interface Lock {
  /** The types that the handlers of the project need. */
  readonly types: Types;
  /** The types that schemas need besides, by what the schemas are of. */
  readonly schemas: ReadonlyMap<string, Types>;
}

const nothing: Lock = { types: new Map(), schemas: new Map() };

/** The lock of a project, or why there is none that can be read; nothing where there is no file. */
export function readLock(root: string): { readonly lock: Lock; readonly fault?: string } {
  let text: string | undefined;
  try {
    text = readIfPresent(join(root, lockName));
  } catch {
    return { lock: nothing, fault: 'it cannot be read' };
  }
  if (text === undefined) return { lock: nothing };
  if (/^(?:<{7}|={7}|>{7})/mu.test(text)) return { lock: nothing, fault: 'it has the marks of a merge conflict' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { lock: nothing, fault: 'it is not whole' };
  }
  const { lock, types, schemas } = (isRecord(parsed) ? parsed : {}) as Readonly<Record<string, unknown>>;
  if (lock !== 1) return { lock: nothing, fault: 'it is of another version of Gati' };
  const bySchema = Object.entries(isRecord(schemas) ? schemas : {});
  return { lock: { types: typesIn(types), schemas: new Map(bySchema.map(([what, own]) => [what, typesIn(own)])) } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is no type and a hash is left out. */
function typesIn(value: unknown): Types {
  const types = new Map<string, LockedType>();
  for (const [key, entry] of Object.entries(isRecord(value) ? value : {})) {
    if (!isRecord(entry)) continue;
    const { type: written, hash } = entry;
    const lines = Array.isArray(written) ? (written as unknown[]) : [written];
    if (typeof hash !== 'string' || !lines.every((line) => typeof line === 'string')) continue;
    types.set(key, { type: lines.join('\n'), hash });
  }
  return types;
}

/** What a project with a lock wants, for who does not read its configuration. */
export function lockSetting(root: string): 'typescript' | undefined {
  return existsSync(join(root, lockName)) ? 'typescript' : undefined;
}

/** The text of the file: the same for the same types, in whatever order they were found, a line for every member. */
export function lockText({ types, schemas }: Lock): string {
  const written = (own: Types): object =>
    Object.fromEntries(
      sorted(own).map(([key, { type, hash }]) => {
        return [key, { type: type.includes('\n') ? type.split('\n') : type, hash }];
      }),
    );
  const bySchema = sorted(schemas).map(([what, own]) => [what, written(own)] as const);
  const lock = {
    lock: 1,
    types: written(types),
    ...(bySchema.length > 0 && { schemas: Object.fromEntries(bySchema) }),
  };
  return `${JSON.stringify(lock, undefined, 2)}\n`;
}

function sorted<T>(entries: ReadonlyMap<string, T>): [string, T][] {
  return [...entries].sort(([left], [right]) => (left < right ? -1 : 1));
}

/** Writes the file where it differs, all of it or nothing. */
export function writeLock(root: string, lock: Lock): void {
  writeIfChanged(join(root, lockName), lockText(lock));
}
