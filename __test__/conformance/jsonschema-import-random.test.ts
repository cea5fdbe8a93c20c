/**
 * Random schemas become types and schemas again; ajv on the first schema, the check written from the type, and ajv on
 * the second schema accept the same values. Where a finding says that the type is wider, they accept at least those.
 */
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { fastifySchemas } from '../../src-ts/native/index.js';
import { importSchema } from '../../src-ts/tooling.js';
import { pick, seeded, type Random } from './generate.js';
import { compile } from './validator-source.js';

type Validate = (value: unknown) => boolean;
type Ajv = new (options: object) => { compile(schema: unknown): Validate };
type Schema = Record<string, unknown> | boolean;

// Fastify brings ajv along; it is not a dependency of ours.
const viaFastify = createRequire(createRequire(import.meta.url).resolve('fastify'));
const viaCompiler = createRequire(viaFastify.resolve('@fastify/ajv-compiler'));
const { default: Draft7 } = viaCompiler('ajv') as { readonly default: Ajv };
const { default: Draft2020 } = viaCompiler('ajv/dist/2020.js') as { readonly default: Ajv };

const dialects = {
  'https://json-schema.org/draft/2020-12/schema': Draft2020,
  'http://json-schema.org/draft-07/schema#': Draft7,
} as const;
type Dialect = keyof typeof dialects;

function ajv(Constructor: Ajv, schema: unknown): Validate {
  return new Constructor({ strict: false, unicodeRegExp: true, logger: false, ownProperties: true }).compile(schema);
}

const KEYS = ['a', 'b', 'c'];

/** A schema of the words that types have, and now and then of one they do not have. */
function schema(random: Random, depth: number, newest: boolean): Schema {
  const below = (): Schema => schema(random, depth - 1, newest);
  const sometimes = (chance: number, members: Record<string, unknown>) => (random(chance) === 0 ? members : {});
  switch (random(depth > 0 ? 14 : 7)) {
    case 0:
      return {
        type: 'string',
        ...sometimes(2, { minLength: random(2) }),
        ...sometimes(3, { maxLength: 1 + random(2) }),
      };
    case 1:
      return { type: pick(random, ['number', 'integer']), ...sometimes(2, { minimum: random(2) }) };
    case 2:
      return { enum: pick(random, [['a', 'b'], ['a', 1, null], [true], [0, 1]]) };
    case 3:
      return { const: pick<unknown>(random, ['a', 1, null, false, [1], { a: 1 }]) };
    case 4:
      return { type: pick(random, [['string', 'null'], ['number', 'boolean'], 'boolean', 'null', 'array', 'object']) };
    case 5:
      return { $ref: newest ? '#/$defs/Tree' : '#/definitions/Tree' };
    case 6:
      return pick<Schema>(random, [
        true,
        false,
        {},
        { minLength: 2 },
        { required: ['a'] },
        { type: 'string', pattern: '^a' },
      ]);
    case 7:
      return {
        type: 'array',
        ...sometimes(2, { items: below() }),
        ...sometimes(3, { minItems: random(2), maxItems: 1 + random(2) }),
      };
    case 8: {
      const places = [below(), below()].slice(0, 1 + random(2));
      const rest = pick<object>(random, [{}, newest ? { items: false } : { additionalItems: false }]);
      return { type: 'array', ...(newest ? { prefixItems: places } : { items: places }), ...rest, minItems: random(3) };
    }
    case 9:
      return { allOf: [below(), below()] };
    case 10:
      return { anyOf: [below(), below()] };
    case 11:
      return { oneOf: [below(), below()] };
    case 12:
      return { type: pick(random, ['string', 'object']), not: below() };
    default:
      return {
        ...sometimes(5, {}),
        type: 'object',
        properties: Object.fromEntries(KEYS.slice(0, random(3)).map((key) => [key, below()])),
        ...sometimes(2, { required: KEYS.slice(0, random(3)) }),
        ...sometimes(2, { additionalProperties: pick<Schema>(random, [false, true, { type: 'number' }]) }),
      };
  }
}

/** Any small value. */
function value(random: Random, depth: number): unknown {
  switch (random(depth > 0 ? 8 : 6)) {
    case 0:
    case 1:
      return pick(random, ['', 'a', 'ab', 'abc', 'b']);
    case 2:
    case 3:
      return pick(random, [0, 1, 1.5, -1, 2]);
    case 4:
      return random(2) === 0;
    case 5:
      return null;
    case 6:
      return Array.from({ length: random(4) }, () => value(random, depth - 1));
    default:
      return Object.fromEntries(
        KEYS.filter(() => random(2) === 0).map((key): [string, unknown] => [key, value(random, depth - 1)]),
      );
  }
}

/** The schema of a body of this type, as Fastify gets it. */
function bodySchema(document: { readonly root: unknown; readonly types: object }): unknown {
  const source = { file: 'a.ts', export: 'handler', line: 1, column: 1 };
  const handler = {
    id: 'POST /',
    method: 'POST',
    path: '/',
    source,
    contract: { body: document.root },
    provenance: {},
  };
  const text = fastifySchemas(JSON.stringify({ manifest: 1, types: document.types, handlers: [handler], modules: [] }));
  return (JSON.parse(text) as Record<string, { readonly body: unknown }>)['POST /']?.body;
}

test.each(Object.keys(dialects) as Dialect[])('%s', { timeout: 600_000 }, (dialect) => {
  const newest = dialect.includes('2020');
  const rounds = process.env['GATI_LONG'] === undefined ? 300 : 10_000;
  let exact = 0;
  for (let seed = 1; seed <= rounds; seed += 1) {
    const random = seeded(seed * 13);
    const tree = {
      type: 'object',
      properties: { a: { type: 'array', items: { $ref: newest ? '#/$defs/Tree' : '#/definitions/Tree' } } },
    };
    const whole = {
      $schema: dialect,
      [newest ? '$defs' : 'definitions']: { Tree: tree },
      allOf: [schema(random, 3, newest)],
    };
    const { gtype, findings } = importSchema(whole);
    const document = { root: gtype.root, types: gtype.types ?? {} };
    // A member of any kind that must be there may be missing: `unknown` has `undefined`.
    const wider = findings.some((one) => one.effect !== 'ignored' && one.code !== 'GATI_IMPORT_UNTYPED');
    if (!wider) exact += 1;
    const given = ajv(dialects[dialect], whole);
    const { is } = compile(document, 'strip');
    const again = ajv(Draft7, bodySchema(document));
    for (let round = 0; round < 30; round += 1) {
      const one = value(random, 3);
      const told = `seed ${seed}: ${JSON.stringify(one)}\n${JSON.stringify(whole)}\n${JSON.stringify(gtype)}\n${JSON.stringify(findings)}`;
      if (given(one) || !wider) expect(is(one), told).toBe(given(one));
      expect(again(one), told).toBe(is(one));
    }
  }
  expect(exact).toBeGreaterThan(rounds / 3);
});
