/** Errors of the file system in one line: which path, and what to do about it. A stack says no more than that. */

import { environmentFailure, type CommandFailure } from './failure.js';

const reasons: Readonly<Record<string, readonly [reason: string, help: string]>> = {
  EACCES: ['permission denied', 'make it writable for the user who runs gatic'],
  EPERM: ['not permitted', 'make it writable for the user who runs gatic'],
  EROFS: ['the file system is read-only', 'run gatic where it can write, or mount the project writable'],
  ENOSPC: ['no space is left on the device', 'make room, or set a higher limit of watched files'],
  EDQUOT: ['the disk quota is used up', 'make room'],
  ENOTDIR: ['something on its way is a file and no directory', 'move that file away'],
  EEXIST: ['something else is in its place', 'move that away'],
  EMFILE: ['too many files are open', 'raise the limit: ulimit -n'],
};

/** What a failed call of the file system means for the person at the keyboard; nothing for any other error. */
export function systemFailure(error: unknown): CommandFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path, dest } = error as NodeJS.ErrnoException & { dest?: string };
  const known = code === undefined ? undefined : reasons[code];
  if (known === undefined || path === undefined) return undefined;
  const [reason, help] = known;
  return environmentFailure(`cannot use ${dest ?? path}: ${reason} (${code})`, help);
}

/** The same, for what gatic itself keeps in the project's `.gati`; an error of the project's own code has its stack. */
export function outputFailure(error: unknown): CommandFailure | undefined {
  const { path } = (error ?? {}) as { path?: unknown };
  return typeof path === 'string' && path.split(/[\\/]/u).includes('.gati') ? systemFailure(error) : undefined;
}
