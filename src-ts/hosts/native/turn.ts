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

/** Bytes of the places that bodies are read onto; what is never written to is never there. */
const tapesSize = 1 << 20;
/** A tape begins at a multiple of so many bytes. */
const stride = 1024;

/** One of them, from its beginning. */
export interface Tape {
  readonly integers: Int32Array;
  readonly doubles: Float64Array;
}

/** What was read of bodies in a turn: a tape each, which the addon writes before it calls, and which lasts as the turn does. */
export class Tapes {
  readonly words: BigUint64Array;
  readonly #memory = new ArrayBuffer(tapesSize);
  readonly #tapes: Tape[] = [];

  constructor() {
    this.words = new BigUint64Array(this.#memory);
  }

  /** A tape by its number. Made once: two views for each request would be most of what the collector has to do. */
  at(number: number): Tape {
    // Without holes, so that looking one up stays a load.
    while (this.#tapes.length <= number) {
      const start = this.#tapes.length * stride;
      this.#tapes.push({
        integers: new Int32Array(this.#memory, start),
        doubles: new Float64Array(this.#memory, start),
      });
    }
    return this.#tapes[number] as Tape;
  }
}

/** A buffer as words and as bytes. `size` is in bytes, and a multiple of 4. */
export function turnOf(size: number): Turn {
  const memory = new ArrayBuffer(size);
  return { words: new Uint32Array(memory), bytes: Buffer.from(memory) };
}
