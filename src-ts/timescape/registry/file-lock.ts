/**
 * A lock that is a file: whoever creates it has it. One whose process has ended is taken over, and never by two at once:
 * taking over needs the lock of that very lock.
 */

import { randomUUID } from 'node:crypto';
import { constants, readFileSync } from 'node:fs';
import { copyFile, link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';

import { GatiError } from '../../errors/gati-error.js';

/** Who has a lock, as the lock file says. */
interface Holder {
  readonly nonce: string;
  readonly pid: number;
  readonly host: string;
  /** Which start of the machine, and when in it the process began: a number of a process is used again. */
  readonly boot: string;
  readonly began: string;
  readonly since: string;
}

/** How long is waited. */
export interface LockOptions {
  /** For a holder that is alive, until it is an error. */
  readonly patience?: number;
  /** For a holder of which nobody can know whether it is alive, because it is on another machine, until it is passed over. */
  readonly foreignPatience?: number;
}

/** Runs `work` while nobody else holds the lock `file`. */
export async function withLock<T>(file: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const nonce = await acquire(file, options);
  try {
    return await work();
  } finally {
    await release(file, nonce);
  }
}

async function acquire(file: string, options: LockOptions): Promise<string> {
  const { patience = 10_000, foreignPatience = 30_000 } = options;
  const mine: Holder = { nonce: randomUUID(), pid: process.pid, host: hostname(), ...self(), since: since() };
  // The lock appears with its content: it is written beside and linked to its name, which fails where there is one.
  const written = `${file}.${mine.nonce}`;
  await writeFile(written, JSON.stringify(mine), { flag: 'wx' });
  try {
    let seen: { nonce: string; at: number } | undefined;
    for (;;) {
      if (await linked(written, file)) return mine.nonce;
      const holder = await holderOf(file);
      if (holder === undefined) continue;
      if (seen?.nonce !== holder.nonce) seen = { nonce: holder.nonce, at: performance.now() };
      const waited = performance.now() - seen.at;
      const life = lifeOf(holder);
      if (life === 'ended' || (life === 'unknown' && waited >= foreignPatience)) {
        if (await takenOver(file, written, holder.nonce, options)) return mine.nonce;
        continue;
      }
      if (life === 'alive' && waited >= patience) throw locked(file, holder);
      await new Promise((done) => setTimeout(done, 1 + Math.random() * 9));
    }
  } finally {
    await rm(written, { force: true });
  }
}

async function linked(written: string, file: string): Promise<boolean> {
  try {
    await link(written, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!withoutLinks.includes(codeOf(error))) throw error;
  }
  try {
    await copyFile(written, file, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** What file systems say that have no links; there a lock is empty for a moment, which nobody takes for an end. */
const withoutLinks: readonly unknown[] = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/**
 * Replaces the lock of a holder that has ended. Several may have found that out; the lock named after the holder lets one
 * of them look again and replace it, and who comes later finds another holder.
 */
async function takenOver(file: string, written: string, nonce: string, options: LockOptions): Promise<boolean> {
  return withLock(
    `${file}.of-${nonce.slice(0, 8)}`,
    async () => {
      if ((await holderOf(file))?.nonce !== nonce) return false;
      await rename(written, file);
      return true;
    },
    options,
  );
}

/** Lets go of what is still one's own. */
async function release(file: string, nonce: string): Promise<void> {
  if ((await holderOf(file))?.nonce === nonce) await rm(file, { force: true });
}

/** `undefined` where the lock has just been let go. */
async function holderOf(file: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as Holder;
  } catch {
    // It is being written, or was when the machine lost its power.
    return { nonce: `unreadable${text.length}`, pid: 0, host: '', boot: '', began: '', since: 'unknown' };
  }
}

/** Whether a holder's process is there. */
function lifeOf(holder: Holder): 'alive' | 'ended' | 'unknown' {
  if (holder.host !== hostname()) return 'unknown';
  if (holder.boot !== self().boot || !isThere(holder.pid)) return 'ended';
  return beganAt(holder.pid) === holder.began ? 'alive' : 'ended';
}

function isThere(pid: number): boolean {
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled, and is there.
    return codeOf(error) === 'EPERM';
  }
}

let known: Pick<Holder, 'boot' | 'began'> | undefined;

function self(): Pick<Holder, 'boot' | 'began'> {
  return (known ??= { boot: textOf('/proc/sys/kernel/random/boot_id').trim(), began: beganAt(process.pid) });
}

/** When a process began, in ticks since the machine did; empty where the system does not say. */
function beganAt(pid: number): string {
  // The name of the program stands in parentheses and may hold anything, parentheses included.
  const stat = textOf(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function since(): string {
  return new Date().toISOString();
}

function locked(file: string, { pid, host, since: at }: Holder): GatiError {
  return new GatiError('GATI_TIMESCAPE_REGISTRY_LOCKED', { values: { file, pid, host, since: at } });
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | undefined)?.code;
}
