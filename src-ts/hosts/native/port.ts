/** How answers leave: as records in the buffer that the addon takes them from. */

import type { Readable } from 'node:stream';

import { GatiError } from '../../errors/gati-error.js';
import { problemOf, problemType } from '../../errors/problem.js';
import type { Exchange, HostPort, Runtime } from '../../pipeline/exchange.js';
import type { RoutePlan } from '../../pipeline/plan.js';
import { acceptRequestId } from '../../pipeline/request-id.js';
import { logFault } from '../../pipeline/fail.js';
import { Phase } from '../../pipeline/states.js';
import { FieldsTooLong, type Fields } from './answers.js';
import { knownAnswer } from './lessons.js';
import { knownMisfits } from './misfits.js';
import { Answered } from './packed.js';
import { PackedBody } from './packed-body.js';
import type { PackedRequest } from './packed-request.js';
import { leaveHttp } from './packed-socket.js';

/** From here on a stream waits until the socket has taken what it wrote. */
const highWater = 65_536;

function requestOf(exchange: Exchange): PackedRequest {
  return exchange.hostRequest as PackedRequest;
}

function rawMissing(name: string): never {
  throw new GatiError('GATI_RAW_MISSING', { values: { name } });
}

/** Small bodies are in the buffer of the turn, and stay the addon's until somebody asks for them. */
export function takePackedBody(exchange: Exchange): void {
  const request = exchange.hostRequest as PackedRequest;
  if (request.incoming instanceof PackedBody) {
    exchange.req.incoming = request.incoming;
    return;
  }
  exchange.req.bytes = request.bytes;
  exchange.req.areBytesLent = request.isBodyLent;
  request.exchange = exchange;
}

/** Answers through the door that a request came in by. */
export const nativePort: HostPort = {
  header: (exchange, name) => requestOf(exchange).header(name),
  query: (exchange) => requestOf(exchange).query,
  ip: (exchange) => requestOf(exchange).ip,
  headSent: (exchange) => requestOf(exchange).isAnswered,
  statusSent: (exchange) => requestOf(exchange).status,
  lost: (exchange) => requestOf(exchange).isLost,
  onClose(exchange, run) {
    const request = requestOf(exchange);
    if (request.isOver) run();
    else (request.onOver ??= []).push(run);
  },
  entered: (exchange) => void (requestOf(exchange).entered = exchange),
  ownBody: (exchange) => requestOf(exchange).ownBody(),
  readBody: (exchange) => requestOf(exchange).readBody(exchange.plan.bodyReader()),
  lentBody(exchange) {
    const request = requestOf(exchange);
    teachReader(request, exchange);
    return request.lentBody();
  },
  rawRequest: () => rawMissing('req.raw'),
  rawResponse: () => rawMissing('res.raw'),

  offersUpgrade: (exchange) => requestOf(exchange).offersUpgrade,
  upgrade: (exchange) => leaveHttp(requestOf(exchange)),

  send(exchange, status, contentType, payload) {
    const request = requestOf(exchange);
    if (request.isAnswered) return;
    answered(request, status);
    if (request.likeness !== undefined) teachAnswer(exchange, request, status, contentType, payload);
    if (request.isLost) return;
    request.door.recording?.tell(request);
    try {
      request.door.writer.answer(request, status, contentType, fieldsOf(exchange), payload);
    } catch (cause) {
      answerFault(exchange, request, cause);
    }
    request.end(false);
  },

  sendStream(exchange, status, stream) {
    const request = requestOf(exchange);
    if (request.isAnswered) return;
    request.isAnswered = true;
    if (request.isLost) (stream as Readable).destroy();
    else pump(exchange, request, status, stream as Readable);
  },
};

/**
 * A body came as bytes: the next one like it is read by its program, and where nobody here would see that it does not fit,
 * the addon says so.
 */
function teachReader(request: PackedRequest, exchange: Exchange): void {
  const { likeness, choice, door } = request;
  const reader = exchange.plan.bodyReader();
  if (likeness === undefined || reader?.program === undefined || request.known?.reader === reader) return;
  // An answer at a route with releases says which one it is from.
  const { plan, runtime } = exchange;
  const isAlone = door.answersAlone && choice === undefined && runtime.host === nativePort;
  const misfits = isAlone ? knownMisfits(plan, runtime, door.idPrefix, false) : undefined;
  door.lessons.teach(likeness, { choice, reader }, undefined, misfits);
}

/**
 * A request of a route without releases did not fit. From here on the addon looks at params, query and headers before it
 * calls JavaScript, where nobody here would see those that do not fit; as long as all of them do, it does not look.
 */
