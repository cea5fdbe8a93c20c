/**
 * Values of a type by a seeded generator, small ones first: what transformers are tried on before a build passes. They
 * are in the form of the wire; a validator makes of them what a handler sees, and refuses those a pattern rules out.
 */

import type { ConstraintsJson, NamedTypesJson, NodeJson, PropertyJson } from '../../manifest/gtype.js';

/** Numbers below `bound`, the same for the same seed (mulberry32). */
export type Random = (bound: number) => number;

/** A generator that gives the same numbers for the same seed. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let next = Math.imul(state ^ (state >>> 15), state | 1);
    next ^= next + Math.imul(next ^ (next >>> 7), next | 61);
    return ((next ^ (next >>> 14)) >>> 0) % bound;
  };
}

/** What values are made with. */
export interface Making {
  readonly random: Random;
  readonly types: NamedTypesJson;
  /** How deep a value may still be: a type that mentions itself ends somewhere. */
  readonly depth: number;
}

/** A member that is left out. */
export const absent: unique symbol = Symbol('absent');

const texts = ['', 'a', 'abc', 'Ann', '0', '-1', 'x y', 'née', '😀', '"\\', '__proto__', 'constructor', '\u2028'];
const numbers = [0, 1, -1, 2, 10, 100, 0.5, -2.5, 1e9, 9007199254740991];

/** What stands for formats that a plain text would not meet. */
const formatted: Readonly<Record<string, readonly string[]>> = {
  date: ['2026-02-28', '1970-01-01'],
  'date-time': ['2026-02-28T10:00:00Z', '1970-01-01T00:00:00.5+02:00'],
  time: ['10:00:00Z'],
  duration: ['PT1H', 'P1Y'],
  email: ['ann@example.com'],
  hostname: ['example.com'],
  ipv4: ['127.0.0.1'],
  ipv6: ['::1'],
  json: ['{}', '[1]'],
  uri: ['https://example.com/a?b#c', 'urn:x'],
  url: ['https://example.com/'],
  uuid: ['123e4567-e89b-42d3-a456-426614174000'],
  byte: ['AQID', ''],
};

/** A value of `node`, or {@link absent} where it has none. */
export function valueOf(node: NodeJson, making: Making): unknown {
  const { random } = making;
  switch (node.kind) {
    case 'string':
      return pick(random, texts);
    case 'number':
      return pick(random, numbers);
    case 'boolean':
      return random(2) === 0;
    case 'null':
      return null;
    case 'bigint':
      return String(pick(random, [0, 1, -12, '123456789012345678901234567890']));
    case 'date':
      return pick(random, formatted['date-time'] as readonly string[]);
    case 'bytes':
      return pick(random, formatted['byte'] as readonly string[]);
    case 'url':
      return pick(random, formatted['url'] as readonly string[]);
    case 'any':
    case 'unknown':
      return pick(random, [null, 1, 'a', { a: 1 }, [1]]);
    case 'nonPrimitive':
      return pick<object>(random, [{}, { a: 1 }, [1]]);
    case 'literal':
      return 'bigint' in node ? node.bigint : node.value;
    case 'ref':
      return ofNamed(node.id, making);
    case 'refined':
      return ofRefined(node.base, node.constraints ?? {}, making);
    default:
      return ofStructure(node, { ...making, depth: making.depth - 1 });
  }
}

function ofStructure(node: NodeJson, making: Making): unknown {
  const { random, depth } = making;
  switch (node.kind) {
    case 'template':
      return node.parts.map((part) => (typeof part === 'string' ? part : String(valueOf(part, making)))).join('');
    case 'array':
    case 'set':
      return listOf(node.items, random(depth > 0 ? 4 : 1), making);
    case 'tuple':
      return node.elements.flatMap(({ type, optional, rest }) => {
        if (rest === true) return listOf(type, random(3), making);
        return optional === true && random(2) === 0 ? [] : [solid(valueOf(type, making))];
      });
    case 'map': {
      const keys = ['a', 'b', 'constructor'].slice(0, random(depth > 0 ? 4 : 1));
      const isText = ['string', 'literal', 'template'].includes(node.key.kind);
      const entries = keys.map((key) => [isText ? key : valueOf(node.key, making), solid(valueOf(node.value, making))]);
      return isText ? Object.fromEntries(entries) : entries;
    }
    case 'object':
      return ofObject(node, making);
    case 'union':
      return ofUnion(node.members, making);
    default:
      return absent;
  }
}

