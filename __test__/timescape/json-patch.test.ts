/** JSON Patch of older clients: where the places of a document went, and what is refused because nobody can tell. */
import { describe, expect, test } from 'vitest';

import type { NodeJson } from '../../src-ts/manifest/gtype.js';
import type { Decisions } from '../../src-ts/manifest/transform.js';
import {
  boolean,
  date,
  functionsOf,
  fuse,
  lift,
  limited,
  list,
  literal,
  literals,
  named,
  nothing,
  number,
  object,
  oneOf,
  plan,
  text,
  type Short,
} from './contracts.js';

const anything: NodeJson = oneOf(text, number, boolean, nothing, list({ kind: 'unknown' }), {
  kind: 'nonPrimitive',
} as NodeJson);

/** As the analyzer publishes `JsonPatch<T>`. */
const patchOf = (document: NodeJson): NodeJson =>
  limited(
    list(
      oneOf(
        object({ op: literals('add', 'replace', 'test'), path: literal(''), value: document }),
        object({ op: literals('add', 'replace', 'test'), path: text, value: anything }),
        object({ op: literal('remove'), path: text }),
        object({ op: literals('move', 'copy'), from: text, path: text }),
      ),
    ),
    {},
    ['JsonPatch'],
  );

/** A release: what its document is, and the types it names. */
const release = (document: NodeJson, types: Short['types'] = {}): Short => ({
  method: 'PATCH',
  body: patchOf(document),
  types,
});

type Operation = Readonly<Record<string, unknown>>;

interface Row {
  readonly releases: readonly Short[];
  readonly decisions?: readonly Decisions[];
  readonly custom?: Readonly<Record<string, unknown>>;
  /** What old clients send and what the handler gets; a text is the place that is refused. */
  readonly up: readonly (readonly [Operation, Operation | string])[];
}

const set = (path: string, value: unknown): Operation => ({ op: 'replace', path, value });
const remove = (path: string): Operation => ({ op: 'remove', path });
const add = (path: string, value: unknown): Operation => ({ op: 'add', path, value });
const move = (from: string, path: string): Operation => ({ op: 'move', from, path });
const copy = (from: string, path: string): Operation => ({ op: 'copy', from, path });
const path = '/0/path';
const value = '/0/value';
const from = '/0/from';

const address = object({ street: text, zip: text });
const user = object({ id: text, name: text, 'nick?': text, address: named('Address'), tags: list(named('Tag')) });
const twice = { Address: address, Tag: object({ label: text }), User: user };

