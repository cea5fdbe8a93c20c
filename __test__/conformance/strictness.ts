/** Values that validators disagree about, and what ours say. docs/validation.md has a row for each question. */

import type { Mode } from './validator-source.js';

export interface Row {
  /** The first column of the table in docs/validation.md. */
  readonly question: string;
  readonly type: unknown;
  readonly types?: Readonly<Record<string, unknown>>;
  /** The modes it is asked in; all of them unless said. */
  readonly modes?: readonly Mode[];
  /** A JSON text: it is parsed and checked, and read from its bytes. */
  readonly json?: string;
  /** A value in memory, made anew for each engine. */
  readonly value?: () => unknown;
  /** Text from the URL or a header. */
  readonly text?: string;
  /** `undefined` where it fits, else the pointers and codes of the issues. */
  readonly issues?: readonly (readonly [pointer: string, code: string])[];
  /** What a handler is given; the value itself unless said. */
  readonly out?: () => unknown;
  /** What `stringify` makes of what a handler is given. */
  readonly written?: string;
}

const string = { kind: 'string' };
const number = { kind: 'number' };
const integer = { kind: 'refined', base: number, constraints: { integer: true } };
const unknown = { kind: 'unknown' };
const bounded = (constraints: object, base: object = number): object => ({ kind: 'refined', base, constraints });
const list = (items: object): object => ({ kind: 'array', items });
const optional = (items: object): object => ({ kind: 'union', members: [items, { kind: 'undefined' }] });
const object = (properties: Readonly<Record<string, object>>, more: object = {}): object => ({
  kind: 'object',
  properties: Object.entries(properties).map(([name, type]) => ({ name, type })),
  ...more,
});
const maybe = (name: string, type: object): object => ({
  kind: 'object',
  properties: [{ name, type, optional: true }],
});
const dictionary = (value: object): object => ({ kind: 'object', properties: [], index: [{ key: string, value }] });

const tree = {
  Tree: { type: maybe('next', { kind: 'ref', id: 'Tree' }) },
  Json: { type: { kind: 'union', members: [string, list({ kind: 'ref', id: 'Json' })] } },
};
const nested = (levels: number, open: string, inner: string, close: string): string =>
  open.repeat(levels) + inner + close.repeat(levels);
const kept: readonly Mode[] = ['strip', 'strict', 'open'];
const protoKey = '{"a":1,"__proto__":{"polluted":true}}';
const parsed = (json: string) => (): unknown => JSON.parse(json);

const keys: readonly Row[] = [
  {
    question: 'a key `__proto__`',
    type: object({ a: number }),
    modes: ['strip'],
    json: protoKey,
    out: () => ({ a: 1 }),
  },
  {
    question: 'a key `__proto__`',
    type: object({ a: number }),
    modes: ['strict'],
    json: protoKey,
    issues: [['/__proto__', 'key.unknown']],
  },
  {
    question: 'a key `__proto__`',
    type: object({ a: number }),
    modes: ['open'],
    json: protoKey,
    out: parsed(protoKey),
    written: '{"a":1}',
  },
  {
    question: 'a key `__proto__`',
    type: dictionary(unknown),
    modes: ['strip'],
    json: protoKey,
    out: () => ({ a: 1 }),
  },
  {
    question: 'a key `__proto__`',
    type: dictionary(unknown),
    modes: ['open'],
    json: protoKey,
    out: parsed(protoKey),
  },
  {
    question: 'a key `__proto__`',
    type: dictionary(number),
    modes: ['strip'],
    json: protoKey,
    out: () => ({ a: 1 }),
  },
  {
    question: 'a key `__proto__`',
    type: dictionary(unknown),
    modes: ['strict'],
    json: protoKey,
    issues: [['/__proto__', 'key.unknown']],
  },
  {
    question: 'a key `__proto__`',
    type: object({ ['__proto__']: number }),
    json: '{"__proto__":1}',
    out: parsed('{"__proto__":1}'),
    written: '{"__proto__":1}',
  },
  {
    question: 'a key `__proto__`',
    type: object({ ['__proto__']: number }),
    json: '{}',
    issues: [['/__proto__', 'key.missing']],
  },
  {
    question: 'keys `constructor`, `toString` …',
    type: object({ constructor: string }),
    json: '{}',
    issues: [['/constructor', 'key.missing']],
  },
  {
    question: 'keys `constructor`, `toString` …',
    type: object({ constructor: string }),
    json: '{"constructor":"x"}',
    written: '{"constructor":"x"}',
  },
  { question: 'keys `constructor`, `toString` …', type: maybe('toString', string), json: '{}', written: '{}' },
  {
    question: 'keys `constructor`, `toString` …',
    type: object({}),
    modes: ['strip'],
    json: '{"constructor":{"prototype":1}}',
    out: () => ({}),
  },
  {
    question: 'keys `constructor`, `toString` …',
    type: object({}),
    modes: ['strict'],
    json: '{"constructor":1}',
    issues: [['/constructor', 'key.unknown']],
  },
  {
    question: 'keys `constructor`, `toString` …',
    type: dictionary(number),
    json: '{"constructor":1,"toString":2}',
    written: '{"constructor":1,"toString":2}',
  },
  { question: 'a key twice', type: object({ a: number }), json: '{"a":"x","a":1}', out: () => ({ a: 1 }) },
  { question: 'a key twice', type: object({ a: number }), json: '{"a":1,"a":"x"}', issues: [['/a', 'type']] },
  { question: 'a key twice', type: object({ a: number }), json: '{"a":1,"\\u0061":2}', out: () => ({ a: 2 }) },
  { question: 'a key twice', type: dictionary(number), json: '{"a":1,"a":2}', out: () => ({ a: 2 }) },
];

