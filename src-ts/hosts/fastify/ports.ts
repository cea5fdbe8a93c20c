/** How answers leave: straight through Node's response, or through Fastify's reply where its hooks have to see them. */

import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Logger } from '../../api/contexts.js';
import { GatiError } from '../../errors/gati-error.js';
import { mark } from '../../pipeline/answer.js';
import { ElementStream } from '../../pipeline/element-stream.js';
import type { Exchange, HostPort } from '../../pipeline/exchange.js';
import { acceptRequestId } from '../../pipeline/request-id.js';
import { MessageBody } from './incoming-message.js';
import { isOffered, leaveTo } from './upgrades.js';

import { entered, upgraded } from './observed.js';

function replyOf(exchange: Exchange): FastifyReply {
  return exchange.hostReply as FastifyReply;
}

/** Responses that are streams: an error of theirs is no error of a request that is still to be handled. */
export const answeredByStream: WeakSet<ServerResponse> = new WeakSet();

function ipOf(exchange: Exchange): string {
  return (exchange.hostRequest as FastifyRequest).ip ?? '';
}

/** What both ports know of the connection, from Node's own objects. */
const connection = {
  header: (exchange, name) => exchange.arrival.headers[name],
  query: (exchange) => (exchange.hostRequest as FastifyRequest).query,
  ip: ipOf,
  headSent: (exchange) => replyOf(exchange).raw.headersSent,
  statusSent: (exchange) => replyOf(exchange).raw.statusCode,
  lost(exchange) {
    const { raw } = replyOf(exchange);
    return raw.destroyed && !raw.writableFinished;
  },
  onClose(exchange, run) {
    replyOf(exchange).raw.once('close', run);
  },
  entered: (exchange) => entered(exchange, replyOf(exchange).raw),
  rawRequest: (exchange) => (exchange.hostRequest as FastifyRequest).raw,
  rawResponse: (exchange) => replyOf(exchange).raw,
} satisfies Partial<HostPort>;

/** Gives a request the bytes that the stand-alone host has read. */
export function takeBytes(exchange: Exchange, body: unknown): void {
  if (body instanceof MessageBody) takeArriving(exchange, body);
  else exchange.req.bytes = body as Buffer;
}

/** Gives a request a body that is still arriving. */
export function takeArriving(exchange: Exchange, body: MessageBody): void {
  exchange.req.incoming = body;
  body.answeredBy(replyOf(exchange).raw);
}

/** For the stand-alone host, where nobody else has hooks. */
export const directPort: HostPort = {
  ...connection,

  offersUpgrade: (exchange) => isOffered((exchange.hostRequest as FastifyRequest).raw),
  upgrade(exchange) {
    const left = leaveTo((exchange.hostRequest as FastifyRequest).raw);
    if (left !== undefined) upgraded(replyOf(exchange).raw);
    return left;
  },

  send(exchange, status, contentType, payload) {
    const { runtime } = exchange;
    const res = replyOf(exchange).raw;
    const { fields } = exchange.res;
    if (res.headersSent) {
      if (!res.writableEnded) exchange.lctx.logger.error('the handler wrote to res.raw and did not end it');
      return;
    }
    const head: (string | string[])[] = [];
    if (payload !== null) {
      if (contentType !== undefined && fields?.['content-type'] === undefined) head.push('content-type', contentType);
      head.push(
        'content-length',
        String(typeof payload === 'string' ? Buffer.byteLength(payload) : payload.byteLength),
      );
    } else if (status !== 204 && status !== 304) head.push('content-length', '0');
    if (fields !== null) pushFields(head, fields);
    const sent = exchange.header('x-request-id');
    if (sent !== undefined && acceptRequestId(sent) !== undefined) head.push('x-request-id', exchange.requestId());
    const { incoming } = exchange.req;
    if (runtime.draining || (incoming instanceof MessageBody && incoming.isTooMuch)) head.push('connection', 'close');
    res.writeHead(status, head);
    if (payload === null) res.end();
    else res.end(payload);
  },

  sendStream(exchange, status, stream) {
    const reply = replyOf(exchange);
    const { fields } = exchange.res;
    answeredByStream.add(reply.raw);
    reply.code(status);
    if (fields !== null) reply.headers(fields as Record<string, string | string[]>);
    const sent = exchange.header('x-request-id');
    if (sent !== undefined && acceptRequestId(sent) !== undefined) reply.header('x-request-id', exchange.requestId());
    if (exchange.runtime.draining) reply.header('connection', 'close');
    void reply.send(stream);
  },
};

