/** Bodies of requests of tests that are sent piece by piece. */

import type { Readable } from 'node:stream';

import { isStream, readableOf } from '../pipeline/streams.js';

/** A body as a stream of Node.js; nothing where it is sent as a whole. */
export function streamIn(payload: unknown): Readable | undefined {
  if (typeof payload !== 'object' || payload === null || payload instanceof Uint8Array) return undefined;
  return isStream(payload) ? readableOf(payload) : undefined;
}
