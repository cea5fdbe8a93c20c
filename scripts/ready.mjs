/**
 * `npm run ready`: everything CI does, ending in a check that nothing was generated which is not committed.
 * `--lint` runs the lints alone. `.ci/run` calls both halves itself so that the totals stay the last line.
 */
import { execFileSync } from 'node:child_process';
import { Failure, fail, pnpm, root, run } from './preparation.mjs';

const lints = [
  ['cargo', 'fmt', '--all', '--check'],
  ['cargo', 'clippy', '--workspace', '--all-targets', '--', '-D', 'warnings'],
  [...pnpm, 'exec', 'oxlint', '--deny-warnings'],
  [...pnpm, 'exec', 'prettier', '--check', '.', '--log-level', 'warn'],
  [...pnpm, 'exec', 'tsc', '-p', 'tsconfig.json', '--noEmit'],
  [...pnpm, 'exec', 'tsc', '-p', 'packages/gatic/tsconfig.json', '--noEmit'],
  [...pnpm, 'exec', 'tsc', '-p', 'packages/unplugin/tsconfig.json', '--noEmit'],
  [...pnpm, 'exec', 'tsc', '-p', '__test__/tsconfig.json'],
];

try {
  const failed = [];
  if (!process.argv.includes('--lint')) await step([process.execPath, 'scripts/test.mjs'], failed);
  for (const command of lints) await step(command, failed);
  if (!process.argv.includes('--lint')) checkClean(failed);
  if (failed.length > 0) throw new Failure(`not ready:\n  ${failed.join('\n  ')}`);
} catch (error) {
  fail(error);
}

/** Goes on after a failure, so that one run tells everything. */
async function step(command, failed) {
  const shown = command.filter((part) => !pnpm.includes(part) && part !== process.execPath).join(' ');
  console.log(`\n$ ${shown}`);
  if ((await run(command)) !== 0) failed.push(shown);
}

function checkClean(failed) {
  const changes = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  if (changes !== '') failed.push(`these files have to be committed:\n${changes}`);
}
