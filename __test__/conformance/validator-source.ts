/** Turns a type into the functions of the source that Rust writes for it. */
import type { CompiledType } from '../../src-ts/manifest/compiled.js';
import { compileType } from '../../src-ts/native/index.js';

export type Mode = 'strip' | 'strict' | 'open';

export interface TypeDocument {
  readonly root: unknown;
  /** Named types, as nodes or as entries of the table. */
  readonly types: Readonly<Record<string, unknown>>;
}

export function compile(document: TypeDocument, unknownKeys: Mode): CompiledType {
  const source = compileType(
    JSON.stringify({ gtype: 1, ...document }),
    JSON.stringify({ unknownKeys, format: 'function' }),
  );
  return evaluate(source) as CompiledType;
}

/** What the function body gives back; it is written by Rust or stands in the corpus. */
export function evaluate(body: string): unknown {
  // oxlint-disable-next-line no-new-func -- running written source is what is tested
  return (new Function(body) as () => unknown)();
}

/** Values of the corpus that JSON cannot hold are written `{ "$js": "an expression" }`. */
export function revive(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(revive);
  const expression = (value as { readonly $js?: unknown }).$js;
  if (typeof expression === 'string') return evaluate(`return (${expression});`);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, revive(member)]));
}
