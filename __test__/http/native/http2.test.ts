/** HTTP/2 through the addon: what handlers see of it, and how streams of one connection stand beside one another. */

import { once } from 'node:events';
import { constants } from 'node:http2';
import { Readable } from 'node:stream';

import { expect, test } from 'vitest';

import type { LocalContext } from '../../../src-ts/api/contexts.js';
import type { HandlerFunction } from '../../../src-ts/api/handler.js';
import type { Request } from '../../../src-ts/api/request.js';
import type { Response } from '../../../src-ts/api/response.js';
import { answerOf, ask, serve, session } from './http2-client.js';

const routes: Record<string, HandlerFunction> = {
  'GET /users/:id': ((req: Request, res: Response) =>
    res.json({ params: req.params, query: req.query, headers: req.headers, ip: req.ip })) as never,
  'POST /echo': ((req: Request, res: Response) => res.send(req.rawBody ?? Buffer.alloc(0))) as never,
  'GET /nonce/:nonce': (async (req: Request, res: Response) => {
    const { nonce } = req.params as { nonce: string };
    // Answers come in another order than requests.
    for (let turns = Number(nonce) % 7; turns > 0; turns -= 1) await new Promise((resolve) => setImmediate(resolve));
    return res.json({ nonce, url: req.headers['x-nonce'] });
  }) as never,
  'GET /large': ((_req: Request, res: Response) => res.send(Buffer.alloc(2_000_000, 'l'))) as never,
};

test('a handler sees a request as it sees one of HTTP/1.1, and answers are the same', async () => {
  const { port } = await serve({ routes });
  const client = await session(port);
  const { status, headers, body } = await ask(client, '/users/7?b=%20c', {
    headers: { ':authority': 'a.test', 'x-own': ['1', '2'], cookie: ['a=1', 'b=2'], te: 'trailers' },
  });
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(headers['content-length']).toBe(String(body.length));
  expect(headers['date']).toMatch(/GMT$/);
  expect(headers['connection']).toBeUndefined();
  expect(JSON.parse(body.toString())).toEqual({
    params: { id: '7' },
    query: { b: ' c' },
    headers: { host: 'a.test', 'x-own': '1, 2', cookie: 'a=1; b=2', te: 'trailers' },
    ip: '127.0.0.1',
  });
  expect((await fetch(`http://127.0.0.1:${port}/users/7`)).status).toBe(200);
});

test.each([
  ['a path of no route', '/nowhere', 'GET', 404, 'GATI_ROUTE_NOT_FOUND'],
  ['a path that cannot be read', '/users/%zz', 'GET', 400, 'GATI_URL_INVALID'],
  ['a method the path has not', '/echo', 'GET', 405, 'GATI_METHOD_NOT_ALLOWED'],
  ['a method nobody has', '/echo', 'FOO', 501, 'GATI_METHOD_UNKNOWN'],
  ['a path that is too long', `/${'a'.repeat(17_000)}`, 'GET', 414, 'GATI_URL_TOO_LONG'],
])('%s is refused with a problem document', async (_name, path, method, status, code) => {
  const { port } = await serve({ routes });
  const client = await session(port);
  const answer = await ask(client, path, { headers: { ':method': method } });
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(JSON.parse(answer.body.toString())).toMatchObject({ status, code });
  expect((await ask(client, '/nonce/1')).status).toBe(200);
});

test('HEAD and OPTIONS have no body', async () => {
  const { port } = await serve({ routes });
  const client = await session(port);
  const head = await ask(client, '/users/7', { headers: { ':method': 'HEAD' } });
  expect([head.status, head.body.length]).toEqual([200, 0]);
  expect(Number(head.headers['content-length'])).toBeGreaterThan(10);
  const options = await ask(client, '/echo', { headers: { ':method': 'OPTIONS' } });
  expect([options.status, options.headers['allow']]).toEqual([204, 'POST, OPTIONS']);
});

test('a hundred requests at a time on each connection, and every answer is its own', async () => {
  const { port } = await serve({ routes });
  const clients = await Promise.all(Array.from({ length: 4 }, () => session(port)));
  let nonce = 0;
  const asking = async (index: number): Promise<void> => {
    while (nonce < 3_000) {
      const own = String((nonce += 1));
      const answer = await ask(clients[index % 4] as never, `/nonce/${own}`, { headers: { 'x-nonce': own } });
      expect(JSON.parse(answer.body.toString())).toEqual({ nonce: own, url: own });
    }
  };
  await Promise.all(Array.from({ length: 400 }, (_, index) => asking(index)));
});

test('large bodies come whole in both directions, beside one another', async () => {
  const { port } = await serve({ routes });
  const client = await session(port);
  const bodies = Array.from({ length: 8 }, (_, index) => Buffer.alloc(900_000 + index, String(index)));
  const echoed = await Promise.all(
    bodies.map((body) => ask(client, '/echo', { headers: { ':method': 'POST' }, body })),
  );
  for (const [index, { body }] of echoed.entries()) expect(body.equals(bodies[index] as Buffer)).toBe(true);
  const large = await Promise.all(Array.from({ length: 4 }, () => ask(client, '/large')));
  for (const { body } of large) expect(body.equals(Buffer.alloc(2_000_000, 'l'))).toBe(true);
});

