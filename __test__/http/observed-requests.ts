/** Requests, and what is recorded of each: tables for tests of lines, metrics and spans. */

import { once } from 'node:events';
import { connect } from 'node:net';
import { type Duplex, Readable } from 'node:stream';

import { Conflict } from '../../src-ts/errors/http-errors.js';
import { userBody } from './definition.js';

export type Fields = Record<string, unknown>;

export const traceId = '0af7651916cd43dd8448eb211c80319c';
export const parentId = 'b7ad6b7169203331';

/** Says that a request to `/slow` is waiting, and lets it go. */
let onSlow: () => void = () => undefined;

export const routes = {
  'GET /hello': () => ({ hello: 'world' }),
  'GET /users/:id': () => ({ name: 'Ann' }),
  'POST /users': { handler: (req: { body: unknown }) => req.body, contract: { body: userBody } },
  'GET /broken': () => {
    throw new TypeError('secret');
  },
  'GET /taken': () => {
    throw new Conflict('taken', { code: 'TAKEN' });
  },
  'GET /nothing': () => undefined,
  'GET /stream': (_req: unknown, res: { stream(body: Readable): unknown }) => res.stream(Readable.from(['one', 'two'])),
  'GET /talk': (_req: unknown, res: { upgrade(protocol: string, take: (socket: Duplex) => unknown): unknown }) =>
    res.upgrade('talk', (socket) => socket.end('bye')),
  'GET /late': () => new Promise(() => undefined),
  'GET /slow': (_req: unknown, _res: unknown, _gctx: unknown, lctx: { signal: AbortSignal; requestId: string }) => {
    onSlow();
    return new Promise((resolve) => lctx.signal.addEventListener('abort', () => resolve(lctx.requestId)));
  },
  'GET /traced': (_req: unknown, _res: unknown, _gctx: unknown, lctx: { trace?: object }) => ({ trace: lctx.trace }),
} as never;

/** One request as it is sent, and what is recorded of it beside what all have. */
export interface Case {
  readonly send: string;
  /** Fields of the line that say something of the request. */
  readonly line: Fields;
  readonly level?: number;
  readonly message?: string;
  /** Whether the client leaves as soon as the handler runs. */
  readonly leaves?: boolean;
}

export const get = (path: string, more = '', version = '1.1'): string =>
  `GET ${path} HTTP/${version}\r\nhost: a\r\nuser-agent: test/1 ("x")\r\nconnection: close\r\n${more}\r\n`;
