import { Readable } from 'node:stream';

import { describe, expect, test } from 'vitest';

import { createApp } from '../../src-ts/app.js';
import type { LocalContext } from '../../src-ts/api/contexts.js';
import type { Request } from '../../src-ts/api/request.js';
import type { Response } from '../../src-ts/api/response.js';
import { HandlerError } from '../../src-ts/errors/http-error.js';
import { Conflict, NotFound } from '../../src-ts/errors/http-errors.js';
import { define, loggedCodes, memoryLogger } from './definition.js';
import { serverEnv } from './server-env.js';

type Run = (req: Request, res: Response, gctx: unknown, lctx: LocalContext) => unknown;

const json = 'application/json; charset=utf-8';
const circular: { self?: unknown } = {};
circular.self = circular;

interface Case {
  readonly run: Run;
  readonly status: number;
  readonly body: unknown;
  readonly type?: string | undefined;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly logs?: readonly string[];
}

const cases: Record<string, Case> = {
  'a returned object': { run: () => ({ a: 1 }), status: 200, body: '{"a":1}', type: json },
  'a promise of an object': { run: async () => ({ a: 1 }), status: 200, body: '{"a":1}', type: json },
  'a returned string is JSON': { run: () => 'hi', status: 200, body: '"hi"', type: json },
  null: { run: () => null, status: 200, body: 'null', type: json },
  'false is an answer': { run: () => false, status: 200, body: 'false', type: json },
  'zero is an answer': { run: () => 0, status: 200, body: '0', type: json },
  'nothing is 204': { run: () => undefined, status: 204, body: '' },
  'a promise of nothing is 204': { run: async () => undefined, status: 204, body: '' },
  'res.json': { run: (_req, res) => res.json({ a: 1 }), status: 200, body: '{"a":1}', type: json },
  'res.json without return': { run: (_req, res) => void res.json({ a: 1 }), status: 200, body: '{"a":1}', type: json },
  'res.json(undefined)': { run: (_req, res) => res.json(undefined), status: 204, body: '' },
  'res.status().json()': {
    run: (_req, res) => res.status(201).json({ a: 1 }),
    status: 201,
    body: '{"a":1}',
    type: json,
  },
  'res.status = … and a return value': {
    run: (_req, res) => {
      res.status = 409;
      return { error: 'ReservationFailed' };
    },
    status: 409,
    body: '{"error":"ReservationFailed"}',
    type: json,
  },
  'res.status = …; res.body = …': {
    run: async (_req, res) => {
      res.status = 202;
      res.body = { state: 'capturing' };
    },
    status: 202,
    body: '{"state":"capturing"}',
    type: json,
  },
  'res.status alone': { run: (_req, res) => void res.status(404), status: 404, body: '' },
  'res.text': { run: (_req, res) => res.text('hi'), status: 200, body: 'hi', type: 'text/plain; charset=utf-8' },
  'res.html': { run: (_req, res) => res.html('<b>'), status: 200, body: '<b>', type: 'text/html; charset=utf-8' },
  'res.send text': { run: (_req, res) => res.send('hi'), status: 200, body: 'hi', type: 'text/plain; charset=utf-8' },
  'res.send bytes': {
    run: (_req, res) => res.send(Buffer.from('hi')),
    status: 200,
    body: 'hi',
    type: 'application/octet-stream',
  },
  'returned bytes': { run: () => Buffer.from('hi'), status: 200, body: 'hi', type: 'application/octet-stream' },
  'res.type wins': { run: (_req, res) => res.type('text/csv').send('a,b'), status: 200, body: 'a,b', type: 'text/csv' },
  'res.end': { run: (_req, res) => res.end(), status: 204, body: '' },
  'res.redirect': {
    run: (_req, res) => res.redirect('/größe?a=%20'),
    status: 302,
    body: '',
    headers: { location: '/gr%C3%B6%C3%9Fe?a=%20' },
  },
  'res.redirect with a status': {
    run: (_req, res) => res.redirect('/b', 308),
    status: 308,
    body: '',
    headers: { location: '/b' },
  },
  'headers and cookies': {
    run: (_req, res) =>
      res
        .header('X-One', 1)
        .setHeader('x-two', 'b')
        .headers({ 'x-three': 'c' })
        .cookie('a', 'b c', { httpOnly: true })
        .cookie('d', 'e')
        .json(1),
    status: 200,
    body: '1',
    headers: { 'x-one': '1', 'x-two': 'b', 'x-three': 'c', 'set-cookie': ['a=b%20c; Path=/; HttpOnly', 'd=e; Path=/'] },
  },
  'a Node stream': {
    run: () => Readable.from(['a', 'b'], { objectMode: false }),
    status: 200,
    body: 'ab',
    type: 'application/octet-stream',
  },
  'a web stream': {
    run: (_req, res) => res.stream(new Blob(['web']).stream(), 'text/plain'),
    status: 200,
    body: 'web',
    type: 'text/plain',
  },
  'an async generator': {
    run: async function* () {
      yield 'a';
      yield { b: 1 };
    },
    status: 200,
    body: 'a{"b":1}\n',
  },
  'a typed error': {
    run: () => {
      throw new NotFound('no such user', {
        code: 'USER_UNKNOWN',
        headers: { 'x-reason': 'gone' },
        extensions: { id: 7, status: 1 },
      });
    },
    status: 404,
    body: { type: 'about:blank', title: 'Not Found', status: 404, detail: 'no such user', code: 'USER_UNKNOWN', id: 7 },
    type: 'application/problem+json; charset=utf-8',
    headers: { 'x-reason': 'gone' },
  },
  'a returned typed error': {
    run: async () => new Conflict(),
    status: 409,
    body: { type: 'about:blank', title: 'Conflict', status: 409 },
  },
  HandlerError: {
    run: () => {
      throw new HandlerError('no stock', 409, { sku: 'x' });
    },
    status: 409,
    body: { type: 'about:blank', title: 'Conflict', status: 409, detail: 'no stock', context: { sku: 'x' } },
  },
  'an error of a library keeps its 4xx': {
    run: () => {
      throw Object.assign(new Error('bad token'), { statusCode: 401, code: 'FST_JWT' });
    },
    status: 401,
    body: { type: 'about:blank', title: 'Unauthorized', status: 401, detail: 'bad token', code: 'FST_JWT' },
  },
  'a thrown error says nothing': {
    run: async () => {
      throw new Error('password is hunter2');
    },
    status: 500,
    body: {
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'the server failed to answer',
      code: 'GATI_INTERNAL',
    },
  },
  'a thrown string': {
    run: () => {
      throw 'oops';
    },
    status: 500,
    body: {
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'the server failed to answer',
      code: 'GATI_INTERNAL',
    },
  },
  'a circular value': {
    run: () => circular,
    status: 500,
    body: expect.objectContaining({ code: 'GATI_RESPONSE_UNSERIALIZABLE' }),
    logs: ['GATI_RESPONSE_UNSERIALIZABLE'],
  },
  'a BigInt without a contract': {
    run: () => 1n,
    status: 500,
    body: expect.objectContaining({ code: 'GATI_RESPONSE_UNSERIALIZABLE' }),
  },
  'a function': {
    run: () => () => 1,
    status: 500,
    body: expect.objectContaining({ code: 'GATI_RESPONSE_UNSERIALIZABLE' }),
  },
  'an impossible status': {
    run: (_req, res) => res.status(99).json(1),
    status: 500,
    body: expect.objectContaining({ code: 'GATI_INTERNAL' }),
    logs: ['GATI_STATUS_INVALID'],
  },
  'a header with a line break': {
    run: (_req, res) => res.header('x-a', 'b\r\nset-cookie: c').json(1),
    status: 500,
    body: expect.objectContaining({ code: 'GATI_INTERNAL' }),
  },
  'two answers: the first counts, the second is logged': {
    run: (_req, res) => {
      res.json({ first: true });
      return { second: true };
    },
    status: 200,
    body: '{"first":true}',
    logs: ['GATI_ANSWERED_TWICE'],
  },
  'two answers by calls': {
    run: (_req, res) => {
      res.text('first');
      res.json('second');
    },
    status: 200,
    body: 'first',
    type: 'text/plain; charset=utf-8',
    logs: ['GATI_ANSWERED_TWICE'],
  },
  'an error after an answer': {
    run: (_req, res) => {
      res.json({ first: true });
      throw new NotFound();
    },
    status: 404,
    body: expect.objectContaining({ status: 404 }),
  },
};

