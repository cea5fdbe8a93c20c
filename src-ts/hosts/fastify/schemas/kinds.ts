/** The kinds of values JSON Schema knows, and what Fastify makes of text where another kind is wanted. */

import { isObject, type SchemaObject } from './node.js';

/** A word that `type` may have. */
export type Kind = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'array' | 'object';

const kinds: readonly string[] = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];

/** The kinds a schema names, with `nullable`. */
export function kindsOf(schema: SchemaObject): Kind[] {
  const { type, nullable } = schema;
  const named: unknown[] = Array.isArray(type) ? [...(type as unknown[])] : type === undefined ? [] : [type];
  if (!named.every((word) => kinds.includes(word as string))) {
    throw new Error(`type must be JSONType or JSONType[]: ${named.join(',')}`);
  }
  const found = named as Kind[];
  if (found.includes('null')) {
    if (nullable === false) throw new Error('type: null contradicts nullable: false');
  } else {
    if (found.length === 0 && nullable !== undefined) throw new Error('"nullable" cannot be used without "type"');
    if (nullable === true) found.push('null');
  }
  return found;
}

/** Whether a value is of a kind, by the kind. */
export const kindTests: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: isObject,
};

/** Whether a value is of a kind. */
export function isKind(kind: Kind, value: unknown): boolean {
  return kindTests[kind](value);
}

/** The test of several kinds. */
export function testOf(wanted: readonly Kind[]): (value: unknown) => boolean {
  const [only, ...others] = wanted.map((kind) => kindTests[kind]);
  if (only === undefined) return () => true;
  return others.length === 0 ? only : (value) => wanted.some((kind) => kindTests[kind](value));
}

/** The kinds that another value may be turned into. */
export function coercible(wanted: readonly Kind[]): Kind[] {
  return wanted.filter((kind) => kind !== 'object');
}

/** The only item of a list; anything else is itself. */
export function unwrapped(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value;
}

/** A value as one of these kinds; `undefined` if it cannot be. The first that can is taken. */
export function coerced(given: unknown, wanted: readonly Kind[], to: readonly Kind[]): unknown {
  const value = unwrapped(given);
  if (value !== given) {
    // Of several kinds ajv asks for all at once, which nothing is.
    const asked = wanted.includes('number') ? wanted.filter((kind) => kind !== 'integer') : wanted;
    if (asked.length === 1 && isKind(asked[0]!, value)) return value;
  }
  for (const kind of to) {
    const made = as(kind, value);
    if (made !== undefined) return made;
  }
  return undefined;
}

function as(kind: Kind, value: unknown): unknown {
  switch (kind) {
    case 'string':
      if (typeof value === 'number' || typeof value === 'boolean') return String(value);
      return value === null ? '' : undefined;
    case 'number':
    case 'integer':
      return asNumber(kind, value);
    case 'boolean':
      if (value === 'false' || value === 0 || value === null) return false;
      return value === 'true' || value === 1 ? true : undefined;
    case 'null':
      return value === '' || value === 0 || value === false ? null : undefined;
    case 'array':
      return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
        ? [value]
        : undefined;
    default:
      return undefined;
  }
}

function asNumber(kind: 'number' | 'integer', value: unknown): number | undefined {
  if (typeof value === 'boolean' || value === null) return Number(value);
  if (typeof value !== 'string' || value === '') return undefined;
  const number = Number(value);
  if (Number.isNaN(number)) return undefined;
  return kind === 'number' || number % 1 === 0 ? number : undefined;
}

/** Gives a value as another kind, or nothing. */
type Coercion = (given: unknown) => unknown;

/** The coercion to one kind alone, which generated code calls: what most often comes is asked for first. */
function only(kind: Kind): Coercion {
  const kinds = [kind];
  return (given) => (Array.isArray(given) ? coerced(given, kinds, kinds) : as(kind, given));
}

/** A value as text. */
export const toText: Coercion = only('string');

/** A value as a boolean. */
export const toBoolean: Coercion = only('boolean');

/** A value as `null`. */
export const toNull: Coercion = only('null');

/** A value as a list. */
export const toList: Coercion = only('array');

/** A value as a number. */
export function toNumber(given: unknown): unknown {
  return Array.isArray(given) ? coerced(given, ['number'], ['number']) : asNumber('number', given);
}

/** A value as a whole number. */
export function toInteger(given: unknown): unknown {
  return Array.isArray(given) ? coerced(given, ['integer'], ['integer']) : asNumber('integer', given);
}
