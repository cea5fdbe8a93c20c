/** Bodies that are handed on while they arrive, from Node's own requests. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';

import { incomplete, mostLeft, tooLarge, unread, type IncomingBody } from '../../pipeline/incoming-body.js';

/** A body that Node reads when it is asked for it. */
export class MessageBody implements IncomingBody {
  readonly #message: IncomingMessage;
  readonly #payload: Readable;
  readonly #limit: number;
  /** What was read, and what of it nobody wanted. */
  #read = 0;
  #left = 0;
  #isLeft = false;
  #isEnded = false;
  #failure: unknown;
  #wake: (() => void) | undefined;

  /** `payload` is the message, or what a hook of the application has made of it. `limit` is in bytes; 0 is none. */
  constructor(message: IncomingMessage, payload: Readable, limit: number) {
    this.#message = message;
    this.#payload = payload;
    this.#limit = limit;
    const failed = (cause?: unknown): void => {
      if (this.#isEnded) return;
      this.#failure ??= incomplete(cause);
      this.#go();
    };
    payload.on('readable', this.#go);
    payload.once('end', () => {
      this.#isEnded = true;
      this.#go();
    });
    payload.once('error', failed);
    payload.once('close', () => failed());
  }

  async next(): Promise<Buffer | undefined> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure as Error;
      const piece = this.#payload.read() as Buffer | string | null;
      if (piece !== null) return this.#take(typeof piece === 'string' ? Buffer.from(piece) : piece);
      if (this.#isEnded) return undefined;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  leave(): void {
    if (this.#isLeft || this.#isEnded) return;
    this.#isLeft = true;
    this.#payload.on('data', (piece: Buffer | string) => {
      this.#left += piece.length;
      if (this.#left > mostLeft) this.#payload.pause();
    });
    this.#payload.removeListener('readable', this.#go);
    this.#payload.resume();
  }

  /** The answer goes out by this response: what is still to come when it has left is nobody's. */
  answeredBy(response: ServerResponse): void {
    response.once('finish', () => this.#answered());
  }

  /** Whether more is to come than is read of a body that nobody wants. */
  get isTooMuch(): boolean {
    const declared = Number(this.#message.headers['content-length'] ?? 0);
    return !this.#isEnded && declared - this.#read > mostLeft;
  }

  readonly #go = (): void => {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  };

  #take(piece: Buffer): Buffer {
    this.#read += piece.length;
    if (this.#limit === 0 || this.#read <= this.#limit) return piece;
    this.#failure = tooLarge(this.#limit);
    throw this.#failure as Error;
  }

  /** The answer has left: what is still to come is thrown away, and too much of it ends the connection. */
  #answered(): void {
    if (this.#isEnded) return;
    const { socket } = this.#message;
    this.#failure ??= unread();
    this.#go();
    this.leave();
    const end = (): void => {
      if (this.#left > mostLeft) socket.destroySoon();
    };
    this.#payload.on('data', end);
    end();
  }
}
