import { once } from 'node:events';
import { Agent, get, request as httpRequest } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';

import { describe, expect, test } from 'vitest';

import { createApp, type GatiApp } from '../../src-ts/app.js';
import type { GatiConfig } from '../../src-ts/api/config.js';
import type { GlobalContext } from '../../src-ts/api/contexts.js';
import type { Module } from '../../src-ts/api/module.js';
import type { AppDefinition, LoadedModule } from '../../src-ts/definition.js';
import { define, loggedCodes, memoryLogger } from './definition.js';
import { serverEnv } from './server-env.js';

function loaded(name: string, value: LoadedModule['value']): LoadedModule {
  return { name, file: `src/modules/${name}.ts`, value };
}

function noting(order: string[], name: string, more: Partial<Module> = {}): LoadedModule {
  return loaded(name, {
    name,
    exports: { name },
    init: () => void order.push(`+${name}`),
    shutdown: () => void order.push(`-${name}`),
    ...more,
  });
}

function appOf(
  modules: readonly LoadedModule[],
  config: GatiConfig = {},
): { app: GatiApp; lines: Record<string, unknown>[] } {
  const { logger, lines } = memoryLogger();
  return {
    app: createApp(define({ routes: { 'GET /x': () => 1 }, modules, config }), { logger, env: serverEnv }),
    lines,
  };
}

/** A promise, and what fulfils it. */
function signal<T = void>(): { readonly when: Promise<T>; readonly give: (value: T) => void } {
  let give: (value: T) => void = () => undefined;
  const when = new Promise<T>((resolve) => (give = resolve));
  return { when, give };
}

