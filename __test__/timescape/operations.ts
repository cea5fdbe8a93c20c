/** What a registry does, whatever it is kept in: one table, which every implementation is held to. */

import { expect } from 'vitest';

import type { Registry, TimescapeEvent, UsageCount } from '../../src-ts/tooling.js';
import { join, labelling, laterThan, momentAt, stateOf, update } from '../../src-ts/tooling.js';

/** One registry, opened as often as one likes. */
export interface Given {
  readonly open: (clock?: () => number) => Registry;
}

/** Something a registry does. */
export interface Operation {
  readonly name: string;
  readonly check: (given: Given) => Promise<void>;
}

export const first = '2026-01-01T00:00:00Z';
export const second = '2026-02-01T00:00:00Z';
export const label = (name: string, release: string | null = first): TimescapeEvent => ({
  kind: 'labelled',
  label: name,
  release,
});
const coded = (code: string): object => expect.objectContaining({ code });
const conflict = coded('GATI_TIMESCAPE_CONFLICT');
const at = Date.parse('2026-03-01T12:00:00.900Z');

const usageRow: UsageCount = {
  release: first,
  asked: 'id',
  route: 'GET /users/:id',
  principal: 'acme',
  agent: 'curl/8',
  day: '2026-03-01',
  count: 2,
  last: '2026-03-01T10:00:00Z',
};

const log: readonly Operation[] = [
  {
    name: 'is empty at first, and reading makes nothing of it',
    check: async ({ open }) => {
      const registry = open();
      expect(await registry.read()).toEqual([]);
      expect(await registry.read(0)).toEqual([]);
      expect(await registry.usage()).toEqual([]);
      expect(await registry.pinOf('acme')).toBeUndefined();
    },
  },
  {
    name: 'gives back what was appended, to others as well',
    check: async ({ open }) => {
      const events: TimescapeEvent[] = [
        { kind: 'registered', release: first, semver: '1.0.0', expects: 3 },
        { kind: 'yanked', release: first, reason: 'lost "orders" \\ \n\t – 日本 😀 \u2028', strict: true },
        label('stable', null),
      ];
      const entry = await open(() => at).append(0, events, { by: 'ann@host' });
      expect(entry).toEqual({ revision: 1, at: momentAt(at), by: 'ann@host', events });
      const registry = open(() => at + 5000);
      expect(await registry.read()).toEqual([entry]);
      const next = await registry.append(1, [label('beta')]);
      expect(next).toEqual({ revision: 2, at: momentAt(at + 5000), events: [label('beta')] });
      expect(await registry.read()).toEqual([entry, next]);
      expect(await registry.read(1)).toEqual([next]);
      expect(await registry.read(2)).toEqual([]);
      expect(await registry.read(9)).toEqual([]);
    },
  },
  {
    name: 'refuses what was decided on an earlier revision, or on one there is none of',
    check: async ({ open }) => {
      const registry = open();
      await expect(registry.append(1, [label('a')])).rejects.toEqual(conflict);
      await registry.append(0, [label('a')]);
      await registry.append(1, [label('b')]);
      for (const revision of [0, 1, 3, 100, -1])
        await expect(registry.append(revision, [label('c')]), String(revision)).rejects.toEqual(conflict);
      expect((await registry.read()).map(({ revision }) => revision)).toEqual([1, 2]);
    },
  },
  {
    name: 'records nothing of events of which one is none',
    check: async ({ open }) => {
      const registry = open();
      const wrong = [label('a'), { kind: 'labelled', label: 'A!', release: first }] as TimescapeEvent[];
      await expect(async () => registry.append(0, wrong)).rejects.toEqual(coded('GATI_TIMESCAPE_EVENT_INVALID'));
      expect(await registry.read()).toEqual([]);
    },
  },
  {
    name: 'lets one of many succeed at the same revision',
    check: async ({ open }) => {
      const registries = [open(), open(), open()];
      for (let revision = 0; revision < 5; revision += 1) {
        const tries = Array.from({ length: 15 }, (_, number) =>
          registries[number % 3]!.append(revision, [label(`n${number}`)]).then(
            () => true,
            (error: unknown) => (expect(error).toEqual(conflict), false),
          ),
        );
        expect((await Promise.all(tries)).filter(Boolean)).toEqual([true]);
      }
      expect((await registries[0]!.read()).map(({ revision }) => revision)).toEqual([1, 2, 3, 4, 5]);
    },
  },
  {
    name: 'gets every update in, however many there are at once',
    check: async ({ open }) => {
      const registries = [open(), open()];
      const names = Array.from({ length: 30 }, (_, number) => `n${number}`);
      await Promise.all(names.map((name, index) => update(registries[index % 2]!, () => [label(name)])));
      expect(Object.keys(stateOf([], await registries[0]!.read()).labels).sort()).toEqual(names.sort());
    },
  },
  {
    name: 'records nothing where there is nothing to record, and what is refused',
    check: async ({ open }) => {
      const registry = open();
      const known = [{ id: first, semver: '1.0.0' }];
      await update(registry, labelling('stable', '1.0.0'), { known });
      const again = await update(registry, labelling('stable', first), { known });
      expect(again.entry).toBeUndefined();
      expect(again.state.labels).toEqual({ stable: first });
      const refusal = update(registry, labelling('latest', first), { known });
      await expect(refusal).rejects.toEqual(coded('GATI_TIMESCAPE_REFUSED'));
      expect(await registry.read()).toHaveLength(1);
    },
  },
];

