/** One round of one router and one size: every kind of lookup, each with its own router and its own proof. */
import { deepStrictEqual } from 'node:assert/strict';

import { libraries, readAnswer } from '../contenders/router/libraries.mjs';
import { lookups, pathsOf, routesOf } from '../contenders/router/routes.mjs';
import { disturbLayout, nanosecondsPerCall } from '../harness/measure.mjs';

const { library, size, seed, quick } = JSON.parse(process.argv[2]);
disturbLayout(seed);
const measured = {};
for (const lookup of lookups) {
  const find = await libraries[library](routesOf(size, lookup));
  const cases = pathsOf(size, lookup);
  for (const { path, route, params } of cases) {
    const answer = readAnswer(find(path));
    deepStrictEqual({ ...answer, params: { ...answer.params } }, { route, params }, path);
  }
  const paths = cases.map(({ path }) => path);
  measured[lookup] = nanosecondsPerCall(
    find,
    paths,
    quick ? { warmMs: 40, samples: 6, sampleMs: 4 } : { warmMs: 80, samples: 10 },
  );
}
console.log(JSON.stringify(measured));