const rows: Readonly<Record<string, Row>> = {
  'renamed members, at any depth': {
    releases: [
      release(named('User'), twice),
      release(named('User'), {
        Address: object({ road: text, zip: text }),
        Tag: object({ 'a/b~c': text }),
        User: object({ id: text, fullName: text, 'nick?': text, address: named('Address'), tags: list(named('Tag')) }),
      }),
    ],
    decisions: [
      {
        renames: [
          { at: 'User', from: 'name', to: 'fullName' },
          { at: 'Address', from: 'street', to: 'road' },
          { at: 'Tag', from: 'label', to: 'a/b~c' },
        ],
      },
    ],
    up: [
      [set('/name', 'Ada'), set('/fullName', 'Ada')],
      [remove('/nick'), remove('/nick')],
      [set('/address/street', 's'), set('/address/road', 's')],
      [set('/address/zip', 'z'), set('/address/zip', 'z')],
      [set('/address', { street: 's', zip: 'z' }), set('/address', { zip: 'z', road: 's' })],
      [set('/tags/0/label', 'x'), set('/tags/0/a~1b~0c', 'x')],
      [add('/tags/-', { label: 'x' }), add('/tags/-', { 'a/b~c': 'x' })],
      [set('/tags', [{ label: 'x' }]), set('/tags', [{ 'a/b~c': 'x' }])],
      [move('/name', '/nick'), move('/fullName', '/nick')],
      [copy('/tags/0', '/tags/-'), copy('/tags/0', '/tags/-')],
      [move('/address', '/extra'), path],
      [move('/tags/0', '/address'), path],
      [
        set('', { id: '1', name: 'a', address: { street: 's', zip: 'z' }, tags: [{ label: 'x' }] }),
        set('', { id: '1', fullName: 'a', address: { road: 's', zip: 'z' }, tags: [{ 'a/b~c': 'x' }] }),
      ],
      [remove(''), remove('')],
      [copy('', '/nick'), from],
      [move('/nick', ''), path],
      // What its release did not know, and today means something else.
      [set('/fullName', 'x'), path],
      [set('/address/road', 'x'), path],
      // What nobody knows.
      [set('/other/name', 'x'), set('/other/name', 'x')],
      [set('/__proto__/name', 'x'), set('/__proto__/name', 'x')],
      [set('/constructor', 'x'), set('/constructor', 'x')],
      [set('/na~1me', 'x'), set('/na~1me', 'x')],
      [set('/', 'x'), set('/', 'x')],
      [set('/name/', 'x'), set('/fullName/', 'x')],
      [set('//name', 'x'), set('//name', 'x')],
      // Values that fit nothing are carried as they are: the handler checks what came of the patch.
      [set('/address', 'x'), set('/address', 'x')],
      [set('/address', null), set('/address', null)],
      [set('/tags', { label: 'x' }), set('/tags', { label: 'x' })],
    ],
  },
  'two members that change names': {
    releases: [release(object({ a: text, b: text })), release(object({ a: text, b: text, 'c?': text }))],
    decisions: [
      {
        renames: [
          { at: 'body#/*/value', from: 'a', to: 'b' },
          { at: 'body#/*/value', from: 'b', to: 'a' },
        ],
      },
    ],
    up: [
      [set('/a', 'x'), set('/b', 'x')],
      [move('/a', '/b'), move('/b', '/a')],
    ],
  },
  'several releases at once': {
    releases: [
      release(object({ name: text, age: number })),
      release(object({ title: text, age: number })),
      release(object({ label: text, age: number, 'more?': text })),
    ],
    decisions: [
      { renames: [{ at: 'body#/*/value', from: 'name', to: 'title' }] },
      { renames: [{ at: 'body#/*/value', from: 'title', to: 'label' }] },
    ],
    up: [
      [set('/name', 'x'), set('/label', 'x')],
      [set('/title', 'x'), path],
      [set('/age', 1), set('/age', 1)],
    ],
  },
  'members that moved, went and came': {
    releases: [
      release(object({ street: text, 'old?': text, size: number, at: limited(text, { format: 'date-time' }) })),
      release(object({ address: object({ street: text }), size: text, at: date, 'new?': text })),
    ],
    decisions: [{ moves: [{ at: 'body#/*/value', from: ['street'], to: ['address', 'street'] }] }],
    up: [
      [set('/street', 's'), set('/address/street', 's')],
      [set('/old', 's'), path],
      [remove('/old'), path],
      [set('/size', 5), set('/size', '5')],
      [set('/size/x', 5), path],
      [copy('/size', '/new'), path],
      // Text of JSON is no date yet, and what a date is made of is not told by the patch.
      [set('/at', '2026-01-01T00:00:00Z'), value],
      [remove('/at'), remove('/at')],
    ],
  },
  'values with other names, and lists': {
    releases: [
      release(object({ role: literals('admin', 'user'), 'tag?': text })),
      release(object({ role: literals('root', 'user'), 'tag?': list(text) })),
    ],
    decisions: [{ literals: [{ at: 'body#/*/value/role', from: 'admin', to: 'root' }] }],
    up: [
      [set('/role', 'admin'), set('/role', 'root')],
      [
        { op: 'test', path: '/role', value: 'admin' },
        { op: 'test', path: '/role', value: 'root' },
      ],
      [set('/tag', 'x'), set('/tag', ['x'])],
      [copy('/role', '/tag'), path],
    ],
  },
  'what somebody wrote': {
    releases: [
      release(object({ id: text, first: text, last: text })),
      release(object({ id: text, first: text, name: text })),
    ],
    decisions: [
      {
        file: 'changes/x.ts',
        custom: [{ at: 'body#/*/value', call: ['document'], reads: ['first', 'last'], writes: ['name'] }],
      },
    ],
    custom: {
      'changes/x.ts': {
        document: ({ first, last }: { first: string; last: string }) => ({ name: `${first} ${last}` }),
      },
    },
    up: [
      [set('/id', 'x'), set('/id', 'x')],
      [set('/first', 'x'), path],
      [set('/last', 'x'), path],
      [set('/name', 'x'), path],
      [copy('/first', '/id'), from],
      [set('', { id: '1', first: 'a', last: 'b' }), set('', { id: '1', first: 'a', name: 'a b' })],
    ],
  },
  'alternatives: what is the same in all of them is followed': {
    releases: [
      release(
        oneOf(object({ kind: literal('a'), id: text, x: text }), object({ kind: literal('b'), id: text, y: text })),
      ),
      release(
        oneOf(object({ kind: literal('a'), id: text, z: text }), object({ kind: literal('b'), id: text, y: text })),
      ),
    ],
    decisions: [{ renames: [{ at: 'body#/*/value', from: 'x', to: 'z' }] }],
    up: [
      [set('/id', 'x'), set('/id', 'x')],
      [set('/y', 'x'), set('/y', 'x')],
      [set('/x', 'x'), path],
      [set('/z', 'x'), path],
      [set('', { kind: 'a', id: '1', x: '1' }), set('', { kind: 'a', id: '1', z: '1' })],
    ],
  },
  'types that mention themselves': {
    releases: [
      release(named('Tree'), { Tree: object({ name: text, 'next?': named('Tree'), kids: list(named('Tree')) }) }),
      release(named('Tree'), { Tree: object({ title: text, 'next?': named('Tree'), kids: list(named('Tree')) }) }),
    ],
    decisions: [{ renames: [{ at: 'Tree', from: 'name', to: 'title' }] }],
    up: [
      [set('/name', 'x'), set('/title', 'x')],
      [set('/next/next/name', 'x'), set('/next/next/title', 'x')],
      [set('/kids/3/kids/-/name', 'x'), set('/kids/3/kids/-/title', 'x')],
      [set('/kids/3/next', { name: 'x', kids: [] }), set('/kids/3/next', { title: 'x', kids: [] })],
      [set('/kids/3/title', 'x'), path],
      [move('/kids/0', '/kids/1'), move('/kids/0', '/kids/1')],
    ],
  },
  'records of anything': {
    releases: [
      release(object({ all: { kind: 'object', properties: [], index: [{ key: text, value: address }] } as NodeJson })),
      release(
        object({
          all: {
            kind: 'object',
            properties: [],
            index: [{ key: text, value: object({ road: text, zip: text }) }],
          } as NodeJson,
        }),
      ),
    ],
    decisions: [{ renames: [{ at: 'body#/*/value/all/*', from: 'street', to: 'road' }] }],
    up: [
      [set('/all/home/street', 'x'), set('/all/home/road', 'x')],
      [set('/all/~1x~0/street', 'x'), set('/all/~1x~0/road', 'x')],
      [set('/all/__proto__/street', 'x'), set('/all/__proto__/road', 'x')],
      [set('/all/home', { street: 's', zip: 'z' }), set('/all/home', { road: 's', zip: 'z' })],
    ],
  },
};

