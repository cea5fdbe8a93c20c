/** Bodies that are handed on while they arrive, from records of the addon. What waits here is bounded by what was taken. */

import type { GatiError } from '../../errors/gati-error.js';
import { incomplete, mostLeft, unread, type IncomingBody } from '../../pipeline/incoming-body.js';
import type { PackedRequest } from './packed-request.js';

/** What takes pieces that follow a request. */
export interface Pieces {
  /** A piece, which lies in the buffer of the turn. */
  arrive(piece: Buffer): void;
  /** All of them have come. */
  complete(): void;
  /** The rest will not come. */
  fail(error: GatiError): void;
}

/** A body that comes in pieces. */
export class PackedBody implements IncomingBody, Pieces {
  readonly #request: PackedRequest;
  /** What has arrived and was not taken. */
  readonly #pieces: Buffer[] = [];
  #isComplete = false;
  #failure: GatiError | undefined;
  #isLeft = false;
  /** What nobody wanted. */
  #left = 0;
  #wake: (() => void) | undefined;

  constructor(request: PackedRequest) {
    this.#request = request;
    (request.onOver ??= []).push(() => this.fail(request.isLost ? incomplete() : unread()));
  }

  async next(): Promise<Buffer | undefined> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece !== undefined) {
        this.#resume(piece.length);
        return piece;
      }
      if (this.#isComplete) return undefined;
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  leave(): void {
    if (this.#isLeft) return;
    this.#isLeft = true;
    for (const piece of this.#pieces.splice(0)) this.#waste(piece.length);
  }

  /** A piece, which is copied out of the buffer of the turn. */
  arrive(piece: Buffer): void {
    if (this.#isLeft) this.#waste(piece.length);
    else {
      this.#pieces.push(Buffer.from(piece));
      this.#go();
    }
  }

  complete(): void {
    this.#isComplete = true;
    this.#go();
  }

  fail(error: GatiError): void {
    if (this.#isComplete) return;
    this.#failure ??= error;
    this.#go();
  }

  #go(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }

  /** A body that nobody wants is read up to a limit, and then waits for the answer, which ends it. */
  #waste(length: number): void {
    this.#left += length;
    if (this.#left <= mostLeft) this.#resume(length);
  }

  #resume(length: number): void {
    const request = this.#request;
    if (!request.isOver) request.door.writer.resume(request, length);
  }
}
