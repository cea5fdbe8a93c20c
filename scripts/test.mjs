/**
 * `npm test`: prepares, then runs every Rust and TypeScript test. The last line is the total of the whole run,
 * `N passed, N failed` with `, N skipped` behind it if any were.
 *
 * `npm test -- --rust` and `npm test -- --ts` run one half; what follows `--ts` goes to Vitest.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, prepare, root, run } from './preparation.mjs';

const [half, ...rest] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };

try {
  await prepare((line) => console.log(`gati: ${line}`));
  if (half !== '--ts') await testRust();
  if (half !== '--rust') await testTypeScript(rest);
} catch (error) {
  total.failed += 1;
  fail(error);
}
if (total.failed > 0) process.exitCode = 1;
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);

/** `--no-fail-fast` so that one failing crate does not hide the others; doctests are part of `cargo test`. */
async function testRust() {
  let output = '';
  const status = await run(['cargo', 'test', '--workspace', '--no-fail-fast'], {
    onOutput: (text) => {
      output += text;
      process.stdout.write(text);
    },
  });
  const before = total.failed;
  for (const [, passed, failed, ignored] of output.matchAll(
    /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored/gm,
  )) {
    total.passed += Number(passed);
    total.failed += Number(failed);
    total.skipped += Number(ignored);
  }
  // A crate that does not compile, or a test binary that dies, has no result line.
  if (status !== 0 && total.failed === before) total.failed += 1;
}

async function testTypeScript(args) {
  const folder = mkdtempSync(join(tmpdir(), 'gati-test-'));
  const report = join(folder, 'vitest.json');
  try {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const status = await run([process.execPath, vitest, 'run', ...reporters, ...args]);
    const result = readReport(report);
    total.passed += result.numPassedTests;
    total.failed += result.numFailedTests;
    total.skipped += result.numPendingTests + (result.numTodoTests ?? 0);
    // A file that cannot be loaded, or an error outside of any test, fails the run without failing a test.
    if (status !== 0 && result.numFailedTests === 0) total.failed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
  }
}