function attempt(functions: ReturnType<typeof functionsOf>, operation: Operation): unknown {
  try {
    return (lift(functions, { body: [operation] }) as { body: readonly unknown[] }).body[0];
  } catch (error) {
    return (error as { unfollowed?: string }).unfollowed ?? error;
  }
}

describe('JSON Patch', () => {
  test.each(Object.entries(rows))('%s', (_name, { releases, decisions = [], custom = {}, up }) => {
    const planned = releases.slice(1).map((after, index) => plan(releases[index] as Short, after, decisions[index]));
    expect(planned.flatMap(({ open }) => open.map(({ id }) => id))).toEqual([]);
    const steps = planned.map(({ step }) => step);
    const functions = functionsOf(fuse(releases[0] as Short, steps, releases.at(-1) as Short), custom);
    for (const [given, made] of up) {
      const before = structuredClone(given);
      expect(attempt(functions, given), JSON.stringify(given)).toStrictEqual(made);
      expect(given).toEqual(before);
    }
  });

  test('a document that stays as it is has no function, and one in an answer is a question', () => {
    const same = release(object({ a: text }));
    expect(plan(same, release(object({ a: text })))).toMatchObject({ open: [], step: {} });
    const answer = (document: NodeJson): Short => ({ method: 'GET', answers: { 200: patchOf(document) } });
    const { open } = plan(answer(object({ a: text })), answer(object({ a: number })));
    expect(open.map(({ id }) => id)).toEqual(['stub response responses/200#']);
  });
});

describe('merge patch (RFC 7396)', () => {
  const partial = (members: Readonly<Record<string, NodeJson>>): Short => ({
    method: 'PATCH',
    body: object(members),
  });
  const before = partial({ 'name?': oneOf(text, nothing), 'age?': oneOf(number, nothing) });
  const after = partial({ 'fullName?': oneOf(text, nothing), 'age?': oneOf(number, nothing), 'more?': text });

  test.each([
    [{ name: null }, { fullName: null }],
    [
      { name: 'a', age: null },
      { fullName: 'a', age: null },
    ],
    [{}, {}],
    [{ age: 1 }, { age: 1 }],
  ])('%j is %j', (given, made) => {
    const { step, open } = plan(before, after, { renames: [{ at: 'body#', from: 'name', to: 'fullName' }] });
    expect(open).toEqual([]);
    expect((lift(functionsOf(fuse(before, [step], after)), { body: given }) as { body: unknown }).body).toStrictEqual(
      made,
    );
  });
});
