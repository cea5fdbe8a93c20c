/**
 * `npm run test:long`: the tests that take too long for every run. Property tests get many more cases, the tests that are
 * ignored by default run as well, and a hundred thousand random types are compared with what TypeScript says of them.
 * `PROPTEST_CASES` and `GATI_LONG` say how long. Every part runs, whatever the others came to.
 */
import { join } from 'node:path';
import { differential } from './differential.mjs';
import { Failure, fail, prepare, root, run } from './preparation.mjs';

const env = { ...process.env, PROPTEST_CASES: process.env.PROPTEST_CASES ?? '50000', GATI_LONG: '1' };

try {
  await prepare((line) => console.log(`gati: ${line}`));
  const suites = [
    ['cargo', 'test', '--workspace', '--release', '--no-fail-fast', '--', '--include-ignored'],
    [process.execPath, join(root, 'node_modules/vitest/vitest.mjs'), 'run'],
  ];
  const failed = [];
  for (const suite of suites) {
    if ((await run(suite, { env })) !== 0) failed.push(suite.join(' '));
  }
  const agreed = await differential({ count: 100_000, seed: 1, processes: 2, fresh: false });
  if (!agreed) failed.push('npm run differential');
  if (failed.length > 0) throw new Failure(`the long run failed: ${failed.join(', ')}`);
} catch (error) {
  fail(error);
}
