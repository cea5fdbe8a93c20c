/**
 * Instances of several bundles that start, stop and are replaced while releases are activated, rolled back, labelled and retired:
 * nobody is ever answered by another release than the one that was asked for, and what a time meant once, it means for ever.
 */
import { expect, test } from 'vitest';

import { Composition } from '../../../src-ts/composition.js';
import type { AppDefinition } from '../../../src-ts/definition.js';
import { createFastifyHost } from '../../../src-ts/hosts/fastify/host.js';
import { directPort } from '../../../src-ts/hosts/fastify/ports.js';
import type { Host } from '../../../src-ts/hosts/host.js';
import { momentAt } from '../../../src-ts/timescape/registry/ids.js';
import { folded, initialState, statusOf, type TimescapeState } from '../../../src-ts/timescape/registry/state.js';
import { Timescape } from '../../../src-ts/timescape/timescape.js';
import { memoryLogger } from '../definition.js';
import { memoryRegistry, type MemoryRegistry } from './memory-registry.js';
import { answers, defineReleases, object, string } from './releases.js';
import { serverEnv } from '../server-env.js';

const beginning = Date.parse('2026-01-01T00:00:00Z');
const releases = Array.from({ length: 6 }, (_none, index) => ({
  id: momentAt(beginning + index * 100_000),
  semver: `${index + 1}.0.0`,
  member: `of${index}`,
}));

/** Numbers that are the same for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const tick = (): Promise<void> => new Promise((done) => setImmediate(done));

/** The bundle of the first `count` releases: what is answered names the contract it was written by. */
function bundle(count: number, random: (below: number) => number): AppDefinition {
  const contract = (index: number): Record<string, object> => ({
    'GET /thing': answers({ 200: object({ [releases[index]!.member]: string }) }),
    [`GET /only/${index}`]: answers({ 200: object({ only: string }) }),
  });
  const newest = count - 1;
  return defineReleases({
    head: contract(newest),
    releases: releases.slice(0, count).map(({ id, semver, member }, index) => ({
      id,
      semver,
      contracts: contract(index),
      steps: {
        'GET /thing': { down: { 200: { status: 200, value: () => ({ [member]: member }) } } },
        [`GET /only/${index}`]: { target: () => ({ only: member }) },
      },
    })),
    handlers: {
      'GET /thing': async () => {
        for (let turns = random(4); turns > 0; turns -= 1) await tick();
        return { [releases[newest]!.member]: releases[newest]!.member };
      },
      [`GET /only/${newest}`]: () => ({ only: releases[newest]!.member }),
    },
    config: { timescape: { baseline: '1.0.0' }, shutdown: { grace: 1000, drain: 0 } },
  });
}

interface Instance {
  readonly host: Host;
  readonly timescape: Timescape;
  count: number;
}

async function started(
  definition: AppDefinition,
  count: number,
  registry: MemoryRegistry,
  clock: () => number,
): Promise<Instance> {
  const { logger } = memoryLogger();
  const parts = new Composition(definition, {
    host: () => ({ port: directPort, takeBody: () => undefined }),
    bodies: 'bytes',
    logger,
    env: serverEnv,
  });
  const timescape = new Timescape({ settings: parts.config.timescape, logger, registry: () => registry, clock });
  const host = await createFastifyHost(
    parts.config,
    parts.runtime,
    { ready: () => parts.health(), watch: () => undefined },
    timescape,
  );
  await timescape.start(definition);
  await host.install(definition);
  return { host, timescape, count };
}

/** Ways of asking, and which releases may answer them under a state. */
interface Asked {
  readonly text: string | undefined;
  readonly mayAnswer: (state: TimescapeState) => readonly string[];
}

