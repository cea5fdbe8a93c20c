/** What printed transformers look like and what they survive: hostile names, values of any kind, steps nobody wrote. */
import { describe, expect, test } from 'vitest';
import type { StepJson } from '../../src-ts/manifest/transform.js';
import {
  functionsOf,
  fuse,
  lift,
  list,
  literal,
  lower,
  named,
  nothing,
  number,
  object,
  oneOf,
  plan,
  text,
  type Short,
} from './contracts.js';
import { hostileTexts } from '../conformance/hostile-texts.js';

/** Names that written transformers use themselves come besides; text that is not Unicode is no name in a manifest. */
const hostile: readonly string[] = [
  ...hostileTexts.filter((name) => Buffer.from(name).toString() === name),
  'hasOwnProperty',
  'class',
  'value',
  'custom',
  'parts',
  'made',
];

describe('hostile names', () => {
  test.each(hostile)('%j', (name) => {
    globalThis.reached = [];
    const inner = { [name]: text, [`${name}2?`]: number };
    const before: Short = {
      path: `/a/:id/${name.replaceAll('/', '')}`,
      body: object({ ...inner, kind: oneOf(literal(name), literal(`${name}-`)) }),
      query: object({ 'sort?': { kind: 'refined', base: text, brands: ['FieldName'] } }),
      answers: { 200: list(object({ ...inner, tree: oneOf(named(`T${name}`), nothing) })) },
      types: { [`T${name}`]: object({ [name]: text, below: list(named(`T${name}`)) }) },
    };
    const renamed = { [`${name}3`]: text, [`${name}2?`]: number };
    const after: Short = {
      ...before,
      body: object({ ...renamed, kind: oneOf(literal(`${name}!`), literal(`${name}-`)), added: text }),
      answers: { 200: list(object({ ...renamed, tree: oneOf(named(`T${name}`), nothing) })) },
      types: { [`T${name}`]: object({ [`${name}3`]: text, below: list(named(`T${name}`)) }) },
    };
    const names = { from: name, to: `${name}3` };
    const { step, open } = plan(before, after, {
      renames: ['body#', 'responses/200#/*', `T${name}#`].map((at) => ({ at, ...names })),
      literals: [{ at: 'body#/kind', from: name, to: `${name}!` }],
      values: [{ at: 'body#/added', value: { [name]: name } }],
      file: `changes/${name}.ts`,
    });
    expect(open).toEqual([]);
    const functions = functionsOf(fuse(before, [step], after));
    const own = (pairs: readonly (readonly [string, unknown])[]): unknown => Object.fromEntries(pairs);
    expect(
      lift(functions, {
        body: own([
          [name, 'v'],
          ['kind', name],
        ]),
        query: { sort: `-${name}` },
      }),
    ).toMatchObject({
      body: own([
        [`${name}3`, 'v'],
        ['kind', `${name}!`],
        ['added', own([[name, name]])],
      ]),
    });
    const tree = own([
      [`${name}3`, 't'],
      ['below', []],
    ]);
    const answer = [
      own([
        [`${name}3`, 'v'],
        ['tree', tree],
      ]),
      own([
        [`${name}3`, 'v'],
        ['tree', null],
      ]),
    ];
    const { value } = lower(functions, 200, answer);
    expect(JSON.parse(JSON.stringify(value))).toEqual([
      own([
        [name, 'v'],
        [
          'tree',
          own([
            [name, 't'],
            ['below', []],
          ]),
        ],
      ]),
      own([
        [name, 'v'],
        ['tree', null],
      ]),
    ]);
    expect(functions.pointer?.(`body/${name.replaceAll('~', '~0').replaceAll('/', '~1')}3/0`)).toBe(
      `body/${name.replaceAll('~', '~0').replaceAll('/', '~1')}/0`,
    );
    expect(globalThis.reached).toEqual([]);
  });
});

