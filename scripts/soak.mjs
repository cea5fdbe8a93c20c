/**
 * `node scripts/soak.mjs [seconds]` (60): the native host on this machine under churn: keep-alive clients, clients of one
 * request, clients that leave, clients that send a byte at a time. Every answer has to carry its request's nonce. Says memory and
 * descriptors of the server every few seconds. Needs what `npm run build` makes.
 */
import { fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';

const seconds = Number(process.argv[2] ?? 60);
/** Requests made so far. */
let made = 0;
if (process.send === undefined) await drive();
else await serve();

async function serve() {
  const { createApp } = await import('../dist/index.js');
  const routes = {
    'GET /now/:id': (req) => ({ nonce: req.params.id }),
    'POST /later/:id': async (req) => {
      await new Promise((resolve) => setTimeout(resolve, Number(req.headers['x-wait'])));
      return {
        nonce: req.headers['x-nonce'] === req.params.id ? req.query.q : 'crossed',
        size: req.rawBody?.length ?? 0,
      };
    },
  };
  const entry = (id) => {
    const [method, path] = id.split(' ');
    return { id, method, path, params: ['id'] };
  };
  const ids = Object.keys(routes);
  const source = { file: 'soak.ts', export: 'handler', line: 1, column: 1 };
  const app = createApp(
    {
      manifest: {
        manifest: 1,
        types: {},
        handlers: ids.map((id) => ({ ...entry(id), source, contract: { responses: [] } })),
        modules: [],
      },
      contracts: Object.fromEntries(ids.map((id) => [id, { responses: {} }])),
      routes: { routes: ids.map(entry) },
      handlers: routes,
      modules: [],
      config: { port: 0, logging: { level: 'error' } },
      mode: 'production',
      root: '/nowhere',
    },
    { env: { GATI_SERVER: 'native', HOST: '127.0.0.1' } },
  );
  const { port } = await app.listen();
  process.send({ port });
  setInterval(() => {
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    process.send({ rss, heapUsed, descriptors: readdirSync('/proc/self/fd').length });
  }, 5000);
  process.on('disconnect', () => process.exit(1));
  process.on('message', () => void app.close().then(() => process.exit()));
}

async function drive() {
  const server = fork(new URL(import.meta.url), [], { execArgv: ['--expose-gc'] });
  const port = await new Promise((resolve) => server.once('message', (message) => resolve(message.port)));
  const counts = { answers: 0, wrong: 0, lost: 0, left: 0 };
  const began = Date.now();
  server.on('message', ({ rss, heapUsed, descriptors }) => {
    const time = Math.round((Date.now() - began) / 1000);
    console.log(
      `${time} s: ${(rss / 1e6).toFixed(1)} MB, heap ${(heapUsed / 1e6).toFixed(1)} MB, ${descriptors} descriptors, ${JSON.stringify(counts)}`,
    );
  });
  const isOver = () => Date.now() - began > seconds * 1000;
  const clients = [
    ...Array.from({ length: 24 }, () => keepAlive(port, counts, isOver)),
    ...Array.from({ length: 12 }, () => churn(port, counts, isOver)),
    ...Array.from({ length: 12 }, () => leave(port, counts, isOver)),
    ...Array.from({ length: 24 }, () => slow(port, counts, isOver)),
  ];
  await Promise.all(clients);
  await new Promise((resolve) => setTimeout(resolve, 6000));
  server.send('stop');
  await new Promise((resolve) => server.once('exit', resolve));
  console.log(JSON.stringify(counts));
  if (counts.wrong + counts.lost > 0) process.exitCode = 1;
}

/** A request, and what its answer has to be. */
function next() {
  made += 1;
  const nonce = `n${made}`;
  if (made % 3 === 0) return { text: `GET /now/${nonce} HTTP/1.1\r\nHost: x\r\n\r\n`, answer: `{"nonce":"${nonce}"}` };
  const size = [0, 10, 3000, 70_000][made % 4];
  const head = `POST /later/${nonce}?q=${nonce} HTTP/1.1\r\nHost: x\r\nX-Nonce: ${nonce}\r\nX-Wait: ${made % 7}\r\nContent-Type: text/plain`;
  return {
    text: `${head}\r\nContent-Length: ${size}\r\n\r\n${'b'.repeat(size)}`,
    answer: `{"nonce":"${nonce}","size":${size}}`,
  };
}

/** Reads one answer; nothing if the connection ends before. */
function read(socket) {
  return new Promise((resolve) => {
    let text = '';
    const done = (body) => {
      socket.off('data', onData).off('close', onClose);
      resolve(body);
    };
    const onClose = () => done(undefined);
    const onData = (chunk) => {
      text += chunk;
      const end = text.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      if (end !== -1 && text.length >= end + 4 + length) done(text.slice(end + 4));
    };
    socket.on('data', onData).on('close', onClose);
  });
}

function open(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket
      .setEncoding('latin1')
      .once('error', reject)
      .on('error', () => undefined);
  });
}

function check(body, answer, counts) {
  counts.answers += 1;
  if (body === undefined) counts.lost += 1;
  else if (body !== answer) counts.wrong += 1;
}

async function keepAlive(port, counts, isOver) {
  const socket = await open(port);
  while (!isOver()) {
    const { text, answer } = next();
    socket.write(text);
    check(await read(socket), answer, counts);
  }
  socket.destroy();
}

async function churn(port, counts, isOver) {
  while (!isOver()) {
    const socket = await open(port);
    const { text, answer } = next();
    socket.write(text);
    check(await read(socket), answer, counts);
    // A reset leaves no port waiting on this side, of which there are not enough for minutes of this.
    socket.resetAndDestroy();
  }
}

async function leave(port, counts, isOver) {
  while (!isOver()) {
    const socket = await open(port);
    const { text } = next();
    await new Promise((resolve) => socket.write(text.slice(0, 1 + Math.floor(Math.random() * text.length)), resolve));
    if (made % 2 === 0) socket.resetAndDestroy();
    else {
      socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    counts.left += 1;
  }
}

async function slow(port, counts, isOver) {
  while (!isOver()) {
    const socket = await open(port);
    const nonce = `s${(made += 1)}`;
    for (const byte of `GET /now/${nonce} HTTP/1.1\r\nHost: x\r\n\r\n`) {
      socket.write(byte);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    check(await read(socket), `{"nonce":"${nonce}"}`, counts);
    socket.destroy();
  }
}
