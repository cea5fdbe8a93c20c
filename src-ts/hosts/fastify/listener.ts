/** The socket: binding it, giving it up without dropping anything, and what arrives on it that is not HTTP. */

import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server as HttpServer,
  type ServerResponse,
} from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';

import { GatiError, reasonOf } from '../../errors/gati-error.js';
import { problemOf, problemType } from '../../errors/problem.js';
import type { ResolvedConfig } from '../../config/resolve.js';
import type { Observation } from '../../observe/observation.js';
import type { Draining } from '../drain.js';
import type { Address } from '../host.js';
import { refused } from './observed.js';
import type { TlsTexts } from '../tls.js';
import { OfferingMessage, type Strays } from './upgrades.js';

/** A server of Node, with TLS or without. */
export type Server = HttpServer | HttpsServer;

/** The server of a configuration. Of TLS it has everything but the certificates, which {@link secure} gives it. */
export async function serverOf(
  { times, server: { tls } }: ResolvedConfig,
  strays: Strays,
  serve: RequestListener,
): Promise<Server> {
  const { request, headers, keepAlive } = times;
  const headersTimeout = request === 0 ? headers : Math.min(headers || request, request);
  const options = {
    IncomingMessage: OfferingMessage,
    requestTimeout: request,
    headersTimeout,
    keepAliveTimeout: keepAlive,
  };
  if (tls === undefined) return createServer(options, serve);
  // Who speaks plain HTTP starts without it.
  const { createServer: createSecureServer } = await import('node:https');
  const { minVersion } = tls;
  const ALPNProtocols = ['http/1.1', 'http/1.0'];
  const requestCert = tls.ca !== undefined;
  const server = createSecureServer(
    { ...options, minVersion, ALPNProtocols, requestCert, rejectUnauthorized: true, handshakeTimeout: headersTimeout },
    serve,
  );
  // Whoever is at a handshake is no connection of HTTP yet.
  server.on('connection', (socket: Socket) => {
    strays.add(socket);
    socket.once('close', () => strays.delete(socket));
  });
  return server;
}

/** Shows these certificates to who connects from now on. */
export function secure(server: Server, { cert, key, ca, minVersion }: TlsTexts): void {
  try {
    (server as HttpsServer).setSecureContext({ cert, key, minVersion, ...(ca === undefined ? {} : { ca }) });
  } catch (cause) {
    throw new GatiError('GATI_TLS_INVALID', { values: { reason: reasonOf(cause) }, cause });
  }
}

/** Binds the server; a port that is taken is an error that names it. */
export async function listen(server: Server, host: string, port: number): Promise<Address> {
  await new Promise<void>((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.removeListener('listening', onListening);
      reject(
        error.code === 'EADDRINUSE'
          ? new GatiError('GATI_PORT_TAKEN', { values: { host, port }, cause: error })
          : new GatiError('GATI_LISTEN_FAILED', { values: { host, port, reason: reasonOf(error) }, cause: error }),
      );
    };
    const onListening = (): void => {
      server.removeListener('error', onError);
      resolve();
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen({ host, port, exclusive: false });
  });
  const address = server.address() as AddressInfo;
  return { host: address.address, port: address.port };
}

/** The server as it is drained. `server.close()` would cut quiet connections at once. */
export function drainable(server: Server, strays: Strays): Draining {
  return {
    stop(onClosed) {
      NetServer.prototype.close.call(server, onClosed);
      return countConnections(server);
    },
    closeIdle: () => server.closeIdleConnections(),
    closeAll() {
      server.closeAllConnections();
      for (const stray of strays) stray.destroy();
    },
  };
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((error, count) => resolve(error === null ? count : 0)));
}

/** Who expects something else than to be told to go on. */
export function onExpectation(
  { socket }: IncomingMessage,
  response: ServerResponse,
  observation: Observation | undefined,
): void {
  const sent = refuse(response, 'GATI_EXPECTATION');
  if (observation !== undefined) refused(observation, socket, 'GATI_EXPECTATION', response.statusCode, sent);
}

/** Answers before any route has seen the request. Its body may not have come, so that the connection ends. Gives the length. */
export function refuse(
  response: ServerResponse,
  code: 'GATI_STOPPING' | 'GATI_REQUEST_MALFORMED' | 'GATI_EXPECTATION',
): number {
  const problem = problemOf(new GatiError(code), undefined, false);
  const text = JSON.stringify(problem.document);
  const length = Buffer.byteLength(text);
  response.writeHead(problem.status, { 'content-type': problemType, 'content-length': length, connection: 'close' });
  response.end(text);
  return length;
}

/** What arrived is not HTTP, or not within the limits of a request. */
export function onClientError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  observation: Observation | undefined,
): void {
  // Who does not come through a handshake was told so by an alert.
  const isOfTls = error.code?.startsWith('ERR_SSL_') === true || error.code?.startsWith('ERR_TLS_') === true;
  if (isOfTls || error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  // A response under way cannot be taken back.
  if ((socket as Socket & { _httpMessage?: { headersSent?: boolean } })._httpMessage?.headersSent === true) {
    socket.destroy(error);
    return;
  }
  const code =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? 'GATI_HEADERS_TOO_LARGE'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'GATI_REQUEST_TIMEOUT'
        : 'GATI_REQUEST_MALFORMED';
  const problem = problemOf(new GatiError(code), undefined, false);
  const body = JSON.stringify(problem.document);
  if (observation !== undefined) refused(observation, socket, code, problem.status, Buffer.byteLength(body));
  socket.end(
    `HTTP/1.1 ${problem.status} ${String(problem.document['title'])}\r\ncontent-type: ${problemType}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
