/** The contracts as the JSON Schemas somebody writes by hand for Fastify. `gati/src/types.ts` says the same in TypeScript. */

const text = (maxLength) => ({ type: 'string', minLength: 1, maxLength });
const closed = (properties) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
});

export const userParams = closed({ id: { type: 'integer', minimum: 1, maximum: 1_000_000 } });

export const orderBody = closed({
  customer: closed({
    name: text(100),
    email: text(200),
    address: closed({
      street: text(200),
      city: text(100),
      zip: { type: 'string', pattern: '^[0-9]{5}$' },
      country: { type: 'string', enum: ['DE', 'FR', 'GB'] },
    }),
  }),
  items: {
    type: 'array',
    minItems: 1,
    maxItems: 50,
    items: closed({
      sku: { type: 'string', pattern: '^[A-Z]{3}-[0-9]{4}$' },
      name: text(100),
      quantity: { type: 'integer', minimum: 1, maximum: 100 },
      price: { type: 'number', minimum: 0 },
      tags: { type: 'array', items: { type: 'string' } },
    }),
  },
  note: { type: 'string', maxLength: 500 },
  express: { type: 'boolean' },
});

const identifier = { type: 'integer', minimum: 1, maximum: 1_000_000 };

export const orderParams = closed({ id: identifier, number: identifier });

export const batchBody = closed({ orders: { type: 'array', minItems: 1, maxItems: 100, items: orderBody } });

const string = { type: 'string' };

export const helloResponse = closed({ message: string });

export const userResponse = closed({
  id: { type: 'integer' },
  name: string,
  email: string,
  active: { type: 'boolean' },
  roles: { type: 'array', items: string },
});

export const orderResponse = closed({
  id: string,
  customer: string,
  count: { type: 'integer' },
  total: { type: 'number' },
  state: string,
});

export const foundResponse = closed({
  id: { type: 'integer' },
  customer: { type: 'integer' },
  total: { type: 'number' },
  state: string,
});

export const articlesResponse = {
  type: 'array',
  items: closed({
    sku: string,
    name: string,
    price: { type: 'number' },
    stock: { type: 'integer' },
    tags: { type: 'array', items: string },
  }),
};

export const batchResponse = closed({ accepted: { type: 'integer' }, total: { type: 'number' } });
