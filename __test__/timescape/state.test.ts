/** What follows from events: the laws of the fold, on any events in any order. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { RegistryEntry, TimescapeEvent } from '../../src-ts/timescape/registry/events.js';
import { objectionTo } from '../../src-ts/timescape/registry/events.js';
import { isMoment, laterThan, momentAt, timeOf } from '../../src-ts/timescape/registry/ids.js';
import {
  activeAt,
  folded,
  initialState,
  nextChange,
  releaseOf,
  settled,
  stateOf,
  statusOf,
  type TimescapeState,
} from '../../src-ts/timescape/registry/state.js';

const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}T00:00:00Z`;

const moments = fc.integer({ min: 1, max: 28 }).map(day);
const releases = fc.constantFrom(day(1), day(2), day(3), day(4));
const instances = fc.constantFrom('a', 'b', 'c');
const events: fc.Arbitrary<TimescapeEvent> = fc.oneof(
  fc.record({ kind: fc.constant('registered' as const), release: releases, expects: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constantFrom('ready' as const, 'left' as const), release: releases, instance: instances }),
  fc.record({ kind: fc.constant('activated' as const), release: releases, at: moments }),
  fc.record({
    kind: fc.constant('labelled' as const),
    label: fc.constantFrom('stable', 'beta', '__proto__', 'constructor'),
    release: fc.option(releases),
  }),
  fc.record({ kind: fc.constant('deprecated' as const), release: releases, at: moments }),
  fc.record({
    kind: fc.constant('deprecated' as const),
    release: releases,
    at: moments,
    route: fc.constantFrom('GET /users/{}', 'GET /__proto__'),
    brownouts: fc.constant([{ from: day(20), to: day(21) }]),
  }),
  fc.record({ kind: fc.constant('retired' as const), release: releases }),
  fc.record({
    kind: fc.constant('yanked' as const),
    release: releases,
    reason: fc.constant('wrong'),
    strict: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('rolledBack' as const), release: releases, to: releases, strict: fc.boolean() }),
  fc.record({
    kind: fc.constant('restored' as const),
    release: releases,
    from: fc.constantFrom('deprecated' as const, 'retired' as const, 'yanked' as const),
  }),
  fc.record({ kind: fc.constant('baseline' as const), release: releases }),
);
const histories = fc.array(fc.array(events, { maxLength: 4 }), { maxLength: 12 }).map((batches) => entries(batches));
const known = [{ id: day(2), semver: '1.1.0' }, { id: day(1) }];

function entries(batches: readonly (readonly TimescapeEvent[])[]): RegistryEntry[] {
  return batches.map((batch, index) => ({ revision: index + 1, at: day(1 + (index % 28)), events: batch }));
}

/** Everything but how often something was recorded. */
function meaning(state: TimescapeState): object {
  return { ...state, revision: 0 };
}

