/** What the addon and JavaScript share: the requests of a turn of the event loop, the answers, and three words about both. */

/** A buffer as words and as bytes. */
export interface Turn {
  readonly words: Uint32Array;
  readonly bytes: Buffer;
}

/** The buffer of requests, which is written again with each turn. */
export interface RequestTurn extends Turn {
  /** Counts the turns, so that a request knows whether the buffer is still its own. */
  serial: number;
  /**
   * Everything in the buffer as Latin-1. Who answers within a turn copies nothing, but may ask for anything later: a
   * handler that keeps its request, a cleanup, a line of a log. It must find what its client sent, and nobody else's.
   */
  text: string;
}

/** A buffer as words and as bytes. `size` is in bytes, and a multiple of 4. */
export function turnOf(size: number): Turn {
  const memory = new ArrayBuffer(size);
  return { words: new Uint32Array(memory), bytes: Buffer.from(memory) };
}
