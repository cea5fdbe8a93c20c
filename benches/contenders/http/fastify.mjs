/** Fastify as its documentation shows it: schemas for parameters, body and responses. */
import Fastify from 'fastify';

import { acceptOrder, findUser, hello } from './answers.mjs';
import { helloResponse, orderBody, orderResponse, userParams, userResponse } from './schemas.mjs';

const app = Fastify();

app.get('/hello', { schema: { response: { 200: helloResponse } } }, async () => hello());
app.get('/users/:id', { schema: { params: userParams, response: { 200: userResponse } } }, async (request) =>
  findUser(request.params.id),
);
app.post('/orders', { schema: { body: orderBody, response: { 200: orderResponse } } }, async (request) =>
  acceptOrder(request.body),
);

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
