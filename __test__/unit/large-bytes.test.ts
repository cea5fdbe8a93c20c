import { expect, test } from 'vitest';

import { compile } from '../../src-ts/tooling.js';

const rows = compile({
  gtype: 1,
  root: {
    kind: 'array',
    items: {
      kind: 'object',
      properties: [
        { name: 'id', type: { kind: 'number' } },
        { name: 'name', type: { kind: 'string' } },
      ],
    },
  },
});

const row = '{"id":12345.678,"name":"somebody with a name of some length"},';
const large = Buffer.from(`[${row.repeat(Math.ceil(50_000_000 / row.length))}{"id":1,"name":""}]`);

test('the loop turns while fifty megabytes are checked', async () => {
  let turns = 0;
  let done = false;
  const turn = (): void => {
    turns += 1;
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  const verdict = await rows.validateBytesAsync(large);
  done = true;
  expect(verdict).toEqual({ ok: true, issues: [] });
  // Copying the text lets the loop turn about fifty times; all others are while the other thread works.
  expect(turns).toBeGreaterThan(200);
});

test('what is done to the bytes meanwhile changes nothing', async () => {
  const bytes = Buffer.from(`[${row.repeat(1000)}{"id":1,"name":""}]`);
  const verdict = rows.validateBytesAsync(bytes);
  bytes.fill('x');
  expect(await verdict).toEqual({ ok: true, issues: [] });
});

test('bytes in shared memory and in a plain array are read as others are', () => {
  const text = Buffer.from('[{"id":1,"name":"é"}]');
  const shared = new Uint8Array(new SharedArrayBuffer(text.length));
  shared.set(text);
  for (const bytes of [shared, new Uint8Array(text), text]) {
    expect(rows.read(bytes)).toEqual({ ok: true, value: [{ id: 1, name: 'é' }] });
    expect(rows.validateBytes(bytes).ok).toBe(true);
  }
});

test.each([
  ['[{"id":"1","name":""}]', ['type /0/id']],
  ['[{"id":1}]', ['key.missing /0/name']],
  ['[', ['json.syntax ']],
  ['', ['json.syntax ']],
])('%s is refused for the same reasons on any thread', async (text, reasons) => {
  const bytes = Buffer.from(text);
  for (const verdict of [rows.validateBytes(bytes), await rows.validateBytesAsync(bytes)]) {
    expect(verdict.ok).toBe(false);
    expect(verdict.issues.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(reasons);
  }
});
