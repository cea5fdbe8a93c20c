import { describe, expect, test } from 'vitest';

import { createApp } from '../../src-ts/app.js';
import type { GlobalContext, LocalContext } from '../../src-ts/api/contexts.js';
import type { Request } from '../../src-ts/api/request.js';
import type { Response } from '../../src-ts/api/response.js';
import { NotFound } from '../../src-ts/errors/http-errors.js';
import { appOf, define, loggedCodes, memoryLogger } from './definition.js';
import { serverEnv } from './server-env.js';

describe('errors', () => {
  const fails = (): never => {
    throw new Error('boom');
  };

  test('useError is called for errors of handlers, and its answer counts', async () => {
    const calls: unknown[] = [];
    const { app } = appOf(
      { 'GET /x': fails },
      {
        useError: [
          (error, _req, res) => {
            calls.push((error as Error).message);
            return res.json({ handled: true });
          },
        ],
      },
    );
    const response = await app.inject('/x');
    await app.close();
    expect([calls, response.statusCode, response.json()]).toEqual([['boom'], 500, { handled: true }]);
  });

  test('useError is called for bad input and unknown routes too', async () => {
    const calls: unknown[] = [];
    const { app } = appOf(
      { 'POST /x': () => 1 },
      { useError: [(error) => void calls.push((error as { code?: string }).code)] },
    );
    await app.inject({ method: 'POST', url: '/x', headers: { 'content-type': 'application/json' }, payload: '{' });
    await app.inject('/nope');
    await app.inject('/%ZZ');
    await app.close();
    expect(calls).toEqual(['GATI_BODY_SYNTAX', 'GATI_ROUTE_NOT_FOUND', 'GATI_URL_INVALID']);
  });

  test('an error hook that fails leaves the first error as the answer', async () => {
    const { app, lines } = appOf(
      {
        'GET /x': () => {
          throw new NotFound('first');
        },
      },
      {
        useError: [
          () => {
            throw new Error('second');
          },
        ],
      },
    );
    expect((await app.inject('/x')).json()).toMatchObject({ status: 404, detail: 'first' });
    await app.close();
    expect(lines.map(({ msg }) => msg)).toContain('an error hook failed');
  });

  test('lctx.catch is the closest, and lifecycle.onError is told', async () => {
    const seen: string[] = [];
    const { app } = appOf(
      {
        'GET /x': (_req: never, _res: Response, _gctx: GlobalContext, lctx: LocalContext) => {
          lctx.lifecycle.onError(() => void seen.push('onError'));
          lctx.catch((_error, _req2, res) => res.status(418).json({ caught: true }));
          throw new Error('boom');
        },
      },
      { useError: [() => void seen.push('useError')] },
    );
    const response = await app.inject('/x');
    await app.close();
    expect([response.statusCode, response.json(), seen]).toEqual([418, { caught: true }, ['onError']]);
  });

  test.each(['development', 'production', 'test'] as const)(
    'no stack and no message of a fault leaves in %s',
    async (mode) => {
      const { logger, lines } = memoryLogger();
      const app = createApp(
        define({
          routes: {
            'GET /x': () => {
              throw new Error('the secret');
            },
          },
          mode,
        }),
        { logger, env: serverEnv },
      );
      const { body } = await app.inject('/x');
      await app.close();
      expect(body).not.toMatch(/secret|\.ts|stack/);
      expect(JSON.stringify(lines)).toContain('the secret');
    },
  );

  test('a cleanup that fails is logged', async () => {
    const { app, lines } = appOf({
      'GET /x': (_req: never, _res: Response, _gctx: GlobalContext, lctx: LocalContext) => {
        lctx.onCleanup(() => Promise.reject(new Error('async')));
        lctx.onCleanup(fails);
        return 1;
      },
    });
    expect((await app.inject('/x')).statusCode).toBe(200);
    await app.close();
    expect(loggedCodes(lines)).toEqual(['GATI_CLEANUP_FAILED', 'GATI_CLEANUP_FAILED']);
  });
});

describe('who is asking', () => {
  const show = (req: Request, _res: Response, _gctx: GlobalContext, lctx: LocalContext): unknown => ({
    requestId: lctx.requestId,
    traceId: lctx.traceId,
    parent: lctx.parentSpanId ?? null,
    ip: req.ip,
    keys: Object.keys(lctx.state),
    same: lctx.startTime === lctx.timestamp && lctx.meta.startTime === lctx.startTime,
  });
  const trace = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

  test.each<readonly [string, Record<string, string>, object]>([
    ['a sane request id', { 'x-request-id': 'abc-123' }, { requestId: 'abc-123', traceId: 'abc-123' }],
    [
      'an insane request id',
      { 'x-request-id': 'a b"\\' },
      { requestId: expect.stringMatching(/^[\w-]{12,}$/) as string },
    ],
    [
      'a long request id',
      { 'x-request-id': 'a'.repeat(200) },
      { requestId: expect.stringMatching(/^[\w-]{12,40}$/) as string },
    ],
    ['a trace', { traceparent: trace }, { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', parent: '00f067aa0ba902b7' }],
    ['a trace of zeros', { traceparent: trace.replace(/4b.*36/, '0'.repeat(32)) }, { parent: null }],
    ['headers that claim a user', { 'x-user-id': 'admin', 'x-tenant-id': 't', 'x-session-id': 's' }, { keys: [] }],
    ['a forwarded address without trustProxy', { 'x-forwarded-for': '6.6.6.6' }, { ip: '127.0.0.1', same: true }],
  ])('%s', async (_name, headers, wanted) => {
    const { app } = appOf({ 'GET /x': show as never });
    const response = await app.inject({ url: '/x', headers });
    await app.close();
    expect(response.json()).toMatchObject(wanted);
  });

  test('a forwarded address with trustProxy', async () => {
    const { app } = appOf({ 'GET /x': show as never }, { trustProxy: true });
    expect((await app.inject({ url: '/x', headers: { 'x-forwarded-for': '6.6.6.6' } })).json()).toMatchObject({
      ip: '6.6.6.6',
    });
    await app.close();
  });
});

describe('cross-origin', () => {
  const { origin, other } = { origin: 'https://a.example', other: 'https://b.example' };
  const ask = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-one' };

  test('a preflight, a request and an error of a known origin; nothing for another', async () => {
    const { app } = appOf({ 'POST /x': () => 1 }, { cors: { origin: [origin], credentials: true, maxAge: 60 } });
    const preflight = await app.inject({ method: 'OPTIONS', url: '/x', headers: { origin, ...ask } });
    expect([preflight.statusCode, preflight.headers]).toMatchObject([
      204,
      {
        'access-control-allow-origin': origin,
        'access-control-allow-headers': 'x-one',
        'access-control-max-age': '60',
        vary: 'Origin',
      },
    ]);
    expect(
      (await app.inject({ method: 'POST', url: '/x', headers: { origin } })).headers[
        'access-control-allow-credentials'
      ],
    ).toBe('true');
    expect((await app.inject({ url: '/nope', headers: { origin } })).headers['access-control-allow-origin']).toBe(
      origin,
    );
    expect(
      (await app.inject({ method: 'POST', url: '/x', headers: { origin: other } })).headers[
        'access-control-allow-origin'
      ],
    ).toBeUndefined();
    await app.close();
  });
});
