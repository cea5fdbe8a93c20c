/** What the addon and JavaScript share: the requests of a turn of the event loop, the answers, and three words about both. */

/** The buffer of requests. It is written again with each turn. */
export interface Turn {
  readonly words: Uint32Array;
  readonly bytes: Buffer;
}

/** A buffer as words and as bytes. `size` is in bytes, and a multiple of 4. */
export function turnOf(size: number): Turn {
  const memory = new ArrayBuffer(size);
  return { words: new Uint32Array(memory), bytes: Buffer.from(memory) };
}
