/** Makes a new app on disk: checks everything first, then writes, then installs. */

import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { environmentFailure, projectFailure, usageFailure } from '../failure.js';
import { manifestFor, nameProblem, suggestName, type PackageManager, type PackageSpecs } from './app-manifest.js';

/** The templates inside this package. */
export type TemplateName = 'minimal' | 'api';

/** What to make. */
export interface CreateOptions {
  readonly directory: string;
  readonly template: TemplateName;
  readonly packageManager: PackageManager;
  readonly install: boolean;
  readonly git: boolean;
  /** Where the dependencies come from when not from the registry. */
  readonly specs: PackageSpecs;
  /** This package's version; the created app asks for a compatible one. */
  readonly version: string;
  /** Called before each longer step. */
  readonly onStep?: (step: 'files' | 'git' | 'install') => void;
}

/** What was made. */
export interface Created {
  readonly directory: string;
  readonly name: string;
  readonly files: readonly string[];
  readonly installed: boolean;
  /** Absent when the directory was in a repository already, or git is not installed. */
  readonly git: boolean;
}

const templatesRoot = fileURLToPath(new URL('../../templates/', import.meta.url));

/** Entries that do not make a directory "not empty". */
const harmless = new Set(['.git', '.DS_Store']);

/** Makes the app. Throws a `CommandFailure` before anything is written when the directory or the name will not do. */
export async function create(options: CreateOptions): Promise<Created> {
  const directory = resolve(options.directory);
  const name = await checkTarget(options.directory);
  if (options.install) await requireProgram(options.packageManager);
  options.onStep?.('files');
  await mkdir(directory, { recursive: true });
  await cp(join(templatesRoot, options.template), directory, { recursive: true });
  await finishFiles(directory, name, options);
  let git = false;
  if (options.git) {
    options.onStep?.('git');
    git = await initialiseGit(directory);
  }
  if (options.install) {
    options.onStep?.('install');
    await install(directory, options.packageManager);
  }
  return { directory, name, files: await listFiles(directory), installed: options.install, git };
}

/** The app's name, once the directory and the name have been found good. */
export async function checkTarget(target: string): Promise<string> {
  const directory = resolve(target);
  const name = basename(directory);
  const problem = nameProblem(name);
  if (problem !== undefined) {
    throw usageFailure(
      `${JSON.stringify(name)} is not a valid package name: ${problem}`,
      `for example: gatic create ${suggestName(name)}`,
    );
  }
  const present = await entriesOf(directory);
  if (present.length > 0) {
    const shown = present.slice(0, 3).join(', ') + (present.length > 3 ? `, and ${present.length - 3} more` : '');
    throw projectFailure(
      `the directory ${directory} is not empty (${shown})`,
      'choose another name, or empty the directory first',
    );
  }
  return name;
}

async function entriesOf(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((entry) => !harmless.has(entry));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') throw projectFailure(`${directory} is a file`, 'choose another name');
    throw error;
  }
}

/** npm drops a `.gitignore` when it packs, so templates carry it as `_gitignore`; the rest depends on the answers. */
async function finishFiles(directory: string, name: string, options: CreateOptions): Promise<void> {
  await rename(join(directory, '_gitignore'), join(directory, '.gitignore'));
  const manifest = manifestFor({ name, version: options.version, specs: options.specs });
  await writeFile(join(directory, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const readme = join(directory, 'README.md');
  const run = options.packageManager === 'npm' ? 'npm run' : options.packageManager;
  const text = await readFile(readme, 'utf8');
  await writeFile(
    readme,
    text.replaceAll('{{name}}', name).replaceAll('{{run}}', run).replaceAll('{{pm}}', options.packageManager),
  );
  if (options.packageManager === 'pnpm') {
    // pnpm 12 refuses an install whose build scripts were neither allowed nor denied; esbuild runs without its own.
    await writeFile(join(directory, 'pnpm-workspace.yaml'), 'allowBuilds:\n  esbuild: false\n');
  }
  if (options.packageManager === 'yarn') await writeFile(join(directory, '.yarnrc.yml'), 'nodeLinker: node-modules\n');
}

async function initialiseGit(directory: string): Promise<boolean> {
  const inside = await execute('git', ['rev-parse', '--is-inside-work-tree'], directory);
  if (inside.code === 0 || inside.missing) return false;
  return (await execute('git', ['init', '--quiet'], directory)).code === 0;
}

async function requireProgram(name: string): Promise<void> {
  if ((await execute(name, ['--version'], process.cwd())).code !== 0) {
    throw environmentFailure(
      `${name} is not installed, so the dependencies cannot be`,
      'choose another with --pm, or pass --no-install',
    );
  }
}

async function install(directory: string, packageManager: PackageManager): Promise<void> {
  const args = packageManager === 'npm' ? ['install', '--no-audit', '--no-fund', '--loglevel=error'] : ['install'];
  const result = await execute(packageManager, args, directory);
  if (result.code === 0) return;
  throw environmentFailure(
    `"${packageManager} install" failed in ${directory}:\n${result.text.trim()}`,
    `the app's files are written; run "${packageManager} install" there once the cause is gone`,
  );
}

interface Executed {
  readonly code: number;
  readonly text: string;
  readonly missing: boolean;
}

/** Runs a program to its end and keeps what it printed; a program that does not exist is a result, not an exception. */
function execute(program: string, args: readonly string[], cwd: string): Promise<Executed> {
  return new Promise((done) => {
    // On Windows the package managers are .cmd files, which only a shell can start.
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let text = '';
    const keep = (chunk: Buffer): void => void (text += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', () => done({ code: 127, text, missing: true }));
    child.on('close', (code) => done({ code: code ?? 1, text, missing: code === 127 }));
  });
}

async function listFiles(directory: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (at: string): Promise<void> => {
    for (const entry of await readdir(at, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === '.git') continue;
      const path = join(at, entry.name);
      if (entry.isDirectory()) await walk(path);
      else found.push(relative(directory, path).replaceAll('\\', '/'));
    }
  };
  await walk(directory);
  return found.sort();
}