describe('modules', () => {
  test('start in the order of their dependencies and stop in reverse', async () => {
    const order: string[] = [];
    const { app } = appOf([
      noting(order, 'a', { dependencies: ['c'] }),
      noting(order, 'b'),
      noting(order, 'c', { dependencies: ['b'] }),
    ]);
    await app.start();
    await app.close();
    expect(order).toEqual(['+b', '+c', '+a', '-a', '-c', '-b']);
  });

  const circle = [
    noting([], 'a', { dependencies: ['b'] }),
    noting([], 'b', { dependencies: ['c'] }),
    noting([], 'c', { dependencies: ['b'] }),
  ];
  test.each<readonly [string, readonly LoadedModule[], RegExp]>([
    ['a circle is reported with its path', circle, /circle: b → c → b/],
    [
      'a missing dependency names who wanted it',
      [noting([], 'cache', { dependencies: ['cach'] })],
      /cach does not exist; cache \(src\/modules\/cache\.ts\) depends on it; did you mean cache/,
    ],
    ['two of one name', [noting([], 'a'), noting([], 'a')], /two modules are called a/],
    [
      'a misspelled member',
      [loaded('a', { name: 'a', shutDown: () => undefined } as unknown as Module)],
      /"shutDown" is not part of a module; did you mean shutdown/,
    ],
    ['not a module', [loaded('a', 7 as unknown as Module)], /exports a number/],
  ])('%s', async (_name, modules, message) => {
    const { app } = appOf(modules);
    await expect(app.start()).rejects.toThrow(message);
    await app.close();
  });

  test('a failed init stops the start with its cause, and shuts down what had started', async () => {
    const order: string[] = [];
    const cause = new Error('no database');
    const { app } = appOf([
      noting(order, 'a'),
      noting(order, 'b', { dependencies: ['a'], init: () => Promise.reject(cause) }),
      noting(order, 'c', { dependencies: ['b'] }),
    ]);
    await expect(app.listen()).rejects.toMatchObject({
      code: 'GATI_MODULE_INIT_FAILED',
      cause,
      message: expect.stringContaining('b (src/modules/b.ts)') as string,
    });
    expect(order).toEqual(['+a', '-a']);
  });

  test('an init that never ends', async () => {
    const { app } = appOf([noting([], 'a', { init: () => new Promise(() => undefined) })], {
      timeouts: { moduleInit: 20 },
    });
    await expect(app.start()).rejects.toMatchObject({ code: 'GATI_MODULE_INIT_TIMEOUT' });
  });

  test('a shutdown that fails does not keep the others from stopping', async () => {
    const order: string[] = [];
    const { app, lines } = appOf([
      noting(order, 'a'),
      noting(order, 'b', { shutdown: () => Promise.reject(new Error('stuck')) }),
    ]);
    await app.start();
    await app.close();
    expect(order).toEqual(['+a', '+b', '-a']);
    expect(loggedCodes(lines)).toEqual(['GATI_MODULE_SHUTDOWN_FAILED']);
  });

  class Users {
    calls = 0;
    async charge(at: Date, tags: Map<string, number>): Promise<unknown> {
      this.calls += 1;
      if (!(at instanceof Date) || !(tags instanceof Map)) throw new TypeError('arguments were copied');
      throw new Error('declined');
    }
  }

  test('calls are direct: nested objects, real arguments, one call for one call', async () => {
    const users = new Users();
    const { app } = appOf([loaded('db', { name: 'db', exports: { users } })]);
    await app.start();
    const { db } = app.gctx.modules as unknown as { db: { users: Users } };
    expect(db.users).toBe(users);
    await expect(db.users.charge(new Date(), new Map())).rejects.toThrow('declined');
    expect(users.calls).toBe(1);
    await app.close();
  });

  test.each<readonly [string, NonNullable<GatiConfig['modules']>]>([
    ['an object of factories', { db: async () => ({ value: 7 }) }],
    ['an object of modules', { db: { name: 'db', init: async () => ({ value: 7 }) } }],
    ['a list', [{ name: 'db', exports: { value: 7 } }]],
    [
      'a function that is awaited',
      async (gctx: GlobalContext) => {
        await Promise.resolve();
        Object.assign(gctx.modules, { db: { value: 7 } });
      },
    ],
    ['a function that returns', async () => ({ db: { value: 7 } })],
    ['a factory that makes a module', { db: () => ({ name: 'db', init: () => undefined, exports: { value: 7 } }) }],
  ])('the modules setting: %s', async (_name, modules) => {
    const { app } = appOf([], { modules });
    await app.start();
    expect((app.gctx.modules as unknown as { db: unknown }).db).toEqual({ value: 7 });
    await app.close();
  });
});

