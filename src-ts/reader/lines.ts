/** NDJSON: a stream of bytes whose lines are JSON texts, each checked as it comes. */

import type { Issue, Result } from '../manifest/compiled.js';

/** One line that is not empty: its number, from 1 on, and its value, or everything that does not fit. */
export type Line<T = unknown> =
  | { readonly line: number; readonly ok: true; readonly value: T }
  | { readonly line: number; readonly ok: false; readonly issues: readonly Issue[] };

/** How lines are read. */
export interface LineOptions {
  /** The longest line in bytes, without its end; a longer one is an issue, and is not kept. A megabyte unless said. */
  readonly limit?: number;
}

const NEWLINE = 0x0a;

/**
 * The lines of a stream. What is held is one line and one piece of the stream, however long both are; the stream is
 * asked for more when the lines of a piece have been taken.
 */
export async function* linesOf(
  source: AsyncIterable<Uint8Array>,
  read: (bytes: Uint8Array) => Result,
  { limit = 1 << 20 }: LineOptions = {},
): AsyncGenerator<Line, void, undefined> {
  let line = 0;
  let begun: Buffer[] = [];
  let length = 0;
  const end = (rest: Buffer): Line | undefined => {
    line += 1;
    const whole = length === 0 ? rest : length + rest.length > limit ? undefined : Buffer.concat([...begun, rest]);
    const size = length + rest.length;
    begun = [];
    length = 0;
    if (whole === undefined || size > limit) return { line, ok: false, issues: [tooLong(limit)] };
    if (isBlank(whole)) return undefined;
    const result = read(whole);
    return result.ok ? { line, ok: true, value: result.value } : { line, ok: false, issues: result.issues };
  };
  for await (const piece of source) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let start = 0;
    for (let stop = bytes.indexOf(NEWLINE); stop !== -1; stop = bytes.indexOf(NEWLINE, start)) {
      const found = end(bytes.subarray(start, stop));
      start = stop + 1;
      if (found !== undefined) yield found;
    }
    const rest = bytes.subarray(start);
    length += rest.length;
    // Of a line that is too long already, nothing is kept but its length. The sender may use the memory again.
    if (length > limit) begun = [];
    else if (rest.length > 0) begun.push(Buffer.from(rest));
  }
  if (length > 0) {
    const found = end(Buffer.alloc(0));
    if (found !== undefined) yield found;
  }
}

/** Whether a line has nothing but white space, a carriage return before the end of the line included. */
function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x0d || byte === 0x09);
}

function tooLong(limit: number): Issue {
  return {
    pointer: '',
    code: 'line.length',
    expected: `a line of at most ${limit} bytes`,
    received: 'a longer line',
    message: `the line is longer than ${limit} bytes`,
  };
}
