/** Bodies that are handed on while they arrive. The host gives pieces when they are asked for, and reads no faster. */

import { GatiError } from '../errors/gati-error.js';

/** A body that is arriving, as a host sees it. */
export interface IncomingBody {
  /**
   * The next piece, which belongs to whoever takes it; nothing where the body is complete. Rejects with why it will not be.
   * It is not asked again before it has answered.
   */
  next(): Promise<Buffer | undefined>;
  /** Nobody wants the rest. */
  leave(): void;
}

/** What is read of a body that nobody wants, so that its connection can be used again. Beyond this it is closed. */
export const mostLeft: number = 1024 * 1024;

/** The body as the handler gets it: an async iterable, too. */
export function streamOf(body: IncomingBody): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(to) {
        const piece = await body.next();
        if (piece === undefined) to.close();
        else to.enqueue(piece);
      },
      cancel: () => body.leave(),
    },
    // Nothing is asked for before the handler does.
    { highWaterMark: 0 },
  );
}

/** A body that is there already, as a stream. */
export function streamOfBytes(bytes: Uint8Array | undefined): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(to) {
      if (bytes !== undefined && bytes.length > 0) to.enqueue(bytes);
      to.close();
    },
  });
}

/** The whole body, for clients of a release whose contract reads it as one. */
export async function wholeOf(body: IncomingBody, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for (;;) {
    const piece = await body.next();
    if (piece === undefined) return Buffer.concat(pieces, length);
    length += piece.length;
    if (length > limit) {
      body.leave();
      throw tooLarge(limit);
    }
    pieces.push(piece);
  }
}

/** The body has more bytes than it may have. */
export function tooLarge(limit: number): GatiError {
  return new GatiError('GATI_BODY_TOO_LARGE', { values: { limit }, headers: { connection: 'close' } });
}

/** The body ended before it was complete: its client is gone, or has said that nothing more comes. */
export function incomplete(cause?: unknown): GatiError {
  return new GatiError('GATI_BODY_INCOMPLETE', {
    headers: { connection: 'close' },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The request was answered, and its body is not read any more. */
export function unread(): GatiError {
  return new GatiError('GATI_BODY_UNREAD');
}
