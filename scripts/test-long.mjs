/**
 * `npm run test:long`: the tests that take too long for every run. Property tests get many more cases, the tests that are
 * ignored by default run as well, the reader of bodies and the native host run under AddressSanitizer, and a hundred thousand
 * random types are compared with what TypeScript says of them.
 * `PROPTEST_CASES` and `GATI_LONG` say how long. Every part runs, whatever the others came to.
 */
import { join } from 'node:path';
import { differential } from './differential.mjs';
import { Failure, fail, prepare, root, run } from './preparation.mjs';
import { isSanitizable, sanitize } from './sanitize.mjs';

const env = { ...process.env, PROPTEST_CASES: process.env.PROPTEST_CASES ?? '50000', GATI_LONG: '1' };

/**
 * The reader is given bytes by strangers, and has the one `unsafe` call of its crate. The sanitizer needs a target of its
 * own, and a compiler that lets itself be asked for it.
 */
const target = 'x86_64-unknown-linux-gnu';
const reader = [
  'cargo',
  'test',
  '-p',
  'gati-validator',
  '--lib',
  '--test',
  'reader',
  '--test',
  'reader_languages',
  '--target',
  target,
];
const sanitized = {
  ...env,
  RUSTC_BOOTSTRAP: '1',
  RUSTFLAGS: '-Zsanitizer=address',
  CARGO_TARGET_DIR: join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'sanitized'),
};

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
  if (isSanitizable) {
    if ((await run(reader, { env: sanitized })) !== 0) failed.push('the reader under AddressSanitizer');
    if ((await sanitize()) !== 0) failed.push('the native host under AddressSanitizer');
  }
  const agreed = await differential({ count: 100_000, seed: 1, processes: 2, fresh: false });
  if (!agreed) failed.push('npm run differential');
  if (failed.length > 0) throw new Failure(`the long run failed: ${failed.join(', ')}`);
} catch (error) {
  fail(error);
}
