import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { createApp, type GatiApp } from '../../src-ts/app.js';
import type { GlobalContext, LocalContext } from '../../src-ts/api/contexts.js';
import type { HandlerFunction } from '../../src-ts/api/handler.js';
import type { Request } from '../../src-ts/api/request.js';
import type { Response } from '../../src-ts/api/response.js';
import { tracked } from '../../src-ts/api/tracked.js';
import { HttpError } from '../../src-ts/errors/http-error.js';
import { Conflict, NotFound } from '../../src-ts/errors/http-errors.js';
import { define, memoryLogger, type RouteInput } from './definition.js';

interface Message {
  readonly type: string;
  readonly text: string;
  readonly secret?: string;
}

/** What a compiled contract has for `{ type: 'said' | 'left'; text: string }`, held to its type. */
function write(element: unknown): string {
  const { type, text } = element as Message;
  if (typeof text !== 'string') {
    const issue = { pointer: '/text', code: 'type', expected: 'string', received: typeof text, message: 'not text' };
    throw Object.assign(new TypeError('an element does not fit'), { issues: [issue] });
  }
  return JSON.stringify({ type, text });
}

const contract: RouteInput['contract'] = { elements: { 200: { write, tag: 'type' } } };
const said = (text: string): Message => ({ type: 'said', text, secret: 'never sent' });

async function* elements(...texts: readonly string[]): AsyncGenerator<Message> {
  for (const text of texts) yield said(text);
}

/** What happened to the iterators of routes that never end. */
const released: string[] = [];
let told: (name: string) => void = () => undefined;

/** An iterator that waits for ever after its first element, and is not a generator: `return` comes at once. */
function waiting(name: string): AsyncIterable<Message> {
  let first = true;
  return {
    [Symbol.asyncIterator]: () => ({
      next: () =>
        first ? ((first = false), Promise.resolve({ done: false, value: said('one') })) : new Promise(() => undefined),
      return: () => {
        released.push(name);
        told(name);
        return Promise.resolve({ done: true, value: undefined });
      },
    }),
  };
}

let pulled = 0;
const long = 'x'.repeat(200);
const count = process.env['GATI_TEST_LONG'] === undefined ? 400_000 : 1_000_000;

const routes: Record<string, HandlerFunction> = {
  'GET /two': () => elements('one', 'two\n\u2028'),
  'GET /none': () => elements(),
  'GET /promise': () => Promise.resolve(elements('one')),
  'GET /web': () => new ReadableStream({ start: (to) => (to.enqueue(said('one')), to.close()) }),
  'GET /foreign': () => {
    const read = ReadableStream.prototype.getReader;
    const stream = new ReadableStream({ start: (to) => (to.enqueue(said('one')), to.close()) });
    // Streams of other makers are read, and not iterated.
    return new (class Foreign {
      getReader = (): unknown => read.call(stream);
    })();
  },
  'GET /node': () => Readable.from([said('one')]),
  'GET /methods': (_req: never, res: Response) => res.header('x-room', '1').stream(elements('one')),
  'GET /json': (_req: never, res: Response) => res.json(elements('one')),
  'GET /typed': (_req: never, res: Response) => res.type('text/event-stream; charset=utf-8').stream(elements('one')),
  'GET /vendor': (_req: never, res: Response) => res.stream(elements('one'), 'application/vnd.shop+ndjson'),
  'GET /tracked': async function* () {
    yield tracked('7', said('one'));
    yield { type: 'left', text: 'two' };
  },
  'GET /resume': async function* ({ headers }: Request<{ headers: { 'last-event-id'?: string } }>) {
    yield said(`after ${headers['last-event-id']}`);
  },
  'GET /value': () => said('one'),
  'GET /list': () => [said('one')],
  'GET /null': () => null,
  'GET /other': (_req: never, res: Response) => res.status(409).json({ error: 'busy' }),
  'GET /nothing': () => undefined,
  'GET /before': async function* () {
    if (routes !== undefined) throw new NotFound('no such room');
    yield said('never');
  },
  'GET /before-misfit': async function* () {
    yield { type: 'said', text: 7 };
  },
  'GET /middle': async function* () {
    yield said('one');
    throw new Conflict('closed');
  },
  'GET /fault': async function* () {
    yield said('one');
    throw new Error('the password is hunter2');
  },
  'GET /misfit': async function* () {
    try {
      yield said('one');
      yield { type: 'said', text: 7 };
    } finally {
      released.push('misfit');
    }
  },
  'GET /bytes': async function* () {
    yield said('one');
    yield Buffer.from('bytes');
  },
  'GET /hostile': async function* () {
    yield said('one');
    yield {
      get type() {
        throw new HttpError(418, 'no');
      },
    };
  },
  'GET /next-throws': () => ({
    [Symbol.asyncIterator]: () => ({
      next: () => {
        throw new Error('at once');
      },
    }),
  }),
  'GET /waiting': () => waiting('waiting'),
  'GET /silent': () => ({
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => undefined),
      return: () => Promise.resolve({ done: true, value: undefined }),
    }),
  }),
  'GET /signal': async function* (_req: never, _res: Response, _gctx: GlobalContext, { signal }: LocalContext) {
    yield said('one');
    await once(signal, 'abort');
    released.push('signal');
    told('signal');
  },
  'GET /endless': async function* () {
    for (pulled = 0; ; pulled += 1) yield said('x'.repeat(1000));
  },
  'GET /million': async function* () {
    for (let index = 0; index < count; index += 1) yield { type: 'said', text: long };
  },
};

