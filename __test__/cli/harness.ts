/** One way to make a project, one way to run gatic, one way to wait: every test of the command line uses these. */

import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { onTestFinished } from 'vitest';

/** The repository. */
export const repository: string = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** The program under test, as it was built. */
export const gaticBin: string = join(repository, 'packages/gatic/bin/gatic.js');

/** A directory that is removed when the test has finished. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'gati-cli-'));
  // Programs that run as another user have to get in.
  await chmod(directory, 0o755);
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** Files of a project, by path. */
export type Files = Readonly<Record<string, string>>;

const tsconfig = {
  compilerOptions: {
    module: 'NodeNext',
    target: 'ES2023',
    lib: ['ES2023'],
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  },
  include: ['src', 'gati.config.ts', '.gati/types.d.ts'],
};

/** A project whose packages are this repository's own. */
export async function makeProject(files: Files): Promise<string> {
  const root = await temporaryDirectory();
  await writeFiles(root, {
    'package.json': JSON.stringify({ name: 'fixture', private: true, type: 'module' }),
    'tsconfig.json': JSON.stringify(tsconfig),
    ...files,
  });
  await mkdir(join(root, 'node_modules/@gati-framework'), { recursive: true });
  await symlink(repository, join(root, 'node_modules/@gati-framework/core'));
  await symlink(join(repository, 'packages/gatic'), join(root, 'node_modules/gatic'));
  await mkdir(join(root, 'node_modules/@types'));
  await symlink(join(repository, 'node_modules/@types/node'), join(root, 'node_modules/@types/node'));
  await symlink(join(repository, 'node_modules/typescript'), join(root, 'node_modules/typescript'));
  return root;
}

/** Writes files below a directory. */
export async function writeFiles(root: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

/** A handler that answers with a fixed object. */
export function answering(value: object): string {
  return `import type { Handler } from '@gati-framework/core';\nexport const handler: Handler = () => (${JSON.stringify(value)});\n`;
}

/** What a finished program left. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a program is run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The user it runs as; nothing is read-only for root. */
  readonly uid?: number | undefined;
}

/** The environment of a person without settings of their own: no colours, no port, not inside a test runner. */
function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const {
    PORT: _port,
    HOST: _host,
    NODE_ENV: _mode,
    NODE_TEST_CONTEXT: _outer,
    NODE_OPTIONS: _options,
    VITEST: _vitest,
    ...rest
  } = process.env;
  return { ...rest, NO_COLOR: '1', ...extra };
}

/** Runs a program to its end. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: cleanEnvironment(options.env),
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

/** Runs gatic to its end. */
export function gatic(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return run(process.execPath, [gaticBin, ...args], options);
}

/** A program that goes on running. */
export interface Running {
  readonly child: ChildProcess;
  /** Everything printed so far, both streams. */
  readonly text: () => string;
  /** Waits until the output, from `from` on, has the pattern. */
  readonly waitFor: (pattern: RegExp, from?: number) => Promise<RegExpExecArray>;
  /** Ends it with a signal and answers with its exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
  readonly ended: Promise<number | null>;
}

/** Starts a program that goes on running; it is stopped when the test has finished. */
export function startProgram(program: string, args: readonly string[], options: RunOptions = {}): Running {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: cleanEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    text += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number | null>((done) => child.on('close', (code) => done(code)));
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) await stop('SIGKILL');
  });
  const waitFor = (pattern: RegExp, from = 0): Promise<RegExpExecArray> =>
    new Promise((done, fail) => {
      const look = (): boolean => {
        const found = pattern.exec(text.slice(from));
        if (found === null) return false;
        listeners.delete(look);
        clearTimeout(timer);
        done(found);
        return true;
      };
      const timer = setTimeout(() => fail(new Error(`did not print ${String(pattern)}; it printed:\n${text}`)), 15_000);
      if (look()) return;
      listeners.add(look);
      void ended.then(() => {
        if (!look()) fail(new Error(`ended before it printed ${String(pattern)}; it printed:\n${text}`));
        clearTimeout(timer);
      });
    });
  return { child, text: () => text, waitFor, stop, ended };
}

/** Starts gatic. */
export function startGatic(args: readonly string[], options: RunOptions = {}): Running {
  return startProgram(process.execPath, [gaticBin, ...args], options);
}

/** Makes a project read-only, and answers with the user for whom it is. */
export async function makeReadOnly(root: string): Promise<number | undefined> {
  await chmod(root, 0o555);
  onTestFinished(() => chmod(root, 0o755));
  return process.getuid?.() === 0 ? 65_534 : undefined;
}

/** A port nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** `gatic dev` on a project, once it listens. */
export async function startDev(root: string, options: RunOptions = {}): Promise<Running & { readonly url: string }> {
  const port = options.env?.['PORT'] ?? String(await freePort());
  const running = startGatic(['dev', '--root', root], { ...options, env: { PORT: port, ...options.env } });
  const [, url] = await running.waitFor(/(http:\/\/\S+)/);
  await running.waitFor(/ready in \d/);
  return { ...running, url: url! };
}

/** An answer as JSON. */
export async function getJson(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

/** Waits until something holds, for 15 seconds at most. */
export async function until(
  holds: () => Promise<boolean>,
  otherwise: string = 'what was waited for did not happen',
): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(otherwise);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** Asks until somebody answers; a server has no other way to say that it is up. */
export function untilServing(url: string): Promise<void> {
  const answers = async (): Promise<boolean> => (await fetch(url).catch(() => undefined)) !== undefined;
  return until(answers, `nobody answers at ${url}`);
}
