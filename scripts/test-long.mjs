/**
 * `npm run test:long`: the tests that take too long for every run. Property tests get many more cases, and the tests
 * that are ignored by default run as well. `PROPTEST_CASES` and `GATI_LONG` say how long.
 */
import { join } from 'node:path';
import { Failure, fail, prepare, root, run } from './preparation.mjs';

const env = { ...process.env, PROPTEST_CASES: process.env.PROPTEST_CASES ?? '50000', GATI_LONG: '1' };

try {
  await prepare((line) => console.log(`gati: ${line}`));
  const suites = [
    ['cargo', 'test', '--workspace', '--release', '--no-fail-fast', '--', '--include-ignored'],
    [process.execPath, join(root, 'node_modules/vitest/vitest.mjs'), 'run'],
  ];
  for (const suite of suites) {
    if ((await run(suite, { env })) !== 0) throw new Failure(`the long run failed: ${suite.join(' ')}`);
  }
} catch (error) {
  fail(error);
}