test('a body over the limit is refused, and the connection goes on', async () => {
  const { port } = await serve({ routes, config: { bodyLimit: 100_000 } });
  const client = await session(port);
  const body = Buffer.alloc(300_000);
  for (const headers of [{}, { 'content-length': '300000' }]) {
    const stream = client.request({ ':path': '/echo', ':method': 'POST', ...headers });
    stream.on('error', () => undefined);
    stream.end(body);
    const answer = await answerOf(stream);
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ code: 'GATI_BODY_TOO_LARGE' });
  }
  expect((await ask(client, '/nonce/1')).status).toBe(200);
});

test('a stream waits for the client that reads it, and others do not', async () => {
  let made = 0;
  const endless = (_req: Request, res: Response): unknown =>
    res.stream(
      new Readable({
        highWaterMark: 16_384,
        read() {
          made += 16_384;
          this.push(made > 8_000_000 ? null : Buffer.alloc(16_384, 's'));
        },
      }),
    );
  const { port } = await serve({ routes: { ...routes, 'GET /endless': endless as never } });
  const client = await session(port);
  const stream = client.request({ ':path': '/endless' });
  await once(stream, 'response');
  // Nobody reads, while other streams of the connection are answered.
  for (let index = 0; index < 20; index += 1) expect((await ask(client, `/nonce/${index}`)).status).toBe(200);
  expect(made).toBeLessThan(500_000);
  let got = 0;
  for await (const chunk of stream) got += (chunk as Buffer).length;
  expect(got).toBe(made - 16_384);
});

test('who gives up one request aborts it alone', async () => {
  const aborted: string[] = [];
  let begun = 0;
  const wait = async (req: Request, res: Response, _gctx: unknown, lctx: LocalContext): Promise<unknown> => {
    const { id } = req.params as { id: string };
    begun += 1;
    await new Promise((resolve) => {
      lctx.signal.addEventListener('abort', resolve, { once: true });
      if (id === 'stays') setTimeout(resolve, 50);
    });
    if (lctx.signal.aborted) aborted.push(id);
    return res.json({ id });
  };
  const { port } = await serve({ routes: { ...routes, 'GET /wait/:id': wait as never }, config: { timeout: 0 } });
  const client = await session(port);
  const stays = ask(client, '/wait/stays');
  const goes = client.request({ ':path': '/wait/goes' });
  goes.on('error', () => undefined);
  while (begun < 2) await ask(client, '/nonce/1');
  goes.close(constants.NGHTTP2_CANCEL);
  expect((await stays).status).toBe(200);
  expect(aborted).toEqual(['goes']);
  const left = client.request({ ':path': '/wait/left' });
  left.on('error', () => undefined);
  while (begun < 3) await ask(client, '/nonce/1');
  client.destroy();
  const other = await session(port);
  while (aborted.length < 2) await ask(other, '/nonce/1');
  expect(aborted).toEqual(['goes', 'left']);
});

test('a stream that breaks off is an error of its stream', async () => {
  const half = (_req: Request, res: Response): unknown => {
    const stream = new Readable({ read: () => undefined });
    stream.push('half');
    setImmediate(() => setImmediate(() => stream.destroy()));
    return res.stream(stream);
  };
  const { port } = await serve({ routes: { ...routes, 'GET /half': half as never } });
  const client = await session(port);
  await expect(ask(client, '/half')).rejects.toMatchObject({ code: 'ERR_HTTP2_STREAM_ERROR' });
  expect((await ask(client, '/nonce/1')).status).toBe(200);
});

test('stopping finishes what is under way, and tells clients to open nothing more', async () => {
  let finish: (() => void) | undefined;
  const begun = new Promise<void>((resolve) => {
    routes['GET /slow'] = (async (_req: Request, res: Response) => {
      resolve();
      await new Promise<void>((done) => (finish = done));
      return res.json({ is: 'done' });
    }) as never;
  });
  const { app, port } = await serve({ routes });
  const client = await session(port);
  const slow = ask(client, '/slow');
  await begun;
  const told = once(client, 'goaway');
  const closed = app.close();
  expect((await told)[0]).toBe(0);
  finish?.();
  expect((await slow).body.toString()).toBe('{"is":"done"}');
  await closed;
  expect(client.closed || client.destroyed).toBe(true);
});

test('who resets without end is cut off, and nothing of it stays', async () => {
  const { port } = await serve({ routes });
  const client = await session(port);
  const over = new Promise((resolve) => client.on('close', resolve));
  for (let round = 0; round < 200 && !client.closed && !client.destroyed; round += 1) {
    for (let index = 0; index < 15; index += 1) {
      const stream = client.request({ ':path': '/nonce/6' });
      stream.on('error', () => undefined);
      stream.close(constants.NGHTTP2_CANCEL);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await over;
  const other = await session(port);
  expect((await ask(other, '/nonce/1')).status).toBe(200);
});
