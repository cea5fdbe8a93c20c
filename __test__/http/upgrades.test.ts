/** Connections that leave HTTP for another protocol, under both hosts, by hand and by `ws`. */

import { once } from 'node:events';
import type { Duplex } from 'node:stream';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import { createApp, type GatiApp } from '../../src-ts/app.js';
import type { GatiConfig } from '../../src-ts/api/config.js';
import type { LocalContext } from '../../src-ts/api/contexts.js';
import type { HandlerFunction } from '../../src-ts/api/handler.js';
import type { Request } from '../../src-ts/api/request.js';
import type { Response } from '../../src-ts/api/response.js';
import { NotFound } from '../../src-ts/errors/http-errors.js';
import { define, memoryLogger, numericId, type RouteInput } from './definition.js';
import { RawClient, type Step } from './raw-client.js';
import { serverEnv } from './server-env.js';

const told: string[] = [];
let wake = (): void => undefined;
function tell(text: string): void {
  told.push(text);
  wake();
}
async function hear(text: string): Promise<void> {
  while (!told.includes(text)) await new Promise<void>((resolve) => (wake = resolve));
  told.splice(told.indexOf(text), 1);
}

const sockets = new WebSocketServer({ noServer: true });
const echo = (socket: Duplex): unknown => socket.pipe(socket);

const routes: Record<string, HandlerFunction | RouteInput> = {
  'GET /echo': (_req: Request, res: Response) => res.header('x-own', 'yes').upgrade('echo', echo),
  'POST /echo': (_req: Request, res: Response) => res.upgrade('echo', echo),
  'GET /told': (_req: Request, res: Response, _gctx: unknown, lctx: LocalContext) => {
    lctx.signal.addEventListener('abort', () => tell('signal'));
    lctx.onCleanup(() => tell('cleanup'));
    return res.upgrade('echo', (socket) => {
      socket.on('data', (bytes: Buffer) => tell(bytes.toString()));
      socket.on('end', () => {
        tell('end');
        socket.end();
      });
      socket.on('error', () => tell('error'));
      socket.on('close', () => tell('close'));
      socket.write('ready');
    });
  },
  'GET /bye': (_req: Request, res: Response) =>
    res.upgrade('echo', (socket) => {
      socket.end('bye');
      socket.on('data', (bytes: Buffer) => tell(bytes.toString()));
      socket.on('end', () => tell('end'));
    }),
  'GET /fault': (_req: Request, res: Response) =>
    res.upgrade('echo', () => {
      throw new Error('taken wrongly');
    }),
  'GET /late-fault': (_req: Request, res: Response) => res.upgrade('echo', () => Promise.reject(new Error('later'))),
  'GET /much': (_req: Request, res: Response) =>
    res.upgrade('echo', (socket) => {
      const piece = Buffer.alloc(65_536, 'm');
      let left = 400;
      const send = (): void => {
        while (left > 0) {
          left -= 1;
          if (!socket.write(piece)) break;
        }
        if (left === 0) socket.end();
        else socket.once('drain', send);
      };
      send();
    }),
  'GET /missing': (req: Request) => {
    if (req.method !== '') throw new NotFound('nobody here');
  },
  'GET /h2c': (_req: Request, res: Response) => res.upgrade('h2c', echo),
  'GET /plain': () => ({ plain: true }),
  'POST /plain': ({ body }: Request) => ({ plain: body }),
  'GET /checked/:id': {
    handler: (_req: Request, res: Response) => res.upgrade('echo', echo),
    contract: { params: numericId },
  } as RouteInput,
  'GET /sockets': (req: Request, res: Response) =>
    res.handOver('websocket', (request, socket, head) =>
      sockets.handleUpgrade(request, socket, head, (socketOfClient) => {
        socketOfClient.on('message', (data, isBinary) => socketOfClient.send(data, { binary: isBinary }));
        socketOfClient.on('close', (code) => tell(`closed ${code}`));
        socketOfClient.send(`hello ${String(req.query['name'])} ${request.url}`);
      }),
    ),
};