const numbers: readonly Row[] = [
  { question: 'NaN and the infinities', type: number, value: () => NaN, issues: [['', 'type']] },
  { question: 'NaN and the infinities', type: number, value: () => Infinity, issues: [['', 'type']] },
  { question: 'NaN and the infinities', type: integer, value: () => -Infinity, issues: [['', 'type']] },
  { question: 'NaN and the infinities', type: list(number), json: '[1e999]', issues: [['/0', 'type']] },
  { question: 'NaN and the infinities', type: list(number), json: '[-1e999]', issues: [['/0', 'type']] },
  { question: 'NaN and the infinities', type: number, text: 'NaN', issues: [['', 'type']] },
  { question: 'NaN and the infinities', type: number, text: 'Infinity', issues: [['', 'type']] },
  { question: 'NaN and the infinities', type: number, text: '1e999', issues: [['', 'type']] },
  { question: 'NaN and the infinities', type: unknown, json: '1e999', out: () => Infinity, written: 'null' },
  { question: '-0', type: bounded({ integer: true, minimum: 0 }), json: '-0', out: () => -0, written: '0' },
  { question: '-0', type: bounded({ minimum: 0, maximum: 0 }), value: () => -0, out: () => -0, written: '0' },
  { question: '-0', type: { kind: 'literal', value: 0 }, json: '-0', out: () => -0, written: '0' },
  { question: '-0', type: bounded({ exclusiveMinimum: -1, multipleOf: [5] }), json: '-0.0', out: () => -0 },
  { question: '-0', type: number, text: '-0', out: () => -0 },
  { question: '-0', type: bounded({ exclusiveMinimum: 0 }), json: '-0', issues: [['', 'number.min']] },
  { question: '`1.0`, `1e2`', type: list(integer), json: '[1.0,1e2,1.0000000000000001]', out: () => [1, 100, 1] },
  { question: '`1.0`, `1e2`', type: integer, json: '1.5', issues: [['', 'number.integer']] },
  { question: 'integers beyond 2^53', type: integer, json: '9007199254740993', out: () => 9007199254740992 },
  { question: 'integers beyond 2^53', type: integer, text: '9007199254740993', out: () => 9007199254740992 },
  {
    question: 'integers beyond 2^53',
    type: bounded({ maximum: 9007199254740992 }),
    json: '9007199254740993',
    out: () => 9007199254740992,
  },
  {
    question: 'integers beyond 2^53',
    type: { kind: 'bigint' },
    json: '"9007199254740993"',
    out: () => 9007199254740993n,
    written: '"9007199254740993"',
  },
  { question: 'integers beyond 2^53', type: integer, json: '1e308', out: () => 1e308 },
];

