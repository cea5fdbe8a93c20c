/** `/versions` and what is below it, under both hosts. */
import Fastify from 'fastify';
import { expect, test } from 'vitest';

import type { InjectOptions } from '../../../src-ts/api/inject.js';
import { gati } from '../../../src-ts/fastify.js';
import { createTestApp } from '../../../src-ts/testing.js';
import { memoryRegistry } from './memory-registry.js';
import { first, second, shop, third, type ShopOptions } from './shop.js';
import { serverEnv } from '../server-env.js';

const openapi = (release: string): string | undefined =>
  release === second ? undefined : `{"openapi":"3.1.0","info":{"version":"${release}"}}`;

async function pagesOf(options: ShopOptions = {}) {
  const registry = memoryRegistry();
  await registry.record(
    { kind: 'labelled', label: 'stable', release: third },
    { kind: 'deprecated', release: first, at: third, sunset: '2099-01-01T00:00:00Z', guide: '/guide' },
  );
  const config = {
    openapi: { info: { title: 'shop' } },
    ...options.config,
    timescape: { registry, ...(options.config?.timescape as object) },
  };
  return createTestApp({ definition: shop({ openapi, ...options, config }), env: serverEnv });
}

test('all releases, newest first', async () => {
  await using app = await pagesOf();
  const response = await app.request('GET', '/versions');
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(response.json()).toMatchObject({
    application: 'shop',
    baseline: first,
    current: third,
    missing: 'baseline',
    header: 'X-API-Version',
    versions: [
      {
        id: third,
        semver: '2.0.0',
        status: 'current',
        labels: ['stable'],
        bump: 'major',
        changes: [{ route: 'GET /users/{}', bump: 'major', text: 'name is now fullName' }, {}, {}],
      },
      { id: second, semver: '1.1.0', status: 'supported', labels: [] },
      {
        id: first,
        status: 'deprecated',
        deprecation: third,
        sunset: '2099-01-01T00:00:00Z',
        successor: third,
        guide: '/guide',
      },
    ],
    routes: {
      'GET /users/{}': [first, third],
      'GET /same': [first],
      'GET /users/me': [second],
      'GET /old/{}': [first],
    },
  });
  expect(Math.abs(Date.parse(response.json<{ now: string }>().now) - Date.now())).toBeLessThan(60_000);
});

const pages: readonly (readonly [url: string, status: number, document: object])[] = [
  [
    '/versions?route=GET%20/users/:anything',
    200,
    { routes: { 'GET /users/{}': [first, third] }, versions: [{ changes: [{}] }, { changes: [] }, {}] },
  ],
  ['/versions?since=1.0.0', 200, { versions: [{ id: third }, { id: second }] }],
  [
    `/versions/${first}`,
    200,
    { id: first, status: 'deprecated', routes: expect.arrayContaining(['GET /old/{}', 'GET /users/{}']) as unknown },
  ],
  ['/versions/stable', 200, { id: third }],
  ['/versions/2025-12-24', 200, { id: second }],
  ['/versions/1.0.0..2', 200, { from: first, to: third, bump: 'major', versions: [{ id: third }, { id: second }] }],
  ['/versions/2..1.0.0', 200, { from: first, to: third }],
  ['/versions/none', 400, { code: 'GATI_VERSION_UNKNOWN' }],
  ['/versions/head', 400, { code: 'GATI_VERSION_UNKNOWN' }],
  ['/versions/1..', 400, { code: 'GATI_VERSION_MALFORMED' }],
  ['/versions?since=2099-01-01', 400, { code: 'GATI_VERSION_IN_FUTURE' }],
  ['/versions?route=GET%20/nowhere', 404, { code: 'GATI_ROUTE_NOT_FOUND' }],
  [`/versions/${first}/openapi.json`, 200, { openapi: '3.1.0', info: { version: first } }],
  ['/versions/2/openapi.json', 200, { info: { version: third } }],
  [`/versions/${second}/openapi.json`, 404, { code: 'GATI_ROUTE_NOT_FOUND' }],
];

test.each(pages)('%s', async (url, status, document) => {
  await using app = await pagesOf();
  const response = await app.request('GET', url);
  expect([response.status, response.json()]).toMatchObject([status, document]);
});

test('a document that did not change is not sent again', async () => {
  await using app = await pagesOf();
  const { headers } = await app.request('GET', '/versions');
  const tag = String(headers['etag']);
  expect(tag).toMatch(/^W\/"[\w-]{22}"$/);
  expect(headers['cache-control']).toBe('public, max-age=60');
  const again = await app.request('GET', '/versions', { headers: { 'if-none-match': `"other", ${tag}` } });
  expect([again.status, again.text, again.headers['etag']]).toEqual([304, '', tag]);
  expect((await app.request('GET', '/versions', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  expect((await app.request('HEAD', '/versions')).status).toBe(200);
});

test('programs of other origins may read documents where they may call the API', async () => {
  await using app = await pagesOf({ config: { cors: { origin: 'https://docs.example' } } });
  const headers = { origin: 'https://docs.example' };
  for (const url of ['/versions', '/versions/2', `/versions/${first}/openapi.json`]) {
    const response = await app.request('GET', url, { headers });
    expect([url, response.headers['access-control-allow-origin']]).toEqual([url, 'https://docs.example']);
  }
  const preflight = await app.request('OPTIONS', '/versions', {
    headers: { ...headers, 'access-control-request-method': 'GET' },
  });
  expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, 'https://docs.example']);
});

test('a production application shows what its OpenAPI document may show', async () => {
  await using hidden = await pagesOf({ mode: 'production' });
  expect((await hidden.request('GET', `/versions/${first}/openapi.json`)).status).toBe(404);
  expect((await hidden.request('GET', '/versions')).status).toBe(200);
  await using shown = await pagesOf({ mode: 'production', config: { openapi: { production: true } } });
  expect((await shown.request('GET', `/versions/${first}/openapi.json`)).status).toBe(200);
});

test('another path, and none', async () => {
  await using moved = await pagesOf({ config: { basePath: '/api', timescape: { path: '/releases' } } });
  expect((await moved.request('GET', '/releases/1')).json()).toMatchObject({ id: second });
  const { headers } = await moved.request('GET', '/api/same');
  expect(headers['link']).toContain('</releases>; rel="version-history"');
  await using without = await pagesOf({ config: { timescape: { path: false } } });
  expect((await without.request('GET', '/versions')).status).toBe(404);
});

test('the plugin has them below its prefix', async () => {
  const app = Fastify();
  void app.register(gati, { definition: shop({ openapi }), prefix: '/v' });
  await app.ready();
  const get = async (url: string): Promise<unknown> =>
    (await app.inject({ url } satisfies InjectOptions as never)).json();
  expect(await get('/v/versions/2')).toMatchObject({ id: third });
  expect(await get(`/v/versions/${first}/openapi.json`)).toMatchObject({ info: { version: first } });
  const { headers } = await app.inject('/v/users/5');
  expect(headers['link']).toBe(`</v/versions/${third}>; rel="latest-version", </v/versions>; rel="version-history"`);
  await app.close();
});
