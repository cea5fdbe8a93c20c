/** How a release ends for its clients: route by route, and by brown-outs. */
import { expect, test } from 'vitest';

import { createTestApp, type TestApp, type TestResponse } from '../../../src-ts/testing.js';
import type { TimescapeEvent } from '../../../src-ts/timescape/registry/events.js';
import { momentAt } from '../../../src-ts/timescape/registry/ids.js';
import { memoryLogger } from '../definition.js';
import { memoryRegistry, type MemoryRegistry } from './memory-registry.js';
import { first, shop, third } from './shop.js';

interface Ending {
  readonly app: TestApp;
  readonly registry: MemoryRegistry;
  readonly get: (url: string, headers?: Record<string, string>) => Promise<TestResponse>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The shop, with what happened before it started. */
async function endingOf(event: TimescapeEvent): Promise<Ending> {
  const registry = memoryRegistry();
  await registry.record(event);
  const definition = shop({ config: { timescape: { registry } } });
  const app = await createTestApp({ definition, logger: memoryLogger().logger, env: {} });
  return {
    app,
    registry,
    get: (url, headers = {}) => app.request('GET', url, { headers }),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

const as = (version: string): Record<string, string> => ({ 'x-api-version': version });

test('a route that is deprecated alone says so, and no other', async () => {
  const own: TimescapeEvent = {
    kind: 'deprecated',
    release: third,
    at: '2026-02-10T08:00:00Z',
    sunset: '2099-01-01T00:00:00Z',
    route: 'GET /users/{}',
    guide: '/docs/users',
  };
  await using life = await endingOf(own);
  const { headers } = await life.get('/users/5', as(third));
  expect(headers).toMatchObject({
    deprecation: '@1770710400',
    sunset: 'Thu, 01 Jan 2099 00:00:00 GMT',
    link: expect.stringContaining('</docs/users>; rel="deprecation"') as string,
  });
  for (const [url, version] of [
    ['/same', third],
    ['/users/5', first],
  ] as const) {
    const other = await life.get(url, as(version));
    expect([other.status, other.headers['deprecation'], other.headers['sunset']]).toEqual([200, undefined, undefined]);
  }
  const { versions } = (await life.get('/versions')).json<{ versions: Record<string, unknown>[] }>();
  const said = { deprecation: own.at, sunset: own.sunset, guide: '/docs/users' };
  expect(versions.map(({ deprecatedRoutes }) => deprecatedRoutes)).toEqual([
    { 'GET /users/{}': said },
    undefined,
    undefined,
  ]);
  const { versions: others } = (await life.get('/versions?route=GET%20/same')).json<{ versions: object[] }>();
  expect(others[0]).not.toHaveProperty('deprecatedRoutes');
  // What was said is taken back.
  await life.registry.record({ kind: 'restored', release: third, from: 'deprecated', route: 'GET /users/{}' });
  const later = async (): Promise<unknown> => (await life.get('/users/5', as(third))).headers['deprecation'];
  await expect.poll(later).toBeUndefined();
});

test('in a brown-out a release is not served, which was told before, and is served again after it', async () => {
  const moment = (seconds: number): string => momentAt(Date.now() + seconds * 1000);
  const brownouts = [
    { from: moment(-60), to: moment(2) },
    { from: '2099-01-01T10:00:00Z', to: '2099-01-01T10:15:00Z' },
  ];
  await using life = await endingOf({
    kind: 'deprecated',
    release: first,
    at: '2026-01-10T08:00:00Z',
    sunset: '2099-07-01T00:00:00Z',
    brownouts,
  });
  const refused = await life.get('/same', as(first));
  expect([refused.status, refused.json()]).toMatchObject([
    410,
    {
      type: 'https://gati.dev/problems/version-brownout',
      code: 'GATI_VERSION_BROWNOUT',
      version: first,
      until: brownouts[0]!.to,
      sunset: '2099-07-01T00:00:00Z',
      successor: third,
      versions: expect.arrayContaining([expect.objectContaining({ id: third })]) as unknown,
    },
  ]);
  expect(refused.headers).toMatchObject({ 'x-api-version': first, deprecation: '@1768032000' });
  // Who names no version gets the same release, and no other one instead.
  expect((await life.get('/same')).status).toBe(410);
  expect((await life.get('/same', as(third))).status).toBe(200);
  const { versions } = (await life.get('/versions')).json<{ versions: Record<string, unknown>[] }>();
  expect(versions.at(-1)).toMatchObject({ id: first, status: 'deprecated', brownouts });
  await expect.poll(async () => (await life.get('/same', as(first))).status, { timeout: 5000 }).toBe(200);
});