function appFor(config: GatiConfig = {}): GatiApp {
  return createApp(define({ routes, config: { port: 0, ...config } }), {
    logger: memoryLogger().logger,
    env: serverEnv,
  });
}

const offer = (path: string, fields = '', method = 'GET', protocol = 'echo'): string =>
  `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\n${fields}\r\n`;
const plain = 'GET /plain HTTP/1.1\r\nHost: x\r\n\r\n';
const switched: Step = { hear: 'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: echo' };
const heads: Step = { hear: '\r\n\r\n' };

/** What one connection says and hears. */
const exchanges: Readonly<Record<string, readonly Step[]>> = {
  'bytes go both ways': [
    { say: offer('/echo') },
    switched,
    { hear: 'x-own: yes' },
    heads,
    { say: 'GET / HTTP/1.1\r\n\r\n' },
    { hear: 'GET / HTTP/1.1\r\n\r\n' },
    { say: Buffer.from([0, 255, 10]) },
    { hear: '\0\xff\n' },
    { end: true },
    { hearAll: '' },
  ],
  'bytes behind the request are the first of the protocol': [
    { say: `${offer('/echo')}at once` },
    switched,
    heads,
    { hear: 'at once' },
  ],
  'another method': [{ say: offer('/echo', '', 'POST') }, switched, heads, { say: 'x' }, { hear: 'x' }],
  'one of several protocols': [{ say: offer('/echo', '', 'GET', 'foo/2, ECHO') }, switched],
  'the server ends first': [
    { say: offer('/bye') },
    switched,
    heads,
    { hearAll: 'bye' },
    { say: 'still' },
    { end: true },
  ],
  'a request that offers and is not taken': [{ say: offer('/plain') }, { hear: '200 OK' }, { hear: '{"plain":true}' }],
  'a path without a route': [{ say: offer('/nowhere') }, { hear: '404' }, { hear: 'GATI_ROUTE_NOT_FOUND' }],
  'a handler that throws': [{ say: offer('/missing') }, { hear: '404' }, { hear: 'nobody here' }],
  'what does not fit': [{ say: offer('/checked/x') }, { hear: '422' }, { hear: 'GATI_VALIDATION_FAILED' }],
  'what fits': [{ say: offer('/checked/7') }, switched],
  'nothing is offered': [
    { say: 'GET /echo HTTP/1.1\r\nHost: x\r\n\r\n' },
    { hear: '426' },
    { hear: 'upgrade: echo\r\n' },
    { hear: 'GATI_UPGRADE_REQUIRED' },
  ],
  'an offer that is not for this server': [
    { say: 'GET /echo HTTP/1.1\r\nHost: x\r\nUpgrade: echo\r\n\r\n' },
    { hear: '426' },
  ],
  'another protocol': [{ say: offer('/echo', '', 'GET', 'other') }, { hear: '426' }],
  'an old version': [{ say: 'GET /echo HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n' }, { hear: ' 426 ' }],
  'a body': [{ say: `${offer('/echo', 'Content-Length: 2\r\n', 'POST')}hi` }, { hear: '426' }],
  'HTTP/2, which libraries offer with everything': [
    { say: `${offer('/plain', 'Content-Type: application/json\r\nContent-Length: 7\r\n', 'POST', 'h2c')}{"a":1}` },
    { hear: '{"plain":{"a":1}}' },
    { say: offer('/plain', '', 'GET', 'h2c') },
    { hear: '{"plain":true}' },
    { say: plain },
    { hear: '{"plain":true}' },
    { say: offer('/h2c', '', 'GET', 'h2c') },
    { hear: '426' },
  ],
  'what takes the connection fails': [{ say: offer('/fault') }, switched, heads, { hearAll: '' }],
  'it fails later': [{ say: offer('/late-fault') }, switched, heads, { hearAll: '' }],
};

