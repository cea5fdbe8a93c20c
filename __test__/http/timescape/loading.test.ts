/** Where the code of older contracts is while they are served: nobody gets another answer because of it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test } from 'vitest';

import type { AppDefinition } from '../../../src-ts/definition.js';
import type { RoutePlan } from '../../../src-ts/pipeline/plan.js';
import type { VersionedContract } from '../../../src-ts/timescape/definition.js';
import { Shelf, Variant } from '../../../src-ts/timescape/shelf.js';
import { daysBack, warmthOf } from '../../../src-ts/timescape/warmth.js';
import { serverEnv } from '../server-env.js';
import { createTestApp, type TestApp } from '../../../src-ts/testing.js';
import { answers, defineReleases, object, string } from './releases.js';
import { memoryRegistry, type MemoryRegistry } from './memory-registry.js';

const [first, second, third] = ['2026-01-10T08:00:00Z', '2026-02-10T08:00:00Z', '2026-03-10T08:00:00Z'] as const;
const renamed = { 'GET /users': { ...answers({ 200: object({ fullName: string }) }) } };

/** Three releases, each with a contract of its own at `GET /users`, and what loads them. */
function users(
  mode: AppDefinition['mode'],
  registry: MemoryRegistry,
  load: (position: number, entry: VersionedContract, attempt: number) => Promise<VersionedContract>,
  loaded?: number,
): AppDefinition {
  const down = (name: string) => ({
    200: { status: 200, value: (value: unknown) => ({ [name]: (value as { fullName: string }).fullName }) },
  });
  const made = defineReleases({
    mode,
    config: { timescape: { registry, ...(loaded === undefined ? {} : { loaded }) } },
    handlers: { 'GET /users': () => ({ fullName: 'Ada' }) },
    head: renamed,
    releases: [first, second, third].map((id, position) => ({
      id,
      semver: `${position + 1}.0.0`,
      contracts: { 'GET /users': { ...answers({ 200: object({ [`name${position}`]: string }) }) } },
      steps: { 'GET /users': { down: down(`name${position}`) } },
    })),
  });
  const { timescape } = made;
  const entries = Object.entries(timescape!.entries).map(([key, entry], position) => [
    key,
    {
      transformer: entry.transformer,
      target: 'GET /users',
      load: (attempt: number) => load(position, entry as VersionedContract, attempt),
    },
  ]);
  return { ...made, timescape: { ...timescape!, entries: Object.fromEntries(entries) } };
}

async function opened(definition: AppDefinition): Promise<TestApp> {
  const app = await createTestApp({ definition, env: serverEnv });
  onTestFinished(() => app.close());
  return app;
}

const get = async (app: TestApp, version: string): Promise<readonly [number, unknown]> => {
  const answer = await app.request('GET', '/users', { headers: { 'x-api-version': version } });
  return [answer.status, answer.json()];
};

test('what nobody asked for is not loaded; who asks waits for it, and all of them for the same', async () => {
  const loads: number[] = [];
  const open: (() => void)[] = [];
  const gates = [0, 1, 2].map((position) => new Promise<void>((done) => (open[position] = done)));
  const app = await opened(
    users('test', memoryRegistry(), async (position, entry) => {
      loads.push(position);
      await gates[position];
      return entry;
    }),
  );
  expect(loads).toEqual([]);
  const asking = [get(app, '1.0.0'), get(app, first), get(app, '2.0.0'), get(app, '1')];
  open[1]?.();
  expect(await asking[2]).toEqual([200, { name1: 'Ada' }]);
  open[0]?.();
  expect(await Promise.all(asking)).toEqual([
    [200, { name0: 'Ada' }],
    [200, { name0: 'Ada' }],
    [200, { name1: 'Ada' }],
    [200, { name0: 'Ada' }],
  ]);
  expect(await get(app, 'head')).toEqual([200, { fullName: 'Ada' }]);
  expect(loads.sort()).toEqual([0, 1]);
});

test('what cannot be loaded is a fault of the server with a code, and the next request tries again', async () => {
  const attempts: number[] = [];
  const app = await opened(
    users('test', memoryRegistry(), async (_position, entry, attempt) => {
      attempts.push(attempt);
      if (attempt < 2) throw new Error('too many open files');
      return entry;
    }),
  );
  for (const _time of [1, 2]) {
    const [status, problem] = await get(app, '1.0.0');
    expect([status, (problem as { code: string }).code]).toEqual([500, 'GATI_TRANSFORM_UNAVAILABLE']);
  }
  expect(await get(app, '1.0.0')).toEqual([200, { name0: 'Ada' }]);
  expect(attempts).toEqual([0, 1, 2]);
});

test('an instance starts with the newest release, the baseline, and those that were called lately', async () => {
  const day = daysBack(Date.now(), 1);
  const count = { asked: 'id', route: 'GET /users', principal: '', agent: '', day, count: 1, last: `${day}T00:00:00Z` };
  for (const { called, expected } of [
    { called: [], expected: [0, 2] },
    { called: [second], expected: [0, 1, 2] },
  ]) {
    const registry = memoryRegistry();
    await registry.count(called.map((release) => ({ ...count, asked: 'id' as const, release })));
    const loads: number[] = [];
    await opened(
      users('production', registry, async (position, entry) => {
        loads.push(position);
        return entry;
      }),
    );
    expect(loads.sort()).toEqual(expected);
  }
});

