/** Connections that leave HTTP for another protocol. Up to there a request is one like all others, hooks and errors included. */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { cleanUp, finish } from './answer.js';
import type { Exchange } from './exchange.js';

/** What takes a connection over once the client has been told. */
export type TakeSocket = (socket: Duplex) => unknown;

/** What takes a connection over and tells the client itself: a listener of Node's event `upgrade`, such as `handleUpgrade` of `ws`. */
export type TakeRequest = (request: IncomingMessage, socket: Duplex, head: Buffer) => unknown;

/** How a connection goes on, as a handler has written it down. */
export type Upgrade =
  | { readonly protocol: string; readonly greeted: true; readonly take: TakeSocket }
  | { readonly protocol: string; readonly greeted: false; readonly take: TakeRequest };

/** A connection that a host has given up. */
export interface LeftConnection {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** What came behind the request. */
  readonly head: Buffer;
}

/** Whether the client would go on with a protocol, and the host can let it. */
export function offersUpgrade(exchange: Exchange, protocol: string): boolean {
  const { host } = exchange.runtime;
  const name = protocol.toLowerCase();
  // HTTP/2 is no other protocol: it is spoken from the first byte on, or not at all.
  if (name === 'h2c' || host.offersUpgrade?.(exchange) !== true) return false;
  const offered = exchange.header('upgrade') ?? '';
  return offered.split(',').some((one) => one.trim().toLowerCase() === name);
}

/** Gives the connection away. Whatever happens to it from here on concerns nobody but who takes it. */
export function leave(exchange: Exchange, upgrade: Upgrade): void {
  const { host } = exchange.runtime;
  const { logger } = exchange.lctx;
  finish(exchange);
  host.onClose(exchange, () => cleanUp(exchange));
  const left = host.upgrade?.(exchange);
  if (left === undefined) return;
  const { request, socket, head } = left;
  // A connection that breaks is no reason for the process to end, not even where nobody listens.
  socket.on('error', (err) => logger.debug({ err }, 'a connection that left HTTP broke'));
  const failed = (err: unknown): void => {
    logger.error({ err }, 'what took a connection over failed');
    socket.destroy();
  };
  try {
    let result: unknown;
    if (upgrade.greeted) {
      socket.write(greeting(exchange, upgrade.protocol), 'latin1');
      if (head.length > 0) socket.unshift(head);
      result = upgrade.take(socket);
    } else result = upgrade.take(request, socket, head);
    if (result instanceof Promise) result.catch(failed);
  } catch (error) {
    failed(error);
  }
}

/** The head of the answer 101. Names and values of headers have been checked when they were set. */
function greeting({ res }: Exchange, protocol: string): string {
  const lines = ['HTTP/1.1 101 Switching Protocols', 'connection: Upgrade', `upgrade: ${protocol}`];
  for (const [name, value] of Object.entries(res.fields ?? {})) {
    if (own.has(name)) continue;
    for (const one of typeof value === 'string' ? [value] : value) lines.push(`${name}: ${one}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Headers that say something of the connection, or of a body that is none. */
const own: ReadonlySet<string> = new Set([
  'connection',
  'upgrade',
  'content-length',
  'content-type',
  'transfer-encoding',
]);
