/**
 * `npm run differential -- --count 100000 --seed 1 --processes 2`: random types, read by the analyzer and by the checker
 * of TypeScript. The same command goes on where it was stopped; `--fresh` begins again. What is found is in
 * `node_modules/.cache/gati/differential/`. `__test__/conformance/analyzer-differential/README.md` says more.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { Failure, fail, root } from './preparation.mjs';

const folder = join(root, 'node_modules/.cache/gati/differential');

/** Runs, and says whether both sides agreed on everything. */
export async function differential({ count, seed, processes, fresh }) {
  mkdirSync(folder, { recursive: true });
  if (fresh) rmSync(join(folder, `from-${seed}.jsonl`), { force: true });
  const sources = join(root, '__test__/conformance/analyzer-differential');
  await build({
    entryPoints: [join(sources, 'worker.ts'), join(sources, 'run.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    external: ['typescript-5'],
    logLevel: 'error',
  });
  const analyzer = builtAnalyzer();
  const version = createHash('sha256')
    .update(readFileSync(join(folder, 'worker.mjs')))
    .update(readFileSync(analyzer));
  const { longRun } = await import(join(folder, 'run.mjs'));
  return longRun({
    worker: join(folder, 'worker.mjs'),
    analyzer,
    version: version.digest('hex').slice(0, 16),
    folder,
    count,
    seed,
    processes,
    report: (line) => console.log(line),
  });
}

/** The path of the analyzer's example `types`, compiled with optimisations. */
function builtAnalyzer() {
  const given = process.env.GATI_DIFFERENTIAL_ANALYZER;
  if (given !== undefined) return given;
  const args = ['build', '--release', '-p', 'gati-analyzer', '--example', 'types', '--message-format=json'];
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] };
  const { status, stdout } = spawnSync('cargo', args, options);
  if (status !== 0) throw new Failure('the analyzer does not compile');
  const artifacts = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  const found = artifacts.find(({ target, executable }) => executable && target?.name === 'types');
  if (found === undefined) throw new Failure('cargo did not say where the analyzer is');
  return found.executable;
}

if (process.argv[1] === import.meta.filename) {
  try {
    const { values } = parseArgs({
      options: {
        count: { type: 'string', default: '100000' },
        seed: { type: 'string', default: '1' },
        processes: { type: 'string', default: '2' },
        fresh: { type: 'boolean', default: false },
      },
    });
    const { fresh } = values;
    const numbers = { count: Number(values.count), seed: Number(values.seed), processes: Number(values.processes) };
    if (!(await differential({ ...numbers, fresh }))) throw new Failure('the two sides disagree; see above');
  } catch (error) {
    fail(error);
  }
}
