/** Requests as Node sees them, until they are over: what the observation is told of each. */

import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { type AccessRecord, knownMethod } from '../../observe/access-record.js';
import type { Observation } from '../../observe/observation.js';
import { parseTraceParent, spanFor } from '../../observe/trace-context.js';
import type { Exchange } from '../../pipeline/exchange.js';
import { acceptRequestId, nextRequestId } from '../../pipeline/request-id.js';

const observed: unique symbol = Symbol('gati.observed');

type ObservedResponse = ServerResponse & { [observed]?: Observed };

/** One request under way. */
interface Observed {
  readonly observation: Observation;
  /** Milliseconds of `performance.now()`. */
  readonly began: number;
  answered: number | undefined;
  address: string | undefined;
  route: string | undefined;
  exchange: Exchange | undefined;
  sent: number;
}

/** Follows a request until its answer has left, or its client has. */
export function observe(observation: Observation, request: IncomingMessage, response: ServerResponse): void {
  const seen: Observed = {
    observation,
    began: performance.now(),
    answered: undefined,
    // Once the socket is closed, nobody can say it any more.
    address: observation.isRecording ? request.socket.remoteAddress : undefined,
    route: undefined,
    exchange: undefined,
    sent: 0,
  };
  (response as ObservedResponse)[observed] = seen;
  response.write = countedWrite as typeof response.write;
  response.end = countedEnd as typeof response.end;
  response.once('close', onClose);
  observation.counts?.began(request.method);
}

/** What arrived was no request, and was refused. */
export function refused(observation: Observation, socket: Socket, code: string, status: number, sent: number): void {
  observation.take({
    method: knownMethod(undefined),
    route: undefined,
    path: undefined,
    status,
    code,
    release: undefined,
    requestId: undefined,
    span: observation.sampling === undefined ? undefined : spanFor(undefined, undefined, observation.sampling),
    version: '1.1',
    scheme: schemeOf(socket),
    address: socket.remoteAddress,
    agent: undefined,
    received: 0,
    sent,
    began: Math.round((performance.timeOrigin + performance.now()) * 1000),
    answered: 0,
    ended: 0,
    isGone: false,
  });
}

/** Says which route a request takes. */
export function routed(response: ServerResponse, route: string): void {
  const seen = (response as ObservedResponse)[observed];
  if (seen !== undefined) seen.route = route;
}

/** Says what goes through the pipeline for a request. */
export function entered(exchange: Exchange, response: ServerResponse): void {
  const seen = (response as ObservedResponse)[observed];
  if (seen === undefined) return;
  seen.exchange = exchange;
  if (seen.observation.isRecording) seen.address = exchange.ip();
}

const { prototype } = ServerResponse;

function countedWrite(this: ObservedResponse, chunk: unknown, ...rest: never[]): boolean {
  count(this, chunk, rest[0]);
  return (prototype.write as (...all: unknown[]) => boolean).call(this, chunk, ...rest);
}

function countedEnd(this: ObservedResponse, chunk?: unknown, ...rest: never[]): ServerResponse {
  count(this, chunk, rest[0]);
  return (prototype.end as (...all: unknown[]) => ServerResponse).call(this, chunk, ...rest);
}

function count(response: ObservedResponse, chunk: unknown, encoding: unknown): void {
  const seen = response[observed];
  if (seen === undefined) return;
  seen.answered ??= performance.now();
  if (typeof chunk === 'string')
    seen.sent += Buffer.byteLength(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  else if (chunk instanceof Uint8Array) seen.sent += chunk.byteLength;
}

function onClose(this: ObservedResponse): void {
  const seen = this[observed];
  if (seen === undefined) return;
  const { observation } = seen;
  observation.counts?.left(this.req.method);
  observation.take(recordOf(seen, this.req, this));
}

/** The connection is given to another protocol, which is the end of the request. */
export function upgraded(response: ServerResponse): void {
  const seen = (response as ObservedResponse)[observed];
  if (seen === undefined) return;
  delete (response as ObservedResponse)[observed];
  seen.answered = performance.now();
  const { observation } = seen;
  observation.counts?.left(response.req.method);
  observation.take({ ...recordOf(seen, response.req, response), status: 101, isGone: false });
}

function recordOf(seen: Observed, request: IncomingMessage, response: ServerResponse): AccessRecord {
  const { exchange, observation, began, answered, route } = seen;
  const { headers, method, url = '/' } = request;
  const now = performance.now();
  const status = response.headersSent ? response.statusCode : 0;
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
  const query = url.indexOf('?');
  const agent = headers['user-agent'];
  return {
    method: knownMethod(method),
    route,
    path: query < 0 ? url : url.slice(0, query),
    status,
    code: exchange?.errorCode,
    release: exchange?.servedRelease,
    requestId: exchange?.requestId() ?? acceptRequestId(headers['x-request-id']) ?? nextRequestId(),
    span: exchange === undefined ? spanWithout(observation, headers) : exchange.span(),
    version: request.httpVersion,
    scheme: schemeOf(request.socket),
    address: seen.address,
    agent,
    received: Number(headers['content-length'] ?? exchange?.req.bytes?.length ?? 0) || 0,
    sent: hasBody ? seen.sent : 0,
    began: Math.round((performance.timeOrigin + began) * 1000),
    answered: answered === undefined ? undefined : microseconds(answered - began),
    ended: microseconds(now - began),
    isGone: !response.writableFinished,
  };
}

function schemeOf(socket: Socket): AccessRecord['scheme'] {
  return 'encrypted' in socket ? 'https' : 'http';
}

/** The span of a request that nobody in the pipeline has seen. */
function spanWithout({ sampling }: Observation, headers: IncomingMessage['headers']): AccessRecord['span'] {
  const caller = parseTraceParent(headers.traceparent as string | undefined);
  const state = headers['tracestate'] as string | undefined;
  if (sampling !== undefined) return spanFor(caller, state, sampling);
  return caller === undefined ? undefined : { ...caller, spanId: undefined, state: undefined };
}

function microseconds(milliseconds: number): number {
  return Math.max(0, Math.round(milliseconds * 1000));
}
