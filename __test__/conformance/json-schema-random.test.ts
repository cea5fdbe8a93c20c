/**
 * Random schemas and random values, each value also changed at one place: the function written from the schema, the
 * native check of bytes and a plain interpreter come to the same verdict, and the first and the last to the same
 * pointers. What is done where no code may be generated says the same as the function, word for word. Texts are written
 * with members twice too, of which the last counts. `GATI_JSON_SCHEMA_PAIRS` says how many pairs, `GATI_JSON_SCHEMA_SEED` where to start.
 */
import { expect, test } from 'vitest';
import { interpret as withoutCode } from '../../src-ts/interpreter/interpret.js';
import { compileSchema } from '../../src-ts/json-schema/compile.js';
import { openJsonSchema } from '../../src-ts/native/index.js';
import { compileJsonSchema } from '../../src-ts/tooling.js';
import { pick, seeded, type Random } from './generate.js';
import { interpret, type Schema } from './json-schema-interpret.js';

const pairs = Number(process.env['GATI_JSON_SCHEMA_PAIRS'] ?? 6000);
const seed = Number(process.env['GATI_JSON_SCHEMA_SEED'] ?? 1);
const valuesEach = 20;

const keys = ['a', 'b', 'ab', 'c/d', '__proto__', 'constructor', 'é'];
const patterns = ['^a', 'b$', '^[^a]+$', '^.$', '/', '^\\p{L}+$'];
const texts = ['', 'a', 'ab', 'b', '😀', 'é', 'aaa', '"\u2028'];
const numbers = [0, -0, 1, 1.5, 2, -1, 3, 1e21, 0.1];

test(`${pairs} pairs`, () => {
  const random = seeded(seed);
  let undecided = 0;
  let fitting = 0;
  for (let pair = 0; pair < pairs; pair += valuesEach) {
    const whole = document(random);
    const { is, validate, validateBytes } = compileJsonSchema(whole);
    const native = openJsonSchema(JSON.stringify(whole), '{}');
    const fits = native.fitting();
    const interpreted = compileSchema(whole, {}, withoutCode);
    let value = JSON.parse('null') as unknown;
    for (let i = 0; i < valuesEach; i++) {
      value = i % 2 === 0 ? anyValue(random, 3) : changed(random, value);
      const text = JSON.stringify(value);
      const bytes = Buffer.from(text);
      const expected = interpret(whole, value);
      const found = validate(value);
      const pointers = found.ok ? [] : [...new Set(found.issues.map((issue) => issue.pointer))].toSorted();
      const verdict = native.check(bytes);
      const context = () => `${JSON.stringify(whole)}\n${text}`;
      expect(pointers, context()).toEqual(expected);
      expect([found.ok, is(value), validateBytes(bytes).ok], context()).toEqual(Array(3).fill(expected.length === 0));
      expect(interpreted.validate(value), context()).toEqual(found);
      const twice = Buffer.from(withTwins(random, value));
      expect(validateBytes(twice).ok, `${context()}\n${twice}`).toBe(expected.length === 0);
      const again = native.check(twice);
      if (again !== -2) expect(again === 1, `${context()}\n${twice}`).toBe(expected.length === 0);
      // A yes is for certain, whatever else is not.
      if (expected.length > 0) expect([fits(0, bytes), fits(0, twice)], context()).toEqual([0, 0]);
      if (verdict === -2) undecided++;
      else expect(verdict === 1, context()).toBe(expected.length === 0);
      if (expected.length === 0) fitting++;
    }
  }
  // Both verdicts are common, and only properties of Unicode are left undecided.
  expect(fitting).toBeGreaterThan(pairs / 10);
  expect(fitting).toBeLessThan((pairs * 9) / 10);
  expect(undecided).toBeLessThan(pairs / 20);
}, 600_000);

/** A schema with three definitions, the first of which may be inside itself. */
function document(random: Random): Schema {
  const made = schema(random, 3);
  const $defs = {
    x: {
      ...asObject(schema(random, 2, false)),
      ...(random(2) === 0 ? { properties: { a: { $ref: '#/$defs/x' } } } : {}),
    },
    y: schema(random, 2, false),
    z: schema(random, 1, false),
  };
  return { ...asObject(made), $defs };
}

function asObject(made: Schema): Readonly<Record<string, unknown>> {
  return typeof made === 'boolean' ? (made ? {} : { not: {} }) : made;
}

