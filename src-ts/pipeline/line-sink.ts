/**
 * Where lines go that are written already. pino's destination takes strings, which for lines in UTF-8 would mean to decode
 * them, to count their bytes, and to encode them again: more than all the rest a line costs. It can hold buffers, too, and
 * does so by itself where a write was cut short; here they are put into its queue, behind whatever waits there, so
 * that order, back-pressure, failures and the end of the process stay what they are.
 */

import type { LineSink } from '../observe/line-frame.js';

/** What is looked at of pino's own destination (`SonicBoom`). */
interface Destination {
  readonly destroyed?: unknown;
  readonly minLength?: unknown;
  readonly maxLength?: unknown;
  /** What waits. */
  readonly _bufs?: unknown;
  /** Bytes that it has not written. */
  _len?: unknown;
  /** Whether a write is under way. */
  readonly _writing?: unknown;
  readonly _actualWrite?: unknown;
  readonly flush?: unknown;
  write(text: string): unknown;
}

/** The same, as it is known to be. */
interface Queue {
  readonly _bufs: (string | Buffer)[];
  _len: number;
  readonly _writing: boolean;
  _actualWrite(): void;
}

/** Buffers that are kept for further lines, and their least size. */
const mostKept = 4;
const leastRoom = 65_536;

/** The sink of a logger's destination. */
export function lineSink(destination: Destination): LineSink {
  const { write } = destination;
  /** Buffers whose lines may not be written yet, and such whose lines are. */
  let given: Buffer[] = [];
  const free: Buffer[] = [];
  return {
    write: (text) => void destination.write(text),
    writeBytes(bytes) {
      // Whoever has replaced `write` wants to see what is written; for a pipe that nobody reads it is replaced, too.
      if (destination.write !== write || !isQueue(destination)) {
        destination.write(Buffer.from(bytes).toString());
        return;
      }
      if (destination._len === 0) {
        free.push(...given.slice(0, mostKept - free.length));
        given = [];
      }
      const { length } = bytes;
      const last = free.pop();
      const buffer = last !== undefined && last.length >= length ? last : roomFor(length);
      buffer.set(bytes);
      given.push(buffer);
      destination._bufs.push(buffer.subarray(0, length));
      destination._len += length;
      if (!destination._writing) destination._actualWrite();
    },
  };
}

function roomFor(length: number): Buffer {
  return Buffer.allocUnsafeSlow(Math.max(length, leastRoom));
}

function isQueue(destination: Destination): destination is Destination & Queue {
  const { destroyed, minLength, maxLength, _bufs: waiting, _len: length, _actualWrite: go } = destination;
  const isPlain = destroyed === false && minLength === 0 && maxLength === 0;
  return isPlain && Array.isArray(waiting) && typeof length === 'number' && typeof go === 'function';
}
