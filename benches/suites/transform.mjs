/** Transformers: from the newest answer to that of a client 1, 5 and 50 releases back. */
import { backs, ways } from '../contenders/transform.mjs';
import { alternate, progress, runWorker } from '../harness/rounds.mjs';
import { median } from '../harness/stats.mjs';
import { figure, ratio } from '../harness/table.mjs';

/** @param {{ quick: boolean }} options */
export async function run({ quick }) {
  const rounds = quick ? 2 : 5;
  const raw = {};
  for (const list of [false, true]) {
    for (const back of backs) {
      const measured = await alternate(Object.keys(ways), rounds, (way, round) => {
        progress(`transform: ${list ? 'a list of 100' : 'an object'}, ${back} back, round ${round + 1}, ${way}`);
        return runWorker('workers/transform.mjs', { way, back, list, seed: round + 1, quick });
      });
      raw[`${list ? 'list' : 'object'} ${back}`] = Object.fromEntries(
        [...measured].map(([way, each]) => [way, median(each.map((row) => row.median))]),
      );
    }
  }
  const base = (key) => raw[key]['gati, fused'];
  const targets = [
    {
      target: 'an object 5 releases back in 500 ns',
      figure: `${figure(base('object 5'))} ns`,
      met: base('object 5') <= 500,
    },
    {
      target: 'a list of 100, 50 releases back, in a tenth of the time of its JSON',
      figure: ratio(base('list 50') / raw['list 50']['JSON.stringify alone']),
      met: base('list 50') <= raw['list 50']['JSON.stringify alone'] / 10,
    },
  ];
  return {
    tables: [
      {
        title: 'An answer as an old client gets it (ns, in brackets the ratio to ours)',
        columns: ['way', ...Object.keys(raw)],
        rows: Object.keys(ways).map((way) => [
          way,
          ...Object.entries(raw).map(([key, times]) => `${figure(times[way])} (${ratio(times[way] / base(key))})`),
        ]),
      },
    ],
    targets,
    notes: [
      `${rounds} alternating rounds, a process for each way and case; medians. Every way is proved on one answer before it is timed.`,
      'The newest release is the 50th; each renamed one member of ten, and every third added one. A spread is what is written by hand for one release. The values are plain: no way checks them.',
    ],
    raw,
  };
}