const beside: readonly Operation[] = [
  {
    name: 'adds counters up, batch by batch, and gives those that are asked for',
    check: async ({ open }) => {
      const [one, other] = [open(), open()];
      await one.count([]);
      const odd = { ...usageRow, release: second, agent: 'a "b"\\\u0001', principal: '日本 😀', day: '2026-03-02' };
      await one.count([usageRow, odd, usageRow]);
      await other.count([{ ...usageRow, count: 5, last: '2026-03-01T09:00:00Z' }]);
      await Promise.all(Array.from({ length: 20 }, (_, number) => (number % 2 ? one : other).count([odd, usageRow])));
      const sums = [
        { ...usageRow, count: 2 + 2 + 5 + 40 },
        { ...odd, count: 2 + 40 },
      ];
      expect(await other.usage()).toEqual(sums);
      expect(await other.usage({ release: second })).toEqual(sums.slice(1));
      expect(await other.usage({ since: '2026-03-02' })).toEqual(sums.slice(1));
      expect(await other.usage({ release: first, since: '2026-03-02' })).toEqual([]);
    },
  },
  {
    name: 'takes thousands of counters at once',
    check: async ({ open }) => {
      const registry = open();
      const rows = Array.from({ length: 3000 }, (_, number) => ({ ...usageRow, principal: `p${number}` }));
      await registry.count(rows);
      await registry.count(rows);
      const found = await registry.usage({ release: first });
      expect(found).toHaveLength(3000);
      expect(found.every(({ count }) => count === 4)).toBe(true);
    },
  },
  {
    name: 'pins a principal once, to the release of whoever was first',
    check: async ({ open }) => {
      const [one, other] = [open(), open()];
      expect(await one.pin('acme', first)).toBe(first);
      expect(await other.pin('acme', second)).toBe(first);
      const long = 'p'.repeat(5000);
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, number) => (number % 2 ? one : other).pin(long, number % 2 ? first : second)),
      );
      expect(new Set(answers).size).toBe(1);
      expect(await one.pinOf(long)).toBe(answers[0]);
      expect(await one.pinOf('acme')).toBe(first);
      expect(await one.pinOf('nobody')).toBeUndefined();
    },
  },
  {
    name: 'tells who watches, and stops when it is told to',
    check: async ({ open }) => {
      const [watching, writing] = [open(), open()];
      await writing.append(0, [label('a')]);
      const told: number[] = [];
      let hear = (): void => undefined;
      const watch = await watching.watch({
        pollMilliseconds: 20,
        onRevision: (revision) => {
          told.push(revision);
          hear();
        },
      });
      const until = (revision: number): Promise<void> =>
        new Promise((done) => (hear = () => (told.at(-1) === revision ? done() : undefined)));
      const heard = until(2);
      await writing.append(1, [label('b')]);
      await heard;
      const more = until(4);
      await writing.append(2, [label('c')]);
      await writing.append(3, [label('d')]);
      await more;
      expect(told).toEqual([...new Set(told)].sort());
      await watch.close();
      const before = told.length;
      await writing.append(4, [label('e')]);
      expect(await watching.read(4)).toHaveLength(1);
      expect(told).toHaveLength(before);
    },
  },
];

const activation: readonly Operation[] = [
  {
    name: 'activates a release when all who are expected are ready, two seconds later, and once',
    check: async ({ open }) => {
      const now = Date.parse('2026-03-01T12:00:00.100Z');
      const registry = open(() => now);
      const options = { known: [{ id: first, semver: '1.0.0' }], clock: () => now };
      // What was there before the registry was stays what it was.
      await join(registry, { release: first, instance: 'old' }, options);
      const known = [...options.known, { id: second, semver: '1.1.0' }];
      const { announce, leave, activeAt, statusOf } = await import('../../src-ts/tooling.js');
      await announce(registry, { release: second, semver: '1.1.0', expects: 3 }, { ...options, known });
      const instance = (name: string): Promise<unknown> =>
        join(
          open(() => now),
          { release: second, instance: name },
          { ...options, known },
        );
      await Promise.all([instance('a'), instance('b'), instance('a')]);
      let state = stateOf(known, await registry.read());
      expect(statusOf(state, second, '2026-03-01T13:00:00Z')).toBe('pending');
      expect(activeAt(state, '2026-03-01T13:00:00Z')).toBe(first);
      await leave(registry, { release: second, instance: 'b' }, { ...options, known });
      await instance('c');
      state = stateOf(known, await registry.read());
      expect(statusOf(state, second, '2026-03-01T13:00:00Z')).toBe('pending');
      await Promise.all([instance('d'), instance('e'), instance('f')]);
      state = stateOf(known, await registry.read());
      expect(state.timeline).toEqual([
        { at: first, release: first },
        { at: '2026-03-01T12:00:03Z', release: second },
      ]);
      expect(activeAt(state, '2026-03-01T12:00:02Z')).toBe(first);
      expect(activeAt(state, '2026-03-01T12:00:03Z')).toBe(second);
    },
  },
  {
    name: 'gives activations ascending times, whatever the clocks say',
    check: async ({ open }) => {
      const clocks = [Date.parse('2026-05-01T00:00:00Z'), Date.parse('2026-04-01T00:00:00Z'), 0];
      let id = laterThan(Date.parse('2026-03-01T00:00:00Z'), []);
      await join(open(), { release: id, instance: 'a' }, { known: [{ id }] });
      for (const time of clocks) {
        id = laterThan(time, [id]);
        await join(
          open(() => time),
          { release: id, instance: 'a' },
          { clock: () => time },
        );
      }
      const { timeline } = stateOf([], await open().read());
      expect(timeline.map(({ at: time }) => time)).toEqual([
        '2026-03-01T00:00:00Z',
        '2026-05-01T00:00:02Z',
        '2026-05-01T00:00:03Z',
        '2026-05-01T00:00:04Z',
      ]);
    },
  },
];

/** The table. */
export const operations: readonly Operation[] = [...log, ...beside, ...activation];
