/** What headers mean, held to a table; and that what they mean does not depend on what was asked before. */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import type { ReleaseInfo } from '../../src-ts/timescape/definition.js';
import type { TimescapeEvent } from '../../src-ts/timescape/registry/events.js';
import { stateOf } from '../../src-ts/timescape/registry/state.js';
import type { Refusal } from '../../src-ts/timescape/refusal.js';
import { Timeline, type Resolved, type TimelineOptions } from '../../src-ts/timescape/timeline.js';
import { requestedVersion } from '../../src-ts/timescape/requested.js';
import { secondsOf } from '../../src-ts/timescape/timestamps.js';

interface World {
  readonly now: string;
  readonly releases: readonly (readonly [id: string, semver: string])[];
  readonly events: readonly TimescapeEvent[];
}

interface Corpus {
  readonly worlds: Readonly<Record<string, World>>;
  readonly cases: Readonly<Record<string, readonly (readonly [text: string, verdict: string, more?: unknown])[]>>;
}

const corpus = JSON.parse(readFileSync(new URL('./timescape/resolve.json', import.meta.url), 'utf8')) as Corpus;

function timelineOf(world: World, options: Partial<TimelineOptions> = {}): Timeline {
  const releases = world.releases.map(([id, semver]): ReleaseInfo => ({ id, semver, bump: 'minor', changes: [] }));
  const entry = { revision: 1, at: world.now, events: world.events };
  const state = stateOf(releases, world.events.length === 0 ? [] : [entry]);
  const clock = (): number => Date.parse(world.now);
  return new Timeline({ releases, state, clock, baseline: undefined, missing: 'baseline', ...options });
}

function verdictOf(world: World, found: Resolved | Refusal): { verdict: string; more: unknown } {
  if (!('refused' in found)) return { verdict: world.releases[found.position]?.[0] ?? 'head', more: undefined };
  const more = found.refused === 'unknown' ? found.nearest : found.refused === 'retired' ? found.successor : undefined;
  return { verdict: found.refused, more };
}

describe.each(Object.entries(corpus.cases))('in a world that is %s', (name, cases) => {
  const world = corpus.worlds[name]!;

  test.each(cases as readonly [string, string, unknown][])('%j is %s', (text, verdict, more) => {
    const timeline = timelineOf(world);
    expect(verdictOf(world, timeline.resolve(text))).toEqual({ verdict, more });
    // Asked again, it is the same: from what is remembered, or found once more.
    expect(verdictOf(world, timeline.resolve(text))).toEqual({ verdict, more });
  });

  test('nothing that was asked before changes an answer', () => {
    const timeline = timelineOf(world);
    // Forwards and backwards, and with more texts than are remembered in between.
    for (const [text] of cases) timeline.resolve(text);
    for (let second = 0; second < 2100; second += 1)
      timeline.resolve(new Date(Date.parse('2026-01-12T00:00:00Z') + second * 1000).toISOString());
    for (const [text, verdict, more] of [...cases].reverse())
      expect(verdictOf(world, timeline.resolve(text)), text).toEqual({ verdict, more });
  });
});

describe('a request that names no version', () => {
  const missing = (name: string, options: Partial<TimelineOptions> = {}, change: Partial<World> = {}): unknown => {
    const world = { ...corpus.worlds[name]!, ...change };
    return verdictOf(world, timelineOf(world, options).missing).verdict;
  };
  const deprecated = (sunset: string): TimescapeEvent => ({
    kind: 'deprecated',
    release: '2025-11-09T10:00:00Z',
    at: '2025-12-01T00:00:00Z',
    sunset,
  });
  const table: readonly (readonly [what: string, found: unknown, verdict: string])[] = [
    ['gets the first release', missing('plain'), '2025-11-09T10:00:00Z'],
    ['gets what the configuration says, by version', missing('plain', { baseline: '1.1.0' }), '2025-12-01T00:00:00Z'],
    ['… or by label', missing('a long life', { baseline: 'stable' }), '2025-03-01T00:00:00Z'],
    [
      'gets what an event says',
      missing('plain', {}, { events: [{ kind: 'baseline', release: '2026-01-10T08:00:00Z' }] }),
      '2026-01-10T08:00:00Z',
    ],
    [
      'gets what the configuration says rather than what an event says',
      missing('plain', { baseline: '1' }, { events: [{ kind: 'baseline', release: '2026-01-10T08:00:00Z' }] }),
      '2025-12-01T00:00:00Z',
    ],
    ['gets no other release than a retired baseline', missing('a long life'), 'required'],
    [
      'is refused after the Sunset of the baseline',
      missing('plain', {}, { events: [deprecated('2026-02-01T12:00:00Z')] }),
      'required',
    ],
    [
      'is served before it',
      missing('plain', {}, { events: [deprecated('2026-02-01T12:00:01Z')] }),
      '2025-11-09T10:00:00Z',
    ],
    ['gets the newest where that is wanted', missing('plain', { missing: 'latest' }), '2026-01-10T08:00:00Z'],
    ['… that is offered', missing('a long life', { missing: 'latest' }), '2025-03-01T00:00:00Z'],
    ['… that is active', missing('registered', { missing: 'latest' }), '2025-11-09T10:00:00Z'],
    ['… that this instance has', missing('an older instance', { missing: 'latest' }), '2025-11-09T10:00:00Z'],
    ['… after a rollback', missing('rolled back', { missing: 'latest' }), '2025-11-09T10:00:00Z'],
    ['is refused where everybody has to choose', missing('plain', { missing: 'options' }), 'required'],
  ];

  test.each(table)('%s', (_what, found, verdict) => expect(found).toBe(verdict));
});

