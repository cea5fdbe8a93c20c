/** The corpus of values, run against the JavaScript that Rust writes, evaluated as a function body. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compile, revive, type Mode } from './validator-source.js';

interface Case {
  readonly value?: unknown;
  /** Given to `coerce` instead of `validate`. */
  readonly coerce?: unknown;
  readonly ok?: boolean;
  readonly issues?: readonly { readonly pointer: unknown; readonly code: string }[];
  /** What is handed on; the value itself where it is not said. */
  readonly out?: unknown;
  /** What `stringify` makes of the value. */
  readonly text?: string;
  /** What `stringify` says when it refuses the value. */
  readonly throws?: string;
  /** How many issues there are, the code of the last, what none of them repeats, how long what they repeat may be. */
  readonly count?: number;
  readonly last?: string;
  readonly without?: string;
  readonly longest?: number;
}

interface Group {
  readonly title: string;
  readonly type: unknown;
  readonly types?: Readonly<Record<string, unknown>>;
  readonly mode?: Mode;
  readonly cases: readonly Case[];
}

const corpus = new URL('./validator/', import.meta.url);

describe.each(readdirSync(corpus).filter((name) => name.endsWith('.json')))('%s', (file) => {
  const groups = JSON.parse(readFileSync(new URL(file, corpus), 'utf8')) as Group[];
  test.each(groups.map((group) => [group.title, group] as const))('%s', (_, group) => {
    const compiled = compile({ root: group.type, types: group.types ?? {} }, group.mode ?? 'strip');
    for (const one of group.cases) {
      const label = JSON.stringify(one).slice(0, 200);
      const given = revive('coerce' in one ? one.coerce : one.value);
      if (one.throws !== undefined) {
        expect(() => compiled.stringify(given), label).toThrow(one.throws);
        continue;
      }
      if (one.text !== undefined) {
        expect(compiled.stringify(given), label).toBe(one.text);
        continue;
      }
      const result = 'coerce' in one ? compiled.coerce(given) : compiled.validate(given);
      expect(result.ok, `${label} ${JSON.stringify(result.ok ? '' : result.issues)}`).toBe(one.ok);
      if (!('coerce' in one)) expect(compiled.is(given), label).toBe(one.ok);
      if (result.ok) {
        if ('out' in one || 'coerce' in one) expect(result.value, label).toEqual(revive(one.out));
        else expect(result.value, label).toBe(given);
        continue;
      }
      if (one.issues !== undefined) {
        const found = result.issues.map(({ pointer, code }) => ({ pointer, code }));
        expect(found, label).toEqual(revive(one.issues));
      }
      for (const issue of result.issues) {
        expect(issue.message.length, label).toBeGreaterThan(0);
        if (one.without !== undefined) expect(JSON.stringify(issue)).not.toContain(one.without);
        if (one.longest !== undefined) expect(issue.received.length).toBeLessThanOrEqual(one.longest);
      }
      if (one.count !== undefined) expect(result.issues).toHaveLength(one.count);
      if (one.last !== undefined) expect(result.issues.at(-1)?.code).toBe(one.last);
    }
  });
});

test('a getter is read once while a value is checked', () => {
  const compiled = compile(
    { root: { kind: 'object', properties: [{ name: 'a', type: { kind: 'number' } }] }, types: {} },
    'strict',
  );
  let reads = 0;
  const value = {
    get a(): number {
      reads += 1;
      return 1;
    },
  };
  expect(compiled.is(value)).toBe(true);
  expect(reads).toBe(1);
});

test('nothing is polluted', () => {
  expect(({} as { x?: unknown }).x).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test.each([
  ['rol', 'is not declared; did you mean "role"?'],
  ['USERNAME', 'is not declared; did you mean "userName"?'],
  ['xyz', 'is not declared'],
  ['r', 'is not declared'],
])('a member that is not declared: %s', (key, message) => {
  const properties = ['role', 'userName', 'id'].map((name) => ({ name, type: { kind: 'string' }, optional: true }));
  const result = compile({ root: { kind: 'object', properties }, types: {} }, 'strict').validate({ [key]: 1 });
  expect(result).toMatchObject({ ok: false, issues: [{ pointer: `/${key}`, code: 'key.unknown', message }] });
});
