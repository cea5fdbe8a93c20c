/** TLS, which the server speaks itself, under both hosts. */

import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import type { HandlerFunction } from '../../src-ts/api/handler.js';
import type { RequestSpan } from '../../src-ts/api/observability.js';
import type { Request } from '../../src-ts/api/request.js';
import type { Response } from '../../src-ts/api/response.js';
import { createApp, renewCertificates } from '../../src-ts/app.js';
import { define, memoryLogger } from './definition.js';
import { serverEnv } from './server-env.js';
import { ask, dial, folder, pair, pem, serve } from './tls-client.js';

const sockets = new WebSocketServer({ noServer: true });
sockets.on('connection', (socket, request) => {
  socket.send('encrypted' in request.socket ? 'secure' : 'plain');
  socket.on('message', (text) => socket.send(text));
});

const routes: Record<string, HandlerFunction> = {
  'GET /hello': () => ({ hello: 'world' }),
  'POST /echo': ((req: Request, res: Response) => res.send(req.rawBody ?? Buffer.alloc(0))) as never,
  'GET /large': ((_req: Request, res: Response) => res.send(Buffer.alloc(3_000_000, 'l'))) as never,
  'GET /stream': ((_req: Request, res: Response) =>
    res.stream(Readable.from(Array.from({ length: 60 }, () => 's'.repeat(50_000))))) as never,
  'GET /talk': ((_req: Request, res: Response) =>
    res.handOver('websocket', (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, (one) => sockets.emit('connection', one, request)),
    )) as never,
  'GET /never': () => new Promise(() => undefined),
};

test('requests and answers are what they are without it', async () => {
  const { url, port, app } = await serve({ routes });
  expect(url).toBe(`https://localhost:${port}`);
  const hello = await ask(port, '/hello');
  expect([hello.status, hello.body.toString()]).toEqual([200, '{"hello":"world"}']);
  const body = Buffer.from(Array.from({ length: 900_000 }, (_, index) => index % 251));
  expect((await ask(port, '/echo', { method: 'POST', body })).body.equals(body)).toBe(true);
  expect((await ask(port, '/large')).body.length).toBe(3_000_000);
  expect((await ask(port, '/stream')).body.length).toBe(3_000_000);
  expect((await ask(port, '/nowhere')).status).toBe(404);
  expect((await app.inject('/hello')).json()).toEqual({ hello: 'world' });
});

test('paths are relative to the project, and PEM may stand in the configuration', async () => {
  const inFiles = await serve({ routes, root: folder }, { tls: { cert: 'rsa.pem', key: 'rsa.key' } });
  const inText = await serve({ routes }, { tls: { cert: pem('renewed.pem'), key: pem('renewed.key') } });
  for (const [{ port }, name] of [
    [inFiles, 'server with RSA'],
    [inText, 'renewed server'],
  ] as const) {
    const socket = await dial(port);
    expect(socket.getPeerCertificate().subject.CN).toBe(name);
  }
});

test('a connection serves one request after the other, and a WebSocket', async () => {
  const { port } = await serve({ routes });
  const socket = await dial(port);
  expect([socket.alpnProtocol, socket.getProtocol()]).toEqual([false, 'TLSv1.3']);
  for (let count = 0; count < 3; count += 1) {
    socket.write('GET /hello HTTP/1.1\r\nhost: a\r\n\r\n');
    expect(String((await once(socket, 'data'))[0])).toContain('{"hello":"world"}');
  }
  const talk = new WebSocket(`wss://127.0.0.1:${port}/talk`, { ca: pem('ca.pem') });
  const said: string[] = [];
  talk.on('message', (text) => {
    said.push(String(text));
    if (said.length === 1) talk.send('x'.repeat(200_000));
    else talk.close();
  });
  await once(talk, 'close');
  expect([said[0], said[1]?.length]).toEqual(['secure', 200_000]);
});

