/**
 * How bodies come from their bytes to a checked value at once. The pipeline knows nothing of who does it: an opener is
 * handed in from outside, and where there is none, or a reader hands a body over, `JSON.parse` and the contract's own
 * function do the same with the same outcome.
 */

import type { BuildValue, ReaderSource } from '../manifest/compiled.js';

/** Reads the bodies of one type. Both give the checked value, or `handedOver`. */
export interface BodyReader {
  readonly read: (bytes: Buffer) => unknown;
  /** Looks at the bytes on another thread; only the value is made on this one. */
  readonly readLater: (bytes: Buffer) => Promise<unknown>;
  /** The same for a host that has the bytes read before JavaScript is called; absent where none can. */
  readonly program?: ReaderProgram;
}

/** A reader in two halves. */
export interface ReaderProgram {
  /** What follows it, and under which number. */
  readonly engine: object;
  readonly number: number;
  /** Makes the value of what was read, or `handedOver`. */
  readonly make: BuildValue;
  /** Whether the engine can say what does not fit in a body, too. */
  readonly explains: boolean;
}

/**
 * Opens the reader of a type; `undefined` where that cannot be done. Bodies with more than `depth` levels of lists and
 * objects are handed over; 0 leaves that to the type.
 */
export type OpenBodyReader = (source: ReaderSource, depth: number) => BodyReader | undefined;

/** From this size on a body is looked at on another thread: below, the way there and back takes longer than the work. */
export const largeBody: number = 1 << 18;

/** A reader that is opened with the first body, so that a start does not wait for hundreds that may never be used. */
export function lazyReader(open: OpenBodyReader, source: ReaderSource, depth: number): () => BodyReader | undefined {
  let opened: { readonly reader: BodyReader | undefined } | undefined;
  return () => (opened ??= { reader: open(source, depth) }).reader;
}
