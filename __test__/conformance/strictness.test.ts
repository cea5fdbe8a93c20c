/** Every odd value through every engine: checked in memory, read from its bytes, made from text. */

import { readFileSync } from 'node:fs';
import { inspect, isDeepStrictEqual } from 'node:util';

import { describe, expect, test } from 'vitest';

import type { Result } from '../../src-ts/manifest/compiled.js';
import { compile, type Compiled } from '../../src-ts/tooling.js';
import { type Row, rows } from './strictness.js';

const modes = ['strip', 'strict', 'open'] as const;

/** What a row is put into. */
const engines: Readonly<Record<string, (compiled: Compiled, row: Row) => Result | undefined>> = {
  validate: ({ validate }, { json, value }) => {
    if (value !== undefined) return validate(value());
    return json === undefined ? undefined : validate(JSON.parse(json));
  },
  is: ({ is }, { json, value, out, issues }) => {
    if (json === undefined && value === undefined) return undefined;
    const given: unknown = value === undefined ? JSON.parse(json!) : value();
    // Only the verdict is known here; the rest is what was wanted.
    if (!is(given)) return { ok: false, issues: (issues ?? []).map(([pointer, code]) => spelled(pointer, code)) };
    return { ok: true, value: out === undefined ? given : out() };
  },
  read: (compiled, { json }) => (json === undefined ? undefined : compiled.read(Buffer.from(json))),
  coerce: ({ coerce }, { text }) => (text === undefined ? undefined : coerce(text)),
};

describe.each(modes)('%s', (mode) => {
  const asked = rows.filter((row) => row.modes?.includes(mode) ?? true);
  test.each(asked.map((row, index) => [`${index}: ${row.question}`, row] as const))('%s', (_name, row) => {
    const document = { gtype: 1, root: row.type, types: row.types ?? {} };
    const compiled = compile(document as Parameters<typeof compile>[0], { unknownKeys: mode });
    let answers = 0;
    for (const [name, engine] of Object.entries(engines)) {
      const result = engine(compiled, row);
      if (result === undefined) continue;
      answers += 1;
      const said = result.ok ? undefined : result.issues.map(({ pointer, code }) => [pointer, code]);
      expect(said, name).toEqual(row.issues);
      if (!result.ok) continue;
      if (row.out !== undefined) {
        expect(isDeepStrictEqual(result.value, row.out()), `${name} gives ${inspect(result.value)}`).toBe(true);
      } else if (row.json !== undefined) expect(result.value, name).toStrictEqual(JSON.parse(row.json));
      if (row.written !== undefined) expect(compiled.stringify(result.value), name).toBe(row.written);
    }
    expect(answers).toBeGreaterThan(0);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

test('docs/validation.md has a row for every question, and no other', () => {
  const page = readFileSync(new URL('../../docs/validation.md', import.meta.url), 'utf8');
  const table = page.slice(page.indexOf('## Odd values'));
  const documented = [...table.matchAll(/^\| (?!value )(?!-+ )([^|]+) \|/gm)].map(([, question]) => question);
  expect(documented).toEqual([...new Set(rows.map(({ question }) => question))]);
});

function spelled(pointer: string, code: string) {
  return { pointer, code, expected: '', received: '', message: '' };
}
