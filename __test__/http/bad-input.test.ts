import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createApp, type GatiApp } from '../../src-ts/app.js';
import type { Request } from '../../src-ts/api/request.js';
import { define, memoryLogger, numericId, userBody } from './definition.js';
import { serverEnv } from './server-env.js';

let app: GatiApp;
let port: number;

beforeAll(async () => {
  const node = {
    kind: 'object',
    properties: [
      { name: 'name', type: { kind: 'string' } },
      { name: 'age', type: { kind: 'number' } },
    ],
  } as const;
  app = createApp(
    define({
      routes: {
        'GET /users/:id': {
          handler: (req: Request<{ params: { id: number } }>) => ({ id: req.params.id }),
          contract: { params: numericId },
        },
        'POST /users': { handler: (req: Request) => req.body, contract: { body: userBody }, types: { body: node } },
        'POST /users/:id': {
          handler: (req: Request) => req.body,
          contract: { params: numericId, body: userBody },
          types: { body: node },
        },
        'POST /any': (req: Request) => ({
          body: req.body ?? null,
          kind: Buffer.isBuffer(req.body) ? 'bytes' : typeof req.body,
        }),
        'POST /note': {
          handler: (req: Request<{ body: string }>) => req.body,
          contract: { body: (value) => (typeof value === 'string' ? { ok: true, value } : { ok: false, issues: [] }) },
          types: { body: { kind: 'string' } },
        },
        'POST /file': {
          handler: (req: Request<{ body: Uint8Array }>) => ({ size: req.body.length }),
          contract: {
            body: (value) => (value instanceof Uint8Array ? { ok: true, value } : { ok: false, issues: [] }),
          },
          types: { body: { kind: 'refined', base: { kind: 'bytes' } } },
        },
        'GET /query': (req: Request) => req.query,
        'GET /files/*rest': (req: Request) => req.params,
        'GET /a/:b/c': (req: Request) => req.params,
        'GET /cookies': (req: Request) => req.cookies,
      },
      config: { port: 0, bodyLimit: 2000 },
    }),
    { env: serverEnv, logger: memoryLogger().logger },
  );
  ({ port } = await app.listen());
});

afterAll(() => app.close());

const form = 'application/x-www-form-urlencoded';
const good = '{"name":"a","age":1}';
const nested = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);

interface Case {
  readonly request: readonly [
    method: string,
    path: string,
    body?: string | Uint8Array,
    contentType?: string,
    encoding?: string,
  ];
  readonly status: number;
  readonly body?: unknown;
}

const problem = (code: string, more: object = {}): unknown =>
  expect.objectContaining({ code, requestId: expect.any(String) as string, ...more });

