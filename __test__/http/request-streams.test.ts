/** Bodies that handlers get while they arrive, under both hosts. */

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createApp, type GatiApp } from '../../src-ts/app.js';
import type { LocalContext } from '../../src-ts/api/contexts.js';
import type { HandlerFunction } from '../../src-ts/api/handler.js';
import type { Request } from '../../src-ts/api/request.js';
import type { Response } from '../../src-ts/api/response.js';
import type { GatiConfig } from '../../src-ts/api/config.js';
import { createTestApp } from '../../src-ts/testing.js';
import { define, memoryLogger, numericId, type RouteInput } from './definition.js';
import { RawClient, type Step } from './raw-client.js';
import { isNative, serverEnv } from './server-env.js';

type Streamed = Request<{ body: ReadableStream<Uint8Array> }>;

/** What handlers have told of themselves, and who waits for it. */
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
let goOn = (): void => undefined;

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? String(error);

const handlers: Record<string, HandlerFunction> = {
  'POST /size': async ({ body }: Streamed) => {
    let size = 0;
    for await (const piece of body) size += piece.length;
    return { size };
  },
  'POST /text': async ({ body }: Streamed) => ({ text: await new globalThis.Response(body).text() }),
  'POST /told': async ({ body }: Streamed) => {
    tell('begun');
    for await (const piece of body) tell(Buffer.from(piece).toString());
    return { done: true };
  },
  'POST /echo': ({ body }: Streamed, res: Response) => res.type('application/x-echo').stream(body as never),
  'POST /early': () => ({ early: true }),
  'POST /early-fault': () => {
    throw new Error('at once');
  },
  'POST /first': async ({ body }: Streamed) => {
    for await (const piece of body) return { first: Buffer.from(piece).toString() };
    return { first: null };
  },
  'POST /cancelled': async ({ body }: Streamed) => {
    await body.cancel();
    tell('cancelled');
    await new Promise<void>((resolve) => (goOn = resolve));
    return { cancelled: true };
  },
  'POST /late': async (req: Streamed) => {
    const reader = req.body.getReader();
    void (async () => {
      await new Promise<void>((resolve) => (goOn = resolve));
      tell(await reader.read().then(({ done }) => `done ${done}`, codeOf));
    })();
    return { late: true };
  },
  'POST /leaving': async ({ body }: Streamed, _res: Response, _gctx: unknown, lctx: LocalContext) => {
    lctx.signal.addEventListener('abort', () => tell(`signal ${(lctx.signal.reason as Error).name}`));
    try {
      for await (const piece of body) tell(Buffer.from(piece).toString());
      tell('complete');
    } catch (error) {
      tell(codeOf(error));
      throw error;
    }
    return { left: false };
  },
  'POST /:id/checked': async ({ body }: Streamed) => {
    for await (const _piece of body) tell('never');
    return { checked: true };
  },
  'PUT /raw': ({ rawBody, headers }: Request) => ({
    raw: rawBody === undefined,
    type: headers['content-type'] ?? null,
  }),
};

function routes(): Record<string, HandlerFunction | RouteInput> {
  const types = { body: { kind: 'bytes' }, bodyAs: 'stream' } as const;
  const streamed = Object.entries(handlers).map(([id, handler]): [string, RouteInput] => [
    id,
    { handler, types, ...(id.includes(':id') ? { contract: { params: numericId } } : {}) },
  ]);
  return {
    ...Object.fromEntries(streamed),
    'GET /after': () => ({ after: true }),
    'POST /whole': ({ body }: Request) => ({ whole: (body as Buffer).length }),
  };
}

function appFor(config: GatiConfig = {}): GatiApp {
  return createApp(define({ routes: routes(), config: { port: 0, ...config } }), {
    logger: memoryLogger().logger,
    env: serverEnv,
  });
}