describe('the fold', () => {
  test('goes on where it stopped: in pieces it gives what it gives at once', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (history, cut) => {
        const at = history.length === 0 ? 0 : cut % (history.length + 1);
        const pieces = folded(stateOf(known, history.slice(0, at)), history.slice(at));
        expect(pieces).toEqual(stateOf(known, history));
      }),
    );
  });

  test('does not mind how events were put together into entries', () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 20 }), (list) => {
        const apart = list.map((event, index): RegistryEntry => ({ revision: index + 1, at: day(1), events: [event] }));
        const together: RegistryEntry[] = [{ revision: 1, at: day(1), events: list }];
        expect(meaning(stateOf(known, apart))).toEqual(meaning(stateOf(known, together)));
      }),
    );
  });

  test('changes nothing it was given', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const before = structuredClone(initialState(known));
        const start = initialState(known);
        folded(start, history);
        expect(start).toEqual(before);
      }),
    );
  });

  test('hears nothing new in what is said twice in a row, activations aside', () => {
    fc.assert(
      fc.property(histories, events, (history, event) => {
        fc.pre(event.kind !== 'activated');
        const once: RegistryEntry = { revision: history.length + 1, at: day(9), events: [event] };
        const state = folded(stateOf(known, history), [once]);
        expect(meaning(folded(state, [{ ...once, revision: once.revision + 1 }]))).toEqual(meaning(state));
      }),
    );
  });

  test('does not mind the order of what concerns different releases or names, activations aside', () => {
    const concern = (event: TimescapeEvent): string =>
      event.kind === 'labelled' ? `label ${event.label}` : event.kind === 'baseline' ? 'baseline' : event.release;
    fc.assert(
      fc.property(histories, events, events, (history, left, right) => {
        fc.pre(concern(left) !== concern(right) && left.kind !== 'activated' && right.kind !== 'activated');
        const start = stateOf(known, history);
        const after = (list: TimescapeEvent[]): object =>
          meaning(folded(start, [{ revision: start.revision + 1, at: day(9), events: list }]));
        expect(after([left, right])).toEqual(after([right, left]));
      }),
    );
  });

  test('keeps the times of activation strictly ascending, and never moves one that is past', () => {
    fc.assert(
      fc.property(histories, events, (history, event) => {
        const before = stateOf([], history);
        const after = folded(before, [{ revision: before.revision + 1, at: day(9), events: [event] }]);
        const times = after.timeline.map(({ at }) => at);
        expect(times).toEqual([...new Set(times)].sort());
        expect(after.timeline.slice(0, before.timeline.length)).toEqual(before.timeline);
      }),
    );
  });

  test('gives every release exactly one status, and at most one that is current', () => {
    fc.assert(
      fc.property(histories, moments, (history, moment) => {
        const state = stateOf(known, history);
        const statuses = state.releases.map(({ id }) => statusOf(state, id, moment));
        expect(statuses).not.toContain(undefined);
        expect(statuses.filter((status) => status === 'current').length).toBeLessThan(2);
        const change = nextChange(state, moment);
        // Between now and the next change nothing is different.
        const later = change === undefined ? day(28) : momentAt(timeOf(change) - 1000);
        if (later > moment) expect(state.releases.map(({ id }) => statusOf(state, id, later))).toEqual(statuses);
      }),
    );
  });

  test('ascending ids, whatever came first', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const ids = stateOf(known, history).releases.map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)].sort());
      }),
    );
  });
});

describe('without events', () => {
  test('a release is active from its id on', () => {
    const state = initialState(known);
    expect(activeAt(state, '2025-12-31T00:00:00Z')).toBeUndefined();
    expect(activeAt(state, day(1))).toBe(day(1));
    expect(activeAt(state, day(20))).toBe(day(2));
    expect(statusOf(state, day(1), day(20))).toBe('supported');
    expect(releaseOf(state, day(2))?.semver).toBe('1.1.0');
  });

  test('until one speaks of its activation', () => {
    const registered = { kind: 'registered', release: day(2), expects: 2 } as const;
    const state = stateOf(known, entries([[registered]]));
    expect(activeAt(state, day(20))).toBe(day(1));
    expect(statusOf(state, day(2), day(20))).toBe('pending');
    const begun = folded(state, [
      { revision: 2, at: day(5), events: [{ kind: 'activated', release: day(2), at: day(6) }] },
    ]);
    expect(begun.timeline).toEqual([
      { at: day(1), release: day(1) },
      { at: day(6), release: day(2) },
    ]);
  });
});

describe('where releases begin when they are activated', () => {
  const all = [1, 2, 3].map((number) => ({ id: day(number) }));
  const registered = entries([[{ kind: 'registered', release: day(2), expects: 1 }]]);

  test('those that were not deployed yet are pending', () => {
    const state = settled(stateOf(all, registered), 'when-activated');
    expect(state.releases.map(({ id }) => statusOf(state, id, day(20)))).toEqual(['current', 'pending', 'pending']);
    expect(settled(stateOf(all, registered), 'at-its-id')).toEqual(stateOf(all, registered));
  });

  test('an empty registry changes nothing yet', () => {
    expect(settled(initialState(all), 'when-activated')).toEqual(initialState(all));
  });

  test('an activation makes the release what it is everywhere', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const more: RegistryEntry = {
          revision: history.length + 1,
          at: day(9),
          events: [{ kind: 'activated', release: day(4), at: day(28) }],
        };
        const state = settled(folded(stateOf(all, history), [more]), 'when-activated');
        expect(activeAt(state, '2027-01-01T00:00:00Z')).toBe(day(4));
      }),
    );
  });
});