describe('what one connection says and hears', () => {
  let app: GatiApp;
  let port: number;
  beforeAll(async () => {
    app = appFor();
    ({ port } = await app.listen());
  });
  afterAll(() => app.close());

  test.each(Object.entries(exchanges))('%s', async (_name, steps) => {
    await new RawClient(port).run(steps);
  });

  test('the handler hears of everything, and what was registered for the end runs then', async () => {
    told.length = 0;
    const client = new RawClient(port);
    client.say(offer('/told'));
    await client.hear('\r\n\r\nready');
    expect(told).toEqual([]);
    client.say('one');
    await hear('one');
    client.socket.end('two');
    await hear('two');
    await hear('end');
    await client.ended;
    await hear('close');
    await hear('cleanup');
    client.socket.destroy();
  });

  test('a client that breaks off', async () => {
    told.length = 0;
    const client = new RawClient(port);
    client.say(offer('/told'));
    await client.hear('\r\n\r\nready');
    client.socket.resetAndDestroy();
    await hear('close');
    await hear('signal');
    await hear('cleanup');
  });

  test('who writes waits for a client that does not read', async () => {
    const client = new RawClient(port);
    client.say(offer('/much'));
    await client.hear('\r\n\r\n');
    client.socket.pause();
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    client.socket.resume();
    await client.ended;
    expect(client.text.length).toBe(400 * 65_536);
    client.socket.destroy();
  });

  test('ws: messages, large ones, pings, and the end', async () => {
    told.length = 0;
    const socket = new WebSocket(`ws://127.0.0.1:${port}/sockets?name=ann`);
    const [greeting] = (await once(socket, 'message')) as [Buffer];
    expect(greeting.toString()).toBe('hello ann /sockets?name=ann');
    for (const message of ['short', 'x'.repeat(1_000_000)]) {
      socket.send(message);
      const [back] = (await once(socket, 'message')) as [Buffer];
      expect(back.toString()).toBe(message);
    }
    socket.send(Buffer.from([0, 1, 2]));
    expect(((await once(socket, 'message')) as [Buffer])[0]).toEqual(Buffer.from([0, 1, 2]));
    socket.ping('there?');
    expect(String(((await once(socket, 'pong')) as [Buffer])[0])).toBe('there?');
    // Either end may be the first to see it.
    const closed = once(socket, 'close');
    socket.close(4001, 'done');
    await hear('closed 4001');
    await closed;
  });

  test('ws: who is no client of it is told so', async () => {
    const client = new RawClient(port);
    client.say(offer('/sockets', 'Sec-WebSocket-Version: 13\r\n', 'GET', 'websocket'));
    await client.hear('HTTP/1.1 400 Bad Request');
    await client.ended;
    client.socket.destroy();
  });

  test('requests of tests offer nothing', async () => {
    const headers = { connection: 'upgrade', upgrade: 'echo' };
    expect((await app.inject({ url: '/echo', headers: { upgrade: headers.upgrade } })).statusCode).toBe(426);
  });
});

describe('stopping', () => {
  test('connections of another protocol have the grace period, and end with it', async () => {
    const app = appFor({ shutdown: { drain: 10, grace: 300 } });
    const { port } = await app.listen();
    const client = new RawClient(port);
    client.say(offer('/echo'));
    await client.hear('\r\n\r\n');
    const closing = app.close();
    client.say('still there');
    await client.hear('still there');
    await closing;
    await client.ended;
    client.socket.destroy();
  });

  test('who ends in time is not waited for', async () => {
    const app = appFor({ shutdown: { drain: 10, grace: 60_000 } });
    const { port } = await app.listen();
    const client = new RawClient(port);
    client.say(offer('/echo'));
    await client.hear('\r\n\r\n');
    const closing = app.close();
    client.socket.end();
    await closing;
    client.socket.destroy();
  });
});