function pushFields(head: (string | string[])[], fields: Readonly<Record<string, string | readonly string[]>>): void {
  for (const name in fields) {
    // The length is known better here.
    if (name === 'content-length' || name === 'transfer-encoding') continue;
    const value = fields[name];
    if (value !== undefined) head.push(name, value as string | string[]);
  }
}

/** For the plugin: everything goes through the reply, and the application's error handler is asked. */
export function createReplyPort(hasErrorHandler: () => boolean): HostPort {
  return {
    ...connection,

    logger(exchange): Logger {
      return (exchange.hostRequest as FastifyRequest).log as unknown as Logger;
    },

    send(exchange, status, contentType, payload) {
      const reply = replyOf(exchange);
      const { fields } = exchange.res;
      if (reply.sent) return;
      reply.code(status);
      if (fields !== null) reply.headers(fields as Record<string, string | string[]>);
      if (payload === null) {
        void reply.send();
        return;
      }
      if (contentType !== undefined && fields?.['content-type'] === undefined)
        reply.header('content-type', contentType);
      void reply.send(payload);
    },

    sendStream(exchange, status, stream) {
      const reply = replyOf(exchange);
      const { fields } = exchange.res;
      reply.code(status);
      if (fields !== null) reply.headers(fields as Record<string, string | string[]>);
      // A stream of elements fails after its head has left, and is told at once that the client is gone.
      void reply.send(hasErrorHandler() || stream instanceof ElementStream ? stream : hideReason(stream));
    },

    passError(exchange, error) {
      if (!hasErrorHandler()) return false;
      mark(exchange);
      const reply = replyOf(exchange);
      const { fields } = exchange.res;
      if (fields !== null) reply.headers(fields as Record<string, string | string[]>);
      void reply.send(errorForFastify(error));
      return true;
    },
  };
}

/** Fastify's own error handler sends messages of errors, and that of a stream may not be for the client. */
function hideReason(stream: NodeJS.ReadableStream): Readable {
  return Readable.from(
    (async function* () {
      try {
        yield* stream;
      } catch (cause) {
        throw new GatiError('GATI_INTERNAL', { cause });
      }
    })(),
    { objectMode: false },
  );
}

/** What application error handlers know from ajv: `validation`, `validationContext`, and a 400. */
interface ValidationError extends Error {
  statusCode: number;
  code: string;
  validation: {
    keyword: string;
    instancePath: string;
    schemaPath: string;
    params: Record<string, unknown>;
    message: string;
  }[];
  validationContext: string;
}

function errorForFastify(error: unknown): Error {
  if (!(error instanceof Error)) return new GatiError('GATI_INTERNAL', { cause: error });
  if (!(error instanceof GatiError) || error.code !== 'GATI_VALIDATION_FAILED' || error.issues === undefined)
    return error;
  const [first] = error.issues;
  const place = first?.in === 'query' ? 'querystring' : (first?.in ?? 'body');
  const message = error.issues
    .map((issue) => `${issue.in === 'query' ? 'querystring' : issue.in}${issue.pointer} ${issue.message}`)
    .join(', ');
  return Object.assign(new Error(message, { cause: error }), {
    statusCode: 400,
    code: 'FST_ERR_VALIDATION',
    validation: error.issues.map(({ pointer, code, expected, received, message: text }) => ({
      keyword: code,
      instancePath: pointer,
      schemaPath: `#${pointer}`,
      params: { expected, received },
      message: text,
    })),
    validationContext: place,
  }) satisfies ValidationError;
}
