/**
 * Ten instances and a real database: they start, stop and wait for each other while a release is deployed, activated and
 * rolled back, and are asked all the time. Nobody is answered by another release than the one that was asked for.
 */

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { createApp, type GatiApp } from '../../src-ts/app.js';
import type { AppDefinition } from '../../src-ts/definition.js';
import { momentAt } from '../../src-ts/timescape/registry/ids.js';
import { announce } from '../../src-ts/timescape/registry/life-cycle/activate.js';
import { rollingBack } from '../../src-ts/timescape/registry/life-cycle/withdraw.js';
import { postgresRegistry } from '../../src-ts/timescape/registry/postgres/registry.js';
import { readState, update } from '../../src-ts/timescape/registry/registry.js';
import { activeAt, statusOf } from '../../src-ts/timescape/registry/state.js';
import { answers, defineReleases, object, string } from '../http/timescape/releases.js';
import { postgresPrograms, startPostgres, type PostgresServer } from './postgres-server.js';

const hasPostgres = (await postgresPrograms()) !== undefined || process.env['GATI_TEST_POSTGRES'] === 'required';

let server: PostgresServer | undefined;
beforeAll(async () => {
  if (hasPostgres) server = await startPostgres();
});
afterAll(() => server?.stop());

const past = Date.now() - 100_000;
const releases = [0, 1].map((index) => ({
  id: momentAt(past + index * 50_000),
  semver: `${index + 1}.0.0`,
  member: `of${index}`,
}));
const [one, two] = releases as [(typeof releases)[0], (typeof releases)[0]];
const known = releases.map(({ id, semver }) => ({ id, semver }));

/** The bundle of the first `count` releases. */
function bundle(count: number, connection: string, name: string): AppDefinition {
  const contract = (index: number): Record<string, object> => ({
    'GET /thing': answers({ 200: object({ [releases[index]!.member]: string }) }),
  });
  const newest = releases[count - 1]!;
  return defineReleases({
    mode: 'production',
    head: contract(count - 1),
    releases: releases.slice(0, count).map(({ id, semver, member }, index) => ({
      id,
      semver,
      contracts: contract(index),
      steps: { 'GET /thing': { down: { 200: { status: 200, value: () => ({ [member]: 'a thing' }) } } } },
    })),
    handlers: { 'GET /thing': () => ({ [newest.member]: 'a thing' }) },
    config: {
      logging: false,
      port: 0,
      instance: { id: name },
      host: '127.0.0.1',
      shutdown: { grace: 2000, drain: 0 },
      timescape: { registry: { postgres: connection } },
    },
  });
}

interface Instance {
  readonly app: GatiApp;
  readonly url: string;
  readonly count: number;
  isStopping: boolean;
}

/** What a request asks for, and the release that has to answer if one does. */
const ways: [text: string | undefined, release: string][] = [
  [one.id, one.id],
  ['1.0.0', one.id],
  ['^1.0', one.id],
  ['2.0.0', two.id],
  [undefined, one.id],
  [momentAt(past + 1000), one.id],
];

