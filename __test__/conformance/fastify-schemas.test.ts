/**
 * Gati's compiler of Fastify's schemas beside the one Fastify brings: the same verdicts, the same errors, and the same
 * changes to what was sent. Random schemas are compared by what the compiled functions say, a table of applications by
 * the bytes they answer with. Both stand together in one file, because a word is covered by either.
 */
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';

import Fastify, { type FastifyInstance, type FastifyServerOptions, type InjectOptions } from 'fastify';
import { describe, expect, test } from 'vitest';

import { schemaCompilers, validatorCompiler } from '../../src-ts/fastify.js';
import { lowerCased } from '../../src-ts/hosts/fastify/schemas/headers.js';
import type { Way } from '../../src-ts/hosts/fastify/schemas/node.js';
import { SchemaValidators } from '../../src-ts/hosts/fastify/schemas/validator-compiler.js';
import {
  Choices,
  randomNearValue,
  randomObjectSchema,
  randomPlainSchema,
  randomSchema,
  randomValue,
} from './fastify-schemas/generate.js';

type Validate = ((data: unknown, place: object) => boolean) & { errors?: unknown };
type Build = (shared: object, options?: object) => (route: { schema: unknown }) => Validate;

const fromFastify = createRequire(createRequire(import.meta.url).resolve('fastify'));
const theirs = (fromFastify('@fastify/ajv-compiler') as () => Build)();
/** Generated code, and closures as where none may be generated. */
const ways: Readonly<Record<Way, Build>> = {
  code: (shared) => building(new SchemaValidators(shared as Record<string, unknown>, 'code')),
  closures: (shared) => building(new SchemaValidators(shared as Record<string, unknown>, 'closures')),
};

function building(validators: SchemaValidators): (route: { schema: unknown }) => Validate {
  return ({ schema }) => validators.validator(schema) as Validate;
}

/** What a compiled schema makes of a value: the verdict, the value afterwards, the errors. */
function verdict(validate: Validate, value: unknown): string {
  const holder = { value: structuredClone(value) };
  const fits = validate(holder.value, { parentData: holder, parentDataProperty: 'value' });
  return JSON.stringify([fits, holder.value, fits ? null : validate.errors], shown);
}

/** What JSON would not tell apart. */
function shown(_key: string, value: unknown): unknown {
  if (value === undefined) return '(undefined)';
  return typeof value === 'number' && (Object.is(value, -0) || !Number.isFinite(value)) ? `(${value})` : value;
}

function attempt(build: Build, schema: object, shared: object): Validate | Error {
  try {
    return build(structuredClone(shared), { customOptions: {} })({ schema: structuredClone(schema) });
  } catch (error) {
    return error as Error;
  }
}

/** What ajv refuses and Gati does not look for: by the meta-schema, and in parts of added schemas that nothing uses. */
const notLookedFor = /schema is invalid|property q matches pattern|default is ignored in the schema root/;

/** What ajv says; nothing where its own code fails, as it does where it would change the name of a member. */
function withoutFault(say: () => string): string | undefined {
  try {
    return say();
  } catch (error) {
    // A schema that is defined by itself alone is never decided, by neither of them.
    if (error instanceof RangeError) return undefined;
    if (error instanceof TypeError && error.message === 'Assignment to constant variable.') return undefined;
    // Objects with a member of that name are not compared.
    if (error instanceof TypeError && error.message === 'a.toString is not a function') return undefined;
    throw error;
  }
}

/** Compares both on random values of one schema; gives back how many. */
function compare(
  ours: Build,
  given: { schema: object; shared: object; told: string; values: readonly unknown[] },
): number {
  const { schema, shared, told, values } = given;
  const [known, own] = [attempt(theirs, schema, shared), attempt(ours, schema, shared)];
  if (known instanceof Error || own instanceof Error) {
    const isKnown = known instanceof Error && (own instanceof Error || notLookedFor.test(known.message));
    expect(isKnown, `${told}: ${String(known)}, ${String(own)}`).toBe(true);
    return 0;
  }
  let compared = 0;
  for (const value of values) {
    const wanted = withoutFault(() => verdict(known, value));
    if (wanted === undefined) continue;
    expect(verdict(own, value), `${told} of ${JSON.stringify(value, shown)}`).toBe(wanted);
    compared += 1;
  }
  return compared;
}

