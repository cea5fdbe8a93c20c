/** Schemas of requests and answers as existing Fastify applications have them, and who compiles them. */
import { createRequire } from 'node:module';

/** Shared by `addSchema`. */
export const shared = {
  address: {
    $id: 'address',
    type: 'object',
    required: ['street', 'country'],
    properties: {
      street: { type: 'string', minLength: 1 },
      zip: { type: 'string' },
      country: { enum: ['DE', 'FR', 'NL'] },
    },
  },
};

const user = (more) => ({
  type: 'object',
  required: ['id', 'name'],
  ...more,
  properties: {
    id: { type: 'integer', minimum: 1 },
    name: { type: 'string', minLength: 1, maxLength: 80 },
    email: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
    home: {
      type: 'object',
      required: ['zip'],
      ...more,
      properties: { zip: { type: 'string' }, city: { type: 'string' } },
    },
  },
});
const ada = (i) => ({
  id: 1 + i,
  name: `Ada ${i}`,
  email: `ada.${i}@example.com`,
  tags: ['new', `tag ${i}`],
  home: { zip: '10115', city: 'Berlin' },
});
const place = (i) => ({ street: `Main Street ${i}`, zip: '10115', country: 'DE' });
const id = (i) => `3f2504e0-4f89-41d3-9a0c-0305e82c33${String(10 + (i % 80))}`;

/** By name: the schema, the `i`th of many values as they are sent, and values that are refused. */
export const requests = {
  body: {
    schema: user({}),
    value: ada,
    bad: [{ name: 'x' }, { ...ada(0), name: '' }, { ...ada(0), home: {} }, [], null],
  },
  'strict body': {
    schema: user({ additionalProperties: false }),
    value: ada,
    bad: [{ name: 'x' }, { ...ada(0), id: 0, more: 1 }, { ...ada(0), tags: {} }],
  },
  'strict body with more': {
    schema: user({ additionalProperties: false }),
    value: (i) => ({ ...ada(i), more: i }),
    bad: [{ id: 1, more: 1 }],
  },
  formats: {
    schema: {
      type: 'object',
      required: ['id', 'at'],
      properties: {
        id: { type: 'string', format: 'uuid' },
        email: { type: 'string', format: 'email' },
        at: { type: 'string', format: 'date-time' },
        day: { type: 'string', format: 'date' },
        url: { type: 'string', format: 'uri' },
      },
    },
    value: (i) => ({
      id: id(i),
      email: `ada.${i}@example.com`,
      at: '2026-02-28T10:00:00Z',
      day: '2026-02-28',
      url: `https://example.com/a?b=${i}`,
    }),
    bad: [
      { id: 'x', at: '2026-02-28T10:00:00Z' },
      { id: id(0), at: '2026-02-30T10:00:00Z' },
      { id: id(0), at: '2026-02-28T10:00:00Z', email: 'a' },
      { id: id(0), at: '2026-02-28T10:00:00Z', url: 'a b' },
    ],
  },
  query: {
    schema: {
      type: 'object',
      required: ['q'],
      properties: {
        page: { type: 'integer', minimum: 1, default: 1 },
        size: { type: 'integer', maximum: 100, default: 20 },
        all: { type: 'boolean', default: false },
        ids: { type: 'array', items: { type: 'number' } },
        q: { type: 'string' },
      },
    },
    value: (i) => ({ q: `word ${i}`, page: String(1 + i), all: 'true', ids: i % 2 === 0 ? '7' : ['7', '8'] }),
    bad: [{ page: '1' }, { q: 'a', page: '0' }, { q: 'a', size: '1.5' }, { q: 'a', all: 'yes' }, { q: 'a', ids: 'x' }],
  },
  params: {
    schema: { type: 'object', required: ['id'], properties: { id: { type: 'integer', minimum: 1 } } },
    value: (i) => ({ id: String(1 + i) }),
    bad: [{}, { id: '0' }, { id: 'x' }],
  },
  defaults: {
    schema: {
      type: 'object',
      properties: {
        role: { enum: ['admin', 'user'], default: 'user' },
        notify: { type: 'boolean', default: true },
        name: { type: 'string', default: '' },
      },
    },
    value: (i) => ({ name: `Ada ${i}` }),
    bad: [{ role: 'owner' }, { notify: 'no' }],
  },
  nullable: {
    schema: {
      type: 'object',
      properties: {
        name: { type: 'string', nullable: true },
        age: { type: 'integer', nullable: true },
        zip: { type: ['string', 'null'] },
      },
    },
    value: (i) => ({ name: i % 2 === 0 ? null : `Ada ${i}`, age: i, zip: null }),
    bad: [{ age: 'x' }, { name: {} }, { zip: [] }],
  },
  references: {
    schema: {
      type: 'object',
      required: ['home'],
      properties: { home: { $ref: 'address#' }, others: { type: 'array', items: { $ref: 'address#' } } },
    },
    value: (i) => ({ home: place(i), others: [place(1), place(2), place(3)] }),
    bad: [{}, { home: { street: 'x' } }, { home: place(0), others: [{ ...place(0), country: 'XX' }] }],
  },
  choices: {
    schema: {
      type: 'object',
      properties: {
        event: {
          oneOf: [
            { type: 'object', required: ['by'], properties: { kind: { const: 'created' }, by: { type: 'string' } } },
            { type: 'object', required: ['to'], properties: { kind: { const: 'moved' }, to: { type: 'integer' } } },
          ],
        },
      },
    },
    value: (i) => ({ event: i % 2 === 0 ? { kind: 'created', by: `Ada ${i}` } : { kind: 'moved', to: i } }),
    bad: [{ event: {} }, { event: { kind: 'moved', to: 'x' } }],
  },
  'refused body': { schema: user({}), value: (i) => ({ ...ada(i), name: '' }), bad: [], isRefused: true },
};

