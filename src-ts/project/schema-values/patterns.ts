/** Regular expressions whose text alone says less, or something else, than they do. */

import type { Schema } from './described.js';

/** Whether the text of a regular expression says all of it, as JSON Schema reads it: under the `u` flag. */
export function isWholePattern({ flags, source }: Pick<RegExp, 'flags' | 'source'>): boolean {
  if (/[ims]/u.test(flags)) return false;
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** Takes a pattern out of a schema of text, which has one, or several as `allOf`. */
export function dropPattern(schema: Schema, source: string): void {
  if (schema['pattern'] === source) delete schema['pattern'];
  if (!Array.isArray(schema['allOf'])) return;
  const rest = (schema['allOf'] as readonly Schema[]).filter(({ pattern }) => pattern !== source);
  if (rest.length > 0) schema['allOf'] = rest;
  else delete schema['allOf'];
}

/** Takes a keyword with one of these values out of a schema wherever it is, and answers whether there was any. */
export function dropEverywhere(schema: unknown, keyword: 'pattern' | 'format', values: ReadonlySet<string>): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  const value = (schema as Schema)[keyword];
  const dropped = typeof value === 'string' && values.has(value);
  if (dropped) delete (schema as Schema)[keyword];
  return Object.values(schema).reduce((any: boolean, inner) => dropEverywhere(inner, keyword, values) || any, dropped);
}
