/**
 * Elements as bytes, pulled no faster than they leave. What comes within one turn of the event loop leaves together, and
 * never more than {@link batchSize} is kept: the iterator waits as long as the client does.
 */

import { Readable } from 'node:stream';

/** How much text is put together before it leaves, and how much may wait for a slow client. */
const batchSize = 16_384;

/** What a stream of elements is made with. */
export interface ElementSource {
  readonly iterator: AsyncIterator<unknown>;
  /** The next result, which has been asked for already. */
  readonly first: Promise<IteratorResult<unknown>>;
  /** One element as it is sent. Throws where it cannot be. */
  readonly write: (element: unknown) => string;
  /** What is said last when the iterator or `write` has failed. */
  readonly failed: (error: unknown) => string;
  /** Whether the answer may end in order after that. */
  readonly endsInOrder: boolean;
  /** What is sent where nothing else was for a while. */
  readonly heartbeat: { readonly text: string; readonly interval: number } | undefined;
}

/** Asks an iterator for its next element. What it does wrong comes as a rejection. */
export function nextOf(iterator: AsyncIterator<unknown>): Promise<IteratorResult<unknown>> {
  try {
    return Promise.resolve(iterator.next());
  } catch (error) {
    return Promise.reject(error as Error);
  }
}

/** Tells an iterator that nobody wants more of it. */
export function release(iterator: AsyncIterator<unknown>): void {
  const ignore = (): undefined => undefined;
  try {
    Promise.resolve(iterator.return?.()).then(ignore, ignore);
  } catch {
    // Nobody is left who could be told.
  }
}

/** The bytes of a stream of elements. */
export class ElementStream extends Readable {
  readonly #source: ElementSource;
  #batch = '';
  #turn: NodeJS.Immediate | undefined;
  #pulling = false;
  /** Whether there will be nothing more. */
  #finished = false;
  #reason: Error | undefined;
  #idle: NodeJS.Timeout | undefined;
  #sentSince = false;

  constructor(source: ElementSource) {
    super({ highWaterMark: batchSize });
    this.#source = source;
    this.#wait(source.first);
    const { heartbeat } = source;
    if (heartbeat === undefined) return;
    this.#idle = setInterval(() => {
      if (!this.#sentSince && this.#batch === '' && this.readableLength === 0) this.push(heartbeat.text);
      this.#sentSince = false;
    }, heartbeat.interval);
    this.#idle.unref();
  }

  override _read(): void {
    if (this.#reason !== undefined) {
      // What was said last has been handed on; it leaves before the connection is closed.
      setImmediate(() => this.destroy(this.#reason));
    } else if (!this.#pulling && !this.#finished) this.#wait(nextOf(this.#source.iterator));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearInterval(this.#idle);
    clearImmediate(this.#turn);
    if (!this.#finished) release(this.#source.iterator);
    this.#finished = true;
    done(error);
  }

  #wait(result: Promise<IteratorResult<unknown>>): void {
    this.#pulling = true;
    result.then(this.#take, this.#fail);
  }

  readonly #take = (result: IteratorResult<unknown>): void => {
    this.#pulling = false;
    if (this.#finished) return;
    if (result.done === true) {
      this.#finished = true;
      this.#flush();
      this.push(null);
      return;
    }
    try {
      this.#batch += this.#source.write(result.value);
    } catch (error) {
      release(this.#source.iterator);
      this.#fail(error);
      return;
    }
    if (this.#batch.length >= batchSize) {
      this.#flush();
      return;
    }
    this.#turn ??= setImmediate(this.#flush);
    this.#wait(nextOf(this.#source.iterator));
  };

  readonly #fail = (error: unknown): void => {
    this.#pulling = false;
    if (this.#finished) return;
    this.#finished = true;
    this.#batch += this.#source.failed(error);
    if (!this.#source.endsInOrder)
      this.#reason = error instanceof Error ? error : new Error('a stream failed', { cause: error });
    this.#flush();
    if (this.#source.endsInOrder) this.push(null);
  };

  readonly #flush = (): void => {
    clearImmediate(this.#turn);
    this.#turn = undefined;
    if (this.#batch === '') return;
    const text = this.#batch;
    this.#batch = '';
    this.#sentSince = true;
    this.push(text);
  };
}