describe('answers of handlers', () => {
  for (const [name, { run, status, body, type, headers, logs }] of Object.entries(cases)) {
    test(name, async () => {
      const { logger, lines } = memoryLogger();
      const app = createApp(define({ routes: { 'GET /x': run as never } }), { logger, env: serverEnv });
      const response = await app.inject({ method: 'GET', url: '/x' });
      await app.close();
      expect(response.statusCode).toBe(status);
      if (typeof body === 'string') expect(response.body).toBe(body);
      else {
        const document = response.json<Record<string, unknown>>();
        delete document['requestId'];
        expect(document).toEqual(body);
      }
      if (type !== undefined) expect(response.headers['content-type']).toBe(type);
      for (const [header, value] of Object.entries(headers ?? {})) expect(response.headers[header]).toEqual(value);
      if (logs !== undefined) expect(loggedCodes(lines)).toEqual(logs);
    });
  }
});

describe('answers and contracts', () => {
  const write = (value: unknown): string => {
    if (typeof (value as { id?: unknown }).id !== 'number') {
      throw Object.assign(new Error('misfit'), {
        issues: [{ pointer: '/id', code: 'type', expected: 'number', received: 'string', message: 'expected number' }],
      });
    }
    return JSON.stringify({ id: (value as { id: number }).id });
  };
  const routes = {
    'GET /ok': { handler: () => ({ id: 1, secret: 'x' }), contract: { responses: { '200': write } } },
    'POST /made': { handler: () => ({ id: 1, secret: 'x' }), contract: { responses: { '201': write } } },
    'GET /bad': { handler: () => ({ id: 'one' }), contract: { responses: { '200': write } } },
    'GET /other': {
      handler: (_req: never, res: Response) => res.status(418).json({ id: 'free' }),
      contract: { responses: { '200': write } },
    },
  };

  test('the answer is projected on the contract of its status', async () => {
    const app = createApp(define({ routes }), { env: serverEnv, logger: memoryLogger().logger });
    expect((await app.inject('/ok')).body).toBe('{"id":1}');
    const made = await app.inject({ method: 'POST', url: '/made' });
    expect([made.statusCode, made.body]).toEqual([201, '{"id":1}']);
    expect((await app.inject('/other')).body).toBe('{"id":"free"}');
    await app.close();
  });

  test.each([
    [
      'development',
      { code: 'GATI_RESPONSE_MISFIT', errors: [expect.objectContaining({ in: 'response', pointer: '/id' })] },
    ],
    ['production', { code: 'GATI_INTERNAL', detail: 'the server failed to answer' }],
  ] as const)('an answer that does not fit, in %s', async (mode, wanted) => {
    const { logger, lines } = memoryLogger();
    const app = createApp(define({ routes, mode }), { logger, env: serverEnv });
    const response = await app.inject('/bad');
    await app.close();
    expect(response.statusCode).toBe(500);
    expect(response.json()).toMatchObject(wanted);
    if (mode === 'production') expect(response.json()).not.toHaveProperty('errors');
    expect(loggedCodes(lines)).toEqual(['GATI_RESPONSE_MISFIT']);
  });

  test('HEAD has the headers of GET and no body', async () => {
    const app = createApp(define({ routes }), { env: serverEnv, logger: memoryLogger().logger });
    const response = await app.inject({ method: 'HEAD', url: '/ok' });
    await app.close();
    expect([response.statusCode, response.headers['content-length'], response.body]).toEqual([200, '8', '']);
  });
});
