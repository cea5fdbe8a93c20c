/** Tells what changed in a project, a few milliseconds after it did, in batches. */

import { statSync } from 'node:fs';
import { basename, extname, join, relative, sep } from 'node:path';

import { watch as watchFiles } from 'chokidar';

/** What changed, by what it means for a running app. */
export interface Changes {
  /** Absolute paths of files whose content may differ. */
  readonly files: readonly string[];
  /** Whether any of them appeared or vanished. */
  readonly structural: boolean;
  /** `.env` files among them, by name. */
  readonly environment: readonly string[];
  /** Whether a tsconfig is among them. */
  readonly tsconfig: boolean;
}

/** A running watch. */
export interface Watch {
  /** Also follows files outside of the project that it imports. */
  readonly add: (paths: readonly string[]) => void;
  readonly close: () => Promise<void>;
}

const ignoredNames = new Set(['node_modules', '.git', '.gati', 'dist', 'coverage', '.DS_Store']);
const sourceExtensions = new Set(['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '.json', '.prisma']);

/** How long to wait for more after the first change: an editor that saves several files is one edit. */
const batchMilliseconds = 5;
/** How long an empty file is given to become a written one, and how often it is looked at: many editors truncate first. */
const emptyMilliseconds = 50;
const emptyLookMilliseconds = 3;

/** The watcher says nothing about a second change within 50 ms of the first, such as a formatter's, so it is looked for. */
const secondLookMilliseconds = 60;

/** Watches a project directory. Resolves when every change from now on will be seen. */
export async function watchProject(root: string, onChanges: (changes: Changes) => void): Promise<Watch> {
  // A directory, not a glob: the watcher has had none since its version 4.
  const watcher = watchFiles(root, {
    ignoreInitial: true,
    ignored: (path, stats) => ignore(root, path, stats?.isFile() ?? false),
  });
  const pending = new Map<string, 'changed' | 'structural'>();
  let timer: NodeJS.Timeout | undefined;

  const secondLooks = new Set<NodeJS.Timeout>();
  const lookAgain = (files: readonly string[]): void => {
    const seen = new Map(files.map((path) => [path, stateOf(path)]));
    const look = setTimeout(() => {
      secondLooks.delete(look);
      for (const [path, state] of seen) if (stateOf(path) !== state) note('changed')(path);
    }, secondLookMilliseconds);
    secondLooks.add(look);
  };
  const flush = (): void => {
    timer = undefined;
    const files = [...pending.keys()];
    lookAgain(files);
    const structural = [...pending.values()].includes('structural');
    pending.clear();
    onChanges({
      files,
      structural,
      environment: files.filter((path) => isEnvironmentFile(root, path)).map((path) => basename(path)),
      tsconfig: files.some((path) => /^tsconfig.*\.json$/u.test(basename(path))),
    });
  };
  const note =
    (kind: 'changed' | 'structural') =>
    (path: string): void => {
      pending.set(path, pending.get(path) === 'structural' ? 'structural' : kind);
      clearTimeout(timer);
      timer = setTimeout(flush, batchMilliseconds);
    };
  watcher.on('change', note('changed')).on('add', note('structural')).on('unlink', note('structural'));
  await new Promise<void>((done, fail) => void watcher.once('ready', done).once('error', fail));
  return {
    add: (paths) => void watcher.add([...paths]),
    close: async () => {
      for (const pendingTimer of [timer, ...secondLooks]) clearTimeout(pendingTimer);
      await watcher.close();
    },
  };
}

/** Waits for empty files to be written, for a moment. Files that have content, or are gone, are not waited for. */
export async function untilWritten(paths: readonly string[]): Promise<void> {
  const end = performance.now() + emptyMilliseconds;
  while (paths.some(isEmpty) && performance.now() < end) {
    await new Promise((done) => setTimeout(done, emptyLookMilliseconds));
  }
}

/** Changes whenever one of the files does, without reading them. */
export function statesOf(paths: readonly string[]): string {
  return paths.map(stateOf).join();
}

function ignore(root: string, path: string, isFile: boolean): boolean {
  const inside = relative(root, path);
  if (inside === '' || inside.startsWith('..')) return false;
  if (inside.split(sep).some((part) => ignoredNames.has(part))) return true;
  return isFile && !sourceExtensions.has(extname(path)) && !isEnvironmentFile(root, path);
}

function isEnvironmentFile(root: string, path: string): boolean {
  const name = basename(path);
  return (name === '.env' || name.startsWith('.env.')) && path === join(root, name);
}

function isEmpty(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 1) === 0;
}

/** Changes whenever the file does, without reading it. */
function stateOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 'absent' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
}