/** By name: the schema, and the `i`th of many answers. */
export const answers = {
  user: { schema: user({}), value: ada },
  'all optional': { schema: { ...user({}), required: [] }, value: ada },
  '50 users': {
    schema: { type: 'array', items: user({}) },
    value: (i) => Array.from({ length: 50 }, (_, n) => ada(i + n)),
  },
  dates: {
    schema: {
      type: 'object',
      properties: { at: { type: 'string', format: 'date-time' }, day: { type: 'string', format: 'date' } },
    },
    value: (i) => ({ at: new Date(1.7e12 + i), day: new Date(1.7e12 + i) }),
  },
  references: {
    schema: {
      type: 'object',
      properties: { home: { $ref: 'address#' }, others: { type: 'array', items: { $ref: 'address#' } } },
    },
    value: (i) => ({ home: place(i), others: [place(1), place(2)] }),
  },
  'nullable and defaults': {
    schema: {
      type: 'object',
      properties: {
        name: { type: 'string', nullable: true },
        age: { type: ['integer', 'null'] },
        role: { type: 'string', default: 'user' },
      },
    },
    value: (i) => ({ name: null, age: i }),
  },
  'other members': {
    schema: { type: 'object', properties: { name: { type: 'string' } }, additionalProperties: { type: 'integer' } },
    value: (i) => ({ name: `Ada ${i}`, a: i, b: 2 }),
  },
  'long texts': {
    schema: { type: 'object', properties: { text: { type: 'string' }, quoted: { type: 'string' } } },
    value: (i) => ({ text: `${'lorem ipsum dolor sit amet '.repeat(10)}${i}`, quoted: `say "hi" ${i}` }),
  },
  '500 texts': {
    schema: { type: 'array', items: { type: 'string' } },
    value: (i) => Array.from({ length: 500 }, (_, n) => `text ${i + n}`),
  },
};

const nearby = () => {
  const here = createRequire(import.meta.url);
  return createRequire(createRequire(here.resolve('fastify')).resolve('fastify'));
};

/** By name: compilers of requests and of answers. */
export const contenders = {
  async gati() {
    const { schemaCompilers } = await import('../../../dist/fastify.js');
    return {
      requests: schemaCompilers.buildValidator(structuredClone(shared)),
      answers: schemaCompilers.buildSerializer(structuredClone(shared)),
    };
  },
  /** Those that Fastify brings: ajv with its settings, and fast-json-stringify. */
  fastify() {
    const load = nearby();
    return {
      requests: load('@fastify/ajv-compiler')()(structuredClone(shared), { customOptions: {} }),
      answers: load('@fastify/fast-json-stringify-compiler')()(structuredClone(shared)),
    };
  },
};
