/**
 * The registry in files of the project: `registry.jsonl`, a line for each entry, which is committed; `usage.jsonl` and
 * `pins.jsonl`, which are not. Several processes of one machine may write to it.
 */

import { existsSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { GatiError, reasonOf } from '../../errors/gati-error.js';
import { broken, readEntry } from './entries.js';
import { checkedEvents, type RegistryEntry } from './events.js';
import { withLock, type LockOptions } from './file-lock.js';
import { appendLine, BrokenLine, isMissing, readLines, replaceLines, type Lines } from './line-file.js';
import { watchByPolling } from './polling.js';
import { conflict, entryOf, type Registry } from './registry.js';
import { matches, summed, type UsageCount } from './usage.js';

/** A registry in files. */
export interface FileRegistryOptions {
  /** The file of the log; the others stand beside it. */
  readonly file: string;
  readonly clock?: () => number;
  /** Is told what was found and made up for, such as a line that a power failure tore. */
  readonly warn?: (message: string) => void;
  readonly lock?: LockOptions;
}

/** What of the folder is not reviewed. */
const ignored = ['*.lock*', 'usage.jsonl*', 'pins.jsonl*'];

/** From this size on the counters are added up in their file, unless that was just done. */
const compacted = { bytes: 1 << 20, lines: 100 };

interface Pin {
  readonly principal: string;
  readonly release: string;
}

/** Opens the registry in files. Nothing is written before there is something to write. */
export function fileRegistry(options: FileRegistryOptions): Registry {
  const { clock = Date.now, warn = () => undefined, lock = {} } = options;
  const file = resolve(options.file);
  const folder = dirname(file);
  const usageFile = join(folder, 'usage.jsonl');
  const pinsFile = join(folder, 'pins.jsonl');
  const watches = new Set<() => void>();

  const linesOf = async (path: string): Promise<Lines> => {
    try {
      const lines = await readLines(path);
      // Half a line is seen while another process writes it; only where nobody does was it torn.
      if (lines.torn !== undefined && !existsSync(`${path}.lock`)) {
        const again = await readLines(path);
        if (again.torn !== undefined)
          warn(`${path} ends in the middle of a line, which is left out: ${again.torn.slice(0, 60)}`);
        return again;
      }
      return lines;
    } catch (error) {
      throw error instanceof BrokenLine ? broken(path, error.message) : unreachable(path, error);
    }
  };
  const entriesOf = ({ values }: Lines): RegistryEntry[] =>
    values.map((value, index) => readEntry(value, index + 1, file, `line ${index + 1}`));
  /** Alone with a file and its lines. */
  const writing = async <T>(path: string, work: (lines: Lines) => Promise<T>): Promise<T> => {
    try {
      await prepare(folder);
      return await withLock(`${path}.lock`, async () => work(await linesOf(path)), lock);
    } catch (error) {
      throw error instanceof GatiError ? error : unreachable(path, error);
    }
  };

  return {
    place: file,
    begins: 'at-its-id',
    read: async (after = 0) => entriesOf(await linesOf(file)).slice(after),
    append: (revision, events, asked) =>
      writing(file, async (lines) => {
        checkedEvents(events);
        const found = entriesOf(lines).length;
        if (found !== revision) throw conflict(revision, found);
        const entry = entryOf(revision + 1, events, clock(), asked);
        if (!(await appendLine(file, lines, entry))) throw conflict(revision, revision + 1);
        return entry;
      }),
    count: async (batch) => {
      if (batch.length === 0) return;
      await writing(usageFile, async (lines) => {
        const isSmall = lines.bytes < compacted.bytes || lines.values.length < compacted.lines;
        if (isSmall) await appendLine(usageFile, lines, batch);
        else await replaceLines(usageFile, [summed([...(lines.values as UsageCount[][]).flat(), ...batch])]);
      });
    },
    usage: async (query) => {
      const { values } = await linesOf(usageFile);
      return summed((values as UsageCount[][]).flat().filter((row) => matches(row, query)));
    },
    pin: (principal, release) =>
      writing(pinsFile, async (lines) => {
        const found = (lines.values as Pin[]).find((pin) => pin.principal === principal);
        if (found === undefined) await appendLine(pinsFile, lines, { principal, release } satisfies Pin);
        return found?.release ?? release;
      }),
    pinOf: async (principal) => {
      const { values } = await linesOf(pinsFile);
      return (values as Pin[]).find((pin) => pin.principal === principal)?.release;
    },
    watch: async (asked) => {
      const watch = await watchByPolling(async () => (await linesOf(file)).values.length, {
        ...asked,
        unchanged: changesOf(file),
      });
      watches.add(watch.stop);
      return { close: async () => void (watches.delete(watch.stop), watch.stop()) };
    },
    close: async () => {
      for (const stop of watches) stop();
    },
  };
}

/** The folder, and what says that counters are not committed. */
async function prepare(folder: string): Promise<void> {
  const ignore = join(folder, '.gitignore');
  if (existsSync(ignore)) return;
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(ignore, `${ignored.join('\n')}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
  }
}

/** Says whether a file is as it was when this was asked last; a look costs less than reading it. */
function changesOf(file: string): () => Promise<boolean> {
  let before = '';
  return async () => {
    let now = 'missing';
    try {
      const { size, mtimeMs, ino } = await stat(file);
      now = `${size} ${mtimeMs} ${ino}`;
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    const unchanged = now === before;
    before = now;
    return unchanged;
  };
}

function unreachable(place: string, error: unknown): GatiError {
  return new GatiError('GATI_TIMESCAPE_REGISTRY_UNREACHABLE', {
    values: { place, reason: reasonOf(error) },
    cause: error,
  });
}