test('an activation that is not later than the last one comes a second after it', () => {
  const state = stateOf(
    [],
    entries([
      [{ kind: 'activated', release: day(1), at: day(5) }],
      [{ kind: 'activated', release: day(2), at: day(5) }],
      [{ kind: 'activated', release: day(3), at: day(1) }],
    ]),
  );
  expect(state.timeline.map(({ at }) => at)).toEqual([day(5), '2026-01-05T00:00:01Z', '2026-01-05T00:00:02Z']);
});

describe('moments', () => {
  test.each([
    ['2026-01-10T08:00:00Z', true],
    ['2026-02-30T08:00:00Z', false],
    ['2026-01-10T24:00:00Z', false],
    ['2026-01-10T08:00:00.000Z', false],
    ['2026-01-10T08:00:00+00:00', false],
    ['2026-01-10', false],
    [' 2026-01-10T08:00:00Z', false],
    [1, false],
  ])('%j: %j', (text, is) => expect(isMoment(text)).toBe(is));

  test('the next one is later than all there were, and not before now', () => {
    fc.assert(
      fc.property(fc.nat({ max: 4e12 }), fc.array(moments), (now, before) => {
        const next = laterThan(now, before);
        expect(isMoment(next)).toBe(true);
        expect(timeOf(next)).toBeGreaterThanOrEqual(now);
        for (const one of before) expect(next > one).toBe(true);
        const wanted = [Math.ceil(now / 1000) * 1000, ...before.map((one) => timeOf(one) + 1000)];
        expect(timeOf(next)).toBe(Math.max(...wanted));
      }),
    );
  });
});

describe('what is no event is refused with the reason', () => {
  const refused: readonly [value: unknown, reason: RegExp][] = [
    [null, /no object/],
    [[], /no object/],
    [{}, /no kind nothing/],
    [{ kind: 'toString' }, /no kind "toString"/],
    [{ kind: 'deleted', release: day(1) }, /no kind "deleted"/],
    [{ kind: 'ready', release: day(1) }, /instance has to be text/],
    [{ kind: 'ready', release: 'yesterday', instance: 'a' }, /release has to be a time .* not "yesterday"/],
    [{ kind: 'ready', release: day(1), instance: 'a\0' }, /instance has to be text/],
    [{ kind: 'ready', release: day(1), instance: '\ud800' }, /instance has to be text/],
    [{ kind: 'ready', release: day(1), instance: 'a', host: 'b' }, /ready has no member "host"/],
    [{ kind: 'registered', release: day(1), expects: 0 }, /expects has to be a whole number from 1/],
    [{ kind: 'registered', release: day(1), expects: 1, semver: '1' }, /semver has to be a version/],
    [{ kind: 'labelled', label: '2026', release: day(1) }, /label has to be a letter/],
    [{ kind: 'labelled', label: 'stable' }, /release has to be null or a time/],
    [{ kind: 'deprecated', release: day(1), at: day(3), sunset: day(2) }, /Sunset .* is before the Deprecation/],
    [{ kind: 'deprecated', release: day(1), at: day(3), route: 'users' }, /route has to be a route such as GET/],
    [
      { kind: 'deprecated', release: day(1), at: day(3), brownouts: [{ from: day(5), to: day(4) }] },
      /brownouts has to be at most 50 spans/,
    ],
    [{ kind: 'retired', release: day(1), forced: false }, /forced has to be true/],
  ];
  test.each(refused)('%j', (value, reason) => expect(objectionTo(value)).toMatch(reason));

  test('every event of the laws is one', () => {
    fc.assert(
      fc.property(events, (event) => {
        fc.pre(event.kind !== 'labelled' || /^[a-z]/.test(event.label));
        expect(objectionTo(event)).toBeUndefined();
      }),
    );
  });
});
