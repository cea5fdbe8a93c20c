/** Ways from the text of a header to a release, over the same releases: each gives the position of the release, or -1. */
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

import { repository } from '../harness/ours.mjs';

const built = (name) => import(pathToFileURL(join(repository, 'dist/timescape', name)).href);

const beginning = Date.parse('2020-01-01T00:00:00Z');
const step = 86_400_000;

/** Ids a day apart, with a new major version every tenth. */
export function releasesOf(count) {
  return Array.from({ length: count }, (_none, index) => ({
    id: `${new Date(beginning + index * step).toISOString().slice(0, 19)}Z`,
    semver: `${1 + Math.floor(index / 10)}.${index % 10}.0`,
    bump: index % 10 === 0 ? 'major' : 'minor',
    changes: [],
  }));
}

/** A timeline of ours. */
export async function timelineOf(releases) {
  const [{ Timeline }, { stateOf }] = await Promise.all([built('timeline.js'), built('registry/state.js')]);
  const state = stateOf(releases, []);
  return new Timeline({ releases, state, clock: Date.now, baseline: undefined, missing: 'baseline' });
}

/** @type {Readonly<Record<string, (releases: ReturnType<typeof releasesOf>) => Promise<(text: string) => number>>>} */
export const resolvers = {
  async gati(releases) {
    const timeline = await timelineOf(releases);
    return (text) => timeline.resolve(text).position ?? -1;
  },

  /** What one writes first: parsed by the platform, looked up in the sorted list. */
  async 'Date.parse and a binary search'(releases) {
    const times = Float64Array.from(releases, ({ id }) => Date.parse(id));
    return (text) => {
      const time = Date.parse(text);
      let low = 0;
      let high = times.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (times[middle] <= time) low = middle + 1;
        else high = middle;
      }
      return Number.isNaN(time) ? -1 : low - 1;
    };
  },

  /** As the published packages do it: a regular expression and a sort for each request. */
  async 'sorted for each request'(releases) {
    return (text) => {
      if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) return -1;
      const sorted = releases.map(({ id }, position) => ({ id, position })).sort((a, b) => (a.id < b.id ? 1 : -1));
      return sorted.find(({ id }) => id <= text)?.position ?? -1;
    };
  },
};

/** As many different times between the releases as nobody remembers, and what they lead to. */
export function timesOf(count) {
  const texts = Array.from({ length: 1 << 14 }, (_none, index) => {
    const second = ((index * 7919) % (count * 86_400)) * 1000;
    return `${new Date(beginning + second).toISOString().slice(0, 19)}Z`;
  });
  return { texts, positions: texts.map((text) => Math.floor((Date.parse(text) - beginning) / step)) };
}

/** What is no version, in every way there is. */
export const malformed = [
  '',
  'x'.repeat(65),
  '2026-02-30T00:00:00Z',
  '2026-01-10T08:00:00',
  '2026-01-10T25:00:00Z',
  '2026-01-10 08:00:00Z',
  '1.2.3.4',
  'Not A Label',
];
