/** Reading the bytes of a body, up to the limit. Fastify's own parsers decode and parse before the route is known. */

import type { IncomingMessage } from 'node:http';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import { GatiError } from '../../errors/gati-error.js';

/** Called with the bytes, or with why there are none. */
export type BytesRead = (error: GatiError | null, bytes?: Buffer) => void;

/** Reads a body. More than `limit` bytes end it at once, and the connection with it. */
export function readBytes(
  request: IncomingMessage,
  payload: NodeJS.ReadableStream,
  limit: number,
  done: BytesRead,
): void {
  const declared = Number(request.headers['content-length']);
  if (declared > limit) {
    done(tooLarge(limit));
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  const leave = (): void => {
    payload.removeListener('data', onData);
    payload.removeListener('end', onEnd);
    payload.removeListener('error', onError);
  };
  const onData = (piece: Buffer | string): void => {
    const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece;
    length += chunk.length;
    if (length > limit) {
      leave();
      done(tooLarge(limit));
      return;
    }
    chunks.push(chunk);
  };
  const onEnd = (): void => {
    leave();
    const [first] = chunks;
    done(null, chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, length));
  };
  const onError = (cause: unknown): void => {
    leave();
    done(new GatiError('GATI_BODY_INCOMPLETE', { cause, headers: { connection: 'close' } }));
  };
  payload.on('data', onData);
  payload.on('end', onEnd);
  payload.on('error', onError);
}

function tooLarge(limit: number): GatiError {
  return new GatiError('GATI_BODY_TOO_LARGE', { values: { limit }, headers: { connection: 'close' } });
}

/** Makes an instance hand every body to the routes as bytes. */
export function readBodiesAsBytes(instance: FastifyInstance, limit: number): void {
  instance.removeAllContentTypeParsers();
  const read = (
    request: FastifyRequest,
    payload: NodeJS.ReadableStream,
    done: (error: Error | null, bytes?: Buffer) => void,
  ): void => readBytes(request.raw, payload, limit, done);
  // Fastify remembers which parser a content type has, but not that it has only the last one: so the usual types are
  // named, and do not have their header parsed anew for every request.
  for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain', '*']) {
    instance.addContentTypeParser(type, read);
  }
}
