/** Hono on Node with its own validator middleware, checking with what typebox compiled. Hono has no response schemas. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { validator } from 'hono/validator';
import { Compile } from 'typebox/compile';

import { acceptBatch, acceptOrder, findOrder, findUser, hello, listArticles } from './answers.mjs';
import { batchBody, orderBody, orderParams, userParams } from './schemas.mjs';

const params = Compile(userParams);
const both = Compile(orderParams);
const body = Compile(orderBody);
const batch = Compile(batchBody);

const app = new Hono();
app.get('/hello', (context) => context.json(hello()));
app.get(
  '/users/:id',
  validator('param', (value, context) => {
    const typed = { id: Number(value.id) };
    return params.Check(typed) ? typed : context.json({ error: 'bad parameters' }, 400);
  }),
  (context) => context.json(findUser(context.req.valid('param').id)),
);
app.post(
  '/orders',
  validator('json', (value, context) => (body.Check(value) ? value : context.json({ error: 'bad body' }, 400))),
  (context) => context.json(acceptOrder(context.req.valid('json'))),
);
app.get(
  '/users/:id/orders/:number',
  validator('param', (value, context) => {
    const typed = { id: Number(value.id), number: Number(value.number) };
    return both.Check(typed) ? typed : context.json({ error: 'bad parameters' }, 400);
  }),
  (context) => {
    const { id, number } = context.req.valid('param');
    return context.json(findOrder(id, number));
  },
);
app.get('/articles', (context) => context.json(listArticles()));
app.post(
  '/batches',
  validator('json', (value, context) => (batch.Check(value) ? value : context.json({ error: 'bad body' }, 400))),
  (context) => context.json(acceptBatch(context.req.valid('json'))),
);

serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
