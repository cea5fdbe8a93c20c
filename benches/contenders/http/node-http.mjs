/** What Node's own server costs: no router, no validation. The floor under all the others. */
import { createServer } from 'node:http';

import { acceptBatch, acceptOrder, findOrder, findUser, hello, listArticles } from './answers.mjs';

const accepting = { '/orders': acceptOrder, '/batches': acceptBatch };

const server = createServer((request, response) => {
  const { method, url } = request;
  if (method === 'GET' && url === '/hello') return answer(response, hello());
  if (method === 'GET' && url === '/articles') return answer(response, listArticles());
  if (method === 'GET' && url.startsWith('/users/')) {
    const [, , id, , number] = url.split('/');
    return answer(response, number === undefined ? findUser(Number(id)) : findOrder(Number(id), Number(number)));
  }
  const accept = method === 'POST' ? accepting[url] : undefined;
  if (accept !== undefined) {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      try {
        answer(response, accept(JSON.parse(Buffer.concat(chunks).toString())));
      } catch {
        response.writeHead(400).end();
      }
    });
    return;
  }
  response.writeHead(404).end();
});

function answer(response, value) {
  const text = JSON.stringify(value);
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

server.listen(Number(process.env.PORT), '127.0.0.1');
