/** Documents that the addon answers by itself: what JavaScript would say, as long as it would say it. */

import { afterEach, expect, test, vi } from 'vitest';

import type { GatiConfig } from '../../../src-ts/api/config.js';
import { createApp, type GatiApp } from '../../../src-ts/app.js';
import type { AppDefinition } from '../../../src-ts/definition.js';
import { Served } from '../../../src-ts/hosts/served.js';
import { define, memoryLogger } from '../definition.js';
import { memoryRegistry } from '../timescape/memory-registry.js';
import { first, second, shop, third } from '../timescape/shop.js';

const open: GatiApp[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(open.splice(0).map((app) => app.close()));
});

function serve(definition: AppDefinition): GatiApp {
  const app = createApp(definition, { logger: memoryLogger().logger, env: { GATI_SERVER: 'native' } });
  open.push(app);
  return app;
}

function described(text: string, config: GatiConfig = {}): AppDefinition {
  return { ...define({ routes: { 'GET /a': () => 'a' }, config }), openapi: () => `{"openapi":"${text}"}` };
}

/** How often JavaScript answered with a page, from here on. */
const answeredHere = () => vi.spyOn(Served.prototype, 'fallback');

/** Everything an answer says, apart from the time. */
async function said(app: GatiApp, url: string, headers: Record<string, string> = {}, method = 'GET') {
  const { statusCode, headers: fields, body } = await app.inject({ method: method as 'GET', url, headers });
  const { date: _date, connection: _connection, ...others } = fields;
  return { statusCode, fields: others, body };
}

test('a document is made once, and the answers are the same', async () => {
  const app = serve(described('3.1.0'));
  const made = answeredHere();
  const answer = await said(app, '/openapi.json');
  expect(answer).toMatchObject({
    statusCode: 200,
    body: '{"openapi":"3.1.0"}',
    fields: { 'cache-control': 'no-cache' },
  });
  expect(await said(app, '/openapi.json')).toEqual(answer);
  expect(await said(app, '/openapi.json', {}, 'HEAD')).toEqual({ ...answer, body: '' });
  expect(await said(app, '/openapi.json', { 'x-request-id': 'mine-1' })).toEqual({
    ...answer,
    fields: { ...answer.fields, 'x-request-id': 'mine-1' },
  });
  expect(await said(app, '/openapi.json', { 'x-request-id': 'not sane' })).toEqual(answer);
  expect(made).toHaveBeenCalledTimes(1);
  expect(await said(app, '/openapi.json?a=1')).toEqual(answer);
  expect(await said(app, '/openapi.json?a=%zz')).toMatchObject({ statusCode: 400 });
  expect(made).toHaveBeenCalledTimes(3);
});

test('another definition has another document at once', async () => {
  const app = serve(described('3.1.0'));
  await said(app, '/openapi.json');
  await app.replace(described('3.2.0'));
  expect((await said(app, '/openapi.json')).body).toBe('{"openapi":"3.2.0"}');
  await app.replace({ ...described('3.3.0'), routes: define({ routes: {} }).routes });
  expect((await said(app, '/openapi.json')).body).toBe('{"openapi":"3.3.0"}');
});

// A log of requests does not have to: the addon writes its lines of what it answers by itself, too.
const seen: readonly (readonly [GatiConfig, number])[] = [
  [{ cors: true }, 2],
  [{ observability: { requests: true } }, 1],
  [{ observability: { requests: true }, trustProxy: true }, 2],
];

test.each(seen)('what sets headers, or knows who called, sees each of them: %j', async (config, times) => {
  const app = serve(described('3.1.0', config));
  const made = answeredHere();
  await said(app, '/openapi.json');
  await said(app, '/openapi.json');
  expect(made).toHaveBeenCalledTimes(times);
  vi.restoreAllMocks();
});

test('releases are told anew each second, and when something happens to them', async () => {
  const registry = memoryRegistry();
  const app = serve(shop({ config: { timescape: { registry } } }));
  const made = answeredHere();
  const until = Date.now() + 1200;
  const nows = new Set<string>();
  let asked = 0;
  while (Date.now() < until) {
    const before = Math.floor(Date.now() / 1000);
    const { now } = JSON.parse((await said(app, '/versions')).body) as { now: string };
    const told = Date.parse(now) / 1000;
    // A turn of the loop has one time.
    expect(told).toBeGreaterThanOrEqual(before - 1);
    expect(told).toBeLessThanOrEqual(Date.now() / 1000);
    nows.add(now);
    asked += 1;
  }
  expect(nows.size).toBeGreaterThan(1);
  expect(made.mock.calls.length).toBeLessThan(asked / 2);

  const { fields } = await said(app, `/versions/${second}`);
  const tag = String(fields['etag']);
  const unchanged = { statusCode: 304, fields: { etag: tag, 'cache-control': 'public, max-age=60' }, body: '' };
  for (const value of [tag, '*', `"other", ${tag}`])
    expect(await said(app, `/versions/${second}`, { 'if-none-match': value })).toEqual(unchanged);
  expect(await said(app, `/versions/${second}`, { 'if-none-match': '"other"' })).toMatchObject({ statusCode: 200 });
  await registry.record({ kind: 'deprecated', release: second, at: third });
  await vi.waitFor(async () =>
    expect(JSON.parse((await said(app, `/versions/${second}`)).body)).toMatchObject({ status: 'deprecated' }),
  );
  expect(await said(app, `/versions/${first}`)).toMatchObject({ statusCode: 200 });
});

test('readiness is asked for again when there is somebody to ask, and when the application stops', async () => {
  const app = serve(define({ routes: { 'GET /a': () => 'a' } }));
  const fine = { statusCode: 200, body: '{"status":"ok","checks":{}}' };
  for (let count = 0; count < 3; count += 1) {
    expect(await said(app, '/ready')).toMatchObject(fine);
    expect(await said(app, '/health')).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
  }
  let asked = 0;
  app.gctx.lifecycle.onHealthCheck('store', () => (asked += 1) < 2);
  expect(await said(app, '/ready')).toMatchObject({ statusCode: 200, body: '{"status":"ok","checks":{"store":"ok"}}' });
  expect(await said(app, '/ready')).toMatchObject({ statusCode: 503 });
  expect(asked).toBe(2);

  const stopping = serve(define({ routes: {} }));
  expect(await said(stopping, '/ready')).toMatchObject(fine);
  const seen: unknown[] = [];
  const { port } = await stopping.listen();
  const ask = async (path: string): Promise<unknown> => (await fetch(`http://127.0.0.1:${port}${path}`)).json();
  expect(await ask('/ready')).toEqual({ status: 'ok', checks: {} });
  stopping.gctx.lifecycle.onPreShutdown(async () => void seen.push(await ask('/ready'), await ask('/health')));
  await stopping.close();
  expect(seen).toEqual([{ status: 'stopping' }, { status: 'ok' }]);
});

test('a module that can be asked is asked each time', async () => {
  let healthy = true;
  const module = { name: 'store', exports: {}, healthCheck: () => healthy };
  const app = serve(define({ routes: {}, modules: [{ name: 'store', file: 'src/modules/store.ts', value: module }] }));
  expect(await said(app, '/ready')).toMatchObject({ statusCode: 200 });
  healthy = false;
  expect(await said(app, '/ready')).toMatchObject({ statusCode: 503 });
});