describe.skipIf(!hasPostgres)('ten instances', () => {
  test('answer as who asked was told, whatever happens', { timeout: 90_000 }, async () => {
    const connection = await server!.database('instances');
    const registry = postgresRegistry({ connection });
    onTestFinished(() => registry.close());
    const instances: Instance[] = [];
    let started = 0;
    onTestFinished(async () => {
      await Promise.all(instances.map(({ app }) => app.close()));
    });
    const start = async (count: number): Promise<Instance> => {
      const app = createApp(bundle(count, connection, `instance ${(started += 1)}`), { env: {} });
      const { url } = await app.listen();
      const instance: Instance = { app, url: url.replace('localhost', '127.0.0.1'), count, isStopping: false };
      instances.push(instance);
      return instance;
    };
    const stop = async (instance: Instance): Promise<void> => {
      instance.isStopping = true;
      await instance.app.close();
      instances.splice(instances.indexOf(instance), 1);
    };
    const seen = { answered: 0, refused: new Set<number>(), releases: new Map<string, number>() };

    const ask = async (instance: Instance, [text, release]: (typeof ways)[number]): Promise<number> => {
      const headers: Record<string, string> = text === undefined ? {} : { 'x-api-version': text };
      const answer = await fetch(`${instance.url}/thing`, { headers }).catch((error: unknown) => {
        if (instance.isStopping) return undefined;
        throw error;
      });
      if (answer === undefined || (instance.isStopping && answer.status === 503)) return 0;
      const body = (await answer.json()) as object;
      if (answer.status !== 200) {
        // Not deployed yet, or not here.
        expect([release, [400, 421].includes(answer.status)], JSON.stringify(body)).toEqual([two.id, true]);
        seen.refused.add(answer.status);
        return answer.status;
      }
      expect(answer.headers.get('x-api-version'), String(text)).toBe(release);
      expect(body).toEqual({ [releases.find(({ id }) => id === release)!.member]: 'a thing' });
      seen.answered += 1;
      seen.releases.set(release, (seen.releases.get(release) ?? 0) + 1);
      return 200;
    };
    /** Everybody is asked everything, again and again, until `work` is done; and once more. */
    const during = async (work: () => Promise<unknown>): Promise<void> => {
      let isDone = false;
      const done = work().finally(() => (isDone = true));
      // What goes wrong in it is told when it is awaited, also where a request fails before.
      done.catch(() => undefined);
      for (let again = true; again;) {
        again = !isDone;
        await new Promise((next) => setImmediate(next));
        await Promise.all(instances.flatMap((instance) => ways.map((way) => ask(instance, way))));
      }
      await done;
    };
    const until = (holds: () => Promise<boolean>): Promise<void> =>
      during(async () => {
        const deadline = Date.now() + 20_000;
        while (!(await holds())) {
          if (Date.now() > deadline) throw new Error('it did not come to that');
          await new Promise((next) => setImmediate(next));
        }
      });
    const state = (): ReturnType<typeof readState> => readState(registry, known);

    await during(() => Promise.all([start(1), start(1), start(1), start(1), start(1)]));
    await until(
      async () => activeAt(await state(), momentAt(Date.now())) === one.id && (await registry.read()).length > 0,
    );

    // The next release is deployed beside: the first of its instances serve the release before as the current one.
    await announce(registry, { release: two.id, semver: '2.0.0', expects: 5 }, { known });
    await during(() => Promise.all([start(2), start(2), start(2), start(2)]));
    await until(async () => (await state()).releases[1]?.waiting?.ready.length === 4);
    const waiting = instances.filter(({ count }) => count === 2);
    for (const instance of waiting) {
      expect(await ask(instance, ['2.0.0', two.id])).toBe(400);
      expect(await ask(instance, [undefined, one.id])).toBe(200);
    }
    // One that is ready goes, and another one comes: it is the fifth only when there are five.
    await during(() => stop(waiting[0]!));
    await during(() => start(2));
    await until(async () => (await state()).releases[1]?.waiting?.ready.length === 4);
    expect(seen.releases.get(two.id)).toBeUndefined();
    await during(() => start(2));
    expect(instances).toHaveLength(10);
    const deployed = instances.filter(({ count }) => count === 2);
    await until(async () =>
      (await Promise.all(deployed.map((one) => ask(one, ['2.0.0', two.id])))).every((status) => status === 200),
    );
    const activated = (await state()).timeline.at(-1);
    expect(activated?.release).toBe(two.id);
    // What a release is named after is a moment as any other one until somebody has heard of the release.
    ways.push([two.id, two.id]);

    // The instances of before end, and the release is rolled back while others begin.
    await during(() => Promise.all(instances.filter(({ count }) => count === 1).map(stop)));
    await during(async () => {
      await update(registry, rollingBack({ reason: 'totals are wrong' }), { known });
      await Promise.all([start(2), start(2), start(2)]);
    });
    await until(async () => {
      const now = await state();
      const moment = momentAt(Date.now());
      return activeAt(now, moment) === one.id && statusOf(now, two.id, moment) === 'yanked';
    });
    // Times of before mean what they meant.
    for (const instance of instances) {
      await ask(instance, [activated!.at, two.id]);
      await ask(instance, [momentAt(past + 1000), one.id]);
    }
    expect(seen.answered).toBeGreaterThan(200);
    expect(seen.releases.get(two.id)).toBeGreaterThan(20);
    expect([...seen.refused].sort()).toEqual([400, 421]);
  });
});
