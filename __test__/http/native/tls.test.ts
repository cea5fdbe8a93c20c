/** TLS of the native host: HTTP/2 by ALPN, plain HTTP where TLS is spoken, and what the addon refuses by itself. */

import { once } from 'node:events';
import { connect as connectTwo, type ClientHttp2Session } from 'node:http2';
import { connect } from 'node:net';

import { expect, onTestFinished, test } from 'vitest';

import type { HandlerFunction } from '../../../src-ts/api/handler.js';
import type { Request } from '../../../src-ts/api/request.js';
import type { Response } from '../../../src-ts/api/response.js';
import { ask as askTwo } from './http2-client.js';
import { ask, dial, pair, pem, serve } from '../tls-client.js';

const routes: Record<string, HandlerFunction> = {
  'GET /hello': () => ({ hello: 'world' }),
  'POST /echo': ((req: Request, res: Response) => res.send(req.rawBody ?? Buffer.alloc(0))) as never,
};
const native = { type: 'native', tls: pair('server') } as const;
const both = { ...native, http2: true } as const;

async function session(port: number): Promise<ClientHttp2Session> {
  const client = connectTwo(`https://127.0.0.1:${port}`, { ca: pem('ca.pem') });
  client.on('error', () => undefined);
  onTestFinished(() => void client.destroy());
  await once(client, 'connect');
  return client;
}

test('clients choose HTTP/2 by ALPN, where http2 was said', async () => {
  const { port } = await serve({ routes }, both, {});
  const client = await session(port);
  expect(client.alpnProtocol).toBe('h2');
  const body = Buffer.alloc(300_000, 'b');
  const answers = await Promise.all([
    ...Array.from({ length: 40 }, () => askTwo(client, '/hello')),
    askTwo(client, '/echo', { headers: { ':method': 'POST' }, body }),
  ]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(answers.at(-1)?.body.equals(body)).toBe(true);
  const cases = [
    [['h2', 'http/1.1'], 'h2'],
    [['http/1.1'], 'http/1.1'],
    [undefined, false],
  ] as const;
  for (const [offers, agreed] of cases) {
    const socket = await dial(port, offers === undefined ? {} : { ALPNProtocols: [...offers] });
    expect(socket.alpnProtocol).toBe(agreed);
  }
  expect((await ask(port, '/hello')).status).toBe(200);
  await expect(dial(port, { ALPNProtocols: ['spdy/3'] })).rejects.toThrow(/no application protocol/);
});

test('without it, nobody speaks HTTP/2, and no preface begins it', async () => {
  const { port } = await serve({ routes }, native, {});
  const socket = await dial(port, { ALPNProtocols: ['h2', 'http/1.1'] });
  expect(socket.alpnProtocol).toBe('http/1.1');
  await expect(dial(port, { ALPNProtocols: ['h2'] })).rejects.toThrow(/no application protocol/);
  for (const server of [native, both]) {
    const served = await serve({ routes }, server, {});
    const plain = await dial(served.port);
    plain.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    expect(String((await once(plain, 'data'))[0])).toContain('GATI_HTTP_VERSION');
  }
});

test('plain HTTP is told that TLS is spoken', async () => {
  const { port } = await serve({ routes }, both, {});
  const answer = await fetch(`http://127.0.0.1:${port}/hello`);
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(await answer.json()).toMatchObject({ code: 'GATI_TLS_MISSING', title: 'Bad Request' });
});

test('GATI_SERVER=fastify goes back, and says that HTTP/2 is off', async () => {
  const { port, lines } = await serve({ routes }, both, { GATI_SERVER: 'fastify' });
  const socket = await dial(port, { ALPNProtocols: ['h2', 'http/1.1'] });
  expect(socket.alpnProtocol).toBe('http/1.1');
  expect((await ask(port, '/hello')).status).toBe(200);
  expect(lines.filter(({ level }) => level === 40).map(({ msg }) => msg)).toEqual([
    'server.http2 is off: the Fastify host, which GATI_SERVER asks for, speaks HTTP/1.1 alone',
  ]);
});

test('connections of one address have their limit from the first byte of a handshake', async () => {
  const { port } = await serve({ routes, config: { limits: { connectionsPerAddress: 2 } } }, native, {});
  const silent = connect(port, '127.0.0.1');
  onTestFinished(() => void silent.destroy());
  await once(silent, 'connect');
  const idle = await dial(port);
  await expect(dial(port)).rejects.toThrow();
  idle.destroy();
  await once(idle, 'close');
  for (;;) {
    const isLetIn = await dial(port).then(
      () => true,
      () => false,
    );
    if (isLetIn) break;
  }
});

test('what Node can use and the addon cannot is said by the addon', async () => {
  await expect(serve({ routes }, { ...native, tls: pair('weak') }, {})).rejects.toMatchObject({
    code: 'GATI_TLS_INVALID',
    message: expect.stringContaining('server.tls.key cannot be used: ') as string,
  });
});
