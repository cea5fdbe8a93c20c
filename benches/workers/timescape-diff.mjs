/** Times one way to find ten changed handlers of 1,000: the first time in a process, and from then on. */
import { strictEqual } from 'node:assert/strict';

import { expected, ways } from '../contenders/timescape-diff.mjs';
import { disturbLayout } from '../harness/measure.mjs';
import { median } from '../harness/stats.mjs';

const { way, seed, quick } = JSON.parse(process.argv[2]);
disturbLayout(seed);
const diff = await ways[way]();
const times = [];
const most = quick ? 4 : 30;
// A way that takes seconds is timed once.
for (let spent = 0; times.length < most && spent < 2000; spent += times.at(-1)) {
  const started = performance.now();
  strictEqual(diff(), expected);
  times.push(performance.now() - started);
}
console.log(JSON.stringify({ first: times[0], again: times.length === 1 ? times[0] : median(times.slice(1)) }));