export function teachMisfits(request: PackedRequest, route: number, plan: RoutePlan, runtime: Runtime): void {
  const { door } = request;
  const { lessons, answersAlone, idPrefix } = door;
  if (!answersAlone || runtime.host !== nativePort || plan.explains === undefined || lessons.watches(route)) return;
  const misfits = knownMisfits(plan, runtime, idPrefix, true);
  if (misfits === undefined || misfits.parts.length === 0) return;
  const reader = misfits.asksBody ? plan.bodyReader() : undefined;
  lessons.teach(lessons.likeness(route, undefined), { choice: undefined, reader, watches: true }, undefined, misfits);
}

/**
 * A request at a route with releases was answered. What it was refused for is said to the next one like it in the same
 * words; where it got a release and has no body, the addon is told which.
 */
function teachAnswer(
  exchange: Exchange,
  request: PackedRequest,
  status: number,
  contentType: string | undefined,
  payload: unknown,
): void {
  const { choice, likeness, door } = request;
  if (choice === undefined || likeness === undefined) return;
  if (choice.resolved !== undefined) {
    if (!request.hadBody) door.lessons.teach(likeness, { choice, reader: undefined });
    return;
  }
  // A query that cannot be read is refused before any version is.
  if (request.isEscaped || exchange.phase !== Phase.handler) return;
  if (!door.answersAlone || contentType !== problemType || typeof payload !== 'string') return;
  const { fields } = exchange.res;
  const answer = knownAnswer(status, contentType, fields, payload, exchange.requestId(), door.idPrefix);
  if (answer !== undefined) door.lessons.teach(likeness, { choice, reader: undefined }, answer);
}

function answered(request: PackedRequest, status: number): void {
  request.isAnswered = true;
  request.status = status;
}

/** Answers instead of what could not be written, and says so in the log. */
function answerFault(exchange: Exchange, request: PackedRequest, cause: unknown): void {
  const { plan } = exchange;
  const error =
    cause instanceof FieldsTooLong ? new GatiError('GATI_ANSWER_FIELDS', { values: { handler: plan.id } }) : cause;
  const { status, document } = problemOf(error, exchange.requestId(), plan.showFaults);
  request.status = status;
  logFault(exchange, error, status);
  request.door.writer.answer(request, status, problemType, null, JSON.stringify(document));
}

/** What the handler set, and the id of the request where the client sent one. */
function fieldsOf(exchange: Exchange): Fields | null {
  const { fields } = exchange.res;
  const sent = exchange.header('x-request-id');
  if (sent === undefined || acceptRequestId(sent) === undefined) return fields;
  return { ...fields, 'x-request-id': exchange.requestId() };
}

/** Sends a stream piece by piece, no faster than the socket takes it. */
function pump(exchange: Exchange, request: PackedRequest, status: number, stream: Readable): void {
  const { door } = request;
  const { writer } = door;
  const isFramed = status !== 204 && status !== 304 && request.method !== 'HEAD';
  let hasBegun = false;
  let unasked = 0;
  const begin = (): void => {
    if (hasBegun) return;
    hasBegun = true;
    request.status = status;
    try {
      writer.head(request, status, fieldsOf(exchange));
    } catch (cause) {
      answerFault(exchange, request, cause);
      // What makes the stream is told that nobody takes it.
      request.end(false);
    }
  };
  stream.on('data', (chunk: Buffer | string) => {
    begin();
    if (request.isOver) return;
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (bytes.length === 0 || !isFramed) return;
    writer.piece(request, bytes);
    unasked += bytes.length;
    if (unasked < highWater) return;
    unasked = 0;
    writer.flush();
    if (door.unsent(request) > highWater) stream.pause();
  });
  stream.once('end', () => {
    begin();
    if (request.isOver) return;
    door.recording?.tell(request);
    writer.last(request, Answered.end);
  });
  stream.once('error', (error) => {
    if (request.isOver) return;
    if (hasBegun) {
      exchange.runtime.logger.error({ err: error }, 'a stream failed after its first byte');
      door.recording?.tell(request);
      writer.last(request, Answered.abort);
      return;
    }
    exchange.runtime.logger.error({ err: error }, 'a stream failed before its first byte');
    const problem = problemOf(error, undefined, false);
    request.status = problem.status;
    door.recording?.tell(request);
    writer.answer(request, problem.status, problemType, null, JSON.stringify(problem.document));
    request.end(false);
  });
  stream.once('close', () => {
    // Destroyed by who made it, without a word.
    if (request.isOver || stream.readableEnded || stream.errored !== null) return;
    begin();
    if (request.isOver) return;
    door.recording?.tell(request);
    writer.last(request, Answered.abort);
  });
  request.onWritable = () => stream.resume();
  (request.onOver ??= []).push(() => stream.destroy());
}