export const post = (path: string, body: string, more = ''): string =>
  `POST ${path} HTTP/1.1\r\nhost: a\r\nuser-agent: test/1 ("x")\r\nconnection: close\r\ncontent-type: application/json\r\n${more}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

export const cases: Readonly<Record<string, Case>> = {
  'an answer': {
    send: get('/hello?token=secret'),
    line: {
      'http.route': '/hello',
      'url.path': '/hello',
      status: 200,
      sent: 17,
    },
  },
  'a parameter': {
    send: get('/users/7'),
    line: { 'http.route': '/users/:id', 'url.path': '/users/7', status: 200, sent: 14 },
  },
  'an id of the client': {
    send: get('/hello', 'x-request-id: mine.1\r\n'),
    line: {
      requestId: 'mine.1',
      'http.route': '/hello',
      'url.path': '/hello',
      status: 200,
      sent: 17,
    },
  },
  'a trace of the client': {
    send: get('/hello', `traceparent: 00-${traceId}-${parentId}-01\r\n`),
    line: {
      traceId,
      'http.route': '/hello',
      'url.path': '/hello',
      status: 200,
      sent: 17,
    },
  },
  'a body': {
    send: post('/users', '{"name":"Ann","age":3}'),
    line: { method: 'POST', 'http.route': '/users', 'url.path': '/users', status: 200, received: 22, sent: 22 },
  },
  'a body that does not fit': {
    send: post('/users', '{}'),
    level: 40,
    line: {
      method: 'POST',
      'http.route': '/users',
      'url.path': '/users',
      status: 422,
      received: 2,
      'gati.error.code': 'GATI_VALIDATION_FAILED',
    },
  },
  'a body that is no JSON': {
    send: post('/users', '{'),
    level: 40,
    line: {
      method: 'POST',
      'http.route': '/users',
      'url.path': '/users',
      status: 400,
      received: 1,
      'gati.error.code': 'GATI_BODY_SYNTAX',
    },
  },
  HEAD: {
    send: get('/hello').replace('GET', 'HEAD'),
    line: {
      method: 'HEAD',
      'http.route': '/hello',
      'url.path': '/hello',
      status: 200,
      sent: 0,
    },
  },
  'HTTP/1.0': {
    send: get('/hello', '', '1.0'),
    line: {
      'http.route': '/hello',
      'url.path': '/hello',
      status: 200,
      sent: 17,
      'network.protocol.version': '1.0',
    },
  },
  'no body': {
    send: get('/nothing'),
    line: {
      'http.route': '/nothing',
      'url.path': '/nothing',
      status: 204,
      sent: 0,
    },
  },
  'a stream': {
    send: get('/stream'),
    line: {
      'http.route': '/stream',
      'url.path': '/stream',
      status: 200,
      sent: 6,
    },
  },
  'another protocol': {
    send: 'GET /talk HTTP/1.1\r\nhost: a\r\nuser-agent: test/1 ("x")\r\nconnection: upgrade\r\nupgrade: talk\r\n\r\n',
    line: { 'http.route': '/talk', 'url.path': '/talk', status: 101, sent: 0 },
  },
  'an HTTP error': {
    send: get('/taken'),
    level: 40,
    line: {
      'http.route': '/taken',
      'url.path': '/taken',
      status: 409,
      'gati.error.code': 'TAKEN',
    },
  },
  'a fault': {
    send: get('/broken'),
    level: 50,
    line: {
      'http.route': '/broken',
      'url.path': '/broken',
      status: 500,
      'gati.error.code': 'GATI_INTERNAL',
      'error.type': '500',
    },
  },
  'a handler that takes too long': {
    send: get('/late'),
    level: 50,
    line: {
      'http.route': '/late',
      'url.path': '/late',
      status: 503,
      'gati.error.code': 'GATI_HANDLER_TIMEOUT',
      'error.type': '503',
    },
  },
  'no route': {
    send: get('/none?x=1'),
    level: 40,
    line: {
      'url.path': '/none',
      status: 404,
      'gati.error.code': 'GATI_ROUTE_NOT_FOUND',
    },
  },
  'another method': {
    send: get('/hello').replace('GET', 'DELETE'),
    level: 40,
    line: {
      method: 'DELETE',
      'url.path': '/hello',
      status: 405,
      'gati.error.code': 'GATI_METHOD_NOT_ALLOWED',
    },
  },
  'a path that is none': {
    send: get('/%zz'),
    level: 40,
    line: {
      'url.path': '/%zz',
      status: 400,
      'gati.error.code': 'GATI_URL_INVALID',
    },
  },
  'what is no HTTP': {
    send: 'nonsense\r\n\r\n',
    level: 40,
    line: { method: '_OTHER', status: 400, 'gati.error.code': 'GATI_REQUEST_MALFORMED' },
  },
  'a client that leaves': {
    send: get('/slow'),
    leaves: true,
    message: 'request aborted',
    line: {
      'http.route': '/slow',
      'url.path': '/slow',
      'error.type': 'client_gone',
    },
  },
};

export async function send({ send: text, leaves = false }: Case, port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  const isSlow = new Promise<void>((resolve) => (onSlow = resolve));
  socket.write(text);
  socket.resume();
  socket.on('error', () => undefined);
  if (leaves) {
    await isSlow;
    socket.resetAndDestroy();
  }
  await once(socket, 'close');
}