const texts: readonly Row[] = [
  { question: 'lone surrogates', type: string, json: '"\\ud800"', out: () => '\ud800', written: '"\\ud800"' },
  {
    question: 'lone surrogates',
    type: bounded({ minLength: 2, maxLength: 2 }, string),
    json: '"\\udc00\\ud800"',
    out: () => '\udc00\ud800',
  },
  {
    question: 'lone surrogates',
    type: bounded({ maxLength: 1 }, string),
    json: '"\\ud83d\\ude00"',
    out: () => '😀',
    written: '"😀"',
  },
  {
    question: 'lone surrogates',
    type: bounded({ maxLength: 1 }, string),
    json: '"😀😀"',
    issues: [['', 'string.max']],
  },
  { question: 'lone surrogates', type: bounded({ patterns: ['^.$'] }, string), json: '"😀"', out: () => '😀' },
  {
    question: 'lone surrogates',
    type: dictionary(number),
    json: '{"\\ud800":1}',
    out: () => ({ '\ud800': 1 }),
    written: '{"\\ud800":1}',
  },
];

const inMemory: readonly Row[] = [
  { question: 'getters', type: object({ a: number }), value: () => counting([1, 'x']) },
  { question: 'holes of arrays', type: list(number), value: () => holed(1, 3), issues: [['/1', 'type']] },
  {
    question: 'holes of arrays',
    type: list(optional(number)),
    value: () => holed(1, 3),
    out: () => holed(1, 3),
    written: '[1,null,3]',
  },
  {
    question: 'holes of arrays',
    type: { kind: 'tuple', elements: [{ type: number }, { type: number, optional: true }] },
    value: () => holed(1),
  },
  {
    question: 'a property that is `undefined`',
    type: maybe('a', number),
    value: () => ({ a: undefined }),
    out: () => ({ a: undefined }),
    written: '{}',
  },
  {
    question: 'a property that is `undefined`',
    type: object({ a: number }),
    value: () => ({ a: undefined }),
    issues: [['/a', 'key.missing']],
  },
  {
    question: 'arrays, boxed values and inherited members',
    type: object({ length: number }),
    value: () => [],
    issues: [['', 'type']],
  },
  {
    question: 'arrays, boxed values and inherited members',
    type: number,
    value: () => Object(1),
    issues: [['', 'type']],
  },
  {
    question: 'arrays, boxed values and inherited members',
    type: object({ a: number }),
    value: () => Object.create({ a: 1 }),
  },
];

const deep: readonly Row[] = [
  {
    question: 'ten thousand levels',
    type: { kind: 'ref', id: 'Tree' },
    types: tree,
    json: nested(10_000, '{"next":', '{}', '}'),
    issues: [[`${'/next'.repeat(513)}`, 'depth']],
  },
  {
    question: 'ten thousand levels',
    type: { kind: 'ref', id: 'Json' },
    types: tree,
    json: nested(10_000, '[', '"x"', ']'),
    issues: [['/0'.repeat(513), 'depth']],
  },
  {
    question: 'ten thousand levels',
    type: { kind: 'ref', id: 'Tree' },
    types: tree,
    json: nested(500, '{"next":', '{}', '}'),
  },
  {
    question: 'ten thousand levels',
    type: object({ a: number }),
    modes: ['strip'],
    json: `{"a":1,"b":${nested(10_000, '[', '', ']')}}`,
    out: () => ({ a: 1 }),
  },
  {
    question: 'ten thousand levels',
    type: list(number),
    modes: kept,
    json: nested(10_000, '[', '', ']'),
    issues: [['/0', 'type']],
  },
];

/** A list whose second item is a hole. */
function holed(first: number, ...rest: readonly number[]): unknown[] {
  const made: unknown[] = [first, 0, ...rest];
  delete made[1];
  return made;
}

/** An object whose property gives another value each time it is read. */
function counting(values: readonly unknown[]): object {
  let reads = 0;
  return {
    get a() {
      return values[reads++];
    },
  };
}

export const rows: readonly Row[] = [...keys, ...numbers, ...texts, ...inMemory, ...deep];
