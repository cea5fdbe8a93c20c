/** Fastify as its documentation shows it: schemas for parameters, body and responses. */
import Fastify from 'fastify';

import { acceptBatch, acceptOrder, findOrder, findUser, hello, listArticles } from './answers.mjs';
import {
  articlesResponse,
  batchBody,
  batchResponse,
  foundResponse,
  helloResponse,
  orderBody,
  orderParams,
  orderResponse,
  userParams,
  userResponse,
} from './schemas.mjs';

const app = Fastify({ logger: process.env.OBSERVED === 'yes' });

app.get('/hello', { schema: { response: { 200: helloResponse } } }, async () => hello());
app.get('/users/:id', { schema: { params: userParams, response: { 200: userResponse } } }, async (request) =>
  findUser(request.params.id),
);
app.post('/orders', { schema: { body: orderBody, response: { 200: orderResponse } } }, async (request) =>
  acceptOrder(request.body),
);
app.get(
  '/users/:id/orders/:number',
  { schema: { params: orderParams, response: { 200: foundResponse } } },
  async ({ params }) => findOrder(params.id, params.number),
);
app.get('/articles', { schema: { response: { 200: articlesResponse } } }, async () => listArticles());
app.post('/batches', { schema: { body: batchBody, response: { 200: batchResponse } } }, async (request) =>
  acceptBatch(request.body),
);

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
