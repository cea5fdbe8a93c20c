/** Compiles a project's tests with the development compiler, and runs them with Node's own test runner. */

import { spawn } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { createProject, type Diagnostic } from '@gati-framework/core/tooling';

/** Which tests to run, and how. */
export interface TestOptions {
  readonly root: string;
  /** Only files whose path contains one of these; all of them when there are none. */
  readonly filters: readonly string[];
  readonly reporter?: string | undefined;
  readonly only?: string | undefined;
}

/** What came of it. */
export type Tested =
  | { readonly kind: 'ran'; readonly exitCode: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'broken'; readonly diagnostics: readonly Diagnostic[] };

const testFile = /\.test\.(?:ts|mts|js|mjs)$/u;
const skipped = new Set(['node_modules', '.git', '.gati', 'dist', 'coverage']);

/** Runs the tests. Their output goes straight to the terminal. */
export async function runTests(options: TestOptions): Promise<Tested> {
  const files = await findTests(options.root, options.filters);
  if (files.length === 0) return { kind: 'none' };
  await rm(join(options.root, '.gati', 'test'), { recursive: true, force: true });
  const project = createProject({ root: options.root, mode: 'test' });
  const { urls, diagnostics } = project.compile(files);
  if (diagnostics.some((diagnostic) => diagnostic.severity === 'error')) return { kind: 'broken', diagnostics };
  const compiled = files.map((file) => fileURLToPath(urls.get(join(options.root, file)) ?? ''));
  const flags = ['--enable-source-maps', '--test'];
  if (options.reporter !== undefined) flags.push(`--test-reporter=${options.reporter}`);
  if (options.only !== undefined) flags.push(`--test-name-pattern=${options.only}`);
  return { kind: 'ran', exitCode: await runNode([...flags, ...compiled], options.root) };
}

/** Test files below a directory, relative to it and in a stable order. */
export async function findTests(root: string, filters: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const walk = async (directory: string): Promise<void> => {
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      if (skipped.has(entry.name)) continue;
      const path = join(directory, entry.name);
      if (entry.isDirectory()) await walk(path);
      else if (testFile.test(entry.name)) found.push(relative(root, path).split(sep).join('/'));
    }
  };
  await walk(root);
  return found.filter((file) => filters.length === 0 || filters.some((part) => file.includes(part))).sort();
}

function runNode(args: readonly string[], cwd: string): Promise<number> {
  return new Promise((done, fail) => {
    // A test run inside another one (a test of this very command) must not report to the outer runner.
    const { NODE_TEST_CONTEXT: _outer, ...environment } = process.env;
    const child = spawn(process.execPath, args, { cwd, stdio: 'inherit', env: { NODE_ENV: 'test', ...environment } });
    const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
    process.once('SIGINT', forward).once('SIGTERM', forward);
    child.on('error', fail);
    child.on('close', (code) => {
      process.off('SIGINT', forward).off('SIGTERM', forward);
      done(code ?? 1);
    });
  });
}