describe('where a version is asked for', () => {
  const places = { headers: ['x-api-version', 'x-gati-version'], queryParameter: 'api-version' };
  const table: readonly (readonly [headers: Record<string, string>, query: unknown, found: unknown])[] = [
    [{}, {}, undefined],
    [{ 'x-api-version': '1' }, {}, '1'],
    [{ 'x-gati-version': '1' }, {}, '1'],
    [{}, { 'api-version': '1' }, '1'],
    [{ 'x-api-version': '1', 'x-gati-version': '1' }, { 'api-version': '1' }, '1'],
    [{ 'x-api-version': '1, 1' }, {}, '1'],
    [{ 'x-api-version': '1, 2' }, {}, { values: ['1', '2'] }],
    [{ 'x-api-version': '1,' }, {}, { values: ['1', ''] }],
    [{ 'x-api-version': '1', 'x-gati-version': '2' }, {}, { values: ['1', '2'] }],
    [{ 'x-api-version': '1' }, { 'api-version': '2' }, { values: ['1', '2'] }],
    [{}, { 'api-version': ['1', '1'] }, '1'],
    [{}, { 'api-version': ['1', '2'] }, { values: ['1', '2'] }],
    [{ 'x-api-version': '' }, {}, ''],
    [{ 'x-api-version': '' }, { 'api-version': '1' }, { values: ['', '1'] }],
  ];

  test.each(table)('%j and %j', (headers, query, found) => {
    expect(requestedVersion(headers, query, places)).toEqual(found);
  });

  test('a query is not looked at unless the application says so', () => {
    expect(requestedVersion({}, { 'api-version': '1' }, { ...places, queryParameter: undefined })).toBeUndefined();
  });
});

test('whatever is sent has a verdict, and one that is given again', () => {
  const pieces = [
    '2025-12-01',
    'T00:00:00',
    'Z',
    '+01:00',
    '1',
    '2.0.0',
    '.',
    'x',
    '^',
    '~',
    '>=',
    '<',
    '||',
    '|',
    ' ',
    'head',
    'stable',
    '-',
    '\u00e9',
    '',
  ];
  const timeline = timelineOf(corpus.worlds['a long life']!);
  for (let index = 0; index < 20_000; index += 1) {
    const count = 1 + Math.floor(Math.random() * 6);
    const text = Array.from({ length: count }, () => pieces[Math.floor(Math.random() * pieces.length)]).join('');
    const found = timeline.resolve(text);
    expect(timeline.resolve(text), text).toEqual(found);
    // Only a text of digits and signs between releases leads to one.
    if (!('refused' in found)) expect(text).toMatch(/^(head|stable|\d{4}-\d{2}-\d{2}(T.*)?|[\d.x^~<>=| -]+)$/);
  }
});

describe('times', () => {
  test('are those of the calendar, for every day of four centuries', () => {
    for (let day = Date.UTC(1800, 0, 1); day < Date.UTC(2200, 0, 1); day += 86_400_000) {
      const text = new Date(day).toISOString().slice(0, 10);
      if (secondsOf(text) !== day / 1000) expect.fail(text);
    }
  });

  test('with any offset are those of JavaScript', () => {
    for (let index = 0; index < 5000; index += 1) {
      const milliseconds = Math.floor(Math.random() * 4e12) - 1e12;
      const minutes = Math.floor(Math.random() * 2879) - 1439;
      const local = new Date(milliseconds + minutes * 60_000).toISOString().slice(0, -1);
      const [hour, minute] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
      const offset = [hour, minute].map((one) => String(one).padStart(2, '0')).join(':');
      const text = `${local}${minutes < 0 ? '-' : '+'}${offset}`;
      expect(secondsOf(text), text).toBe(Math.floor(milliseconds / 1000));
    }
  });
});