/** A schema; only some may refer to others, so that no value is held against the same schema for ever. */
function schema(random: Random, depth: number, refers = true): Schema {
  if (depth === 0 || random(8) === 0) return leaf(random, refers);
  const below = (): Schema => schema(random, depth - 1, refers);
  const some = (count = 3): Schema[] => Array.from({ length: 1 + random(count) }, below);
  const named = (names: readonly string[]) =>
    Object.fromEntries(Array.from({ length: 1 + random(3) }, () => [pick(random, names), below()]));
  const words: readonly (readonly [word: string, make: () => unknown])[] = [
    ['allOf', some],
    ['anyOf', some],
    ['oneOf', some],
    ['not', below],
    ['if', below],
    ['then', below],
    ['else', below],
    ['properties', () => named(keys)],
    ['patternProperties', () => named(patterns)],
    ['additionalProperties', below],
    ['propertyNames', below],
    ['unevaluatedProperties', below],
    ['dependentSchemas', () => named(keys)],
    ['dependentRequired', () => ({ [pick(random, keys)]: [pick(random, keys)] })],
    ['required', () => [pick(random, keys)]],
    ['minProperties', () => random(3)],
    ['maxProperties', () => random(4)],
    ['prefixItems', some],
    ['items', below],
    ['contains', below],
    ['minContains', () => random(3)],
    ['maxContains', () => 1 + random(2)],
    ['unevaluatedItems', below],
    ['uniqueItems', () => random(2) === 0],
    ['minItems', () => random(3)],
    ['maxItems', () => random(4)],
  ];
  const chosen = Array.from({ length: 1 + random(5) }, () => pick(random, words));
  const made = Object.fromEntries(chosen.map(([word, make]) => [word, make()]));
  return random(4) === 0
    ? { ...made, type: pick<unknown>(random, ['object', 'array', ['object', 'array', 'null']]) }
    : made;
}

function leaf(random: Random, refers: boolean): Schema {
  switch (random(refers ? 10 : 9)) {
    case 0:
      return true;
    case 1:
      return random(3) > 0;
    case 2:
      return {
        type: pick<unknown>(random, ['string', 'integer', 'number', 'null', 'boolean', 'object', ['string', 'null']]),
      };
    case 3:
      return { const: anyValue(random, 1) };
    case 4:
      return { enum: [anyValue(random, 1), anyValue(random, 0), pick(random, texts)] };
    case 5:
      return { [pick(random, ['minimum', 'exclusiveMaximum', 'maximum', 'exclusiveMinimum'])]: random(3) };
    case 6:
      return { multipleOf: pick(random, [1, 2, 0.5]) };
    case 7:
      return { minLength: random(3), ...(random(2) === 0 ? { maxLength: 2 } : {}) };
    case 8:
      return { pattern: pick(random, patterns), ...(random(2) === 0 ? { type: 'string' } : {}) };
    default:
      return { $ref: `#/$defs/${pick(random, ['x', 'y', 'z'])}` };
  }
}

function anyValue(random: Random, depth: number): unknown {
  switch (random(depth > 0 ? 9 : 4)) {
    case 0:
      return pick(random, [null, true, false]);
    case 1:
      return pick(random, numbers);
    case 2:
    case 3:
      return pick(random, texts);
    case 4:
    case 5:
      return Array.from({ length: random(4) }, () => anyValue(random, depth - 1));
    default: {
      const made: Record<string, unknown> = {};
      for (let i = random(4); i > 0; i--) put(made, pick(random, keys), anyValue(random, depth - 1));
      return made;
    }
  }
}

/** The value with another one at one place. */
function changed(random: Random, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || random(4) === 0) return anyValue(random, 2);
  const entries = Object.keys(value);
  if (entries.length === 0) return anyValue(random, 2);
  const key = pick(random, entries);
  if (Array.isArray(value)) return value.with(Number(key), changed(random, value[Number(key)]));
  const made: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (name !== key) put(made, name, member);
    else if (random(4) > 0) put(made, name, changed(random, member));
  }
  return made;
}

/** The text of a value, in which some members stand twice, with another value the first time. */
function withTwins(random: Random, value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => withTwins(random, item)).join()}]`;
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${withTwins(random, member)}`);
  for (const key of Object.keys(value)) {
    if (random(3) > 0) continue;
    const place = random(members.findIndex((text) => text.startsWith(`${JSON.stringify(key)}:`)) + 1);
    members.splice(place, 0, `${JSON.stringify(key)}:${JSON.stringify(anyValue(random, 1))}`);
  }
  return `{${members.join()}}`;
}

function put(object: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
