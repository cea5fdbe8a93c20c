/** Tells what differs between two loads of a project. */

import { join } from 'node:path';

import type { Manifest } from '../manifest/manifest.js';

/** Everything that an application's identity depends on. */
export interface Fingerprint {
  /** By handler id: its row in the manifest, and the URL of its code. */
  readonly handlers: ReadonlyMap<string, string>;
  /** By id: the named types that contracts refer to. */
  readonly types: ReadonlyMap<string, string>;
  readonly modules: string;
  /** The URL of the configuration file. */
  readonly config: string;
}

/** Of a project that has not been loaded. */
export const emptyFingerprint: Fingerprint = { handlers: new Map(), types: new Map(), modules: '', config: '' };

/** Rows as text. An analysis keeps the rows that an edit left alone, so each is written once. */
const texts = new WeakMap<object, string>();

function textOf(row: object): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const text = JSON.stringify(row);
  texts.set(row, text);
  return text;
}

/** The fingerprint of a manifest whose files are at these URLs. */
export function fingerprintOf(
  root: string,
  manifest: Manifest,
  urls: ReadonlyMap<string, string>,
  config: string,
): Fingerprint {
  const url = (file: string): string => urls.get(join(root, file)) ?? '';
  const handlers = manifest.handlers.map(
    (handler) => [handler.id, `${textOf(handler)} ${url(handler.source.file)}`] as const,
  );
  const types = Object.entries(manifest.types).map(([id, type]) => [id, textOf(type)] as const);
  const modules = JSON.stringify(manifest.modules.map((module) => [module, url(module.file)]));
  return { handlers: new Map(handlers), types: new Map(types), modules, config };
}

/** Handlers that appeared, vanished or changed, also through a type they refer to. */
export function changedHandlers(before: Fingerprint, after: Fingerprint): string[] {
  const types = affectedTypes(before, after);
  const differs = (id: string): boolean => {
    const text = after.handlers.get(id);
    return text !== before.handlers.get(id) || (types.size > 0 && refersTo(text ?? '', types));
  };
  return [...new Set([...before.handlers.keys(), ...after.handlers.keys()])].filter(differs);
}

/** Types that changed, and the ones that refer to them, however far away. */
function affectedTypes(before: Fingerprint, after: Fingerprint): Set<string> {
  const ids = new Set([...before.types.keys(), ...after.types.keys()]);
  const affected = new Set([...ids].filter((id) => before.types.get(id) !== after.types.get(id)));
  if (affected.size === 0) return affected;
  for (let size = 0; size !== affected.size;) {
    size = affected.size;
    for (const [id, text] of after.types) if (!affected.has(id) && refersTo(text, affected)) affected.add(id);
  }
  return affected;
}

function refersTo(text: string, ids: ReadonlySet<string>): boolean {
  for (const match of text.matchAll(/"id":("(?:[^"\\]|\\.)*")/gu)) {
    if (ids.has(JSON.parse(match[1] ?? '""') as string)) return true;
  }
  return false;
}
