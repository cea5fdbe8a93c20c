/** What answers say of the release they are from, as it grows old; and requests that get no release at all. */
import { expect, test } from 'vitest';

import type { TimescapeConfig } from '../../../src-ts/api/config.js';
import type { GatiConfig } from '../../../src-ts/api/config.js';
import type { TimescapeEvent } from '../../../src-ts/timescape/registry/events.js';
import { createTestApp, type TestApp, type TestResponse } from '../../../src-ts/testing.js';
import { memoryLogger } from '../definition.js';
import { memoryRegistry, type MemoryRegistry } from './memory-registry.js';
import { first, second, shop, third, type ShopOptions } from './shop.js';
import { serverEnv } from '../server-env.js';

interface Life {
  readonly app: TestApp;
  readonly registry: MemoryRegistry;
  readonly lines: Record<string, unknown>[];
  readonly get: (url: string, headers?: Record<string, string>) => Promise<TestResponse>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The shop, with what happened before it started. */
async function lifeOf(
  timescape: TimescapeConfig = {},
  events: readonly TimescapeEvent[] = [],
  more: GatiConfig = {},
  options: ShopOptions = {},
): Promise<Life> {
  const registry = (timescape.registry as MemoryRegistry | undefined) ?? memoryRegistry();
  if (events.length > 0) await registry.record(...events);
  const { logger, lines } = memoryLogger();
  const config = { ...more, timescape: { registry, ...timescape } };
  const app = await createTestApp({ definition: shop({ ...options, config }), logger, env: serverEnv });
  return {
    app,
    registry,
    lines,
    get: (url, headers = {}) => app.request('GET', url, { headers }),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

const as = (version: string): Record<string, string> => ({ 'x-api-version': version });

const deprecated: TimescapeEvent = {
  kind: 'deprecated',
  release: first,
  at: '2026-01-10T08:00:00Z',
  sunset: '2099-07-01T00:00:00Z',
  guide: '/docs/migrate/1 to 2>',
};

test('a deprecated release says so, as RFC 9745, 8594 and 8288 have it', async () => {
  await using life = await lifeOf({ policy: '/policy' }, [deprecated]);
  const { headers } = await life.get('/same', as(first));
  expect(headers).toMatchObject({
    'x-api-version': first,
    deprecation: '@1768032000',
    sunset: 'Wed, 01 Jul 2099 00:00:00 GMT',
    vary: 'X-API-Version, X-Gati-Version',
    link:
      '</docs/migrate/1%20to%202%3E>; rel="deprecation"; type="text/html", </policy>; rel="sunset", ' +
      `</versions/${third}>; rel="successor-version", </versions>; rel="version-history"`,
  });
  const { headers: newer } = await life.get('/same', as(third));
  for (const name of ['deprecation', 'sunset', 'link', 'x-api-version-latest']) expect(newer[name]).toBeUndefined();
  // Errors say it, too.
  const { headers: failed, status } = await life.get('/users/404', as(first));
  expect([status, failed['deprecation'], failed['x-api-version']]).toEqual([404, '@1768032000', first]);
});

test('a newer major of the route is told of, and no other', async () => {
  await using life = await lifeOf();
  const latest = async (url: string, version: string): Promise<unknown> =>
    (await life.get(url, as(version))).headers['x-api-version-latest'];
  expect(await latest('/users/5', first)).toBe(third);
  expect(await latest('/users/5', third)).toBeUndefined();
  expect(await latest('/same', first)).toBeUndefined();
});

test('what is there already is joined', async () => {
  const use = [
    async (
      _req: unknown,
      res: { header: (name: string, value: string) => unknown },
      _g: unknown,
      _l: unknown,
      next: () => Promise<void>,
    ) => {
      res.header('vary', 'Accept, x-api-version');
      res.header('link', '<https://other.example>; rel="next"');
      await next();
    },
  ] as never;
  await using life = await lifeOf({}, [], { use, cors: { origin: 'https://shop.example' } });
  const { headers } = await life.get('/same', { origin: 'https://shop.example' });
  expect(headers['vary']).toBe('Accept, x-api-version, X-Gati-Version');
  expect(headers['link']).toBe('<https://other.example>; rel="next", </versions>; rel="version-history"');
  // A refusal is readable for browsers of other origins.
  const refused = await life.get('/same', { origin: 'https://shop.example', ...as('nonsense!') });
  expect([refused.status, refused.headers['access-control-allow-origin'], refused.headers['vary']]).toEqual([
    400,
    'https://shop.example',
    'Origin, Accept, X-API-Version, X-Gati-Version',
  ]);
});

test('a preflight may ask for a version where some headers may be asked for', async () => {
  await using life = await lifeOf({}, [], {
    cors: { origin: 'https://shop.example', allowedHeaders: ['content-type'] },
  });
  const preflight = await life.app.request('OPTIONS', '/same', {
    headers: {
      origin: 'https://shop.example',
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'x-api-version',
    },
  });
  expect([preflight.status, preflight.headers['access-control-allow-headers']]).toEqual([
    204,
    'content-type, X-API-Version, X-Gati-Version',
  ]);
});

test('a retired release is gone, and its successor is named', async () => {
  await using life = await lifeOf({}, [{ kind: 'retired', release: first, successor: second }]);
  for (const version of [first, '1.0.0', '2025-11-15']) {
    const response = await life.get('/same', as(version));
    expect([response.status, response.json(), response.headers['x-api-version']]).toMatchObject([
      410,
      {
        code: 'GATI_VERSION_RETIRED',
        version: first,
        successor: second,
        type: 'https://gati.dev/problems/version-retired',
      },
      undefined,
    ]);
  }
  // It was the baseline, and no other release takes its place.
  const without = await life.get('/users/5');
  expect(without.json()).toMatchObject({
    status: 400,
    code: 'GATI_VERSION_REQUIRED',
    title: 'Choose an API version',
    header: 'X-API-Version',
    route: 'GET /users/{}',
    versions: [
      { id: third, semver: '2.0.0', status: 'current', send: `X-API-Version: ${third}` },
      { id: second, semver: '1.1.0', status: 'supported' },
    ],
    nearest: null,
    docs: '/versions?route=GET%20%2Fusers%2F%7B%7D',
  });
  expect(without.headers['link']).toBe('</versions>; rel="version-history"');
});

test('a release this instance does not have is asked for somewhere else', async () => {
  const known: TimescapeEvent[] = [
    { kind: 'registered', release: third, semver: '2.0.0', expects: 1 },
    { kind: 'activated', release: third, at: third },
  ];
  await using life = await lifeOf({}, known, {}, { releases: 2 });
  for (const version of [third, '2', '2026-02-01'])
    expect((await life.get('/same', as(version))).json()).toMatchObject({
      status: 421,
      version: third,
      newest: second,
    });
  expect((await life.get('/same', as('1'))).status).toBe(200);
});

test('everybody has to choose, where that is wanted', async () => {
  await using life = await lifeOf({ missing: 'options' });
  const response = await life.get('/same');
  expect(response.json()).toMatchObject({ code: 'GATI_VERSION_REQUIRED', versions: [{ id: third }] });
  expect((await life.get('/same', as('1'))).status).toBe(200);
});

test('people get a page', async () => {
  await using life = await lifeOf({ missing: 'options' });
  const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  const page = await life.get('/same', browser);
  expect([page.status, page.headers['content-type'], page.headers['link']]).toEqual([
    400,
    'text/html; charset=utf-8',
    '</versions>; rel="version-history"',
  ]);
  expect(page.text).toContain(`<code>X-API-Version: ${third}</code> (2.0.0, current)`);
  const hostile = await life.get('/same', { ...browser, ...as('"><script>') });
  expect(hostile.text).not.toContain('<script>');
  expect(hostile.text).toContain('&lt;script&gt;');
  expect((await life.get('/same', { accept: 'text/html, application/json' })).headers['content-type']).toContain(
    'problem+json',
  );
});

test('the newest release for everybody is warned of', async () => {
  await using life = await lifeOf({ missing: 'latest' });
  expect((await life.get('/users/5')).headers['x-api-version']).toBe(third);
  expect(life.lines.some(({ level, msg }) => level === 40 && String(msg).includes('"latest"'))).toBe(true);
});

test('a caller keeps the release it came with', async () => {
  const principal = ({ headers }: { headers: Readonly<Record<string, unknown>> }): string | undefined =>
    headers['authorization'] as string | undefined;
  const registry = memoryRegistry();
  const settings: TimescapeConfig = { missing: 'pin-principal', principal, registry };
  {
    await using life = await lifeOf(settings, [], {}, { releases: 2 });
    const response = await life.get('/users/5', { authorization: 'ada' });
    expect([response.headers['x-api-version'], response.headers['vary']]).toEqual([second, '*']);
  }
  await using life = await lifeOf(settings);
  expect((await life.get('/users/5', { authorization: 'ada' })).headers['x-api-version']).toBe(second);
  expect((await life.get('/users/5', { authorization: 'grace' })).headers['x-api-version']).toBe(third);
  expect((await life.get('/users/5', { authorization: 'ada', ...as('1.0.0') })).headers['x-api-version']).toBe(first);
  // Who cannot be told apart gets what everybody gets, and no cache may give it to others.
  const nobody = await life.get('/users/5');
  expect([nobody.headers['x-api-version'], nobody.headers['vary']]).toEqual([first, '*']);
  registry.broken = new Error('away');
  const unknown = await life.get('/users/5', { authorization: 'joan' });
  expect([unknown.status, unknown.json(), unknown.headers['retry-after']]).toMatchObject([
    503,
    { code: 'GATI_VERSION_PINS' },
    '5',
  ]);
  expect((await life.get('/users/5', { authorization: 'ada' })).headers['x-api-version']).toBe(second);
  registry.broken = undefined;
});

test('what happens while it runs holds for the next request', async () => {
  await using life = await lifeOf();
  expect((await life.get('/same', as('stable'))).status).toBe(400);
  await life.registry.record({ kind: 'labelled', label: 'stable', release: second });
  await settled();
  expect((await life.get('/same', as('stable'))).headers['x-api-version']).toBe(second);
  await life.registry.record(
    { kind: 'labelled', label: 'stable', release: third },
    { kind: 'baseline', release: second },
  );
  await settled();
  expect((await life.get('/same', as('stable'))).headers['x-api-version']).toBe(third);
  expect((await life.get('/same')).headers['x-api-version']).toBe(second);
  await life.registry.record({ kind: 'yanked', release: third, reason: 'wrong', strict: true });
  await settled();
  expect((await life.get('/same', as('2'))).json()).toMatchObject({ status: 410, successor: second });
});

/** The application has read what it was told of. */
const settled = (): Promise<void> => new Promise((done) => setImmediate(() => setImmediate(done)));

test('a withdrawn release is served to those who are pinned to it, and says so', async () => {
  await using life = await lifeOf({}, [{ kind: 'yanked', release: second, reason: 'wrong', strict: false }]);
  const { headers, status } = await life.get('/same', as(second));
  expect([status, headers['x-api-version'], headers['x-api-version-status'], headers['link']]).toEqual([
    200,
    second,
    'yanked',
    `</versions/${third}>; rel="successor-version", </versions>; rel="version-history"`,
  ]);
  expect((await life.get('/same', as('1'))).headers['x-api-version']).toBe(first);
});

test('who develops is not counted', async () => {
  const life = await lifeOf();
  await life.get('/same', as(first));
  await life.app.close();
  expect(await life.registry.usage()).toEqual([]);
});

test('who uses which release is counted', async () => {
  const life = await lifeOf({}, [], {}, { mode: 'production' });
  const agent = { 'user-agent': 'curl/8.1 (x)' };
  for (const version of [first, first, '1.0.0', third, 'head'])
    await life.get('/users/5', { ...as(version), ...agent });
  await life.get('/users/6', agent);
  await life.get('/users/6', as('nonsense!'));
  await life.app.close();
  const rows = await life.registry.usage();
  const shown = rows.map(({ release, asked, route, agent: program, count }) => [release, asked, route, program, count]);
  expect(shown.sort()).toEqual([
    [first, 'id', 'GET /users/:userId', 'curl/8.1', 2],
    [first, 'none', 'GET /users/:userId', 'curl/8.1', 1],
    [first, 'semver', 'GET /users/:userId', 'curl/8.1', 1],
    [third, 'id', 'GET /users/:userId', '', 1],
  ]);
});

test('a version in the query is for the host alone', async () => {
  await using life = await lifeOf({ queryParameter: 'api-version' }, [], { unknownKeys: 'strict' });
  const response = await life.get(`/people?sort=name&api-version=${first}`);
  expect([response.status, response.headers['x-api-version']]).toEqual([200, first]);
  expect((await life.get(`/people?api-version=1`, as('2'))).json()).toMatchObject({
    code: 'GATI_VERSION_AMBIGUOUS',
    received: ['2', '1'],
  });
});

test('another header can be the one', async () => {
  await using life = await lifeOf({ header: 'Api-Version' });
  const response = await life.get('/users/5', { 'api-version': first, 'x-api-version': third });
  expect([response.headers['api-version'], response.headers['vary']]).toEqual([first, 'Api-Version']);
});

test('releases can be switched off', async () => {
  await using app = await createTestApp({ definition: shop({ config: { timescape: false } }), env: serverEnv });
  const response = await app.request('GET', '/users/5', { headers: as(first) });
  expect([response.json(), response.headers['x-api-version'], response.headers['vary']]).toMatchObject([
    { fullName: 'Ada' },
    undefined,
    undefined,
  ]);
  expect((await app.request('GET', '/versions')).status).toBe(404);
});

test('a baseline that is no release does not start', async () => {
  await expect(lifeOf({ baseline: '7.0.0' })).rejects.toMatchObject({ code: 'GATI_CONFIG_INVALID' });
});

test('a release begins when every instance that was announced is ready', async () => {
  const registry = memoryRegistry(Date.now, 'when-activated');
  await registry.record(
    { kind: 'registered', release: second, semver: '1.1.0', expects: 1 },
    { kind: 'activated', release: second, at: second },
    { kind: 'registered', release: third, semver: '2.0.0', expects: 2 },
  );
  const { createApp } = await import('../../../src-ts/app.js');
  const definition = shop({
    mode: 'production',
    config: { timescape: { registry }, port: 0, host: '127.0.0.1', shutdown: { drain: 0 } },
  });
  const apps = ['a', 'b'].map((id) =>
    createApp(
      { ...definition, config: { ...definition.config, instance: { id } } },
      { logger: memoryLogger().logger, env: serverEnv },
    ),
  );
  try {
    await apps[0]?.listen();
    await settled();
    expect(registry.entries.at(-1)?.events).toEqual([{ kind: 'ready', release: third, instance: 'a' }]);
    expect((await apps[0]!.inject({ url: '/same', headers: as('>=1') })).headers['x-api-version']).toBe(second);
    await apps[1]?.listen();
    await settled();
    expect(registry.entries.at(-1)?.events).toMatchObject([
      { kind: 'ready', release: third, instance: 'b' },
      { kind: 'activated', release: third },
    ]);
  } finally {
    await Promise.all(apps.map((app) => app.close()));
  }
});
