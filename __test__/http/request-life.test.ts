import { once } from 'node:events';
import { request as httpRequest } from 'node:http';

import { describe, expect, test } from 'vitest';

import type { GatiConfig } from '../../src-ts/api/config.js';
import type { GlobalContext, LocalContext } from '../../src-ts/api/contexts.js';
import type { Middleware } from '../../src-ts/api/handler.js';
import type { Response } from '../../src-ts/api/response.js';
import { NotFound } from '../../src-ts/errors/http-errors.js';
import { appOf, loggedCodes } from './definition.js';
import { isNative } from './server-env.js';

/** Timers that would keep the process, or a closure, alive. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

describe('time', () => {
  test('a handler that never answers gets a 503, its signal is aborted, and its late end changes nothing', async () => {
    const seen: string[] = [];
    let finish: () => void = () => undefined;
    const { app, lines } = appOf(
      {
        'GET /slow': async (_req: never, res: Response, _gctx: GlobalContext, lctx: LocalContext) => {
          lctx.signal.addEventListener('abort', () => seen.push((lctx.signal.reason as Error).name));
          lctx.lifecycle.onTimeout(() => seen.push('onTimeout'));
          lctx.onCleanup(() => seen.push('cleanup'));
          await new Promise<void>((resolve) => (finish = resolve));
          res.json({ late: true });
          seen.push('late');
        },
      },
      { timeouts: { handler: 30 } },
    );
    const response = await app.inject('/slow');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ code: 'GATI_HANDLER_TIMEOUT', status: 503 });
    finish();
    await new Promise((resolve) => setImmediate(resolve));
    await app.close();
    expect(seen).toEqual(['TimeoutError', 'onTimeout', 'cleanup', 'late']);
    expect(loggedCodes(lines)).toContain('GATI_HANDLER_TIMEOUT');
  });

  test('10,000 requests leave no timer', async () => {
    const { app } = appOf({ 'GET /x': async () => Promise.resolve({ ok: true }) });
    await app.start();
    const before = timers();
    for (let round = 0; round < 100; round += 1) {
      await Promise.all(Array.from({ length: 100 }, () => app.inject('/x')));
    }
    const after = timers();
    // Requests of tests take sockets natively, whose own timers may end in the meantime.
    if (isNative) expect(after).toBeLessThanOrEqual(before);
    else expect(after).toBe(before);
    await app.close();
  });

  test('a client that goes away aborts the signal', async () => {
    let leave: () => void = () => undefined;
    let aborted: (reason: string) => void = () => undefined;
    const gone = new Promise<string>((resolve) => (aborted = resolve));
    const { app } = appOf(
      {
        'GET /wait': async (_req: never, _res: Response, _gctx: GlobalContext, lctx: LocalContext) => {
          const { signal } = lctx;
          leave();
          await once(signal, 'abort');
          aborted((lctx.signal.reason as Error).name);
        },
      },
      { port: 0 },
    );
    const { port } = await app.listen();
    const client = httpRequest({ port, host: '127.0.0.1', path: '/wait' });
    client.on('error', () => undefined);
    leave = () => void client.destroy();
    client.end();
    expect(await gone).toBe('AbortError');
    await app.close();
  });
});

describe('around handlers', () => {
  test('middleware, hooks, handler and cleanup run in order', async () => {
    const order: string[] = [];
    const note =
      (name: string): Middleware =>
      async (_req, res, _gctx, lctx, next) => {
        order.push(`${name} in`);
        if (name === 'outer') {
          lctx.before(() => void order.push('own before'));
          lctx.after(() => void order.push('own after'));
        }
        await next();
        order.push(`${name} out ${res.statusCode}`);
        res.header(`x-${name}`, '1');
      };
    const { app } = appOf(
      {
        'GET /x': (_req: never, _res: Response, _gctx: GlobalContext, lctx: LocalContext) => {
          order.push('handler');
          lctx.after(() => void order.push('late after'));
          lctx.onCleanup(() => order.push('cleanup 1'));
          lctx.onCleanup(async () => order.push('cleanup 2'));
          return { ok: true };
        },
      },
      {
        use: [note('outer'), note('inner')],
        hooks: { before: [() => void order.push('before')], after: [() => void order.push('after')] },
      },
    );
    const response = await app.inject('/x');
    await app.close();
    expect(order).toEqual([
      'outer in',
      'inner in',
      'before',
      'own before',
      'handler',
      'after',
      'own after',
      'late after',
      'inner out 200',
      'outer out 200',
      'cleanup 2',
      'cleanup 1',
    ]);
    expect(response.headers).toMatchObject({ 'x-outer': '1', 'x-inner': '1' });
  });

  const handled = (): unknown => ({ from: 'handler' });
  test.each<readonly [string, GatiConfig, number, unknown]>([
    [
      'a middleware that answers ends the request',
      { use: [(_req, res) => res.status(401).json({ no: 1 })] },
      401,
      { no: 1 },
    ],
    ['a middleware that returns a value', { use: [() => ({ cached: true })] }, 200, { cached: true }],
    [
      'a middleware that does not await next',
      { use: [(_req, _res, _gctx, _lctx, next) => void next()] },
      200,
      { from: 'handler' },
    ],
    ['a middleware that does nothing', { use: [() => undefined] }, 204, undefined],
    [
      'a middleware that throws',
      {
        use: [
          () => {
            throw new NotFound('mw');
          },
        ],
      },
      404,
      { detail: 'mw' },
    ],
    [
      'next() twice',
      {
        use: [
          async (_req, _res, _gctx, _lctx, next) => {
            await next();
            await next();
          },
        ],
      },
      500,
      { code: 'GATI_INTERNAL' },
    ],
    ['a before-hook that answers', { hooks: { before: [(_req, res) => res.status(403).end()] } }, 403, undefined],
    [
      'an after-hook that replaces the answer',
      {
        hooks: {
          after: [
            (_req, res) => {
              res.body = { wrapped: res.body };
            },
          ],
        },
      },
      200,
      { wrapped: { from: 'handler' } },
    ],
    [
      'an after-hook that throws',
      {
        hooks: {
          after: [
            () => {
              throw new NotFound('after');
            },
          ],
        },
      },
      404,
      { detail: 'after' },
    ],
  ])('%s', async (_name, config, status, body) => {
    const { app } = appOf({ 'GET /x': handled }, config);
    const response = await app.inject('/x');
    await app.close();
    expect(response.statusCode).toBe(status);
    if (body !== undefined) expect(response.json()).toMatchObject(body as object);
  });

  test('lctx.before in a handler is too late, and says so', async () => {
    const { app, lines } = appOf({
      'GET /x': (_req: never, _res: Response, _gctx: GlobalContext, lctx: LocalContext) => lctx.before(() => undefined),
    });
    expect((await app.inject('/x')).statusCode).toBe(500);
    await app.close();
    expect(loggedCodes(lines)).toEqual(['GATI_HOOK_TOO_LATE']);
  });
});