describe('answers that are not what the contract says', () => {
  const item = { name: text, owner: oneOf(object({ name: text }), nothing), 'tags?': list(object({ name: text })) };
  const newer = { title: text, owner: oneOf(object({ title: text }), nothing), 'tags?': list(object({ title: text })) };
  const [before, after]: Short[] = [
    { answers: { 200: list(object(item)) } },
    { answers: { 200: list(object(newer)) } },
  ];
  const { step } = plan(before as Short, after as Short, {
    renames: ['', '/owner', '/tags/*'].map((at) => ({ at: `responses/200#/*${at}`, from: 'name', to: 'title' })),
  });
  const functions = functionsOf(fuse(before as Short, [step], after as Short));
  const odd: readonly unknown[] = [
    undefined,
    null,
    1,
    'text',
    [],
    {},
    [null, undefined, 1, 'a', [], {}],
    [{ title: 1, owner: 'x', tags: 'y' }],
    [{ owner: [], tags: {} }],
    Object.create(null),
    new Map(),
    new Set([{ title: 'a' }]),
    Symbol.iterator,
    10n,
    () => 1,
    new Date(0),
    new Uint8Array(3),
  ];

  test.each(odd.map((value) => [value]))('%o', (value) => {
    expect(() => lower(functions, 200, value)).not.toThrow();
  });

  test('what says itself how it is written is asked first', () => {
    const document = { toJSON: () => ({ title: 'a', owner: { toJSON: () => ({ title: 'b' }) }, secret: 1 }) };
    const written = [{ name: 'a', owner: { name: 'b' } }];
    expect(JSON.parse(JSON.stringify(lower(functions, 200, [document]).value))).toEqual(written);
    const iterable = { toJSON: () => [document] };
    expect(JSON.parse(JSON.stringify(lower(functions, 200, iterable).value))).toEqual(written);
    expect(JSON.parse(JSON.stringify(lower(functions, 200, new Set([document])).value))).toEqual(written);
  });
});

describe('functions of people', () => {
  test('one that makes the whole value is given what is done without it', () => {
    const [a, b, c]: Short[] = [
      { body: object({ name: text, age: number }) },
      { body: object({ first: text, last: text, years: number }) },
      { body: object({ first: text, family: text, years: number }) },
    ];
    const split = plan(a as Short, b as Short, {
      file: 'changes/split.ts',
      renames: [{ at: 'body#', from: 'age', to: 'years' }],
      custom: [{ at: 'request', call: ['requestUp'] }],
    });
    const rename = plan(b as Short, c as Short, { renames: [{ at: 'body#', from: 'last', to: 'family' }] });
    expect([...split.open, ...rename.open]).toEqual([]);
    const fused = fuse(a as Short, [split.step, rename.step], c as Short);
    expect(fused.custom).toEqual(['changes/split.ts']);
    interface Parts {
      readonly body: { readonly name: string };
    }
    const requestUp = (old: Parts, auto: (parts: Parts) => { body: object }): unknown => {
      const made = auto(old);
      const [first, last] = old.body.name.split(' ');
      return { ...made, body: { ...made.body, first, last } };
    };
    const functions = functionsOf(fused, { 'changes/split.ts': { requestUp } });
    expect(lift(functions, { body: { name: 'Ann Lee', age: 3 } })).toMatchObject({
      body: { first: 'Ann', family: 'Lee', years: 3 },
    });
  });

  test('one that makes members sees what it reads and nothing else', () => {
    const older: Short = { answers: { 200: list(object({ id: number, name: text, 'note?': text })) } };
    const newer: Short = { answers: { 200: list(object({ id: number, first: text, last: text, 'remark?': text })) } };
    const at = 'responses/200#/*';
    const { step, open } = plan(older, newer, {
      file: 'changes/split.ts',
      renames: [{ at, from: 'note', to: 'remark' }],
      custom: [{ at, call: ['responseDown', 'name'], reads: ['first', 'last'], writes: ['name'] }],
    });
    expect(open).toEqual([]);
    const seen: unknown[] = [];
    const name = (given: { first: string; last: string }): unknown => {
      seen.push({ ...given });
      return { name: `${given.first} ${given.last}`, id: 'not mine' };
    };
    const functions = functionsOf(fuse(older, [step], newer), { 'changes/split.ts': { responseDown: { name } } });
    const { value } = lower(functions, 200, [{ id: 1, first: 'A', last: 'B', remark: 'r' }]);
    expect(value).toEqual([{ id: 1, name: 'A B', note: 'r' }]);
    expect(seen).toEqual([{ first: 'A', last: 'B' }]);
  });

  test('one that nobody needs any more is not called', () => {
    const a: Short = { body: object({ id: text }) };
    const b: Short = { body: object({ id: text, zone: text }) };
    const custom = [{ at: 'body#', call: ['zone'], reads: ['id'], writes: ['zone'] }];
    const add = plan(a, b, { file: 'changes/zone.ts', custom });
    const drop = plan(b, a, {});
    expect(fuse(a, [add.step, drop.step], a).code).toBeNull();
  });
});