test.each([1, 2, 3, 4])('seed %i', { timeout: 60_000 }, async (seed) => {
  const random = randomOf(seed);
  // What happens does not depend on how long answers take.
  const delay = randomOf(seed + 1000);
  let now = Date.parse(releases[0]!.id) + 1000;
  const clock = (): number => now;
  const registry = memoryRegistry(clock, 'when-activated');
  const known = releases.map(({ id, semver }) => ({ id, semver }));
  await registry.record(
    { kind: 'registered', release: known[0]!.id, semver: '1.0.0', expects: 1 },
    { kind: 'activated', release: known[0]!.id, at: known[0]!.id },
  );
  let deployed = 1;
  /** Every state there was. */
  const states: TimescapeState[] = [];
  const stateNow = (): TimescapeState => folded(initialState([]), registry.entries);
  states.push(stateNow());
  const instances: Instance[] = [];
  const pins = new Map<string, string>();
  const seen = { answered: 0, refused: new Set<number>(), releases: new Set<string>() };
  const waiting: Promise<void>[] = [];

  const record = async (...events: Parameters<MemoryRegistry['record']>): Promise<void> => {
    await registry.record(...events);
    states.push(stateNow());
    // Every instance hears of it before the next thing happens, as the two seconds of notice are for.
    await tick();
    await tick();
  };

  const ask = (): Asked => {
    const some = releases[random(deployed)]!;
    switch (random(5)) {
      case 0:
        return { text: some.id, mayAnswer: () => [some.id] };
      case 1:
        return { text: some.semver, mayAnswer: () => [some.id] };
      case 2: {
        const second = beginning + random(Math.max(1, now - beginning));
        // The second a release is named after is that release, and not the moment.
        const text = momentAt(releases.some(({ id }) => id === momentAt(second)) ? second + 1000 : second);
        return { text, mayAnswer: (state) => [state.timeline.findLast(({ at }) => at <= text)?.release ?? ''] };
      }
      case 3:
        return { text: 'stable', mayAnswer: ({ labels }) => [labels['stable'] ?? ''] };
      default:
        return { text: undefined, mayAnswer: () => [releases[0]!.id] };
    }
  };

  const request = async (): Promise<void> => {
    const instance = instances[random(instances.length)]!;
    const { text, mayAnswer } = ask();
    const from = states.length - 1;
    const headers = text === undefined ? {} : { 'x-api-version': text };
    const response = await instance.host.inject({ url: '/thing', headers });
    const meant = new Set(states.slice(from).flatMap(mayAnswer));
    if (response.statusCode !== 200) {
      expect([400, 410, 421], response.body).toContain(response.statusCode);
      seen.refused.add(response.statusCode);
      expect(response.headers['x-api-version']).toBeUndefined();
      return;
    }
    const id = String(response.headers['x-api-version']);
    const release = releases.find((one) => one.id === id);
    // The answer is whole: of one release, and of the one it says.
    expect(response.json(), `${text} answered as ${id}`).toEqual({ [release!.member]: release!.member });
    expect([...meant], `${text} answered by ${id}`).toContain(id);
    if (text !== undefined && text.includes('T')) {
      expect(pins.get(text) ?? id, `${text} was another release before`).toBe(id);
      pins.set(text, id);
    }
    seen.answered += 1;
    seen.releases.add(id);
  };

  const start = async (): Promise<void> => {
    const count = Math.max(1, deployed - random(2));
    instances.push(await started(bundle(count, delay), count, registry, clock));
  };
  const actions: readonly (() => Promise<void>)[] = [
    async () => {
      now += 1000 * (1 + random(20));
      for (const { timescape } of instances) timescape.hear([]);
    },
    // The next release is deployed, and begins in two seconds.
    async () => {
      if (deployed === releases.length) return;
      const next = known[deployed]!;
      now = Math.max(now, Date.parse(next.id) + 1000);
      deployed += 1;
      await record({ kind: 'registered', release: next.id, semver: next.semver, expects: 1 });
      await start();
      await record({ kind: 'activated', release: next.id, at: momentAt(now + 2000) });
    },
    async () => {
      const state = stateNow();
      const current = state.timeline.at(-1)!.release;
      const earlier = state.timeline.findLast(({ release }) => release < current)?.release;
      if (earlier === undefined || statusOf(state, earlier, momentAt(now)) === 'yanked') return;
      await record(
        { kind: 'rolledBack', release: current, to: earlier, strict: random(2) === 0 },
        { kind: 'activated', release: earlier, at: momentAt(now + 2000) },
      );
    },
    () => record({ kind: 'labelled', label: 'stable', release: known[random(deployed)]!.id }),
    async () => {
      if (instances.length < 10) await start();
    },
    async () => {
      const gone = instances.length > 2 ? instances.splice(random(instances.length), 1)[0] : undefined;
      if (gone === undefined) return;
      await gone.host.close();
      await gone.timescape.stop();
    },
    // The same process serves another bundle.
    async () => {
      const instance = instances[random(instances.length)]!;
      instance.count = Math.max(1, deployed - random(2));
      await instance.host.install(bundle(instance.count, delay));
    },
    async () => {
      await record({ kind: 'retired', release: known[1 + random(deployed)]?.id ?? known[1]!.id });
    },
  ];
  // A retirement is for ever, so that it comes seldom; what is deployed, seldom enough to be lived with.
  const chances = [0, 0, 0, 0, 1, 2, 3, 3, 4, 4, 5, 6, 6];

  await start();
  await start();
  for (let step = 0; step < 400; step += 1) {
    for (let count = random(4); count > 0; count -= 1) {
      const answered = request();
      // A failure is met below, and not before.
      answered.catch(() => undefined);
      waiting.push(answered);
    }
    if (random(3) === 0) await tick();
    if (random(4) === 0) await actions[step % 150 === 149 ? 7 : chances[random(chances.length)]!]!();
    if (waiting.length > 30) await Promise.all(waiting.splice(0));
  }
  await Promise.all(waiting);
  for (const { host, timescape } of instances) {
    await host.close();
    await timescape.stop();
  }
  // The test is none if nothing happened in it.
  expect(seen.answered).toBeGreaterThan(200);
  expect(seen.releases.size).toBeGreaterThan(2);
  expect([...seen.refused].sort()).toEqual(expect.arrayContaining([400, 421]));
});