describe('replacing', () => {
  test('routes, handlers and contracts change on the same socket; unchanged modules keep running', async () => {
    const order: string[] = [];
    const [kept, changed, after] = [
      noting(order, 'kept'),
      noting(order, 'changed'),
      noting(order, 'after', { dependencies: ['changed'] }),
    ];
    const config = { port: 0 };
    const { logger } = memoryLogger();
    const app = createApp(define({ routes: { 'GET /x': () => 'one' }, modules: [kept, changed, after], config }), {
      logger,
      env: serverEnv,
    });
    const { port } = await app.listen();
    const ask = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
    expect(await ask('/x')).toBe('"one"');
    await app.replace(define({ routes: { 'GET /x': () => 'two' }, modules: [kept, changed, after], config }));
    expect(await ask('/x')).toBe('"two"');
    await app.replace(
      define({ routes: { 'GET /y': () => 'three' }, modules: [kept, noting(order, 'changed'), after], config }),
    );
    expect(await ask('/y')).toBe('"three"');
    expect(await ask('/x')).toContain('GATI_ROUTE_NOT_FOUND');
    expect(order).toEqual(['+kept', '+changed', '+after', '-after', '-changed', '+changed', '+after']);
    await app.close();
  });

  test('paths without a route have the error hooks of the configuration that was replaced alone', async () => {
    const seen: string[] = [];
    const hooked = (name: string): AppDefinition =>
      define({
        routes: { 'GET /x': () => 1 },
        config: { hooks: { catch: [(_error, req) => void seen.push(`${name} ${req.method} ${req.path}`)] } },
      });
    const { logger } = memoryLogger();
    const app = createApp({ ...hooked('first'), openapi: () => '{}' }, { logger, env: serverEnv });
    const asks: readonly (readonly ['GET' | 'POST', string])[] = [
      ['GET', '/nowhere'],
      ['POST', '/x'],
      ['GET', '/openapi.json?a=%zz'],
    ];
    for (const name of ['first', 'second']) {
      if (name === 'second') await app.replace({ ...hooked(name), openapi: () => '{}' });
      for (const [method, url] of asks) await app.inject({ method, url });
    }
    await app.close();
    expect(seen).toEqual(
      ['first', 'second'].flatMap((name) => [`${name} GET /nowhere`, `${name} POST /x`, `${name} GET /openapi.json`]),
    );
  });

  test.each(['/health', '/ready', '/openapi.json'])('%s has GET, and says so to other methods', async (url) => {
    const { logger } = memoryLogger();
    const app = createApp(
      { ...define({ routes: { 'GET /x': () => 1 } }), openapi: () => '{}' },
      { logger, env: serverEnv },
    );
    const answers = await Promise.all(
      (['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'] as const).map((method) => app.inject({ method, url })),
    );
    await app.close();
    const allow = 'GET, HEAD, OPTIONS';
    expect(answers.map(({ statusCode, headers }) => [statusCode, headers['allow']])).toEqual([
      [200, undefined],
      [200, undefined],
      [405, allow],
      [405, allow],
      [204, allow],
    ]);
  });

  test('a request under way finishes where it started', async () => {
    const [arrived, finish] = [signal(), signal<string>()];
    const { logger } = memoryLogger();
    const handler = (): Promise<string> => {
      arrived.give();
      return finish.when;
    };
    const app = createApp(define({ routes: { 'GET /x': handler }, config: { port: 0 } }), { logger, env: serverEnv });
    const { port } = await app.listen();
    const first = fetch(`http://127.0.0.1:${port}/x`);
    await arrived.when;
    await app.replace(define({ routes: { 'GET /y': () => 1 }, config: { port: 0 } }));
    finish.give('old');
    expect(await (await first).text()).toBe('"old"');
    await app.close();
  });

  test('a definition that is not usable changes nothing', async () => {
    const { app } = appOf([]);
    await app.start();
    await expect(app.replace({ ...define({ routes: {} }), manifest: { manifest: 2 } as never })).rejects.toMatchObject({
      code: 'GATI_MANIFEST_VERSION',
    });
    expect((await app.inject('/x')).statusCode).toBe(200);
    await app.close();
  });
});