const seed = Number(process.env['GATI_SEED'] ?? 20_261_121);
const count = Number(process.env['GATI_COUNT'] ?? 150);

describe.each(Object.entries(ways))('%s', (_name, ours) => {
  test('random schemas and values', () => {
    const choices = new Choices(seed);
    let compared = 0;
    for (let index = 0; index < count; index += 1) {
      const schema = { ...randomObjectSchema(choices, 2), definitions: { d: randomSchema(choices, 1) } };
      const { $ref: _unused, ...rest } = randomObjectSchema(choices, 1);
      const properties = { p: randomSchema(choices, 0), q: { $ref: '#/properties/p' } };
      const shared = { shared: { ...rest, $id: 'shared', properties } };
      const told = `seed ${seed}: ${JSON.stringify(schema)} with ${JSON.stringify(shared)}`;
      const values = Array.from({ length: 12 }, () => randomValue(choices, 3));
      compared += compare(ours, { schema, shared, told, values });
    }
    expect(compared).toBeGreaterThan(count * 4);
  }, 120_000);

  test('plain schemas, and values that nearly fit', () => {
    const choices = new Choices(seed);
    let compared = 0;
    for (let index = 0; index < count * 2; index += 1) {
      const { $ref: _itself, ...d } = randomPlainSchema(choices, 2);
      const schema = { ...randomPlainSchema(choices, 3), definitions: { d } };
      const { $ref: _either, ...p } = randomPlainSchema(choices, 0);
      const shared = { shared: { $id: 'shared', type: 'object', properties: { p, q: { $ref: '#/properties/p' } } } };
      const told = `seed ${seed}: ${JSON.stringify(schema)} with ${JSON.stringify(shared)}`;
      const values = Array.from({ length: 12 }, () => randomNearValue(choices, schema, 4));
      compared += compare(ours, { schema, shared, told, values });
    }
    expect(compared).toBeGreaterThan(count * 12);
    if (process.env['GATI_TOLD'] !== undefined) process.stdout.write(`${JSON.stringify({ compared })}\n`);
  }, 120_000);
});

/** Routes and requests of one application. */
interface Served {
  readonly shared?: readonly object[];
  readonly schema: object;
  readonly requests: readonly InjectOptions[];
}

const user = {
  $id: 'user',
  type: 'object',
  required: ['name', 'age'],
  additionalProperties: false,
  properties: {
    name: { type: 'string', minLength: 1 },
    age: { type: 'integer', minimum: 18 },
    email: { type: 'string', format: 'email' },
    role: { enum: ['admin', 'user'], default: 'user' },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 2 },
    home: { $ref: 'address#' },
  },
};
const address = {
  $id: 'address',
  type: 'object',
  properties: { street: { type: 'string' }, zip: { $ref: '#/definitions/zip' } },
  definitions: { zip: { type: 'string', pattern: '^\\d{5}$' } },
  required: ['street'],
};

