/** The server of the soak, in a process of its own; run by `fork`, and asked for samples. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { large, pieces, pieceOf } from './answers.mjs';
import { answerOrder, orderType } from './orders.mjs';

if (process.argv[2] === 'serve') await serve();

/** Starts it; `sample` collects garbage first. */
export async function startServer() {
  const child = fork(fileURLToPath(import.meta.url), ['serve'], { execArgv: ['--expose-gc'] });
  const [{ port }] = await once(child, 'message');
  return {
    port,
    async sample() {
      child.send('sample');
      const [sample] = await once(child, 'message');
      return sample;
    },
    async stop() {
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      child.send('stop');
      const [code] = await once(child, 'exit');
      clearTimeout(timer);
      return code === 0;
    },
  };
}

async function serve() {
  const { createApp } = await import('../../dist/index.js');
  const { compileContracts } = await import('../../dist/native/index.js');
  const routes = {
    'GET /now/:id': (req) => ({ nonce: req.params.id }),
    'POST /later/:id': async (req) => {
      await new Promise((resolve) => setTimeout(resolve, Number(req.headers['x-wait'])));
      return {
        nonce: req.headers['x-nonce'] === req.params.id ? req.query.q : 'crossed',
        size: req.rawBody?.length ?? 0,
      };
    },
    'GET /stream/:id': (req, res) => res.stream(Readable.from(inPieces(req.params.id)), 'text/plain'),
    'GET /large/:id': (req, res) => res.text(large(req.params.id)),
    'POST /taken/:id': async (req) => {
      const { id } = req.params;
      let text = '';
      for await (const piece of req.body) text += Buffer.from(piece).toString('latin1');
      const isOwn = text.split(';').every((part) => part === '' || part.startsWith(`${id}:`));
      return { nonce: id, size: text.length, isOwn };
    },
    'POST /order': ({ body }) => answerOrder(body),
    'POST /echo/:id': (req, res) => res.type('text/plain').stream(req.body),
  };
  const streamed = { body: { kind: 'bytes' }, bodyAs: 'stream' };
  const contractOf = (id) => (/taken|echo/.test(id) ? streamed : id === 'POST /order' ? { body: orderType } : {});
  const entry = (id) => {
    const [method, path] = id.split(' ');
    return { id, method, path };
  };
  const paramsOf = ({ path }) => (path.includes(':') ? ['id'] : []);
  const ids = Object.keys(routes);
  const source = { file: 'soak.ts', export: 'handler', line: 1, column: 1 };
  const manifest = {
    manifest: 1,
    types: {},
    handlers: ids.map((id) => ({ ...entry(id), source, contract: { ...contractOf(id), responses: [] } })),
    modules: [],
  };
  const app = createApp(
    {
      manifest,
      contracts: compiled(compileContracts(JSON.stringify(manifest), '{"format":"function","readers":"bodies"}')),
      routes: { routes: ids.map(entry).map((one) => ({ ...one, params: paramsOf(one) })) },
      handlers: routes,
      modules: [],
      // Clients that leave are no errors, and millions of lines of them would be what is measured.
      config: { port: 0, server: serverOf(process.env), logging: { level: 'fatal' } },
      mode: 'production',
      root: '/nowhere',
    },
    { env: { HOST: '127.0.0.1' } },
  );
  const { port } = await app.listen();
  process.on('disconnect', () => process.exit(1));
  process.on('message', (message) => {
    if (message === 'stop') void app.close().then(() => process.exit());
    else process.send(sample());
  });
  process.send({ port });
}

/** Contracts as the compiler writes them. */
function compiled(source) {
  // oxlint-disable-next-line no-new-func -- running written source is what it is for
  return new Function(source)().contracts;
}

/** `GATI_SERVER` and `GATI_SERVER_THREAD`, as everywhere; natively, unless something else is said, and then HTTP/2 as well. */
function serverOf({ GATI_SERVER: type = 'native', GATI_SERVER_THREAD: thread = 'main' }) {
  return type === 'native' ? { type, thread, http2: true } : type;
}

async function* inPieces(id) {
  for (let number = 0; number < pieces; number += 1) {
    if (number % 4 === 1) await new Promise((resolve) => setImmediate(resolve));
    yield pieceOf(id, number);
  }
}

function sample() {
  globalThis.gc();
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  // Reading the directory takes a descriptor itself.
  const descriptors = readdirSync('/proc/self/fd').length - 1;
  return { rss, heapUsed, descriptors, cpu: (user + system) / 1000, time: performance.now() };
}