function ofNamed(id: string, making: Making): unknown {
  const named = making.types[id];
  return named === undefined || making.depth < -20 ? absent : valueOf(named.type, making);
}

function ofObject(node: Extract<NodeJson, { kind: 'object' }>, making: Making): unknown {
  const { random, depth } = making;
  const made: Record<string, unknown> = {};
  for (const property of node.properties) {
    const value = ofMember(property, making);
    if (value !== absent) put(made, property.name, value);
  }
  for (const { value } of node.index ?? []) {
    for (const key of ['k1', 'k2', 'toString'].slice(0, random(depth > 0 ? 4 : 1))) {
      const item = valueOf(value, making);
      if (item !== absent && !Object.hasOwn(made, key)) put(made, key, item);
    }
  }
  return made;
}

function ofMember({ type, optional }: PropertyJson, making: Making): unknown {
  // Deep down only what has to be there is.
  if (optional === true && (making.depth <= 0 || making.random(3) === 0)) return absent;
  return valueOf(type, making);
}

function ofUnion(members: readonly NodeJson[], making: Making): unknown {
  const plain = members.filter((member) => !['array', 'object', 'ref', 'tuple', 'map', 'set'].includes(member.kind));
  const among = making.depth <= 0 && plain.length > 0 ? plain : members;
  return valueOf(pick(making.random, among), making);
}

function listOf(items: NodeJson, length: number, making: Making): unknown[] {
  return Array.from({ length }, () => solid(valueOf(items, making)));
}

function ofRefined(base: NodeJson, constraints: ConstraintsJson, making: Making): unknown {
  const { random } = making;
  const { minItems = 0, maxItems, minLength = 0, maxLength, format } = constraints;
  if (base.kind === 'array') {
    const most = maxItems ?? minItems + 2;
    const length = minItems + random(Math.max(1, most - minItems + 1));
    const list = listOf(base.items, Math.min(length, 50), { ...making, depth: making.depth - 1 });
    if (constraints.uniqueItems !== true) return list;
    const seen = new Set<string>();
    return list.filter((item) => !seen.has(JSON.stringify(item)) && seen.add(JSON.stringify(item)));
  }
  const value = valueOf(base, making);
  if (typeof value === 'number') return inRange(value, constraints, random);
  if (typeof value !== 'string') return value;
  if (format !== undefined && formatted[format] !== undefined) return pick(random, formatted[format]);
  let text = value;
  while ([...text].length < minLength && text.length < 10_000) text += pick(random, ['a', 'b', '1']);
  return maxLength === undefined ? text : [...text].slice(0, maxLength).join('');
}

function inRange(value: number, constraints: ConstraintsJson, random: Random): number {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf = [], integer } = constraints;
  const step = multipleOf[0] ?? (integer === true ? 1 : 0.5);
  const low = minimum ?? (exclusiveMinimum === undefined ? undefined : exclusiveMinimum + step);
  const high = maximum ?? (exclusiveMaximum === undefined ? undefined : exclusiveMaximum - step);
  let made = value;
  if (low !== undefined && made < low) made = pick(random, [low, low + step]);
  if (high !== undefined && made > high) made = pick(random, [high, Math.max(high - step, low ?? high - step)]);
  if (multipleOf.length > 0) made = Math.ceil(made / step) * step;
  return integer === true ? Math.round(made) : made;
}

/** A list has no holes. */
function solid(value: unknown): unknown {
  return value === absent ? null : value;
}

function put(object: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random(list.length)] as T;
}
