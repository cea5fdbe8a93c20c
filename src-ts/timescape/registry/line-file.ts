/** A file of JSON lines that is only ever appended to, and of which the last line may be torn by a power failure. */

import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The lines of such a file. */
export interface Lines {
  readonly values: readonly unknown[];
  /** How many bytes of the file they are. */
  readonly bytes: number;
  /** What stands behind them and is no line: the beginning of one that nobody was told of as written. */
  readonly torn: string | undefined;
  /** Whether the last line has its end. */
  readonly ended: boolean;
}

/** A line that is no JSON, with others behind it: nothing a power failure does. */
export class BrokenLine extends Error {
  readonly line: number;

  constructor(line: number) {
    super(`line ${line} is no JSON`);
    this.line = line;
  }
}

/** The lines; of a file that is not there, none. */
export async function readLines(file: string): Promise<Lines> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (isMissing(error)) return { values: [], bytes: 0, torn: undefined, ended: true };
    throw error;
  }
  const values: unknown[] = [];
  let from = 0;
  for (let line = 1; from < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, from);
    const until = end === -1 ? bytes.length : end;
    const text = bytes.toString('utf8', from, until);
    if (text.trim() !== '') {
      const value = parsed(text);
      if (value === undefined) {
        if (!isLast(bytes, until)) throw new BrokenLine(line);
        return { values, bytes: from, torn: bytes.toString('utf8', from), ended: true };
      }
      values.push(value.value);
    }
    from = until + 1;
  }
  return { values, bytes: bytes.length, torn: undefined, ended: bytes.length === 0 || bytes.at(-1) === 0x0a };
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Whether nothing but emptiness follows: white space, or the zeros of blocks that were never written. */
function isLast(bytes: Buffer, until: number): boolean {
  return bytes.subarray(until).every((byte) => byte === 0x0a || byte === 0x0d || byte === 0x20 || byte === 0);
}

/**
 * Appends a line behind `lines`, which were just read under the lock, and answers when it is on the disk. A torn line
 * goes, and an error leaves the file as it was. `false` where somebody without the lock wrote meanwhile: nothing was done.
 */
export async function appendLine(file: string, lines: Lines, value: unknown): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'a');
  try {
    const { size } = await handle.stat();
    if (lines.torn !== undefined) await handle.truncate(lines.bytes);
    else if (size !== lines.bytes) return false;
    try {
      await handle.appendFile(`${lines.ended ? '' : '\n'}${JSON.stringify(value)}\n`);
      await handle.datasync();
      // A new file is on the disk only when its folder is, too.
      if (lines.bytes === 0) await syncFolder(dirname(file));
      return true;
    } catch (error) {
      await handle.truncate(lines.bytes);
      throw error;
    }
  } finally {
    await handle.close();
  }
}

/** Writes a whole file anew: afterwards there is the old one or the new one, and never a part. */
export async function replaceLines(file: string, values: readonly unknown[]): Promise<void> {
  const beside = `${file}.${process.pid}.new`;
  try {
    const handle = await open(beside, 'w');
    try {
      await handle.writeFile(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
    await syncFolder(dirname(file));
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no way to do this for a folder, and does not need it.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whether an error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'ENOENT';
}
