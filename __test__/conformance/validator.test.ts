/** The corpus of values, run against the JavaScript that Rust writes, evaluated as a function body. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileType } from '../../src-ts/native/index.js';
import { compile, revive, type Mode } from './validator-source.js';

interface Case {
  readonly value?: unknown;
  /** Given to `coerce` instead of `validate`. */
  readonly coerce?: unknown;
  readonly ok?: boolean;
  /** What is known of each issue. */
  readonly issues?: readonly Readonly<Record<string, unknown>>[];
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
        expect(result.issues, label).toMatchObject(revive(one.issues) as object[]);
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

describe('small flat answers', () => {
  const scalar = (kind: string): unknown => ({ kind });
  const nullable = (kind: string): unknown => ({ kind: 'union', members: [{ kind }, { kind: 'null' }] });
  const types = {
    id: scalar('string'),
    count: scalar('number'),
    'a "name"\n': scalar('boolean'),
    note: nullable('string'),
    score: nullable('number'),
    __proto__x: scalar('string'),
  };
  const optional = ['note', 'score', '__proto__x'];
  const properties = Object.entries(types).map(([name, type]) => ({ name, type, optional: optional.includes(name) }));
  const document = JSON.stringify({ gtype: 1, root: { kind: 'object', properties } });
  const source = compileType(document, JSON.stringify({ unknownKeys: 'strip', format: 'function' }));
  const stringify = (globals: unknown): ((value: unknown) => string) =>
    // oxlint-disable-next-line no-new-func -- running written source is what is tested
    (new Function('globalThis', source)(globals) as { readonly stringify: (value: unknown) => string }).stringify;
  const engines = {
    old: stringify({ process: { versions: { v8: '11.3.244.8-node.38' } } }),
    new: stringify({ process: { versions: { v8: '13.8.1' } } }),
    none: stringify({}),
  };
  const texts = [
    '',
    'plain',
    '"',
    '\\',
    '\u0000',
    '\n',
    '\u001f',
    '\u007f',
    '\u2028',
    'é',
    '😀',
    '\ud800',
    'a\udc00',
    7,
    null,
    undefined,
    true,
  ];
  const numbers = [0, -0, 1.5, 1e21, 5e-324, 2 ** 53, Number.NaN, Infinity, '1', 1n, null, undefined, new Number(3)];
  const values: unknown[] = [
    ...texts.map((id) => ({ id, count: 1, 'a "name"\n': true, extra: 1 })),
    ...texts.map((note) => ({ id: 'a', count: 1, 'a "name"\n': false, note, __proto__x: 'x' })),
    ...numbers.map((count) => ({ id: 'a', count, 'a "name"\n': true })),
    ...numbers.map((score) => ({ score, id: 'a', count: 1, 'a "name"\n': 1 })),
    ...numbers.map((score) => ({ score, id: 'a', count: 1, 'a "name"\n': true })),
    { toJSON: () => ({ id: 'b', count: 2, 'a "name"\n': true }), id: 'a', count: 1, 'a "name"\n': true },
    { toJSON: 1, id: 'a', count: 1, 'a "name"\n': true },
    Object.create({ id: 'a', count: 1, 'a "name"\n': true }),
    null,
    undefined,
    'text',
    [],
    {},
  ];

  test('are the same text whoever writes it', () => {
    for (const [index, value] of values.entries()) {
      const written = engines.new(value);
      expect(engines.old(value), `value ${index}`).toBe(written);
      expect(engines.none(value), `value ${index}`).toBe(written);
      if (written !== 'null') JSON.parse(written);
    }
    expect(engines.old({ id: 'a', count: -0, 'a "name"\n': true, extra: 1, score: null })).toBe(
      '{"id":"a","count":0,"a \\"name\\"\\n":true,"score":null}',
    );
  });

  test('are not written by hand where the order of members would differ', () => {
    const root = { kind: 'object', properties: ['b', '1'].map((name) => ({ name, type: { kind: 'string' } })) };
    expect(compile({ root, types: {} }, 'strip').stringify({ b: 'x', 1: 'y' })).toBe('{"1":"y","b":"x"}');
  });
});