const logger = memoryLogger();
let app: GatiApp;
let origin: string;

beforeAll(async () => {
  const inputs = Object.entries(routes).map(([id, handler]) => [id, { handler, contract }] as const);
  app = createApp(define({ routes: Object.fromEntries(inputs), config: { port: 0 }, mode: 'production' }), {
    logger: logger.logger,
  });
  origin = `http://127.0.0.1:${(await app.listen()).port}`;
});

afterAll(() => app.close());

const line = (text: string): string => `{"type":"said","text":${JSON.stringify(text)}}\n`;
const event = (text: string): string => `event: said\ndata: ${line(text)}\n`;

describe('what is sent', () => {
  test.each([
    ['/two', line('one') + line('two\n\u2028'), event('one') + event('two\n\u2028')],
    ['/none', '', ''],
    ['/promise', line('one'), event('one')],
    ['/web', line('one'), event('one')],
    ['/foreign', line('one'), event('one')],
    ['/node', line('one'), event('one')],
    ['/methods', line('one'), event('one')],
    ['/json', line('one'), event('one')],
    [
      '/tracked',
      `${line('one')}{"type":"left","text":"two"}\n`,
      `id: 7\n${event('one')}event: left\ndata: {"type":"left","text":"two"}\n\n`,
    ],
    ['/resume', line('after 7'), event('after 7')],
  ])('%s', async (path, lines, events) => {
    const asked = { 'last-event-id': '7' };
    const plain = await fetch(origin + path, { headers: asked });
    expect(plain.headers.get('content-type')).toBe('application/x-ndjson');
    expect(plain.headers.get('vary')).toBe('Accept');
    expect(await plain.text()).toBe(lines);
    const sent = await fetch(origin + path, { headers: { ...asked, accept: 'text/event-stream' } });
    expect(sent.headers.get('content-type')).toBe('text/event-stream');
    expect(sent.headers.get('cache-control')).toBe('no-cache');
    expect(await sent.text()).toBe(events);
    // Without a network it is the same.
    const injected = await app.inject({ method: 'GET', url: path, headers: asked });
    expect(injected.body).toBe(lines);
  });

  test.each([
    ['*/*', 'application/x-ndjson'],
    ['application/*', 'application/x-ndjson'],
    ['application/jsonl', 'application/jsonl'],
    ['text/*', 'text/event-stream'],
    ['text/event-stream, */*', 'text/event-stream'],
    ['TEXT/Event-Stream;q=0.5', 'text/event-stream'],
    ['text/event-stream;q=0.4, application/x-ndjson;q=0.5', 'application/x-ndjson'],
    ['*/*;q=0.1, text/event-stream;q=0', 'application/x-ndjson'],
    ['application/x-ndjson;q=0, */*', 'application/jsonl'],
    ['application/json', 'application/x-ndjson'],
    ['text/event-stream;q=x', 'application/x-ndjson'],
    [',;,', 'application/x-ndjson'],
  ])('Accept: %s', async (accept, type) => {
    const response = await fetch(`${origin}/two`, { headers: { accept } });
    await response.text();
    expect(response.headers.get('content-type')).toBe(type);
  });

  test.each([
    ['/typed', 'text/event-stream; charset=utf-8', event('one')],
    ['/vendor', 'application/vnd.shop+ndjson', line('one')],
  ])('%s says itself what it is', async (path, type, text) => {
    const response = await fetch(origin + path, { headers: { accept: 'application/jsonl' } });
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toBe(text);
  });

  test('HEAD has the head, and nothing is pulled', async () => {
    pulled = -1;
    const response = await fetch(`${origin}/endless`, { method: 'HEAD' });
    expect([response.status, response.headers.get('content-type'), pulled]).toEqual([200, 'application/x-ndjson', -1]);
  });

  test.each([
    ['/other', 409, 'application/json; charset=utf-8'],
    ['/nothing', 204, null],
  ])('%s is no stream, and no fault', async (path, status, type) => {
    const response = await fetch(origin + path);
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
  });

  test.each(['', 'a\nb', 'a\rb', 'a\0'])('an id is one line of text: %j', (id) => {
    expect(() => tracked(id, said('one'))).toThrow(TypeError);
  });
});