const table: Readonly<Record<string, Served>> = {
  'a body of shared schemas': {
    shared: [user, address],
    schema: { body: { $ref: 'user#' } },
    requests: [
      { payload: { name: 'Ada', age: 36 } },
      { payload: { name: 'Ada', age: '36', more: 1, tags: 'one' } },
      { payload: { name: '', age: 36 } },
      { payload: { age: 36 } },
      { payload: { name: 'Ada', age: 'x' } },
      { payload: { name: 'Ada', age: 17.5 } },
      { payload: { name: 'Ada', age: 17 } },
      { payload: { name: 'Ada', age: 36, email: 'nobody' } },
      { payload: { name: 'Ada', age: 36, role: 'owner' } },
      { payload: { name: 'Ada', age: 36, tags: ['a', 'b', 'c'] } },
      { payload: { name: 'Ada', age: 36, home: { zip: '12345' } } },
      { payload: { name: 'Ada', age: 36, home: { street: 's', zip: '1234' } } },
      { payload: { name: 'Ada', age: 36, home: { street: 1, zip: 12345 } } },
      { payload: [] },
      { payload: 'null', headers: { 'content-type': 'application/json' } },
      { payload: '' },
    ],
  },
  'a query': {
    schema: {
      querystring: {
        type: 'object',
        properties: {
          page: { type: 'integer', minimum: 1, default: 1 },
          all: { type: 'boolean', default: false },
          ids: { type: 'array', items: { type: 'number' } },
          since: { type: 'string', format: 'date-time' },
          none: { type: 'null' },
          either: { anyOf: [{ type: 'integer' }, { type: 'boolean' }] },
        },
        required: ['q'],
      },
    },
    requests: [
      '?q=a',
      '?q=a&page=2&all=true&ids=1&ids=2',
      '?q=a&ids=7&all=0',
      '?q=a&page=0',
      '?q=a&page=1.5',
      '?q=a&page=',
      '?q=a&all=yes',
      '?q=a&ids=x',
      '?q=a&since=2020-01-01T00:00:00Z',
      '?q=a&since=yesterday',
      '?q=a&none=',
      '?q=a&either=1',
      '?q=a&either=true',
      '?q=a&either=x',
      '',
    ].map((query) => ({ url: `/7${query}` })),
  },
  'params and headers': {
    schema: {
      params: { type: 'object', properties: { id: { type: 'integer', maximum: 100 } } },
      headers: {
        type: 'object',
        required: ['X-Count'],
        properties: { 'X-Count': { type: 'number' }, 'X-Flag': { type: 'boolean' } },
      },
    },
    requests: [
      { url: '/7', headers: { 'x-count': '3', 'x-flag': 'true' } },
      { url: '/seven', headers: { 'x-count': '3' } },
      { url: '/101', headers: { 'x-count': '3' } },
      { url: '/7', headers: {} },
      { url: '/7', headers: { 'X-Count': 'many' } },
    ],
  },
  choices: {
    schema: {
      body: {
        type: 'object',
        properties: {
          one: {
            oneOf: [
              { type: 'object', required: ['a'] },
              { type: 'object', required: ['b'] },
            ],
          },
          if: JSON.parse('{"if":{"const":1},"then":{"minimum":2},"else":{"type":["integer","null"]}}') as object,
          not: { not: { type: 'string' } },
          all: { allOf: [{ type: 'string' }, { maxLength: 2 }] },
        },
        propertyNames: { maxLength: 3 },
        dependencies: { all: ['one'] },
        patternProperties: { '^n\\d': { nullable: true, type: 'number' } },
      },
    },
    requests: [
      { payload: { one: { a: 1 } } },
      { payload: { one: { a: 1, b: 2 } } },
      { payload: { one: {} } },
      { payload: { if: 1 } },
      { payload: { if: 'x' } },
      { payload: { not: 'x' } },
      { payload: { all: 'abc', one: { a: 1 } } },
      { payload: { all: 'a' } },
      { payload: { long: 1 } },
      { payload: { n1: null, n2: '5' } },
      { payload: { n1: 'x' } },
    ],
  },
};

type Compiler = (app: { getSchemas(): Record<string, unknown> }) => unknown;

/** The compiler of an application that may generate no code. */
const closures: Compiler = (app) => {
  const validators = () => new SchemaValidators(app.getSchemas(), 'closures');
  return ({ schema, httpPart }: { schema: unknown; httpPart: string }) =>
    validators().validator(httpPart === 'headers' ? lowerCased(schema) : schema);
};

async function served({ shared = [], schema, requests }: Served, options: FastifyServerOptions, compiler?: Compiler) {
  const app: FastifyInstance = Fastify({ ...options, logger: false });
  const answers: unknown[] = [];
  for (const one of shared) app.addSchema(structuredClone(one));
  if (compiler !== undefined) app.setValidatorCompiler(compiler(app) as never);
  // Errors as an application sees them, behind the answers that Fastify gives.
  app.addHook('onError', async (_request, _reply, error) => {
    const { validation, validationContext, code } = error;
    answers.push({ validation, validationContext, code });
  });
  const method = 'body' in schema ? 'POST' : 'GET';
  app.route({
    method,
    url: '/:id',
    schema: structuredClone(schema),
    handler: ({ body, query, params, headers }) => ({
      body,
      query,
      params,
      count: [headers['x-count'], headers['x-flag']],
    }),
  });
  await app.ready();
  for (const request of requests) {
    const { statusCode, headers, body } = await app.inject({ method, url: '/7', ...request });
    answers.push([statusCode, headers['content-type'], body]);
  }
  await app.close();
  return answers;
}

