/**
 * `gtypes.lock.json`: what TypeScript said, so that nobody has to ask it again. It is committed, and whoever builds or
 * tests the project reads it.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { writeIfChanged } from '../files.js';

/** The name of the file, at the root of a project. */
export const lockName = 'gtypes.lock.json';

/** A type, and what it was found out from. */
export interface LockedType {
  readonly type: string;
  readonly hash: string;
}

/** By position. */
export type Lock = ReadonlyMap<string, LockedType>;

/** The locked types of a project. A file that is not one of these holds none. */
export function readLock(root: string): Lock {
  let types: unknown;
  try {
    const parsed = JSON.parse(readFileSync(join(root, lockName), 'utf8')) as { lock?: unknown; types?: unknown } | null;
    types = parsed?.lock === 1 ? parsed.types : undefined;
  } catch {
    return new Map();
  }
  if (typeof types !== 'object' || types === null) return new Map();
  return new Map(Object.entries(types).filter((entry): entry is [string, LockedType] => isLocked(entry[1])));
}

function isLocked(value: unknown): value is LockedType {
  const { type, hash } = (value ?? {}) as Partial<Record<keyof LockedType, unknown>>;
  return typeof type === 'string' && typeof hash === 'string';
}

/** The text of the file: the same for the same types, in whatever order they were found. */
export function lockText(lock: Lock): string {
  const types = [...lock].sort(([left], [right]) => (left < right ? -1 : 1));
  return `${JSON.stringify({ lock: 1, types: Object.fromEntries(types) }, undefined, 2)}\n`;
}

/** Writes the file where it differs, all of it or nothing. */
export function writeLock(root: string, lock: Lock): void {
  writeIfChanged(join(root, lockName), lockText(lock));
}
