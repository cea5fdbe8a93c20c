/** Schemas of headers: names are compared in lower case, as Node has them. */

import { isObject } from './node.js';

const words = new Set(
  ('allOf anyOf oneOf not if then else items additionalItems additionalProperties contains ' + 'propertyNames').split(
    ' ',
  ),
);
const maps = new Set(['definitions', '$defs', 'patternProperties']);

/** The schema with the names of members in lower case, wherever they stand. */
export function lowerCased(schema: unknown, isName: boolean = false): unknown {
  if (Array.isArray(schema)) return schema.map((item) => lowerCased(item, isName));
  if (!isObject(schema)) return schema;
  return Object.fromEntries(Object.entries(schema).map(([word, value]) => [word, lowerWord(word, value, isName)]));
}

function lowerWord(word: string, value: unknown, isName: boolean): unknown {
  if (words.has(word)) return lowerCased(value, isName || word === 'propertyNames');
  if (word === 'required' && Array.isArray(value)) return value.map(lowerText);
  if (isName && (word === 'enum' || word === 'const'))
    return Array.isArray(value) ? value.map(lowerText) : lowerText(value);
  if (!isObject(value)) return value;
  if (maps.has(word))
    return mapped(
      value,
      (name) => name,
      (part) => lowerCased(part, isName),
    );
  if (word === 'properties') return mapped(value, lowerText, (part) => lowerCased(part, isName));
  if (word !== 'dependencies') return value;
  return mapped(value, lowerText, (part) => (Array.isArray(part) ? part.map(lowerText) : lowerCased(part, isName)));
}

function lowerText<Value>(value: Value): Value {
  return (typeof value === 'string' ? value.toLowerCase() : value) as Value;
}

function mapped(
  value: Readonly<Record<string, unknown>>,
  name: (name: string) => string,
  part: (part: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [name(key), part(inner)]));
}
