/** What our analyzer says of files, asked in a process of its own so that it may be stopped. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GTypeDocument } from './documents.js';

/** What is said of one file. */
export interface Answer {
  readonly types: Readonly<Record<string, GTypeDocument>>;
  readonly diagnostics: readonly string[];
}

/** The analyzer died, which no source may make it do. */
export class Crash extends Error {}

/** How the analyzer is started; what it is asked about is added as arguments. */
export interface Command {
  readonly words: readonly string[];
  readonly cwd: string;
  /** In milliseconds; without it nobody stops the process. */
  readonly limit?: number;
}

/** The example of the analyzer, built when it is asked for. */
export function throughCargo(root: string): Command {
  return { words: ['cargo', 'run', '--quiet', '-p', 'gati-analyzer', '--example', 'types', '--'], cwd: root };
}

/** Answers by the names of the files. */
export function answersOf(command: Command, files: ReadonlyMap<string, string>): ReadonlyMap<string, Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'gati-differential-'));
  try {
    const names = new Map<string, string>();
    for (const [name, text] of files) {
      const path = join(folder, name.slice(name.lastIndexOf('/') + 1));
      writeFileSync(path, text);
      names.set(path, name);
    }
    const lines = linesOf(command, [...names.keys()]);
    return new Map(lines.map((line) => [names.get(line.file) ?? line.file, line]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A line of JSON per file that was asked about. */
export function linesOf(command: Command, args: readonly string[]): (Answer & { readonly file: string })[] {
  const [program = '', ...before] = command.words;
  const { status, signal, stdout, stderr, error } = spawnSync(program, [...before, ...args], {
    cwd: command.cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    killSignal: 'SIGKILL',
    ...(command.limit === undefined ? {} : { timeout: command.limit }),
  });
  if (error !== undefined) throw new Error(`the analyzer did not answer: ${error.message}`, { cause: error });
  if (stderr.includes('memory allocation')) throw new Error('the analyzer ran out of the memory it was given');
  if (status !== 0) throw new Crash(`the analyzer failed (${status ?? signal}): ${stderr.slice(-2000)}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer & { readonly file: string });
}