describe('an application answers byte for byte as before', () => {
  test.each(Object.entries(table))('%s', async (_name, given) => {
    const before = await served(given, {});
    const factory = { schemaController: { compilersFactory: schemaCompilers as never } };
    expect(await served(given, factory)).toEqual(before);
    expect(await served(given, {}, validatorCompiler)).toEqual(before);
    expect(await served(given, {}, closures)).toEqual(before);
  });
});

test('closures do it where code is forbidden', () => {
  const program = `
    import { schemaCompilers } from ${JSON.stringify(new URL('../../dist/fastify.js', import.meta.url).href)};
    const compile = schemaCompilers.buildValidator({});
    const validate = compile({ schema: { type: 'object', properties: { a: { type: 'integer' } } }, httpPart: 'body' });
    const body = { a: '1' };
    const write = schemaCompilers.buildSerializer({})({ schema: { type: 'object', properties: { a: { type: 'integer' } } } });
    console.log(JSON.stringify([validate({ a: 1 }), validate(body), body, validate({ a: 'x' }), write({ a: '1', b: 2 })]));
  `;
  const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', program];
  const said = execFileSync(process.execPath, flags, { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual([true, true, { a: 1 }, false, '{"a":1}']);
});

/** An object of whole numbers. */
function strictObject(count: number): object {
  const members = Array.from({ length: count }, (_one, index) => [`p${index}`, { type: 'integer' }] as const);
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(members) };
}

/** What stands in a branch of `if` refers to another schema, whose errors have one more behind them. */
const branching = JSON.parse(`{
  "type": "object",
  "if": { "required": ["a"] },
  "then": { "properties": { "a": { "$ref": "#/definitions/d" } } },
  "else": { "if": { "required": ["b"] }, "then": { "$ref": "#/definitions/d" }, "else": { "required": ["p0"] } },
  "definitions": { "d": { "type": "object", "required": ["b"], "properties": { "b": { "$ref": "#/definitions/d" } } } }
}`) as object;

const quotes = '`${process.exit()}`"\'\\\u2028\n*/ }';
/** Texts that would leave their quotes, wherever a schema has texts. */
const hostile = {
  type: 'object',
  title: quotes,
  required: [`${quotes}1`],
  properties: {
    a: { enum: [quotes, 1] },
    [`${quotes}1`]: { const: quotes },
    b: { type: 'string', default: quotes, pattern: '^[`"\'\\\\$/]*\\u2028?$' },
    c: { type: 'object', default: { [quotes]: quotes }, additionalProperties: false, properties: { [quotes]: {} } },
  },
  patternProperties: { '^`"\\u2028\\*/': { type: 'null' } },
  dependencies: { [quotes]: [`${quotes}2`] },
};

/** Schemas whose words ajv takes otherwise than the specification, and other corners. */
const corners: readonly [name: string, schema: object][] = [
  ['multipleOf, which ajv rounds otherwise', { type: 'number', multipleOf: 0.1 }],
  ['whole numbers beyond the safe ones', { type: 'number', multipleOf: 1 }],
  ['names that every object inherits', { type: 'object', properties: { constructor: { type: 'string' } } }],
  ['required names that every object inherits', { type: 'object', required: ['toString'] }],
  ['maxProperties, where undefined members count', { type: 'object', maxProperties: 1 }],
  ['defaults', { type: 'object', properties: { a: { default: 1 }, b: { default: { c: [] } } }, required: ['d'] }],
  ['defaults of items', { type: 'array', items: [{ type: 'string', default: 'x' }, { default: 2 }] }],
  ['nullable', { type: 'object', properties: { a: { type: 'string', nullable: true } } }],
  ['formats', { type: 'object', properties: { a: { type: 'string', format: 'email' } } }],
  ['several types', { type: ['string', 'number'] }],
  ['alternatives', { anyOf: [{ type: 'string' }, { type: 'number' }] }],
  ['words beside a reference', { $ref: '#/definitions/d', minProperties: 1, definitions: { d: { type: 'object' } } }],
  ['lists as constants', { const: [1] }],
  ['many constants', { enum: Array.from({ length: 40 }, (_one, index) => (index % 2 === 0 ? index : `${index}`)) }],
  ['texts that want quotes', hostile],
  [
    'names that want quotes',
    JSON.parse(
      '{"type":"object","properties":{"`${a}`":{"type":"null"},"\\"\\\\\u2028\\n":{"type":"null"}}}',
    ) as object,
  ],
  [
    'a reference to itself',
    { $id: 'self', type: 'object', properties: { a: { $ref: '#' }, b: { type: 'integer' } }, required: ['b'] },
  ],
  ['a reference in a branch', branching],
  [
    'a pattern that asks nothing, of a name that is declared',
    { type: 'object', properties: { a: { type: 'null' } }, patternProperties: { a: {} } },
  ],
  ['many members taken away', strictObject(30)],
  ['very many members taken away', strictObject(120)],
  [
    'heavy members',
    { type: 'object', properties: { a: strictObject(60), b: { anyOf: [strictObject(60), { type: 'null' }] } } },
  ],
];

const cornerValues: readonly unknown[] = [
  { [`${quotes}1`]: quotes, [quotes]: 1, a: quotes, b: '`', c: { [quotes]: 1, d: 2 } },
  { [`${quotes}1`]: quotes, a: 'x', '`"\u2028*/': 1 },
  { [`${quotes}1`]: quotes, a: 1, c: {} },
  0,
  -0,
  0.1,
  0.3,
  1.1,
  2 ** 53,
  1e21,
  1e22,
  Number.NaN,
  Infinity,
  '',
  '1',
  '0.3',
  'a@b.co',
  null,
  true,
  [],
  [1],
  ['1'],
  [null],
  [[]],
  [undefined, undefined],
  {},
  { a: undefined },
  { a: null },
  { a: 1, d: 2 },
  { a: [] },

  { a: { a: { b: '1' }, b: 1 }, b: 2 },
  { a: { b: 'x' }, b: 2 },
  { b: 1, a: { c: 1 } },
  { a: { p1: '1', z: 2 } },
  { p0: 'x' },
  { p0: '1', p1: 2, z: 3, p2: null },
  { p2: 1, p1: 1, p0: 1 },
  { z: 1, p0: 1, y: 2, p1: 2 },
  { b: { p0: 'x' } },
  { b: { p3: 1, q: 1 } },
  { b: 0 },
  { a: { p5: 'x', q: 1 } },
  { '`${a}`': 'x' },
  { '"\\\u2028\n': 1 },

  new Date(0),
];

describe.each(Object.entries(ways))('corners, as %s', (_name, ours) => {
  test.each(corners)('%s', (told, schema) => {
    expect(compare(ours, { schema, shared: {}, told, values: cornerValues })).toBeGreaterThan(20);
  });
});

/** Texts that formats are told apart by, as they are and with one letter changed. */
const formatted: Readonly<Record<string, readonly string[]>> = {
  date: [
    '2020-02-29',
    '2021-02-29',
    '1900-02-29',
    '2000-02-29',
    '2020-04-31',
    '2020-12-31',
    '2020-00-10',
    '2020-10-00',
  ],
  time: ['10:00:00Z', '10:00:00', '23:59:60Z', '22:59:60-01:00', '00:29:60+00:30', '10:00:00.5+23:59', '10:00:61Z'],
  'date-time': [
    '2020-01-01T10:00:00Z',
    '2020-01-01 10:00:00.123+0100',
    '2020-01-01t23:59:60z',
    '2020-01-01T10:00:00-01',
  ],
  'iso-time': ['10:00:00', '10:00:00.25', '24:00:00', '10:00:00+24:00'],
  'iso-date-time': ['2020-01-01T10:00:00', '2020-02-30T10:00:00', '2020-01-01\u00a010:00:00'],
  email: ['a@b.co', 'ada.lovelace@example.com', 'a..b@c.de', 'a@b', '\u212a@b.co', 'a@\u017f.co', 'a@-b.co'],
  hostname: ['example.com', 'a.', '-a.b', `${'a'.repeat(63)}.b`, `${'a'.repeat(64)}.b`, '\u212a.com'],
  ipv4: ['192.168.1.1', '256.1.1.1', '01.1.1.1', '1.1.1'],
  ipv6: [
    '::',
    '::1',
    '1::',
    '1:2:3:4:5:6:7:8',
    '1:2:3:4:5:6:7::',
    '1:2:3:4:5:6:7:8:9',
    '::1.2.3.4',
    '1:2:3:4:5:6:1.2.3.4',
  ],
  'ipv6 ': [
    '1:2:3:4:5:6::1.2.3.4',
    '1:2:3:4:5::1.2.3.4',
    '1::2::3',
    ':1',
    '1:',
    '12345::',
    ':::',
    '1.2.3.4',
    '::1.2.3.4:1',
  ],
  uuid: [
    '0f8fad5b-d9cb-469f-a165-70867728950e',
    'URN:uuid:0f8fad5b-d9cb-469f-a165-70867728950E',
    '0f8fad5bd9cb469fa16570867728950e',
  ],
  duration: ['P1D', 'P1Y2M3DT4H5M6S', 'PT', 'P1W', 'P1W1D', 'PT1H'],
  'json-pointer': ['', '/a~1b', '/a~2', 'a'],
  'json-pointer-uri-fragment': ['#', '#/a%20b', '#/\u212a', '/a'],
  'relative-json-pointer': ['0', '1/a', '01', '0#'],
  regex: ['^a+$', '(', 'a\\Z'],
  byte: ['YQ==', 'YWI=', 'YWJj', 'YWJ', '='],
};

test.each(Object.entries(ways))('an error that is changed changes no other one, as %s', (_name, ours) => {
  const validate = ours({})({ schema: { type: 'object', properties: { a: { type: 'integer', minimum: 1 } } } });
  validate({ a: 0 }, {});
  const [error] = validate.errors as { message: string; params: Record<string, unknown> }[];
  const before = JSON.stringify(error);
  error!.message = 'too little';
  error!.params['limit'] = 2;
  validate({ a: 0 }, {});
  expect(JSON.stringify((validate.errors as unknown[])[0])).toBe(before);
});

test.each(Object.entries(formatted))('format %s', (name, texts) => {
  const schema = { type: 'string', format: name.trim() };
  const letters = ['', '0', '9', ':', '.', '-', 'z', 'A', ' ', '\u212a'];
  const near = texts.flatMap((text) =>
    Array.from(text).flatMap((_one, index) =>
      letters.map((letter) => text.slice(0, index) + letter + text.slice(index + 1)),
    ),
  );
  const values = [...new Set([...texts, ...near])];
  expect(compare(ways.code, { schema, shared: {}, told: name, values })).toBe(values.length);
});

describe('refused when the application starts', () => {
  const schemas: readonly [name: string, schema: object, said: RegExp][] = [
    ['a word that is none', { type: 'string', minLenght: 1 }, /strict mode: unknown keyword: "minLenght"/],
    [
      'a format that is none',
      { type: 'string', format: 'nothing' },
      /unknown format "nothing" ignored in schema at path "#"/,
    ],
    ['a reference to nothing', { $ref: 'nobody#' }, /can't resolve reference nobody# from id #/],
    ['a kind that is none', { type: 'text' }, /type must be JSONType or JSONType\[\]: text/],
  ];
  test.each(schemas)('%s', async (_name, schema, said) => {
    const app = Fastify({ schemaController: { compilersFactory: schemaCompilers as never } });
    app.post('/', { schema: { body: schema } }, () => 'never');
    await expect(app.ready()).rejects.toThrow(said);
  });

  test('settings of ajv that are not Fastify’s own', async () => {
    const app = Fastify({
      ajv: { customOptions: { allErrors: true, coerceTypes: 'array' } },
      schemaController: { compilersFactory: schemaCompilers as never },
    });
    app.post('/', { schema: { body: { type: 'object' } } }, () => 'never');
    await expect(app.ready()).rejects.toThrow(/this application has others: allErrors/);
  });
});

test('a plugin has the schemas that were added inside it', async () => {
  const app = Fastify({ schemaController: { compilersFactory: schemaCompilers as never } });
  await app.register(async (inner) => {
    inner.addSchema({ $id: 'inner', type: 'integer' });
    inner.post('/', { schema: { body: { $ref: 'inner#' } } }, (request) => ({ body: request.body }));
  });
  const post = (payload: string) =>
    app.inject({ method: 'POST', url: '/', payload, headers: { 'content-type': 'application/json' } });
  expect((await post('"7"')).json()).toEqual({ body: 7 });
  expect((await post('"x"')).json()).toMatchObject({ message: 'body must be integer' });
});
