/** Everything that can be sent piece by piece, as a Node stream. */

import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

/** Whether a value is a stream of some kind. Plain objects and arrays are told apart without looking for members. */
export function isStream(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype || prototype === null) {
    // An object literal may still be an async iterable.
    return (
      prototype === Object.prototype && typeof (value as AsyncIterable<unknown>)[Symbol.asyncIterator] === 'function'
    );
  }
  return (
    value instanceof Readable ||
    typeof (value as { getReader?: unknown }).getReader === 'function' ||
    typeof (value as AsyncIterable<unknown>)[Symbol.asyncIterator] === 'function'
  );
}

/** A stream of any kind as a `Readable` of bytes. */
export function readableOf(value: object): Readable {
  if (value instanceof Readable) {
    return value.readableObjectMode ? Readable.from(lines(value), { objectMode: false }) : value;
  }
  if (typeof (value as { getReader?: unknown }).getReader === 'function') {
    return Readable.fromWeb(value as NodeReadableStream);
  }
  return Readable.from(lines(value as AsyncIterable<unknown>), { objectMode: false });
}

/** Text and bytes as they are, anything else as one line of JSON. */
async function* lines(values: AsyncIterable<unknown>): AsyncGenerator<string | Uint8Array> {
  for await (const value of values) {
    if (typeof value === 'string' || value instanceof Uint8Array) yield value;
    else yield `${JSON.stringify(value)}\n`;
  }
}
