/** Times one way to find ten changed handlers of 1,000: the first time in a process, and from then on. */
import { strictEqual } from 'node:assert/strict';

import { expected, ways } from '../contenders/timescape-diff.mjs';
import { disturbLayout } from '../harness/measure.mjs';
import { median } from '../harness/stats.mjs';

const { way, seed, quick } = JSON.parse(process.argv[2]);
disturbLayout(seed);
const diff = await ways[way]();
const times = Array.from({ length: quick ? 4 : 12 }, () => {
  const started = performance.now();
  strictEqual(diff(), expected);
  return performance.now() - started;
});
console.log(JSON.stringify({ first: times[0], again: median(times.slice(1)) }));
