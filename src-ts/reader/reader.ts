/**
 * From the bytes of a JSON text to a checked value without `JSON.parse`: the native engine follows the program of a
 * type and writes a tape, and the function written from the same program makes the value. What the engine does not
 * accept goes through `JSON.parse` and the ordinary check, which alone says what does not fit.
 */

import { isUtf8 } from 'node:buffer';

import type { Issue, ReaderSource, Result } from '../manifest/compiled.js';
import { noUtf8, readText } from '../validators/json-text.js';
import { handedOver } from './handed-over.js';
import { openReader } from './thread.js';

/** Whether bytes fit a type, and if not, why. */
export interface Verdict {
  ok: boolean;
  issues: Issue[];
}

/** What can be done with the bytes of one type. */
export interface TypeReader {
  /** The value, or everything that does not fit. */
  readonly read: (bytes: Uint8Array) => Result;
  readonly verify: (bytes: Uint8Array) => Verdict;
  /** As `verify`; the engine works on another thread. Where it says no, `JSON.parse` and the check run on this one. */
  readonly verifyLater: (bytes: Uint8Array) => Promise<Verdict>;
}

/** What reads a type. `validate` is the ordinary check of the same type. */
export function readerOf(source: ReaderSource, validate: (value: unknown) => Result): TypeReader {
  const opened = openReader(source);
  const explain = (bytes: Buffer): Verdict => {
    const result = ordinary(bytes, validate);
    return { ok: result.ok, issues: result.ok ? [] : [...result.issues] };
  };
  return {
    read(given) {
      const bytes = bufferOf(given);
      const value = opened.read(bytes);
      return value === handedOver ? ordinary(bytes, validate) : { ok: true, value };
    },
    verify(given) {
      const bytes = bufferOf(given);
      return opened.verify(bytes) === 1 ? { ok: true, issues: [] } : explain(bytes);
    },
    async verifyLater(given) {
      const bytes = bufferOf(given);
      return (await opened.verifyLater(bytes)) === 1 ? { ok: true, issues: [] } : explain(bytes);
    },
  };
}

/** The value in `given`, by `JSON.parse` and `validate`. */
export function readOrdinary(given: Uint8Array, validate: (value: unknown) => Result): Result {
  return ordinary(bufferOf(given), validate);
}

/** The bytes as native code may look at them. */
export function bufferOf(given: Uint8Array): Buffer {
  // Another thread may write to shared memory while it is read, so that a copy is what is looked at.
  const memory = given.buffer;
  if (memory.constructor !== ArrayBuffer && memory instanceof SharedArrayBuffer) return Buffer.from(given);
  return Buffer.isBuffer(given) ? given : Buffer.from(given.buffer, given.byteOffset, given.byteLength);
}

function ordinary(bytes: Buffer, validate: (value: unknown) => Result): Result {
  return isUtf8(bytes) ? readText(bytes.toString('utf8'), validate) : noUtf8();
}
