/**
 * Gati's writer of Fastify's answers beside the one Fastify brings: the same bytes, or the same error. Random schemas
 * and values are compared by what the compiled functions give, an application by its answers.
 */
import { createRequire } from 'node:module';

import Fastify from 'fastify';
import { expect, test } from 'vitest';

import { schemaCompilers, serializerCompiler } from '../../src-ts/fastify.js';
import { writerOf } from '../../src-ts/hosts/fastify/schemas/writer.js';
import { Choices } from './fastify-schemas/generate.js';

type Write = (value: unknown) => string;
type Select = () => (shared: object) => (route: { schema: unknown }) => Write;

const fromFastify = createRequire(createRequire(import.meta.url).resolve('fastify'));
const theirs = (fromFastify('@fastify/fast-json-stringify-compiler') as Select)();

const names = ['a', 'b', 'c', 'a/b', "it's"];
const kinds = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];
const texts = ['', 'a', '12', '1.5', '"\\\n\u2028', '\ud800'];
const numbers = [0, -0, 1, 1.5, -2.7, 1e21, Number.NaN, Infinity, 10n];
const things = [new Date(86_400_000), new Date(Number.NaN), /a"b/u, Symbol('s'), () => 1, { toJSON: () => ({ a: 1 }) }];
const scalars = [...texts, ...numbers, ...things, true, false, null, undefined];

function randomAnswer(choices: Choices, depth: number): unknown {
  const choice = choices.below(depth > 0 ? 6 : 3);
  if (choice < 3) return choices.of(scalars);
  if (choice === 3) return Array.from({ length: choices.below(4) }, () => randomAnswer(choices, depth - 1));
  const members = Array.from({ length: choices.below(5) }, () => [choices.of(names), randomAnswer(choices, depth - 1)]);
  return Object.fromEntries(members) as unknown;
}

function randomAnswerSchema(choices: Choices, depth: number): unknown {
  if (choices.oneIn(25)) return true;
  if (choices.oneIn(12)) return { $ref: choices.of(['#/definitions/d', 'shared#', 'shared#/properties/p']) };
  const schema: Record<string, unknown> = {};
  const choice = choices.below(7);
  if (choice < 5)
    schema['type'] = choices.of(depth > 0 ? kinds.concat('object', 'object', 'array') : kinds.slice(0, 5));
  if (choice === 5) schema['type'] = [...new Set([choices.of(kinds), choices.of(kinds)])];
  const maybe = (word: string, oneIn: number, make: () => unknown): void => {
    if (choices.oneIn(oneIn)) schema[word] = make();
  };
  if (schema['type'] !== 'null') maybe('nullable', 8, () => choices.oneIn(2));
  maybe('format', 8, () => choices.of(['date-time', 'date', 'time', 'email']));
  maybe('default', 8, () => choices.of([1, 'x', null, { a: 1 }]));
  maybe('const', 20, () => choices.of([1, 'x', { a: 1 }]));
  maybe('minLength', 15, () => 1);
  maybe('minimum', 15, () => 1);
  if (depth > 0) {
    const inner = (): unknown => randomAnswerSchema(choices, depth - 1);
    maybe('properties', 2, () =>
      Object.fromEntries(names.filter(() => choices.oneIn(2)).map((name) => [name, inner()])),
    );
    maybe('required', 3, () => names.filter(() => choices.oneIn(3)));
    maybe('additionalProperties', 4, () => (choices.oneIn(2) ? choices.oneIn(2) : inner()));
    maybe('items', 3, inner);
  }
  return schema;
}

/** The text, or what is thrown. */
function attempt(make: () => string): string {
  try {
    return make();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

test.each(['code', 'closures'] as const)(
  'random schemas and values, by %s',
  (way) => {
    const seed = Number(process.env['GATI_SEED'] ?? 20_261_121);
    const count = Number(process.env['GATI_COUNT'] ?? 400);
    const choices = new Choices(seed);
    let compared = 0;
    for (let index = 0; index < count; index += 1) {
      const made = randomAnswerSchema(choices, 3);
      const root = made === true || '$ref' in (made as object) ? { type: 'array', items: made } : (made as object);
      const schema = {
        ...root,
        definitions: { d: { type: choices.of(kinds), properties: { a: randomAnswerSchema(choices, 0) } } },
      };
      const shared = {
        shared: {
          $id: 'shared',
          type: 'object',
          properties: { p: choices.of([true, { type: 'string' }, { type: 'integer', nullable: true }]) },
        },
      };
      const told = `seed ${seed}: ${JSON.stringify(schema)} with ${JSON.stringify(shared)}`;
      let known: Write;
      try {
        known = theirs(structuredClone(shared))({ schema: structuredClone(schema) });
      } catch {
        // A reference that leads to itself, or a default that is none.
        continue;
      }
      const own = writerOf(structuredClone(schema), structuredClone(shared), way);
      expect(own, told).toBeDefined();
      for (let round = 0; round < 12; round += 1) {
        const value = randomAnswer(choices, 3);
        expect(
          attempt(() => own!(value)),
          told,
        ).toBe(attempt(() => known(value)));
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(count * 6);
  },
  60_000,
);

/** Schemas at the edges of what is put together when the code is written, and values for them. */
const strings = { type: 'array', items: { type: 'string' } };
const members = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } } };
const optional = { type: 'object', properties: { a: members, b: { type: 'array', items: members }, c: { const: 1 } } };
/** The first and the last moments that are spelled with four digits, and their neighbours. */
const yearEnds = [
  -62_167_219_200_001, -62_167_219_200_000, -1, 0, 86_399_999, 253_402_300_799_999, 253_402_300_800_000,
].map((time) => new Date(time));
const edges: readonly [name: string, schema: object, values: readonly unknown[]][] = [
  ['long lists of texts', strings, [Array.from({ length: 300 }, (_one, index) => `"${index}`), many('x', 3)]],
  ['long lists of texts and something else', strings, [many(null, 200), many(new Date(0), 200), many('\ud800', 200)]],
  [
    'long lists of numbers',
    { type: 'array', items: { type: 'number' } },
    [many(-0, 600), many(Infinity, 600), many('1', 600)],
  ],
  [
    'long lists of whole numbers',
    { type: 'array', items: { type: 'integer' } },
    [many(7, 600), many(1.5, 600), many(10n, 600)],
  ],
  [
    'texts of every length',
    { type: 'string' },
    [...many('a', 60).keys(), 41, 42, 43, 4999, 5000].map((one) => 'a"é'.repeat(one)),
  ],
  [
    'members that may all be missing',
    optional,
    [{}, { b: [] }, { a: {} }, { b: [{}, { b: 1 }, { a: 'x' }] }, { c: 2, a: { b: 1 } }],
  ],
  [
    'other members',
    { type: 'object', properties: { a: members }, additionalProperties: members },
    [{}, { z: {} }, { 'z"': { a: 'x' }, y: { b: 1 } }, { a: {}, z: { b: 1 } }, { z: undefined, y: { a: 'x' } }],
  ],
  [
    'names that want quotes',
    { type: 'object', properties: { '`${a}`"\\\u2028': { type: 'null' } } },
    [{ '`${a}`"\\\u2028': 1 }, {}],
  ],
  [
    'moments',
    { type: 'array', items: { type: 'string', format: 'date-time' } },
    [
      [
        new Date(0),
        new Date(1e14),
        new Date(-1e14),
        ...yearEnds,
        new Date(Date.UTC(2020, 1, 29, 23, 59, 59, 7)),
        'x"',
        null,
      ],
    ],
  ],
  [
    'days',
    { type: 'array', items: { type: 'string', format: 'date' } },
    [[new Date(1e12), new Date(8e15), new Date(-6e13)]],
  ],
  [
    'hours',
    { type: 'array', items: { type: 'string', format: 'time' } },
    [[new Date(1e12), new Date(8e15), new Date(-6e13)]],
  ],
];

function many(value: unknown, count: number): unknown[] {
  return Array.from({ length: count }, () => value);
}

test.each(edges)('%s', (_name, schema, values) => {
  const known = theirs({})({ schema: structuredClone(schema) });
  for (const way of ['code', 'closures'] as const) {
    const own = writerOf(schema, {}, way)!;
    for (const value of values) expect(attempt(() => own(value))).toBe(attempt(() => known(value)));
  }
});

test('what is not written here is left to the serializer of Fastify', () => {
  const schemas = [
    { anyOf: [{ type: 'string' }, { type: 'integer' }] },
    { type: 'array', items: [{ type: 'string' }] },
    { type: 'object', patternProperties: { '^a': { type: 'string' } } },
    {
      type: 'object',
      properties: { a: { $ref: '#/definitions/a', nullable: true } },
      definitions: { a: { type: 'object' } },
    },
    { allOf: [{ type: 'object', properties: { a: { type: 'string' } } }] },
    { $ref: 'nobody#' },
  ];
  for (const schema of schemas) expect(writerOf(schema, {}), JSON.stringify(schema)).toBeUndefined();
  const compile = schemaCompilers.buildSerializer({});
  expect(compile({ schema: schemas[0] })(1)).toBe('1');
  expect(compile({ schema: schemas[1] })(['a'])).toBe('["a"]');
});

test('an application answers byte for byte as before', async () => {
  const user = {
    $id: 'user',
    type: 'object',
    required: ['name', 'id'],
    properties: {
      id: { type: 'integer' },
      born: { type: 'string', format: 'date' },
      name: { type: 'string' },
      friends: { type: 'array', items: { $ref: '#' } },
      role: { type: ['string', 'null'], default: 'user' },
    },
  };
  const values = [
    { id: '7', name: 'Ada', secret: 1, born: new Date(2020, 1, 3), friends: [{ id: 1.9, name: 'Bob', role: null }] },
    { id: 1 },
    { id: 'x', name: 'Ada' },
    { id: 1, name: 'Ada', friends: 'none' },
  ];
  const answers = async (kind: 'theirs' | 'factory' | 'set'): Promise<unknown[]> => {
    const app = Fastify(kind === 'factory' ? { schemaController: { compilersFactory: schemaCompilers as never } } : {});
    app.addSchema(structuredClone(user));
    if (kind === 'set') app.setSerializerCompiler(serializerCompiler(app) as never);
    const response = { 200: { $ref: 'user#' }, '4xx': { type: 'object', properties: { error: { type: 'string' } } } };
    app.get(
      '/:index',
      { schema: { response } },
      (request) => values[Number((request.params as { index: string }).index)],
    );
    app.get('/gone', { schema: { response } }, (_request, reply) => reply.code(404).send({ error: 'gone', secret: 1 }));
    const got: unknown[] = [];
    for (const path of [...values.keys(), 'gone']) {
      const { statusCode, headers, body } = await app.inject(`/${path}`);
      got.push([statusCode, headers['content-type'], body]);
    }
    await app.close();
    return got;
  };
  const before = await answers('theirs');
  expect(await answers('factory')).toEqual(before);
  expect(await answers('set')).toEqual(before);
});
