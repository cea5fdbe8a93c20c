/** Releases: from the header of a request to the release it gets. */
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
  return {
    tables: Object.entries(raw).map(([size, ways]) => tableOf(size, ways)),
    targets: targetsOf(raw),
    notes,
    raw,
  };
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
