/**
 * What has to be there before anything runs: the dependencies, the addon, the compiled TypeScript.
 *
 * Each step is skipped if nothing it reads has changed since it last succeeded, so that a second `npm start` takes
 * seconds. What a step read is remembered as a hash in `node_modules/.cache/gati/`.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const cache = join(root, 'node_modules/.cache/gati');
const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';

/** The package manager is pinned in `package.json` and fetched by npx; nobody has to install it. */
export const pnpm = [npx, '--yes', JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager];

const steps = [
  {
    name: 'dependencies',
    command: [...pnpm, 'install', '--frozen-lockfile'],
    reads: ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'packages', 'examples'],
    only: /(^|\/)(package\.json|pnpm-[a-z]+\.yaml)$/,
    made: () => existsSync(join(root, 'node_modules/.modules.yaml')) && existsSync(join(root, 'node_modules/.bin/tsc')),
  },
  {
    name: 'addon (Rust, release mode; minutes the first time)',
    command: [...pnpm, 'run', 'build:native'],
    reads: ['crates', 'Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml'],
    only: /\.(rs|toml|lock)$/,
    made: () => filesBelow(join(root, 'src-ts/native')).some((file) => file.endsWith('.node')),
  },
  {
    name: 'TypeScript',
    command: [...pnpm, 'run', 'build:ts'],
    reads: ['src-ts', 'packages', 'tsconfig.json', 'tsconfig.base.json'],
    only: /\.(ts|cts|cjs|mjs|json|node)$/,
    made: () =>
      ['dist/index.js', 'packages/gatic/dist', 'packages/unplugin/dist'].every((path) => existsSync(join(root, path))),
  },
];

/** Runs every step that is due. `report` is given one line at a time. */
export async function prepare(report) {
  checkTools();
  for (const step of steps) {
    const stamp = join(cache, step.command.at(-1).replace(/\W+/g, '-'));
    const before = hashOf(step);
    if (step.made() && existsSync(stamp) && readFileSync(stamp, 'utf8') === before) continue;
    report(`preparing the ${step.name} …`);
    const started = performance.now();
    rmSync(stamp, { force: true });
    const status = await run(step.command);
    if (status !== 0) {
      throw new Failure(`the step failed that prepares the ${step.name}: ${step.command.slice(2).join(' ')}`);
    }
    mkdirSync(cache, { recursive: true });
    writeFileSync(stamp, hashOf(step));
    report(`prepared in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
}

/** A failure whose message says everything; no stack is of use to the reader. */
export class Failure extends Error {}

/** Prints a {@link Failure} as one line, anything else in full, and makes the process fail. */
export function fail(error) {
  console.error(error instanceof Failure ? `error: ${error.message}` : error);
  process.exitCode = 1;
}

/** Runs a command in the root and resolves with its exit status; output is passed through unless `onOutput` takes it. */
export function run([file, ...args], { env = process.env, onOutput, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = onOutput ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
    const child = spawn(file, args, { cwd, env, stdio, shell: file.endsWith('.cmd') });
    child.stdout?.setEncoding('utf8').on('data', onOutput);
    child.stderr?.setEncoding('utf8').on('data', onOutput);
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(status ?? (signal === null ? 1 : 128)));
  });
}

function checkTools() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Failure(`Gati needs Node.js 20.19 or newer; this is ${process.versions.node}`);
  }
  const cargo = (process.env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':').some((folder) => {
    return existsSync(join(folder, 'cargo')) || existsSync(join(folder, 'cargo.exe'));
  });
  if (!cargo) throw new Failure('cargo is not on the PATH; install Rust 1.95 or newer with rustup (rustup.rs)');
}

function hashOf({ reads, only }) {
  const hash = createHash('sha256').update(process.versions.modules);
  for (const file of reads.flatMap((path) => filesBelow(join(root, path))).sort()) {
    if (only.test(file)) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

const skipped = new Set(['node_modules', 'dist', 'target', '.gati', '.git', '.cache']);

function filesBelow(path) {
  if (!existsSync(path)) return [];
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return [path];
  }
  return entries.flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const below = join(path, entry.name);
    return entry.isDirectory() ? filesBelow(below) : [below];
  });
}