test('an application that cannot load what it starts with does not start', async () => {
  const failing = users('production', memoryRegistry(), () => Promise.reject(new Error('there is no such file')));
  await expect(
    createTestApp({ definition: failing, env: serverEnv }).then((app) => app.request('GET', '/users')),
  ).rejects.toMatchObject({
    code: 'GATI_TRANSFORM_UNAVAILABLE',
  });
});

test('with room for one, each that comes takes the place of the one before, and all answers stay right', async () => {
  const loads: number[] = [];
  const app = await opened(
    users(
      'test',
      memoryRegistry(),
      async (position, entry) => {
        loads.push(position);
        return entry;
      },
      1,
    ),
  );
  for (const round of [1, 2, 3]) {
    const all = ['1.0.0', '2.0.0', '3.0.0'].map((version) => get(app, version));
    expect(await Promise.all(all), `round ${round}`).toEqual([0, 1, 2].map((at) => [200, { [`name${at}`]: 'Ada' }]));
  }
  // The newest one and the baseline stay; there is room for one more.
  expect(loads.filter((position) => position === 0)).toHaveLength(1);
});

describe('the shelf', () => {
  const plan = { id: 'GET /' } as RoutePlan;
  const fetched = (shelf: Shelf): Variant => Variant.later('a', shelf, () => Promise.resolve(plan));

  test('lets go of what was used the longest time ago, and never of what is kept', async () => {
    const shelf = new Shelf({ most: 2, idle: 1000 });
    const all = Array.from({ length: 5 }, () => fetched(shelf));
    all[0]!.kept = true;
    for (const variant of all.slice(0, 4)) await variant.take();
    void all[1]!.take();
    await all[4]!.take();
    await new Promise((done) => setImmediate(done));
    expect(all.map(({ plan: one }) => one !== undefined)).toEqual([true, true, false, false, true]);
  });

  test('lets go of what nobody used for so long', async () => {
    const shelf = new Shelf({ most: 10, idle: 1000 });
    const [idle, used, kept] = [fetched(shelf), fetched(shelf), fetched(shelf)];
    kept.kept = true;
    for (const variant of [idle, used, kept]) await variant.take();
    shelf.sweep(0);
    void used.take();
    shelf.sweep(999);
    expect(shelf.size).toBe(3);
    shelf.sweep(1000);
    expect([idle, used, kept].map(({ plan: one }) => one !== undefined)).toEqual([false, true, true]);
    expect(await idle.take()).toBe(plan);
  });
});

test.each([
  { day: undefined, isKept: false, warmth: 'cold' },
  { day: undefined, isKept: true, warmth: 'hot' },
  { day: '2026-03-30', isKept: false, warmth: 'hot' },
  { day: '2026-03-24', isKept: false, warmth: 'hot' },
  { day: '2026-03-23', isKept: false, warmth: 'warm' },
  { day: '2026-03-01', isKept: false, warmth: 'warm' },
  { day: '2026-02-28', isKept: false, warmth: 'cold' },
] as const)('last called on $day, kept: $isKept, is $warmth', ({ day, isKept, warmth }) => {
  const now = Date.parse('2026-03-30T12:00:00Z');
  const row = { release: first, asked: 'id', route: 'GET /', principal: '', agent: '', count: 1, last: '' } as const;
  expect(warmthOf(first, isKept, day === undefined ? [] : [{ ...row, day }], now)).toBe(warmth);
});

test('a module that Node could not read once is read when it is there', async () => {
  const { serveReleases } = await import('../../../src-ts/project/timescape/served.js');
  const none = { folder: '', files: [], contracts: new Map() };
  const pending = {
    against: undefined,
    handlers: {},
    report: { bump: 'none', changes: [] },
    steps: [],
    files: {},
  } as const;
  const manifest = { manifest: 1, types: {}, handlers: [], modules: [] } as const;
  const { files } = serveReleases({ manifest, releases: none, pending, answers: 'trusted' });
  const text = new Map(files).get('index.js') ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'gati-loading-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(folder, 'index.js'),
    `${text}\nexport const load = later({ a: 1 }, () => import('./entry.js'), './entry.js');\n`,
  );
  writeFileSync(join(folder, 'entry.js'), 'export const torn = ');
  const script = `
import { writeFileSync } from 'node:fs';
import { load } from './index.js';
const first = await load(0).catch((error) => error.name);
writeFileSync(new URL('./entry.js', import.meta.url), 'export const entry = (changes) => changes;');
console.log(JSON.stringify([first, await load(1)]));
`;
  writeFileSync(join(folder, 'main.js'), script);
  const said = execFileSync(process.execPath, [join(folder, 'main.js')], { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual(['SyntaxError', { a: 1 }]);
});
