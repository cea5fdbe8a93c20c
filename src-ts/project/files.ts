/** Writing generated files so that a reader never sees half of one. */

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const madeDirectories = new Set<string>();

/** Writes next to the target and renames over it. */
export function writeWhole(path: string, text: string): void {
  const directory = dirname(path);
  const temporary = `${path}.${process.pid}.tmp`;
  if (!madeDirectories.has(directory)) {
    mkdirSync(directory, { recursive: true });
    madeDirectories.add(directory);
  }
  try {
    writeFileSync(temporary, text);
  } catch (error) {
    // Somebody removed the directory since; make it again, once.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(directory, { recursive: true });
    writeFileSync(temporary, text);
  }
  renameSync(temporary, path);
}

/** Writes only when the content differs, so that editors and watchers are not woken for nothing. */
export function writeIfChanged(path: string, text: string): boolean {
  if (readIfPresent(path) === text) return false;
  writeWhole(path, text);
  return true;
}

/** The file's text, or `undefined` when there is no such file. */
export function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return undefined;
    throw error;
  }
}

/** Removes every file below `directory` that is not in `keep`. */
export function removeOthers(directory: string, keep: ReadonlySet<string>): void {
  let entries;
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) removeOthers(path, keep);
    else if (!keep.has(path)) rmSync(path, { force: true });
  }
}
