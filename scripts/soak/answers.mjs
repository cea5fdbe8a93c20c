/** What the server answers, and the clients wait for. */

/** Pieces of a streamed answer. */
export const pieces = 40;

/** One of them: kilobytes in which the nonce is everywhere, so that bytes of another answer show wherever they are. */
export function pieceOf(nonce, number) {
  return `${nonce}:${number};`.repeat(number % 10 === 0 ? 600 : 3);
}

export function streamedText(nonce) {
  return Array.from({ length: pieces }, (_, number) => pieceOf(nonce, number)).join('');
}

/** About 200 kB. */
export function large(nonce) {
  return `${nonce};`.repeat(Math.ceil(200_000 / (nonce.length + 1)));
}
