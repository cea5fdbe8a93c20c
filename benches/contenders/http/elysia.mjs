/** Elysia on Bun as its documentation shows it: schemas for parameters, body and responses. */
import { Elysia, t } from 'elysia';

import { acceptBatch, acceptOrder, findOrder, findUser, hello, listArticles } from './answers.mjs';
import '../../workers/report-usage.mjs';

const closed = (properties) => t.Object(properties, { additionalProperties: false });
const text = (maxLength) => t.String({ minLength: 1, maxLength });
const identifier = t.Integer({ minimum: 1, maximum: 1_000_000 });

const order = closed({
  customer: closed({
    name: text(100),
    email: text(200),
    address: closed({
      street: text(200),
      city: text(100),
      zip: t.String({ pattern: '^[0-9]{5}$' }),
      country: t.UnionEnum(['DE', 'FR', 'GB']),
    }),
  }),
  items: t.Array(
    closed({
      sku: t.String({ pattern: '^[A-Z]{3}-[0-9]{4}$' }),
      name: text(100),
      quantity: t.Integer({ minimum: 1, maximum: 100 }),
      price: t.Number({ minimum: 0 }),
      tags: t.Array(t.String()),
    }),
    { minItems: 1, maxItems: 50 },
  ),
  note: t.String({ maxLength: 500 }),
  express: t.Boolean(),
});
const batch = closed({ orders: t.Array(order, { minItems: 1, maxItems: 100 }) });

const user = closed({
  id: t.Integer(),
  name: t.String(),
  email: t.String(),
  active: t.Boolean(),
  roles: t.Array(t.String()),
});
const accepted = closed({
  id: t.String(),
  customer: t.String(),
  count: t.Integer(),
  total: t.Number(),
  state: t.String(),
});
const found = closed({ id: t.Integer(), customer: t.Integer(), total: t.Number(), state: t.String() });
const articles = t.Array(
  closed({ sku: t.String(), name: t.String(), price: t.Number(), stock: t.Integer(), tags: t.Array(t.String()) }),
);

new Elysia()
  .get('/hello', () => hello(), { response: closed({ message: t.String() }) })
  .get('/users/:id', ({ params }) => findUser(params.id), { params: closed({ id: identifier }), response: user })
  .get('/users/:id/orders/:number', ({ params }) => findOrder(params.id, params.number), {
    params: closed({ id: identifier, number: identifier }),
    response: found,
  })
  .get('/articles', () => listArticles(), { response: articles })
  .post('/orders', ({ body }) => acceptOrder(body), { body: order, response: accepted })
  .post('/batches', ({ body }) => acceptBatch(body), {
    body: batch,
    response: closed({ accepted: t.Integer(), total: t.Number() }),
  })
  .listen({ port: Number(process.env.PORT), hostname: '127.0.0.1' });
