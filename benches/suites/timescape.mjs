/** Releases: from the header of a request to the release it gets, and what differs between two of them. */
import { ways } from '../contenders/timescape-diff.mjs';
import { resolvers } from '../contenders/timescape.mjs';
import { missingParts } from '../harness/ours.mjs';
import { alternate, progress, runWorker } from '../harness/rounds.mjs';
import { median } from '../harness/stats.mjs';
import { figure, ratio } from '../harness/table.mjs';

/** The limits of the issue, in nanoseconds. */
const limits = { repeated: 100, new: 500 };

const kinds = ['repeated', 'repeated, a string of its own', 'the string alone', 'new', 'new, a range', 'malformed'];

/** @param {{ quick: boolean }} options */
export async function run({ quick }) {
  const notes = [
    'Nanoseconds for one text; medians over alternating rounds, a process for each way, size and round. Every way is proved on the same 500 times before it is timed. Releases are a day apart.',
    '`new` is a text that is not remembered: 16,384 different times in turn. `a string of its own` is made from bytes for each call, as Node does for a header; `the string alone` is that part of it.',
    'Ours knows offsets, fractions, days, versions, ranges and labels, refuses days that do not exist and moments that have not come, and remembers 1,024 texts. The others know one form.',
  ];
  const missing = missingParts('tooling');
  if (missing.length > 0)
    return { tables: [], targets: [], notes: [`Not measured; missing: ${missing.join(', ')}.`], raw: {} };
  const sizes = quick ? [10, 100] : [10, 100, 1000];
  const raw = {};
  for (const releases of sizes) {
    const measured = await alternate(Object.keys(resolvers), quick ? 2 : 7, (way, round) => {
      progress(`timescape: ${releases} releases, round ${round + 1}, ${way}`);
      return runWorker('workers/timescape.mjs', { way, releases, seed: round + 1, quick });
    });
    raw[releases] = Object.fromEntries(
      [...measured].map(([way, each]) => [
        way,
        Object.fromEntries(kinds.map((kind) => [kind, median(each.map((row) => row[kind]?.median ?? Number.NaN))])),
      ]),
    );
  }
  const differences = await compare(quick);
  return {
    tables: [...Object.entries(raw).map(([size, times]) => tableOf(size, times)), differenceTable(differences)],
    targets: [...targetsOf(raw), ...differenceTargets(differences)],
    notes: [...notes, ...differenceNotes],
    raw: { ...raw, differences },
  };
}

const differenceNotes = [
  'Differences: 1,000 handlers with a body and an answer of ten members each, 200 named types in rings of five, ten handlers changed. `first` is the first call of a process, which has the code still to be compiled; `again` the median of those after it. Every way has to find the ten.',
  '`frozen contracts in memory` is how `gatic dev`, `build` and `release` compare the working tree with a release: contracts have names that are hashes of their texts. `texts of two manifests` begins with nothing but JSON. api-smart-diff compares documents member by member and proves nothing; it is given parsed documents, as ours is.',
];

/** @param {boolean} quick */
async function compare(quick) {
  const measured = await alternate(Object.keys(ways), quick ? 1 : 3, (way, round) => {
    progress(`timescape: differences, round ${round + 1}, ${way}`);
    return runWorker('workers/timescape-diff.mjs', { way, seed: round + 1, quick });
  });
  return Object.fromEntries(
    [...measured].map(([way, each]) => [
      way,
      { first: median(each.map(({ first }) => first)), again: median(each.map(({ again }) => again)) },
    ]),
  );
}

function differenceTable(differences) {
  return {
    title: '10 changed handlers of 1,000 (ms)',
    columns: ['way', 'first', 'again'],
    rows: Object.entries(differences).map(([way, { first, again }]) => [way, figure(first), figure(again)]),
  };
}

function differenceTargets(differences) {
  const cold = differences['gati, texts of two manifests'].first;
  const warm = differences['gati, frozen contracts in memory'].again;
  return [
    { target: '10 changed handlers of 1,000, cold, in 100 ms', figure: `${figure(cold)} ms`, met: cold <= 100 },
    { target: '10 changed handlers of 1,000, in memory, in 5 ms', figure: `${figure(warm)} ms`, met: warm <= 5 },
  ];
}

function tableOf(size, ways) {
  const base = ways.gati;
  return {
    title: `${size} releases (ns a text, in brackets the ratio to ours)`,
    columns: ['way', ...kinds],
    rows: Object.entries(ways).map(([way, times]) => [
      way,
      ...kinds.map((kind) =>
        Number.isNaN(times[kind]) ? '–' : `${figure(times[kind])} (${ratio(times[kind] / base[kind])})`,
      ),
    ]),
  };
}

function targetsOf(raw) {
  const times = raw['100']?.gati;
  if (times === undefined) return [];
  return Object.entries(limits).map(([kind, limit]) => ({
    target: `a ${kind} header among 100 releases in ${limit} ns`,
    figure: `${figure(times[kind])} ns`,
    met: times[kind] <= limit,
  }));
}
