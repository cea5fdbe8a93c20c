/** The published runtime, as its README shows it. It validates nothing. */
import { createApp } from '@gati-framework/runtime';

import { acceptBatch, acceptOrder, findOrder, findUser, hello, listArticles } from './answers.mjs';

const app = createApp({ port: Number(process.env.PORT), host: '127.0.0.1', logging: false });

app.get('/hello', (_request, response) => response.json(hello()));
app.get('/users/:id', (request, response) => response.json(findUser(Number(request.params.id))));
app.post('/orders', (request, response) => response.json(acceptOrder(request.body)));
app.get('/users/:id/orders/:number', (request, response) =>
  response.json(findOrder(Number(request.params.id), Number(request.params.number))),
);
app.get('/articles', (_request, response) => response.json(listArticles()));
app.post('/batches', (request, response) => response.json(acceptBatch(request.body)));

await app.listen();
