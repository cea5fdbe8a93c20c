/** JSON Schemas as Fastify applications have them, with values that fit and what has to be refused. */

const address = {
  type: 'object',
  required: ['street', 'city', 'country'],
  properties: {
    street: { type: 'string', minLength: 1, maxLength: 100 },
    city: { type: 'string', minLength: 1 },
    zip: { type: ['string', 'null'], pattern: '^[0-9A-Z -]{3,10}$' },
    country: { type: 'string', enum: ['DE', 'FR', 'NL', 'PL', 'US'] },
  },
};

const line = {
  type: 'object',
  required: ['sku', 'quantity', 'price'],
  additionalProperties: false,
  properties: {
    sku: { type: 'string', maxLength: 32 },
    quantity: { type: 'integer', minimum: 1, maximum: 999 },
    price: { type: 'number', exclusiveMinimum: 0 },
    note: { type: 'string' },
  },
};

const event = (kind, properties) => ({
  type: 'object',
  required: ['kind', ...Object.keys(properties)],
  properties: { kind: { const: kind }, ...properties },
});

const id = (i) => `3f2504e0-4f89-41d3-9a0c-0305e82c33${String(10 + (i % 80))}`;

/** By name: the schema, the `i`th of many values that fit, and values that do not. */
export const schemas = {
  query: {
    schema: {
      type: 'object',
      properties: {
        page: { type: 'integer', minimum: 1 },
        limit: { type: 'integer', minimum: 1, maximum: 100 },
        sort: { enum: ['name', 'created', '-name', '-created'] },
        search: { type: 'string', maxLength: 50 },
      },
      additionalProperties: false,
    },
    value: (i) => ({ page: 1 + (i % 9), limit: 20, ...(i % 2 === 0 ? { sort: 'name' } : { search: `word ${i}` }) }),
    bad: [{ page: 0 }, { limit: 1.5 }, { sort: 'x' }, { other: 1 }, []],
  },
  user: {
    schema: {
      type: 'object',
      required: ['id', 'email', 'name', 'role'],
      properties: {
        id: { type: 'string', format: 'uuid' },
        email: { type: 'string', format: 'email' },
        name: { type: 'string', minLength: 1, maxLength: 80 },
        role: { type: 'string', enum: ['admin', 'editor', 'reader'] },
        created: { type: 'string', format: 'date-time' },
        age: { type: 'integer', minimum: 0, maximum: 150 },
        active: { type: 'boolean' },
      },
      additionalProperties: false,
    },
    value: (i) => ({
      id: id(i),
      email: `ada.${i}@example.com`,
      name: `Ada ${i}`,
      role: 'editor',
      created: '2026-02-28T10:00:00Z',
      age: i % 90,
      active: i % 2 === 0,
    }),
    bad: [{ id: 'x', email: 'a@b.cd', name: 'a', role: 'admin' }, { id: id(0), email: 'a@b.cd', name: 'a' }, null],
  },
  order: {
    schema: {
      type: 'object',
      required: ['customer', 'address', 'lines'],
      properties: {
        customer: { type: 'string', minLength: 3 },
        address: { $ref: '#/definitions/address' },
        billing: { anyOf: [{ $ref: '#/definitions/address' }, { type: 'null' }] },
        lines: { type: 'array', minItems: 1, maxItems: 100, items: { $ref: '#/definitions/line' } },
        tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
      },
      definitions: { address, line },
    },
    value: (i) => ({
      customer: `customer ${i}`,
      address: { street: 'Main Street 1', city: 'Berlin', zip: '10115', country: 'DE' },
      billing: i % 2 === 0 ? null : { street: 'Side Street 2', city: 'Lyon', zip: null, country: 'FR' },
      lines: Array.from({ length: 20 }, (_, n) => ({ sku: `sku-${n}`, quantity: 1 + n, price: 9.5 + n })),
      tags: ['new', 'paid', `tag ${i}`],
    }),
    bad: [
      { customer: 'abc', address: { street: 'a', city: 'b', country: 'DE' }, lines: [] },
      {
        customer: 'abc',
        address: { street: 'a', city: 'b', country: 'XX' },
        lines: [{ sku: 'a', quantity: 1, price: 1 }],
      },
      {
        customer: 'abc',
        address: { street: 'a', city: 'b', country: 'DE' },
        lines: [{ sku: 'a', quantity: 0, price: 1 }],
      },
    ],
  },
  events: {
    schema: {
      type: 'array',
      items: {
        oneOf: [
          event('created', { by: { type: 'string' } }),
          event('renamed', { from: { type: 'string' }, to: { type: 'string' } }),
          event('moved', { x: { type: 'number' }, y: { type: 'number' } }),
          event('removed', { at: { type: 'string', format: 'date-time' } }),
        ],
      },
    },
    value: (i) => [
      { kind: 'created', by: `ada ${i}` },
      { kind: 'renamed', from: 'a', to: 'b' },
      { kind: 'moved', x: i, y: 2.5 },
      { kind: 'removed', at: '2026-02-28T10:00:00Z' },
      { kind: 'moved', x: 1, y: i },
    ],
    bad: [[{ kind: 'created' }], [{ kind: 'other', by: 'x' }], [{ kind: 'moved', x: 1, y: '2' }], {}],
  },
};

/** By name: makes the check of a schema. */
export const contenders = {
  async gati(schema) {
    const { compileJsonSchema } = await import('../../../dist/tooling.js');
    return compileJsonSchema(schema, { draft: 'draft7', formats: 'assert' }).is;
  },
  async ajv(schema) {
    const [{ default: ajv }, { default: formats }] = await Promise.all([import('ajv'), import('ajv-formats')]);
    const compiler = new ajv.Ajv({ strict: false });
    formats.default(compiler);
    return compiler.compile(schema);
  },
};
