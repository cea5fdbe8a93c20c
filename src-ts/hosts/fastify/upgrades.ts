/**
 * Requests that offer another protocol. Node gives the connection of such a request away before anybody knows whether
 * somebody takes it: so it goes through the same routes and the same pipeline with a response of its own, which answers on that
 * connection if nobody does.
 */

import { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';

import type { LeftConnection } from '../../pipeline/upgrade.js';

/**
 * A request that is given away only where it has no body, and offers more than HTTP/2: libraries offer that with every request,
 * and these are served as if they had not.
 */
export class OfferingMessage extends IncomingMessage {
  /** What Node has said of it, which it asks for again before it gives the connection away. Set before any initializer runs. */
  declare private saidByNode: unknown;

  get upgrade(): unknown {
    return this.saidByNode === true && this.method !== 'CONNECT' ? isOffer(this) : this.saidByNode;
  }

  set upgrade(value: unknown) {
    this.saidByNode = value;
  }
}

function isOffer({ headers, httpVersionMinor }: IncomingMessage): boolean {
  const { upgrade = '', 'content-length': length = '0', 'transfer-encoding': coding } = headers;
  const isOther = upgrade.split(',').some((name) => name.trim() !== '' && name.trim().toLowerCase() !== 'h2c');
  return isOther && httpVersionMinor === 1 && Number(length) === 0 && coding === undefined;
}

interface Offered extends LeftConnection {
  readonly response: ServerResponse;
}

const offers = new WeakMap<IncomingMessage, Offered>();

/** Connections that Node does not count as its server's any more. */
export type Strays = Set<Duplex>;

/** Takes the connections that Node gives away through the routes. */
export function routeUpgrades(
  server: Server,
  strays: Strays,
  serve: (request: IncomingMessage, response: ServerResponse) => void,
): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as never);
    strays.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => strays.delete(socket));
    response.once('finish', () => {
      if (offers.has(request)) (socket as Duplex & { destroySoon(): void }).destroySoon();
    });
    offers.set(request, { request, socket, head, response });
    serve(request, response);
  });
}

/** Whether a request offers another protocol on a connection that can be given away. */
export function isOffered(request: IncomingMessage): boolean {
  return offers.has(request);
}

/** The connection of a request, which is nobody's response any more. */
export function leaveTo(request: IncomingMessage): LeftConnection | undefined {
  const offered = offers.get(request);
  if (offered === undefined) return undefined;
  offers.delete(request);
  const { socket, response } = offered;
  response.detachSocket(socket as never);
  const over = (): void => {
    // Who asks the response hears that its connection is gone.
    response.destroyed = true;
    response.emit('close');
  };
  if (socket.destroyed) over();
  else socket.once('close', over);
  return offered;
}