const post = (path: string, fields: string, body = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\n${fields}\r\n\r\n${body}`;
const after = 'GET /after HTTP/1.1\r\nHost: x\r\n\r\n';
const heardAfter: Step = { hear: '{"after":true}' };
const chunked = 'Transfer-Encoding: chunked';

/** What one connection says and hears. */
const exchanges: Readonly<Record<string, readonly Step[]>> = {
  'a body with a length, and a request behind it': [
    { say: post('/size', 'Content-Length: 5', 'hello') + after },
    { hear: '{"size":5}' },
    heardAfter,
  ],
  'a body in chunks, with extensions and trailers': [
    { say: post('/text', chunked, '2;a=b\r\nhe\r\n3\r\nllo\r\n0\r\nx-sum: 1\r\n\r\n') + after },
    { hear: '{"text":"hello"}' },
    heardAfter,
  ],
  'no body at all': [{ say: 'POST /size HTTP/1.1\r\nHost: x\r\n\r\n' }, { hear: '{"size":0}' }],
  'an empty body of a type': [
    { say: post('/size', 'Content-Length: 0\r\nContent-Type: image/png') },
    { hear: '{"size":0}' },
  ],
  'no chunk but the last': [{ say: post('/size', chunked, '0\r\n\r\n') + after }, { hear: '{"size":0}' }, heardAfter],
  'JSON is bytes as well': [
    { say: post('/text', 'Content-Length: 7\r\nContent-Type: application/json', '{"a":1}') },
    { hear: '{"text":"{\\"a\\":1}"}' },
  ],
  'the raw body is not there': [
    { say: 'PUT /raw HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Type: text/x\r\n\r\nabc' + after },
    { hear: '{"raw":true,"type":"text/x"}' },
    heardAfter,
  ],
  'the handler runs before the body is there': [
    { say: post('/first', 'Content-Length: 11', 'first') },
    { hear: '{"first":"first"}' },
    { say: 'second' + after },
    heardAfter,
  ],
  'an expectation is met': [
    { say: post('/size', 'Content-Length: 5\r\nExpect: 100-continue') },
    { hear: 'HTTP/1.1 100 Continue\r\n\r\n' },
    { say: 'hello' },
    { hear: '{"size":5}' },
  ],
  'HTTP/1.0': [
    { say: 'POST /size HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello' },
    { hearAll: /^HTTP\/1\.[01] 200 [^]*\{"size":5\}$/ },
  ],
  'an echo begins before the body ends': [
    { say: post('/echo', 'Content-Length: 10', 'hello') },
    { hear: 'content-type: application/x-echo' },
    { hear: 'hello' },
    { say: 'world' },
    { hear: 'world' },
    { hear: '0\r\n\r\n' },
    { say: after },
    heardAfter,
  ],
  'an answer before the body, which is short': [
    { say: post('/early', 'Content-Length: 10', 'hello') },
    { hear: '{"early":true}' },
    { say: 'world' + after },
    heardAfter,
  ],
  'an answer before the body, which is too long to be read for nothing': [
    { say: post('/early', 'Content-Length: 3000000', 'hello') },
    { hear: 'onnection: close\r\n' },
    { hearAll: /\{"early":true\}$/ },
  ],
  'the same in chunks': [
    { say: post('/early', chunked, '5\r\nhello\r\n') },
    { hear: '{"early":true}' },
    { say: `200000\r\n${'x'.repeat(0x200000)}\r\n0\r\n\r\n${after}` },
    { hearAll: '' },
  ],
  'a fault before the body': [
    { say: post('/early-fault', 'Content-Length: 10', 'hello') },
    { hear: '"status":500' },
    { say: 'world' + after },
    heardAfter,
  ],
  'what does not fit is refused before the body': [
    { say: post('/x/checked', 'Content-Length: 10', 'hello') },
    { hear: '"status":422' },
    { say: 'world' + after },
    heardAfter,
  ],
  'a coding is refused': [
    { say: post('/size', 'Content-Length: 5\r\nContent-Encoding: gzip', 'hello') + after },
    { hear: '"code":"GATI_CONTENT_ENCODING"' },
    heardAfter,
  ],
  'a declared length over the limit': [
    { say: post('/size', 'Content-Length: 5000001') },
    { hear: '413' },
    { hear: '"code":"GATI_BODY_TOO_LARGE"' },
  ],
  'a body in chunks over the limit': [
    { say: post('/size', chunked, `4c4b41\r\n${'x'.repeat(5_000_001)}\r\n0\r\n\r\n`) },
    { hear: '413' },
    { hear: '"code":"GATI_BODY_TOO_LARGE"' },
  ],
  'a whole body has a limit of its own': [
    { say: post('/whole', 'Content-Length: 2000000') },
    { hear: '413' },
    { hear: 'larger than 1048576 bytes' },
  ],
  'a client that says in the middle that nothing more comes': [
    { say: post('/leaving', 'Content-Length: 10', 'hello') },
    { end: true },
    { hearAll: /^$|^HTTP\/1\.1 400 / },
  ],
};

describe('what one connection says and hears', () => {
  let app: GatiApp;
  let port: number;
  beforeAll(async () => {
    app = appFor({ limits: { stream: 5_000_000 } });
    ({ port } = await app.listen());
  });
  afterAll(() => app.close());

  test.each(Object.entries(exchanges))('%s', async (_name, steps) => {
    await new RawClient(port).run(steps);
  });

  test('pieces come as they are sent, and a handler that stops waits for nothing', async () => {
    told.length = 0;
    const client = new RawClient(port);
    client.say(post('/told', chunked));
    await hear('begun');
    for (const text of ['one', 'two', 'three']) {
      client.say(`${text.length}\r\n${text}\r\n`);
      await hear(text);
    }
    await client.run([{ say: '0\r\n\r\n' }, { hear: '{"done":true}' }]);
  });

  test.each(['reset', 'end'] as const)('who leaves in the middle is told of: %s', async (way) => {
    told.length = 0;
    const client = new RawClient(port);
    client.say(post('/leaving', 'Content-Length: 10', 'hello'));
    await hear('hello');
    if (way === 'reset') client.socket.resetAndDestroy();
    else client.socket.destroy();
    await hear('GATI_BODY_INCOMPLETE');
    await hear('signal AbortError');
  });

  test('a body that nobody wants is read, and ends the connection where it is too long', async () => {
    told.length = 0;
    const client = new RawClient(port);
    client.say(post('/cancelled', chunked, '5\r\nhello\r\n'));
    await hear('cancelled');
    client.say(`200000\r\n${'x'.repeat(0x200000)}\r\n`);
    goOn();
    await client.hear('{"cancelled":true}');
    await client.ended;
  });

  test('who goes on reading after the answer gets an error, and what had come by then', async () => {
    told.length = 0;
    const client = new RawClient(port);
    client.say(post('/late', 'Content-Length: 5'));
    await client.hear('{"late":true}');
    goOn();
    await hear('GATI_BODY_UNREAD');
    await client.run([{ say: 'hello' + after }, heardAfter]);
  });

  // Node looks every thirty seconds whether a request is late.
  test.runIf(isNative)('a request that takes too long is late', async () => {
    const slow = appFor({ timeouts: { request: 300, headers: 200 } });
    const address = await slow.listen();
    told.length = 0;
    const client = new RawClient(address.port);
    client.say(post('/leaving', 'Content-Length: 10', 'hello'));
    await client.hear('HTTP/1.1 408 ');
    await client.ended;
    client.socket.destroy();
    await slow.close();
  });
});

describe('requests of tests', () => {
  const bytes = Buffer.from('x'.repeat(300_000));
  async function* pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
  }
  const bodies: Readonly<Record<string, () => object>> = {
    'a stream of Node.js': () => Readable.from(pieces(), { objectMode: false }),
    'an async iterable': () => pieces(),
    'a stream of the web': () => new Blob([bytes]).stream(),
    bytes: () => bytes,
  };
  test.each(Object.entries(bodies))('%s', async (_name, make) => {
    const app = appFor();
    const response = await app.inject({ method: 'POST', url: '/size', payload: make() });
    expect(response.json()).toEqual({ size: bytes.length });
    await app.close();
  });

  test('a test application sends them, too', async () => {
    await using app = await createTestApp({ definition: define({ routes: routes() }), env: serverEnv });
    const response = await app.request('POST', '/size', { body: pieces() });
    expect(response.json()).toEqual({ size: bytes.length });
  });
});

describe('100 MB', () => {
  const size = 100 * 1024 ** 2;

  test('an echo to a client that reads slowly holds neither', async () => {
    const app = appFor({ limits: { stream: 0 }, timeouts: { request: 0, handler: 0 } });
    const { port } = await app.listen();
    const client = httpRequest({ port, host: '127.0.0.1', path: '/echo', method: 'POST' });
    const piece = Buffer.alloc(65_536, 'e');
    const sent = createHash('sha256');
    const received = createHash('sha256');
    let written = 0;
    const source = new Readable({
      highWaterMark: 65_536,
      read() {
        if (written === size) {
          this.push(null);
          return;
        }
        piece.writeUInt32BE(written, 0);
        written += piece.length;
        const own = Buffer.from(piece);
        sent.update(own);
        this.push(own);
      },
    });
    source.pipe(client);
    const [response] = (await once(client, 'response')) as [Readable];
    const memory = process.memoryUsage();
    let most = 0;
    let got = 0;
    for await (const chunk of response) {
      // The other side has many turns to send what it can.
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      const bytes = chunk as Buffer;
      most = Math.max(most, written - got);
      received.update(bytes);
      got += bytes.length;
    }
    expect(got).toBe(size);
    expect(received.digest('hex')).toBe(sent.digest('hex'));
    // Most of it is in the sockets of this machine.
    expect(most).toBeLessThan(24 * 1024 ** 2);
    expect(process.memoryUsage().arrayBuffers - memory.arrayBuffers).toBeLessThan(48 * 1024 ** 2);
    await app.close();
  }, 60_000);
});
