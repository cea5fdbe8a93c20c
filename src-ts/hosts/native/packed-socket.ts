/** The connection of a client that left HTTP, as a stream of Node.js over records of the addon. */

import { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

import type { LeftConnection } from '../../pipeline/upgrade.js';
import type { Pieces } from './packed-body.js';
import { Answered } from './packed.js';
import type { PackedRequest } from './packed-request.js';

/** From here on who writes waits until the socket has taken what there is. */
const highWater = 65_536;

/** Both directions of a connection. */
export class PackedSocket extends Duplex implements Pieces {
  /** As sockets of TLS have it under Node, by which libraries know what URL a client came by. */
  declare readonly encrypted?: true;
  readonly #request: PackedRequest;
  /** Bytes that came and were not taken. */
  #untaken = 0;
  #unasked = 0;

  constructor(request: PackedRequest) {
    super({ allowHalfOpen: true, readableHighWaterMark: highWater });
    this.#request = request;
    if (request.isSecure) this.encrypted = true;
    (request.onOver ??= []).push(() => {
      const isDone = this.readableEnded && this.writableFinished;
      this.destroy(isDone ? undefined : Object.assign(new Error('the client is gone'), { code: 'ECONNRESET' }));
    });
  }

  /** Where the client, or the proxy in front, calls from. */
  get remoteAddress(): string {
    return this.#request.remoteAddress;
  }

  /** A piece, which is copied out of the buffer of the turn. */
  arrive(piece: Buffer): void {
    this.#untaken += piece.length;
    if (this.push(Buffer.from(piece))) this._read();
  }

  complete(): void {
    this.push(null);
  }

  fail(error: Error): void {
    this.destroy(error);
  }

  override _read(): void {
    const request = this.#request;
    if (this.#untaken === 0 || request.isOver) return;
    request.door.writer.resume(request, this.#untaken);
    this.#untaken = 0;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const request = this.#request;
    if (request.isOver) {
      done();
      return;
    }
    const { door } = request;
    door.writer.piece(request, chunk);
    this.#unasked += chunk.length;
    if (this.#unasked >= highWater) {
      this.#unasked = 0;
      door.writer.flush();
      if (door.unsent(request) > highWater) {
        request.onWritable = () => {
          request.onWritable = undefined;
          done();
        };
        return;
      }
    }
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    if (!this.#request.isOver) this.#request.door.writer.last(this.#request, Answered.end);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const request = this.#request;
    // Where both sides have said that nothing more comes, what is written still leaves.
    if (!request.isOver && !(this.writableFinished && this.readableEnded))
      request.door.writer.last(request, Answered.abort);
    done(error);
  }
}

/** Gives the connection of a request to who speaks another protocol. */
export function leaveHttp(request: PackedRequest): LeftConnection {
  const socket = new PackedSocket(request);
  request.isAnswered = true;
  request.status = 101;
  request.incoming = socket;
  if (request.isLost) socket.destroy();
  else {
    request.door.recording?.tell(request);
    request.door.writer.upgrade(request);
  }
  return { request: messageOf(request, socket), socket, head: Buffer.alloc(0) };
}

/** The request as Node would have read it, for libraries that know no other. */
function messageOf(request: PackedRequest, socket: PackedSocket): IncomingMessage {
  const message = new IncomingMessage(socket as unknown as Socket);
  const { headers } = request;
  message.method = request.method;
  message.url = request.url;
  message.httpVersion = '1.1';
  message.httpVersionMajor = 1;
  message.httpVersionMinor = 1;
  message.headers = headers;
  for (const [name, value] of Object.entries(headers))
    for (const one of [value ?? []].flat()) message.rawHeaders.push(name, one);
  message.complete = true;
  message.push(null);
  return message;
}
