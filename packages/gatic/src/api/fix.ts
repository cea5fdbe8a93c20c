/** Writes the edits that diagnostics bring along. */

import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';

import type { Diagnostic, TextEdit } from '@gati-framework/core/tooling';

/** A fix that was written. */
export interface AppliedFix {
  readonly code: string;
  /** Where the diagnostic was, before. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What was done. */
  readonly title: string;
}

/** What became of the fixes. */
export interface Applied {
  readonly applied: readonly AppliedFix[];
  /** The files that are different now, as absolute paths. */
  readonly files: readonly string[];
}

/**
 * Writes the fixes of these diagnostics. A fix is left out as a whole when one of its edits lies over an edit of another
 * fix, leaves the project, or when the lines it stands in are not those that were analyzed.
 */
export async function applyFixes(root: string, diagnostics: readonly Diagnostic[]): Promise<Applied> {
  const sources = new Sources(root);
  const applied: AppliedFix[] = [];
  for (const { fix, code, file, line, column } of diagnostics) {
    if (fix === undefined || !(await sources.takes(fix.edits))) continue;
    applied.push({ code, file, line, column, title: fix.title });
  }
  const written = new Set(await sources.write());
  return { applied: applied.filter((_, index) => sources.isWritten(index, written)), files: [...written] };
}

interface Source {
  readonly path: string;
  readonly text: string;
  /** Changes with every write by somebody else. */
  readonly state: string;
  readonly mode: number;
  readonly edits: TextEdit[];
}

class Sources {
  readonly #root: string;
  readonly #files = new Map<string, Source | undefined>();
  /** For each fix that was taken, its files. */
  readonly #taken: string[][] = [];

  constructor(root: string) {
    this.#root = root;
  }

  /** Takes the edits of a fix, all of them or none. */
  async takes(edits: readonly TextEdit[]): Promise<boolean> {
    const sources: (Source | undefined)[] = [];
    // One after the other: edits of one file share what was read of it.
    for (const { file } of edits) sources.push(await this.#source(file));
    const fits = edits.every((edit, index) => {
      const source = sources[index];
      return source !== undefined && isStillThere(source.text, edit) && source.edits.every((o) => areApart(o, edit));
    });
    if (!fits) return false;
    edits.forEach((edit, index) => {
      const { edits: known } = sources[index]!;
      if (!known.some((other) => isSame(other, edit))) known.push(edit);
    });
    this.#taken.push(edits.map(({ file }) => file));
    return true;
  }

  /** Writes every file that has edits and did not change meanwhile; answers with their paths. */
  async write(): Promise<string[]> {
    const written: string[] = [];
    for (const source of this.#files.values()) {
      if (source === undefined || source.edits.length === 0) continue;
      if (await replaceFile(source)) written.push(source.path);
    }
    return written;
  }

  /** Whether all files of a fix were written. */
  isWritten(index: number, written: ReadonlySet<string>): boolean {
    return this.#taken[index]!.every((file) => written.has(this.#files.get(file)!.path));
  }

  async #source(file: string): Promise<Source | undefined> {
    if (!this.#files.has(file)) this.#files.set(file, await read(this.#root, file));
    return this.#files.get(file);
  }
}

async function read(root: string, file: string): Promise<Source | undefined> {
  const path = resolve(root, file);
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined;
  try {
    const { mode } = await stat(path);
    const state = await stateOf(path);
    return { path, text: await readFile(path, 'utf8'), state, mode, edits: [] };
  } catch {
    // It is gone: the diagnostics are about another state of the project.
    return undefined;
  }
}

async function stateOf(path: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(path);
  return `${mtimeMs} ${size} ${ino}`;
}

/** Puts a whole new file in the place of the old one, so that nobody ever reads half of it. */
async function replaceFile({ path, text, state, mode, edits }: Source): Promise<boolean> {
  // A link stays a link to the file that is changed.
  const target = await realpath(path);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    await writeFile(temporary, edited(text, edits), { mode, flag: 'wx' });
    if ((await stateOf(path)) !== state) return false;
    await rename(temporary, target);
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The text after its edits, which do not overlap. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  const last = [...edits].sort((left, right) => right.offset - left.offset || right.endOffset - left.endOffset);
  for (const { offset, endOffset, text: insert } of last) {
    result = result.slice(0, offset) + insert + result.slice(endOffset);
  }
  return result;
}

function isStillThere(text: string, { offset, endOffset, column, lines }: TextEdit): boolean {
  const start = offset - (column - 1);
  const newline = text.indexOf('\n', endOffset);
  const isLineStart = start === 0 || text[start - 1] === '\n';
  return isLineStart && text.slice(start, newline === -1 ? text.length : newline) === lines;
}

function areApart(left: TextEdit, right: TextEdit): boolean {
  return left.endOffset <= right.offset || right.endOffset <= left.offset || isSame(left, right);
}

function isSame(left: TextEdit, right: TextEdit): boolean {
  return left.offset === right.offset && left.endOffset === right.endOffset && left.text === right.text;
}
