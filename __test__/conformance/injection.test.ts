/**
 * Texts that want out of their quotes, in every position of a type that reaches written code: names, literals, patterns,
 * formats, defaults, words, descriptions, names of types, ids of handlers, files. The module parses, says nothing to the
 * world when it is loaded and run, and means what its type says.
 */
import { describe, expect, test } from 'vitest';
import type { CompiledType } from '../../src-ts/manifest/compiled.js';
import { compileContracts, compileType } from '../../src-ts/native/index.js';
import { pick, seeded } from './generate.js';
import { hostileTexts as texts } from './hostile-texts.js';

/** Where in a type a text may stand. Those that a compiler may refuse are tried all the same. */
const positions: Readonly<Record<string, (text: string) => unknown>> = {
  'the name of a member': (text) => object(text, { kind: 'string' }),
  'the name of a member that may be absent': (text) => ({
    ...object(text, { kind: 'number' }, { optional: true }),
    unknownKeys: 'strict',
  }),
  'a literal': (text) => ({ kind: 'literal', value: text }),
  'literals of a union': (text) => ({
    kind: 'union',
    members: [
      { kind: 'literal', value: text },
      { kind: 'literal', value: `${text}2` },
    ],
  }),
  'a tag': (text) => ({
    kind: 'union',
    members: [object(text, { kind: 'literal', value: text }), object(text, { kind: 'literal', value: `${text}2` })],
    discriminant: text,
  }),
  'a pattern': (text) => refined({ patterns: [text] }),
  'a pattern of escaped text': (text) => refined({ patterns: [text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')] }),
  'a format': (text) => refined({ format: text }),
  'a template': (text) => ({ kind: 'template', parts: [text, { kind: 'number' }, text] }),
  'a default': (text) => object('a', { kind: 'string' }, { optional: true, docs: { default: text } }),
  'a default within': (text) =>
    object('a', { kind: 'unknown' }, { optional: true, docs: { default: { [text]: [text] } } }),
  'words of an issue': (text) => object('a', { kind: 'string' }, { docs: { messages: { '*': text, [text]: text } } }),
  documentation: (text) =>
    object('a', { kind: 'string' }, { docs: { title: text, description: text, deprecated: text, examples: [text] } }),
  'the label of a place': (text) => ({ kind: 'tuple', elements: [{ type: { kind: 'string' }, label: text }] }),
  'a brand': (text) => ({ kind: 'refined', base: { kind: 'string' }, brands: [text] }),
  'why a type is not known': (text) => object('a', { kind: 'unresolved', code: text, reason: text }),
};

function object(name: string, type: unknown, more: object = {}): object {
  return { kind: 'object', properties: [{ name, type, ...more }] };
}

function refined(constraints: object): object {
  return { kind: 'refined', base: { kind: 'string' }, constraints };
}

const values = (text: string): unknown[] => [
  text,
  undefined,
  null,
  1,
  { [text]: text },
  { [text]: 1 },
  { a: 1 },
  { a: text },
  {},
  [text],
  `${text}1${text}`,
  { [`${text}x`]: 1 },
];

/** Loads what was written and runs every function of it. Gives back whether the compiler took the type. */
function runs(write: () => string, given: readonly unknown[]): boolean {
  let source: string;
  try {
    source = write();
  } catch (error) {
    expect((error as Error).name).not.toBe('SyntaxError');
    return false;
  }
  // oxlint-disable-next-line no-new-func -- running written source is what is tested
  const { is, validate, coerce, stringify } = (new Function(source) as () => CompiledType)();
  for (const value of given) {
    const result = validate(value);
    expect(is(value)).toBe(result.ok);
    coerce(value);
    if (result.ok) JSON.parse(stringify(result.value));
  }
  return true;
}

/** Whether every surrogate is one of a pair. */
function isText(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function escapes(test: () => void): void {
  globalThis.reached = [];
  try {
    test();
    expect(globalThis.reached).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  } finally {
    globalThis.reached = undefined;
  }
}

describe.each(Object.entries(positions))('%s', (name, make) => {
  test.each(texts.map((text) => [JSON.stringify(text), text] as const))('%s', (_label, text) => {
    escapes(() => {
      for (const unknownKeys of ['strip', 'strict', 'open'] as const) {
        const options = JSON.stringify({ unknownKeys, format: 'function' });
        const taken = [make(text), { kind: 'array', items: make(text) }].map((root) =>
          runs(() => compileType(JSON.stringify({ gtype: 1, root }), options), [...values(text), [{ a: 1 }, text]]),
        );
        // Types are UTF-8, which has no lone surrogates: such a type is refused.
        if (name !== 'a pattern' && name !== 'a format') expect(taken).toEqual([isText(text), isText(text)]);
      }
    });
  });
});

test('names of types', () => {
  escapes(() => {
    for (const id of texts.filter((text) => text !== '' && isText(text))) {
      const types = {
        [id]: { type: object('next', { kind: 'ref', id }, { optional: true }), docs: { description: id } },
      };
      const document = JSON.stringify({ gtype: 1, root: { kind: 'ref', id }, types });
      expect(
        runs(() => compileType(document, JSON.stringify({ unknownKeys: 'strip', format: 'function' })), values(id)),
      ).toBe(true);
    }
  });
});

test('ids and files of handlers', async () => {
  globalThis.reached = [];
  try {
    const handlers = texts.filter(isText).map((text, index) => ({
      id: `${text}${index}`,
      method: 'GET',
      path: `/a${index}`,
      source: { file: text, export: text, line: 1, column: 1 },
      contract: { body: { kind: 'string' }, responses: [{ status: 200, type: object(text, { kind: 'string' }) }] },
      docs: { description: text },
    }));
    const source = compileContracts(
      JSON.stringify({ manifest: 1, types: {}, handlers, modules: [] }),
      JSON.stringify({ unknownKeys: 'strip' }),
    );
    const { contracts } = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as { contracts: object };
    expect(Object.keys(contracts).sort()).toEqual(handlers.map(({ id }) => id).sort());
    expect(globalThis.reached).toEqual([]);
  } finally {
    globalThis.reached = undefined;
  }
});

test('texts put together at random', () => {
  const random = seeded(7);
  escapes(() => {
    for (let round = 0; round < 400; round += 1) {
      const text = Array.from({ length: 1 + random(4) }, () => {
        const one = pick(random, texts);
        return random(2) === 0 ? one : one.slice(random(one.length + 1));
      }).join(pick(random, ['', '\\', '"', '\n', '`']));
      const root = pick(random, Object.values(positions))(text);
      const options = JSON.stringify({ unknownKeys: pick(random, ['strip', 'strict', 'open']), format: 'function' });
      runs(() => compileType(JSON.stringify({ gtype: 1, root }), options), values(text));
    }
  });
});
