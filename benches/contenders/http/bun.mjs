/** What Bun's own server costs, with its routes and no validation: the floor under Elysia, as `node:http` is under Node's. */
import { acceptBatch, acceptOrder, findOrder, findUser, hello, listArticles } from './answers.mjs';
import '../../workers/report-usage.mjs';

const accepting = (accept) => async (request) => {
  try {
    return Response.json(accept(await request.json()));
  } catch {
    return new Response(null, { status: 400 });
  }
};

Bun.serve({
  hostname: '127.0.0.1',
  port: Number(process.env.PORT),
  reusePort: process.env.REUSE_PORT === 'yes',
  routes: {
    '/hello': () => Response.json(hello()),
    '/users/:id': ({ params }) => Response.json(findUser(Number(params.id))),
    '/users/:id/orders/:number': ({ params }) => Response.json(findOrder(Number(params.id), Number(params.number))),
    '/articles': () => Response.json(listArticles()),
    '/orders': { POST: accepting(acceptOrder) },
    '/batches': { POST: accepting(acceptBatch) },
  },
  fetch: () => new Response(null, { status: 404 }),
});
