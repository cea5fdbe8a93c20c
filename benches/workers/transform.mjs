/** Times one way from the newest answer to that of an old client. */
import { deepStrictEqual } from 'node:assert';

import { answer, expected, ways } from '../contenders/transform.mjs';
import { disturbLayout, nanosecondsPerCall } from '../harness/measure.mjs';

const newest = 50;
const { way, back, list, seed, quick } = JSON.parse(process.argv[2]);
disturbLayout(seed);
const call = ways[way](newest, back, list);
const count = list ? 4 : 16;
const inputs = Array.from({ length: count }, (_, index) =>
  list ? Array.from({ length: 100 }, (_item, item) => answer(newest, index * 100 + item)) : answer(newest, index),
);
if (way !== 'JSON.stringify alone') {
  const proved = list ? inputs[1].map((_, item) => expected(newest, back, 100 + item)) : expected(newest, back, 1);
  deepStrictEqual(call(inputs[1]), proved);
}
console.log(JSON.stringify(nanosecondsPerCall(call, inputs, quick ? { warmMs: 30, samples: 4 } : {})));
