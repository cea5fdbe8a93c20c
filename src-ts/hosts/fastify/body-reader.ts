/** Reading the bytes of a body, up to the limit. Fastify's own parsers decode and parse before the route is known. */

import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { LimitSettings } from '../../config/resolve-limits.js';
import { GatiError } from '../../errors/gati-error.js';
import { tooLarge } from '../../pipeline/incoming-body.js';
import type { RouteSlot } from '../slots.js';
import { MessageBody } from './incoming-message.js';

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

/** Whether the handler behind a request gets its body while it arrives. */
export function isStreamed(request: FastifyRequest): boolean {
  return (request.routeOptions.config as { gati?: RouteSlot }).gati?.plan.givesStream === true;
}

/** A body that its handler gets while it arrives. More than `limit` bytes are an error, at once where that was declared. */
export function arriving(
  request: FastifyRequest,
  payload: NodeJS.ReadableStream,
  limit: number,
  done: (error: Error | null, body?: MessageBody) => void,
): void {
  if (limit > 0 && Number(request.headers['content-length']) > limit) done(tooLarge(limit));
  else done(null, new MessageBody(request.raw, payload as Readable, limit));
}

/** Makes an instance hand every body to the routes as bytes, or as it arrives where the handler gets it that way. */
export function readBodiesAsBytes(instance: FastifyInstance, limits: LimitSettings): void {
  instance.removeAllContentTypeParsers();
  const read = (
    request: FastifyRequest,
    payload: NodeJS.ReadableStream,
    done: (error: Error | null, body?: Buffer | MessageBody) => void,
  ): void => {
    if (isStreamed(request)) arriving(request, payload, limits.stream, done);
    else readBytes(request.raw, payload, limits.body, done);
  };
  // Fastify remembers which parser a content type has, but not that it has only the last one: so the usual types are
  // named, and do not have their header parsed anew for every request.
  for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain', '*']) {
    instance.addContentTypeParser(type, read);
  }
}
