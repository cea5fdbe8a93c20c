/**
 * `npm run test:nodes`: the TypeScript suites again on the other supported lines of Node.js. The `node` package
 * of npm ships the binaries; npx fetches one, and the suite runs under it.
 *
 * `npm run test:nodes -- 24 __test__/http` runs one line, and what is no number goes to Vitest.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, delimiter } from 'node:path';
import { Failure, fail, prepare, root, run } from './preparation.mjs';

const args = process.argv.slice(2);
const named = args.filter((arg) => /^\d+$/.test(arg));
const lines = named.length > 0 ? named : ['22', '24'];
const forVitest = args.filter((arg) => !named.includes(arg));

try {
  await prepare((line) => console.log(`gati: ${line}`));
  for (const line of lines) {
    const node = nodeOf(line);
    console.log(`\n== Node.js ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()} ==`);
    // Processes that tests start find the same Node.js first.
    const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
    const status = await run([node, join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...forVitest], { env });
    if (status !== 0) throw new Failure(`the suites failed on Node.js ${line}`);
  }
} catch (error) {
  fail(error);
}

/** npx puts the bin folder of what it fetched first on the PATH; the binary is asked for its own path there. */
function nodeOf(line) {
  const script = 'process.stdout.write(process.execPath)';
  const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
  const command = ['--yes', `--package=node@${line}`, '--', 'node', '-e', script];
  const path = execFileSync(npx, command, { encoding: 'utf8', cwd: root, shell: process.platform === 'win32' }).trim();
  if (!existsSync(path)) throw new Failure(`npx did not provide Node.js ${line}`);
  return path;
}