describe('what goes wrong', () => {
  test.each([
    ['/before', 404, 'no such room'],
    ['/before-misfit', 500, 'the server failed to answer'],
    ['/next-throws', 500, 'the server failed to answer'],
    ['/value', 500, 'the server failed to answer'],
    ['/list', 500, 'the server failed to answer'],
    ['/null', 500, 'the server failed to answer'],
  ])('%s fails before the first element', async (path, status, detail) => {
    const response = await fetch(origin + path, { headers: { accept: 'text/event-stream' } });
    expect(response.status).toBe(status);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({ status, detail });
  });

  test.each([
    ['/middle', { status: 409, detail: 'closed' }],
    ['/fault', { status: 500, code: 'GATI_INTERNAL', detail: 'the server failed to answer' }],
    ['/misfit', { status: 500, code: 'GATI_INTERNAL' }],
    ['/bytes', { status: 500, code: 'GATI_INTERNAL' }],
    ['/hostile', { status: 500 }],
  ])('%s fails in the middle', async (path, problem) => {
    const events = await (await fetch(origin + path, { headers: { accept: 'text/event-stream' } })).text();
    expect(events.startsWith(`${event('one')}event: problem\ndata: `)).toBe(true);
    expect(JSON.parse(events.slice(events.lastIndexOf('data: ') + 6))).toMatchObject(problem);
    expect(events).not.toContain('hunter2');
    // Who reads lines must not take what came for everything: the body has no end.
    const response = await fetch(origin + path);
    let text = '';
    const reading = (async () => {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) text += chunk;
    })();
    await expect(reading).rejects.toThrow();
    const [first, last, ...rest] = text.split('\n');
    expect(`${first}\n`).toBe(line('one'));
    expect(JSON.parse(last!)).toMatchObject(problem);
    expect(rest).toEqual(['']);
  });

  test('a test of an application hears of it as well', async () => {
    await expect(app.inject('/middle')).rejects.toThrow();
  });

  test('an element that cannot be sent ends its iterator', () => {
    expect(released).toContain('misfit');
  });
});

/** A response whose body is read when the test says so. */
async function opened(path: string, accept: string): Promise<IncomingMessage> {
  const [response] = (await once(get(origin + path, { headers: { accept } }), 'response')) as [IncomingMessage];
  return response;
}

describe('the connection', () => {
  test.each([
    ['/waiting', 'application/x-ndjson', 'waiting'],
    ['/waiting', 'text/event-stream', 'waiting'],
    ['/signal', 'application/x-ndjson', 'signal'],
  ])('%s: a client that goes away ends the iterator (%s)', async (path, accept, name) => {
    const ended = new Promise<string>((resolve) => (told = resolve));
    const response = await opened(path, accept);
    await once(response, 'data');
    response.destroy();
    expect(await ended).toBe(name);
  });

  test('a slow client is waited for', async () => {
    const response = await opened('/endless', 'application/x-ndjson');
    response.pause();
    let before = -1;
    await vi.waitFor(
      () => {
        const now = pulled;
        const isStill = now === before;
        before = now;
        expect(isStill && now > 0).toBe(true);
      },
      { interval: 100, timeout: 5000 },
    );
    // What the sockets of the system hold, and not more.
    expect(pulled).toBeLessThan(20_000);
    response.destroy();
  });

  test('a stream without elements opens after a second, and events are kept alive', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    try {
      const arriving = opened('/silent', 'text/event-stream');
      await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0), { timeout: 2000 });
      vi.advanceTimersByTime(1000);
      const response = await arriving;
      const [first] = (await once(response, 'data')) as [Buffer];
      expect(first.toString()).toBe(':\n\n');
      vi.advanceTimersByTime(30_000);
      const [second] = (await once(response, 'data')) as [Buffer];
      expect(second.toString()).toMatch(/^(:\n\n)+$/);
      response.destroy();
    } finally {
      vi.useRealTimers();
    }
  });

  test('hundreds of thousands of elements in flat memory', async () => {
    const response = await opened('/million', 'application/x-ndjson');
    let bytes = 0;
    let most = 0;
    const begun = process.memoryUsage();
    for await (const chunk of response) {
      bytes += (chunk as Buffer).length;
      const { heapUsed, external } = process.memoryUsage();
      most = Math.max(most, heapUsed + external - begun.heapUsed - begun.external);
    }
    expect(bytes).toBe(count * line(long).length);
    // All of it is 92 MB, or 230.
    expect(most).toBeLessThan(bytes * 0.75);
  });
});
