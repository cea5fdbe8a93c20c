/** Hono on Node with its own validator middleware, checking with what typebox compiled. Hono has no response schemas. */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { validator } from 'hono/validator';
import { Compile } from 'typebox/compile';

import { acceptOrder, findUser, hello } from './answers.mjs';
import { orderBody, userParams } from './schemas.mjs';

const params = Compile(userParams);
const body = Compile(orderBody);

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

serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