const cases: Record<string, Case> = {
  'a good body': { request: ['POST', '/users', good], status: 200, body: { name: 'a', age: 1 } },
  'undeclared keys are dropped': {
    request: ['POST', '/users', '{"name":"a","age":1,"admin":true}'],
    status: 200,
    body: { name: 'a', age: 1 },
  },
  'a +json type': {
    request: ['POST', '/users', good, 'application/vnd.api+json; charset=UTF-8'],
    status: 200,
    body: { name: 'a', age: 1 },
  },
  'a byte order mark': { request: ['POST', '/users', `\uFEFF${good}`], status: 200 },
  'malformed JSON says where': {
    request: ['POST', '/users', '{"name":\n  x}'],
    status: 400,
    body: problem('GATI_BODY_SYNTAX', { detail: expect.stringContaining('line 2, column 3 (position 11)') as string }),
  },
  'JSON that ends early': {
    request: ['POST', '/users', '{"name":'],
    status: 400,
    body: problem('GATI_BODY_SYNTAX', { detail: expect.stringContaining('ends too early') as string }),
  },
  'JSON with a trailing comma': {
    request: ['POST', '/users', '{"a":1,}'],
    status: 400,
    body: problem('GATI_BODY_SYNTAX', { detail: expect.stringContaining('position 7') as string }),
  },
  'NaN is no JSON': {
    request: ['POST', '/users', '{"name":"a","age":NaN}'],
    status: 400,
    body: problem('GATI_BODY_SYNTAX'),
  },
  'broken UTF-8': {
    request: ['POST', '/users', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    status: 400,
    body: problem('GATI_BODY_ENCODING'),
  },
  'another charset': {
    request: ['POST', '/users', good, 'application/json; charset=latin1'],
    status: 415,
    body: problem('GATI_MEDIA_TYPE'),
  },
  'another content type': {
    request: ['POST', '/users', good, 'text/plain'],
    status: 415,
    body: problem('GATI_MEDIA_TYPE'),
  },
  'an unknown content type': {
    request: ['POST', '/users', '<a/>', 'application/xml'],
    status: 415,
    body: problem('GATI_MEDIA_TYPE'),
  },
  'no proper content type': {
    request: ['POST', '/users', good, 'nonsense'],
    status: 415,
    body: problem('GATI_MEDIA_TYPE'),
  },
  'no body at all': {
    request: ['POST', '/users'],
    status: 422,
    body: problem('GATI_VALIDATION_FAILED', {
      errors: [expect.objectContaining({ in: 'body', pointer: '', code: 'required' })],
    }),
  },
  'an empty JSON body': { request: ['POST', '/users', ''], status: 422, body: problem('GATI_VALIDATION_FAILED') },
  'all issues at once': {
    request: ['POST', '/users/x', '{"age":"1"}'],
    status: 422,
    body: problem('GATI_VALIDATION_FAILED', {
      errors: [
        expect.objectContaining({ in: 'params', pointer: '/id', expected: 'number', received: '"x"' }),
        expect.objectContaining({ in: 'body', pointer: '/name' }),
        expect.objectContaining({ in: 'body', pointer: '/age', message: expect.any(String) as string }),
      ],
    }),
  },
  'an oversized body': {
    request: ['POST', '/users', JSON.stringify({ name: 'x'.repeat(3000) })],
    status: 413,
    body: problem('GATI_BODY_TOO_LARGE'),
  },
  '__proto__ in JSON': {
    request: ['POST', '/any', '{"__proto__":{"admin":true}}'],
    status: 400,
    body: problem('GATI_BODY_FORBIDDEN_KEY'),
  },
  '__proto__ behind an escape': {
    request: ['POST', '/any', '{"a":[{"\\u005f_proto__":1}]}'],
    status: 400,
    body: problem('GATI_BODY_FORBIDDEN_KEY'),
  },
  'constructor.prototype': {
    request: ['POST', '/any', '{"constructor":{"prototype":{}}}'],
    status: 400,
    body: problem('GATI_BODY_FORBIDDEN_KEY'),
  },
  'a key called constructor': {
    request: ['POST', '/any', '{"constructor":"Ford"}'],
    status: 200,
    body: { body: { constructor: 'Ford' }, kind: 'object' },
  },
  '__proto__ as a value': { request: ['POST', '/any', '{"a":"__proto__"}'], status: 200 },
  'the deepest allowed nesting': { request: ['POST', '/any', nested(64)], status: 200 },
  'too deep': { request: ['POST', '/any', nested(65)], status: 400, body: problem('GATI_BODY_TOO_DEEP') },
  'too deep, arrays': {
    request: ['POST', '/any', '['.repeat(900) + ']'.repeat(900)],
    status: 400,
    body: problem('GATI_BODY_TOO_DEEP'),
  },
  'a form': {
    request: ['POST', '/any', 'a=1&b=x%20y&a=2', form],
    status: 200,
    body: { body: { a: ['1', '2'], b: 'x y' }, kind: 'object' },
  },
  'a form with __proto__': {
    request: ['POST', '/any', '__proto__=1', form],
    status: 400,
    body: problem('GATI_BODY_FORBIDDEN_KEY'),
  },
  'text where text is declared': { request: ['POST', '/note', 'hi', 'text/plain'], status: 200, body: 'hi' },
  'bytes where bytes are declared': {
    request: ['POST', '/file', Buffer.from([0, 0xff, 1]), 'application/octet-stream'],
    status: 200,
    body: { size: 3 },
  },
  'an image where bytes are declared': {
    request: ['POST', '/file', Buffer.from([0, 0xff]), 'image/png'],
    status: 200,
    body: { size: 2 },
  },
  'text in any charset where bytes are declared': {
    request: ['POST', '/file', Buffer.from([0xe9]), 'text/plain; charset=latin1'],
    status: 200,
    body: { size: 1 },
  },
  'JSON in another charset where bytes are declared': {
    request: ['POST', '/file', '""', 'application/json; charset=latin1'],
    status: 415,
    body: problem('GATI_MEDIA_TYPE', { detail: expect.stringContaining('application/octet-stream') as string }),
  },
  'a compressed body': {
    request: ['POST', '/users', gzipSync(good), 'application/json', 'gzip'],
    status: 415,
    body: problem('GATI_CONTENT_ENCODING', { detail: expect.stringContaining('"gzip"') as string }),
  },
  'a compressed body where nothing is declared': {
    request: ['POST', '/any', gzipSync(good), 'application/octet-stream', 'br, gzip'],
    status: 415,
    body: problem('GATI_CONTENT_ENCODING'),
  },
  'bytes where nothing is declared': {
    request: ['POST', '/any', 'x', 'application/octet-stream'],
    status: 200,
    body: expect.objectContaining({ kind: 'bytes' }),
  },
  'text where nothing is declared': {
    request: ['POST', '/any', 'x', 'text/plain'],
    status: 200,
    body: { body: 'x', kind: 'string' },
  },
  'a good parameter': { request: ['GET', '/users/7'], status: 200, body: { id: 7 } },
  'a bad parameter': { request: ['GET', '/users/x'], status: 422, body: problem('GATI_VALIDATION_FAILED') },
  'bad percent-encoding in the path': {
    request: ['GET', '/users/%ZZ'],
    status: 400,
    body: problem('GATI_URL_INVALID'),
  },
  'bad UTF-8 in the path': { request: ['GET', '/users/%FF'], status: 400, body: problem('GATI_URL_INVALID') },
  'bad percent-encoding in the query': {
    request: ['GET', '/query?a=%ZZ'],
    status: 400,
    body: problem('GATI_QUERY_INVALID'),
  },
  'a repeated query key': { request: ['GET', '/query?a=1&a=2&b=3'], status: 200, body: { a: ['1', '2'], b: '3' } },
  '__proto__ in the query': { request: ['GET', '/query?__proto__=1&a=2'], status: 200 },
  'a catch-all under its name': { request: ['GET', '/files/a/b%2Fc'], status: 200, body: { rest: 'a/b/c' } },
  'an empty parameter': { request: ['GET', '/a//c'], status: 404, body: problem('GATI_ROUTE_NOT_FOUND') },
  'a very long parameter': {
    request: ['GET', `/users/${'9'.repeat(3000)}`],
    status: 414,
    body: problem('GATI_PARAM_TOO_LONG'),
  },
  'an unknown path': {
    request: ['GET', '/nope'],
    status: 404,
    body: problem('GATI_ROUTE_NOT_FOUND', { detail: 'no route for GET /nope' }),
  },
  'a wrong method': { request: ['DELETE', '/users/7'], status: 405, body: problem('GATI_METHOD_NOT_ALLOWED') },
  OPTIONS: { request: ['OPTIONS', '/users/7'], status: 204 },
  'a trailing slash': { request: ['GET', '/users/7/'], status: 200, body: { id: 7 } },
};

describe('bad input over a socket', () => {
  for (const [name, { request, status, body }] of Object.entries(cases)) {
    test(name, async () => {
      const [method, path, payload, contentType = 'application/json', encoding = 'identity'] = request;
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        ...(payload === undefined
          ? {}
          : { body: payload, headers: { 'content-type': contentType, 'content-encoding': encoding } }),
      });
      const text = await response.text();
      expect(response.status, text).toBe(status);
      if (status >= 400) expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(response.headers.get('accept-encoding')).toBe(encoding === 'identity' ? null : 'identity');
      if (body !== undefined) expect(JSON.parse(text)).toEqual(body);
      expect(text).not.toMatch(/node_modules|\.ts:|at Object/);
      expect(({} as { admin?: unknown }).admin).toBeUndefined();
    });
  }

  test.each([
    ['DELETE', '/users/7', 'GET, HEAD, POST, OPTIONS'],
    ['OPTIONS', '/users', 'POST, OPTIONS'],
  ])('%s %s names the methods there are', async (method, path, allow) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
    expect(response.headers.get('allow')).toBe(allow);
  });

  test('an oversized body without a length ends when the limit is passed', async () => {
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(1000));
      },
    });
    const init = { method: 'POST', body: stream, headers: { 'content-type': 'application/json' }, duplex: 'half' };
    const outcome = await fetch(`http://127.0.0.1:${port}/any`, init as RequestInit).then(
      (response) => response.status,
      () => 'closed',
    );
    expect([413, 'closed']).toContain(outcome);
  });

  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
  ])('%s', async (_name, bytes, status) => {
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain('application/problem+json');
  });

  test('cookies are read, and odd ones are harmless', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/cookies`, {
      headers: { cookie: 'a=1; b="x%20y"; a=2; bad=%ZZ; __proto__=1; =x; novalue' },
    });
    const cookies = JSON.parse(await response.text()) as Record<string, string>;
    expect({ ...cookies }).toMatchObject({ a: '1', b: 'x y', bad: '%ZZ' });
  });

  test('the process has stayed alive and answers', async () => {
    expect((await fetch(`http://127.0.0.1:${port}/users/1`)).status).toBe(200);
  });
});