/** Steps that a release file may hold by mistake or by malice, and the code of what is said. */
const refused: Readonly<Record<string, readonly [code: string, step: unknown]>> = {
  'another version': ['GATI_TRANSFORM_VERSION', { to: 'GET /', request: { transform: 2, ops: [] } }],
  'an operation nobody knows': ['GATI_TRANSFORM_MALFORMED', request({ op: 'eval', code: '1' })],
  'a member nobody knows': ['GATI_TRANSFORM_MALFORMED', request({ op: 'drop', name: 'a', more: 1 })],
  'a shape that is not there': ['GATI_TRANSFORM_MEANINGLESS', request({ op: 'call', shape: 'a' })],
  'a shape that calls itself': [
    'GATI_TRANSFORM_MEANINGLESS',
    { to: 'GET /', request: { transform: 1, ops: [], shapes: { a: [{ op: 'call', shape: 'a' }] } } },
  ],
  'a shape that looks into its own work': [
    'GATI_TRANSFORM_MEANINGLESS',
    {
      to: 'GET /',
      request: {
        transform: 1,
        ops: [],
        shapes: {
          a: [
            { op: 'member', name: 'b', ops: [{ op: 'call', shape: 'a' }] },
            { op: 'move', from: ['b', 'c'], to: ['d'] },
          ],
        },
      },
    },
  ],
  'two members with one name': ['GATI_TRANSFORM_MEANINGLESS', request({ op: 'rename', names: { a: 'c', b: 'c' } })],
  'a move from nowhere': ['GATI_TRANSFORM_MEANINGLESS', request({ op: 'move', from: [], to: ['a'] })],
  'a table of objects': ['GATI_TRANSFORM_MEANINGLESS', request({ op: 'mapEnum', table: [[{}, 1]] })],
  'a function without a file': ['GATI_TRANSFORM_MEANINGLESS', request({ op: 'custom', call: ['a'], ops: [] })],
  'a status that is none': ['GATI_TRANSFORM_MEANINGLESS', { to: 'GET /', responses: { '200x': { status: 200 } } }],
  'a handler that is gone': ['GATI_TRANSFORM_MEANINGLESS', { to: null }],
  'a tower of envelopes': [
    'GATI_TRANSFORM_TOO_LARGE',
    { to: 'GET /', request: { transform: 1, ops: Array.from({ length: 5000 }, () => ({ op: 'wrap', name: 'a' })) } },
  ],
  'operations without end': [
    'GATI_TRANSFORM_TOO_LARGE',
    { to: 'GET /', request: { transform: 1, ops: Array.from({ length: 30_000 }, () => ({ op: 'drop', name: 'a' })) } },
  ],
  'no object': ['GATI_TRANSFORM_MALFORMED', 1],
};

function request(op: object): object {
  return { to: 'GET /', request: { transform: 1, ops: [op] } };
}

test.each(Object.entries(refused))('refused: %s', (_name, [code, step]) => {
  const short: Short = { body: object({ a: text }) };
  let thrown: unknown;
  try {
    fuse(short, [step as StepJson], short);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ code });
});

test('printed code can be read', () => {
  const pet = { name: text, 'age?': number };
  const newer = { label: text, 'age?': number, owner: text };
  const [before, after]: Short[] = [
    { path: '/pets', body: object(pet), answers: { 200: list(object(pet)) } },
    { path: '/pets', body: object(newer), answers: { 200: list(object(newer)) } },
  ];
  const { step } = plan(before as Short, after as Short, {
    renames: ['body#', 'responses/200#/*'].map((at) => ({ at, from: 'name', to: 'label' })),
    values: [{ at: 'body#/owner', value: 'nobody' }],
  });
  expect(fuse(before as Short, [step], after as Short).code).toMatchSnapshot();
});