describe('starting and stopping', () => {
  test('a taken port is an error that names it, and the modules are stopped', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    const order: string[] = [];
    const { app } = appOf([noting(order, 'a')], { port });
    await expect(app.listen()).rejects.toMatchObject({
      code: 'GATI_PORT_TAKEN',
      message: expect.stringContaining(`port ${port}`) as string,
    });
    expect(order).toEqual(['+a', '-a']);
    blocker.close();
  });

  test('health: alive, ready, and not ready with the reason in the log only', async () => {
    let well: boolean | Error = true;
    const check = (): boolean => {
      if (well instanceof Error) throw well;
      return well;
    };
    const { app, lines } = appOf([noting([], 'db', { healthCheck: check })], { basePath: '/api' });
    expect((await app.inject('/health')).json()).toEqual({ status: 'ok' });
    expect((await app.inject('/ready')).json()).toEqual({ status: 'ok', checks: { db: 'ok' } });
    expect((await app.inject('/api/x')).statusCode).toBe(200);
    expect((await app.inject('/x')).statusCode).toBe(404);
    well = new Error('postgres://user:pw@host is down');
    const response = await app.inject('/ready');
    expect([response.statusCode, response.json()]).toEqual([503, { status: 'unavailable', checks: { db: 'failed' } }]);
    expect(JSON.stringify(lines)).toContain('postgres://');
    await app.close();
  });

  test('stopping under load drops nothing, finishes what is under way, and then stops the modules', async () => {
    const order: string[] = [];
    const { logger } = memoryLogger();
    const handler = async (): Promise<number> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push('request');
      return 1;
    };
    const app = createApp(
      define({ routes: { 'GET /x': handler }, modules: [noting(order, 'db')], config: { port: 0 } }),
      { logger, env: serverEnv },
    );
    app.gctx.onShutdown(() => void order.push('onShutdown'));
    const { port } = await app.listen();
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    let stopping = false;
    let isBusy: () => void = () => undefined;
    const busy = new Promise<void>((resolve) => (isBusy = resolve));
    const outcomes: string[] = [];
    const one = (): Promise<void> =>
      new Promise((resolve) => {
        const sent = stopping;
        const call = get({ port, host: '127.0.0.1', path: '/x', agent }, (response) => {
          outcomes.push(String(response.statusCode));
          if (outcomes.length === 60) isBusy();
          response.resume().on('end', resolve);
        });
        call.on('error', (error: NodeJS.ErrnoException) => {
          // Once the listener is closed, new connections are refused: that is not a dropped request.
          if (!sent || error.code !== 'ECONNREFUSED') outcomes.push(`${error.code} ${String(call.reusedSocket)}`);
          stopping = true;
          resolve();
        });
      });
    const worker = async (): Promise<void> => {
      while (!stopping || outcomes.length < 100) {
        if (stopping) return;
        await one();
      }
    };
    const workers = Promise.all(Array.from({ length: 20 }, worker));
    await busy;
    await app.close();
    await workers;
    agent.destroy();
    // A connection the kernel never handed over is refused too, whatever it calls it; one that was reused is ours.
    const refused = (outcome: string): boolean => outcome.startsWith('ECONNREFUSED') || outcome === 'ECONNRESET false';
    const wrong = outcomes.filter((outcome) => outcome !== '200' && !refused(outcome));
    expect(wrong).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(50);
    expect(order.slice(-2)).toEqual(['onShutdown', '-db']);
  });

  test('answers while stopping close their connection', async () => {
    const [arrived, finish] = [signal(), signal()];
    const { logger } = memoryLogger();
    const handler = (): Promise<void> => {
      arrived.give();
      return finish.when;
    };
    const app = createApp(define({ routes: { 'GET /x': handler }, config: { port: 0 } }), { logger, env: serverEnv });
    app.gctx.lifecycle.onPreShutdown(() => void setImmediate(() => finish.give()));
    const { port } = await app.listen();
    const agent = new Agent({ keepAlive: true });
    const call = httpRequest({ port, host: '127.0.0.1', path: '/x', agent }).end();
    const answered = once(call, 'response');
    await arrived.when;
    const closing = app.close();
    const [response] = (await answered) as [{ statusCode: number; headers: Record<string, string>; resume(): void }];
    response.resume();
    await closing;
    expect([response.statusCode, response.headers['connection']]).toEqual([204, 'close']);
  });

  test('a request that outlives the grace period is cut off', async () => {
    const arrived = signal();
    const { logger, lines } = memoryLogger();
    const handler = (): Promise<void> => {
      arrived.give();
      return new Promise(() => undefined);
    };
    const config = { port: 0, shutdown: { grace: 30, drain: 10 } };
    const app = createApp(define({ routes: { 'GET /x': handler }, config }), { logger, env: serverEnv });
    const { port } = await app.listen();
    const call = fetch(`http://127.0.0.1:${port}/x`).catch(() => 'cut');
    await arrived.when;
    await app.close();
    expect(await call).toBe('cut');
    expect(JSON.stringify(lines)).toContain('cut off');
  });

  test('closing twice, and using a closed application', async () => {
    const { app } = appOf([]);
    await app.start();
    await Promise.all([app.close(), app.close()]);
    await expect(app.inject('/x')).rejects.toMatchObject({ code: 'GATI_NOT_RUNNING' });
  });
});
