/** Small answers with objects and lists inside each other, and what has functions of its own because it is found often. */
import { describe, expect, test } from 'vitest';
import { compileType } from '../../src-ts/native/index.js';
import { compile } from './validator-source.js';

const object = (members: Readonly<Record<string, unknown>>, optional: readonly string[] = []): unknown => ({
  kind: 'object',
  properties: Object.entries(members).map(([name, type]) => ({ name, type, optional: optional.includes(name) })),
});
const string = { kind: 'string' };
const number = { kind: 'number' };
const listOf = (items: unknown): unknown => ({ kind: 'array', items });

describe('small answers with objects and lists inside', () => {
  const inner = object({ tags: listOf(string), last: object({ ok: { kind: 'boolean' } }) });
  const root = object({ id: number, inner, sizes: listOf(number), notes: listOf(string) }, ['notes']);
  const source = compileType(
    JSON.stringify({ gtype: 1, root }),
    JSON.stringify({ unknownKeys: 'strip', format: 'function' }),
  );
  const stringify = (v8: string): ((value: unknown) => string) =>
    // oxlint-disable-next-line no-new-func -- running written source is what is tested
    (new Function('globalThis', source)({ process: { versions: { v8 } } }) as { stringify(value: unknown): string })
      .stringify;
  const byHand = stringify('11.3.244.8-node.38');
  const projected = stringify('13.8.1');
  const good = { id: 1, inner: { tags: ['a', '"'], last: { ok: true } }, sizes: [1, -0, 1e21] };
  const owned = (list: unknown[], toJSON: unknown): unknown => Object.assign(list, { toJSON });

  const values: readonly [name: string, value: unknown][] = [
    ['as promised', good],
    [
      'members nobody declared, at every level',
      { ...good, x: 1, inner: { ...good.inner, x: 1, last: { ok: true, x: 1 } } },
    ],
    ['an optional list', { ...good, notes: ['n', '\ud800'] }],
    ['empty lists', { ...good, sizes: [], notes: [] }],
    ['numbers that are none', { ...good, sizes: [Number.NaN, Infinity] }],
    ['items of another kind', { ...good, sizes: ['1', null, true], notes: [1n, undefined] }],
    ['holes', { ...good, sizes: Object.assign([], { length: 2 }) }],
    ['a list that says how it is written', { ...good, sizes: owned([1], () => 'x'), notes: owned(['a'], 1) }],
    ['a set', { ...good, sizes: new Set([1, 2]), notes: new Set(['a']) }],
    ['an object that says how it is written', { ...good, inner: { toJSON: () => good.inner, tags: [] } }],
    ['one far inside', { ...good, inner: { tags: [], last: { toJSON: () => ({ ok: false }) } } }],
    ['null inside', { ...good, inner: null, sizes: null, notes: null }],
    ['nothing inside', { id: 1 }],
    ['boxed scalars', { ...good, id: new Number(1), notes: [new String('a'), new Date(0)] }],
  ];
  test.each(values)('%s', (_, value) => {
    const written = projected(value);
    expect(byHand(value)).toBe(written);
    expect(JSON.stringify(JSON.parse(written))).not.toContain('"x"');
  });

  test.each([
    ['a list of objects', { ...good, notes: [{}] }],
    ['an object for a number', { ...good, id: { secret: 1 } }],
  ])('%s is refused', (_, value) => {
    expect(() => projected(value)).toThrow(TypeError);
    expect(() => byHand(value)).toThrow(TypeError);
  });
});

describe('what is found in several places', () => {
  const text = { kind: 'refined', base: string, constraints: { minLength: 2, maxLength: 3 } };
  const types = {
    text,
    list: listOf(string),
    texts: listOf(text),
    sized: { kind: 'refined', base: listOf(number), constraints: { minItems: 1 } },
  };
  const given = [undefined, null, 1, '', 'ab', 'abcd', [], ['ab'], ['a', 1], [undefined], {}];
  const names = ['first', 'second', 'password'];

  test.each(Object.entries(types))('%s: the same is said as where it is found once', (_, type) => {
    for (const optional of [[], names]) {
      const often = compile(
        { root: object(Object.fromEntries(names.map((name) => [name, type])), optional), types: {} },
        'strip',
      );
      for (const name of names) {
        const once = compile({ root: object({ [name]: type }, optional), types: {} }, 'strip');
        for (const value of given) {
          const single = once.validate({ [name]: value });
          const all = often.validate(Object.fromEntries(names.map((one) => [one, value])));
          expect(often.is(Object.fromEntries(names.map((one) => [one, value])))).toBe(single.ok);
          const said = all.ok ? [] : all.issues.filter(({ pointer }) => pointer.startsWith(`/${name}`));
          expect(said).toEqual(single.ok ? [] : single.issues);
        }
      }
    }
  });
});
