import { describe, expect, test } from 'vitest';

import { compile, readNdjson, type Line } from '../../src-ts/tooling.js';

const point = compile({
  gtype: 1,
  root: { kind: 'object', properties: [{ name: 'x', type: { kind: 'number' } }] },
});

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  const memory = new Uint8Array(size);
  for (let start = 0; start < bytes.length; start += size) {
    const piece = bytes.subarray(start, start + size);
    // The sender uses its memory again, as it may.
    memory.set(piece);
    yield memory.subarray(0, piece.length);
  }
}

/** Line numbers with the value, or the codes and pointers of the issues. */
function told(lines: readonly Line[]): unknown[] {
  return lines.map((one) =>
    one.ok ? [one.line, one.value] : [one.line, ...one.issues.map(({ code, pointer }) => `${code} ${pointer}`)],
  );
}

const fit = (line: number, x: number): unknown => [line, { x }];

const table: Readonly<Record<string, readonly [text: string, expected: readonly unknown[]]>> = {
  nothing: ['', []],
  'one line': ['{"x":1}\n', [fit(1, 1)]],
  'the last line without an end': ['{"x":1}\n{"x":2}', [fit(1, 1), fit(2, 2)]],
  'carriage returns': ['{"x":1}\r\n{"x":2}\r\n\r\n', [fit(1, 1), fit(2, 2)]],
  'empty lines are counted': ['\n\n{"x":1}\n \t\n\n{"x":2}\n\n', [fit(3, 1), fit(6, 2)]],
  'characters of several bytes': ['{"x":1,"y":"日本🙂é"}\n{"x":2}\n', [fit(1, 1), fit(2, 2)]],
  'what does not fit': ['{"x":"1"}\n{"x":2}\n{}\n', [[1, 'type /x'], fit(2, 2), [3, 'key.missing /x']]],
  'what is no JSON': ['{"x":1\n}\n{"x":3}', [[1, 'json.syntax '], [2, 'json.syntax '], fit(3, 3)]],
  'a line of the limit': [`{"x":1${' '.repeat(33)}}\n{"x":2}`, [fit(1, 1), fit(2, 2)]],
  'a line over the limit': [`{"x":1${' '.repeat(34)}}\n{"x":2}\n`, [[1, 'line.length '], fit(2, 2)]],
  'a long last line': [`{"x":1}\n"${'y'.repeat(500)}`, [fit(1, 1), [2, 'line.length ']]],
};

describe.each(Object.entries(table))('%s', (_title, [text, expected]) => {
  test.each([1, 2, 3, 7, 40, 1000])('in pieces of %i bytes', async (size) => {
    const lines: Line[] = [];
    for await (const line of readNdjson(point, inPieces(text, size), { limit: 40 })) lines.push(line);
    expect(told(lines)).toEqual(expected);
  });
});

test('no more of an endless line is asked for than is taken', async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{"x":1}\n');
    for (; given < 200; given += 1) yield Buffer.alloc(1 << 20, 'y');
  }
  const lines: Line[] = [];
  for await (const line of readNdjson(point, endless())) {
    lines.push(line);
    if (lines.length === 1) expect(given).toBe(0);
  }
  expect(told(lines)).toEqual([fit(1, 1), [2, 'line.length ']]);
});

test('who stops taking lines closes the stream', async () => {
  let closed = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.from('{"x":1}\n');
    } finally {
      closed = true;
    }
  }
  for await (const { ok } of readNdjson(point, source())) {
    expect(ok).toBe(true);
    break;
  }
  expect(closed).toBe(true);
});
