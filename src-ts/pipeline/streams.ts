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

/**
 * The elements of a stream, one after the other; nothing where the value is none. A list is one where `isListTaken`.
 */
export function iteratorOf(value: unknown, isListTaken: boolean): AsyncIterator<unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (isListTaken && Array.isArray(value)) return iteratorOfList(value);
  if (!isStream(value)) return undefined;
  const own = (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator];
  return typeof own === 'function' ? own.call(value) : iteratorOfReader((value as ReadableStream).getReader());
}

async function* iteratorOfList(list: readonly unknown[]): AsyncGenerator<unknown> {
  yield* list;
}

/** Streams of the web are async iterables in Node.js; those of other makers may not be. */
function iteratorOfReader(reader: ReadableStreamDefaultReader<unknown>): AsyncIterator<unknown> {
  return {
    async next() {
      const { done, value } = await reader.read();
      return done ? { done, value: undefined } : { done, value };
    },
    async return() {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

/** Text and bytes as they are, anything else as one line of JSON. */
async function* lines(values: AsyncIterable<unknown>): AsyncGenerator<string | Uint8Array> {
  for await (const value of values) {
    if (typeof value === 'string' || value instanceof Uint8Array) yield value;
    else yield `${JSON.stringify(value)}\n`;
  }
}