test('HTTP/1.1 and 1.0 are agreed on by name', async () => {
  const { port } = await serve({ routes });
  for (const [offers, agreed] of [
    [['http/1.0', 'http/1.1'], 'http/1.1'],
    [['http/1.0'], 'http/1.0'],
  ] as const) {
    const socket = await dial(port, { ALPNProtocols: [...offers] });
    expect(socket.alpnProtocol).toBe(agreed);
    socket.write('GET /hello HTTP/1.0\r\n\r\n');
    expect(String((await once(socket, 'data'))[0])).toContain('{"hello":"world"}');
  }
  await expect(dial(port, { ALPNProtocols: ['spdy/3'] })).rejects.toThrow(/no application protocol/);
});

test('versions below minVersion are refused', async () => {
  const { port } = await serve({ routes }, { tls: { ...pair('server'), minVersion: 'TLSv1.3' } });
  await expect(dial(port, { maxVersion: 'TLSv1.2' })).rejects.toThrow(/protocol version/);
  expect((await dial(port)).getProtocol()).toBe('TLSv1.3');
  const usual = await serve({ routes });
  expect((await dial(usual.port, { maxVersion: 'TLSv1.2' })).getProtocol()).toBe('TLSv1.2');
  await expect(dial(usual.port, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' })).rejects.toThrow();
});

test.each([
  ['no certificate', undefined, false],
  ['one that ca signed', 'client', true],
  ['one of somebody else', 'stranger', false],
])('where clients have to show a certificate, %s', async (_name, shows, isLetIn) => {
  const tls = { ...pair('server'), ca: join(folder, 'ca.pem'), requestCert: true };
  const { port } = await serve({ routes }, { tls });
  const own = shows === undefined ? {} : { cert: pem(`${shows}.pem`), key: pem(`${shows}.key`) };
  const asked = ask(port, '/hello', own);
  if (isLetIn) expect((await asked).status).toBe(200);
  else await expect(asked).rejects.toThrow();
});

test('what is no TLS gets no answer of an application', async () => {
  const { port, lines } = await serve({ routes });
  for (const text of ['GET /hello HTTP/1.1\r\nhost: a\r\n\r\n', '\x16\x03\x01\x00\x05hello', '\0\0\0\0\0\0']) {
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
    let got = '';
    socket.on('data', (piece) => (got += piece.toString('latin1'))).on('error', () => undefined);
    await once(socket, 'close');
    expect(got).not.toContain('world');
  }
  expect((await ask(port, '/hello')).status).toBe(200);
  expect(lines.filter(({ level }) => (level as number) >= 40)).toEqual([]);
});

test('renewed certificates are shown to who comes later, and broken ones to nobody', async () => {
  const root = mkdtempSync(join(tmpdir(), 'gati-tls-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const put = (name: string): void => {
    copyFileSync(join(folder, `${name}.pem`), join(root, 'cert.pem'));
    copyFileSync(join(folder, `${name}.key`), join(root, 'key.pem'));
  };
  put('server');
  const { app, port, lines } = await serve({ routes, root }, { tls: { cert: 'cert.pem', key: 'key.pem' } });
  const earlier = await dial(port);
  const shown = async (): Promise<unknown> => (await dial(port)).getPeerCertificate().subject.CN;
  put('renewed');
  await renewCertificates(app);
  expect(lines.at(-1)).toMatchObject({
    level: 30,
    subject: 'CN=renewed server',
    validTo: expect.any(String) as string,
  });
  expect(await shown()).toBe('renewed server');
  writeFileSync(join(root, 'key.pem'), pem('server.key'));
  await renewCertificates(app);
  expect(lines.at(-1)).toMatchObject({ level: 50, err: { code: 'GATI_TLS_INVALID' } });
  expect(await shown()).toBe('renewed server');
  earlier.write('GET /hello HTTP/1.1\r\nhost: a\r\n\r\n');
  expect(String((await once(earlier, 'data'))[0])).toContain('{"hello":"world"}');
});

test('a certificate whose time is over is one, and the log says so', async () => {
  const { port, lines } = await serve({ routes }, { tls: { ...pair('server'), cert: join(folder, 'expired.pem') } });
  await expect(dial(port)).rejects.toThrow('certificate has expired');
  expect(lines.find(({ level }) => level === 40)?.['msg']).toBe(
    `the certificate in server.tls.cert (${join(folder, 'expired.pem')}) expired on Feb  1 00:00:00 2020 GMT: clients refuse it`,
  );
});

const at = (name: string): string => join(folder, name);
const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const brokenKey = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
test.each([
  [{ cert: 'no/such.pem' }, 'server.tls.cert is "no/such.pem", and there is no file /nowhere/no/such.pem'],
  [{ cert: folder }, `server.tls.cert is "${folder}", which cannot be read: EISDIR`],
  [{ cert: at('server.key') }, `server.tls.cert (${at('server.key')}) has no certificate in PEM`],
  [{ cert: broken }, 'certificate 1 in server.tls.cert cannot be read: '],
  [{ cert: pem('server.pem') + broken }, 'certificate 2 in server.tls.cert cannot be read: '],
  [{ key: at('server.pem') }, `server.tls.key (${at('server.pem')}) has no private key in PEM`],
  [{ key: brokenKey }, 'the private key in server.tls.key cannot be read: '],
  [
    { key: at('client.key') },
    `server.tls.key (${at('client.key')}) is not the private key of the certificate in server.tls.cert (${at('server.pem')})`,
  ],
  [
    { cert: pem('ca.pem') + pem('server.pem') },
    `the certificate of server.tls.key (${at('server.key')}) is not the first one in server.tls.cert; those that lead from it to an authority come behind it`,
  ],
  [
    { key: at('encrypted.key') },
    `server.tls.key (${at('encrypted.key')}) is protected by a password; openssl pkey -in key.pem -out plain.pem takes it off`,
  ],
  [{ ca: at('server.key'), requestCert: true }, `server.tls.ca (${at('server.key')}) has no certificate in PEM`],
])('%o cannot be used, and the start says why', async (tls, reason) => {
  const config = { port: 0, server: { tls: { ...pair('server'), ...tls } } };
  const app = createApp(define({ routes, config }), { env: serverEnv, logger: memoryLogger().logger });
  const error: unknown = await app.listen().catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: 'GATI_TLS_INVALID' });
  expect((error as Error).message).toContain(`there is no TLS with these settings: ${reason}`);
});

test('metrics and spans say https', async () => {
  const spans: RequestSpan[] = [];
  const exported = { export: (some: readonly RequestSpan[]) => void spans.push(...some) };
  const { app, port } = await serve({ routes, config: { observability: { metrics: true, spans: exported } } });
  await ask(port, '/hello');
  const text = (await ask(port, '/metrics')).body.toString();
  expect(text).toMatch(/http_server_request_duration_seconds_count\{[^}]*url_scheme="https"/);
  await app.close();
  expect(spans[0]?.attributes['url.scheme']).toBe('https');
});

test('closing waits for nobody who is still at a handshake', async () => {
  const { app, port } = await serve({ routes, config: { shutdown: { grace: 300, drain: 10 } } });
  const silent = connect(port, '127.0.0.1');
  silent.on('error', () => undefined);
  await once(silent, 'connect');
  const idle = await dial(port);
  idle.resume();
  const waiting = dial(port).then((socket) => {
    socket.resume().write('GET /never HTTP/1.1\r\nhost: a\r\n\r\n');
    return once(socket, 'close');
  });
  await ask(port, '/hello');
  await Promise.all([app.close(), once(idle, 'close'), waiting]);
});

test('a port that is taken is said to be, as without TLS', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  await expect(serve({ routes }, { port })).rejects.toMatchObject({ code: 'GATI_PORT_TAKEN' });
});
