/**
 * Transformers between releases: what is generated, what is asked, and what the printed functions do. Each row is one
 * change of a contract, or several in a row; they stand in one table, which is long for that.
 */
import { describe, expect, test } from 'vitest';
import type { Decisions } from '../../src-ts/manifest/transform.js';
import {
  date,
  functionsOf,
  fuse,
  lift,
  limited,
  list,
  literal,
  literals,
  lower,
  named,
  nothing,
  number,
  object,
  oneOf,
  plan,
  text,
  withDefault,
  type Short,
} from './contracts.js';

/** A chain of contracts and what its functions do. */
interface Row {
  readonly releases: readonly Short[];
  /** One for each step. */
  readonly decisions?: readonly Decisions[];
  readonly open?: readonly string[];
  /** Parts of requests, and what they become. */
  readonly up?: readonly (readonly [given: object, made: object])[];
  /** Statuses and answers, and what they become. */
  readonly down?: readonly (readonly [status: number, given: unknown, to: number, made: unknown])[];
}

const user = { id: text, name: text };
const rows: Readonly<Record<string, Row>> = {
  'a rename, a new member with a default and a dropped one, over three releases': {
    releases: [
      { body: object({ ...user, legacy: text }), answers: { 200: list(object({ ...user, legacy: text })) } },
      {
        body: object({ id: text, fullName: text, legacy: text }),
        answers: { 200: list(object({ id: text, fullName: text, legacy: text })) },
      },
      {
        body: object({ id: text, fullName: text, role: withDefault(text, 'user') }),
        answers: { 200: list(object({ id: text, fullName: text, legacy: text, role: text })) },
      },
    ],
    decisions: [
      {
        renames: [
          { at: 'body#', from: 'name', to: 'fullName' },
          { at: 'responses/200#/*', from: 'name', to: 'fullName' },
        ],
      },
      { apart: [{ at: 'body#', from: 'legacy', to: 'role' }] },
    ],
    up: [[{ body: { id: '1', name: 'Ann', legacy: 'x' } }, { body: { id: '1', fullName: 'Ann', role: 'user' } }]],
    down: [
      [
        200,
        [{ id: '1', fullName: 'Ann', legacy: 'x', role: 'admin', secret: 1 }],
        200,
        [{ id: '1', name: 'Ann', legacy: 'x' }],
      ],
      [404, { error: 'none' }, 404, { error: 'none' }],
    ],
  },
  'a rename that is taken back is nothing at all': {
    releases: [{ body: object(user) }, { body: object({ id: text, title: text }) }, { body: object(user) }],
    decisions: [
      { renames: [{ at: 'body#', from: 'name', to: 'title' }] },
      { renames: [{ at: 'body#', from: 'title', to: 'name' }] },
    ],
    up: [[{ body: { id: '1', name: 'Ann' } }, { body: { id: '1', name: 'Ann' } }]],
  },
  'an added member is nothing at all': {
    releases: [{ answers: { 200: object(user) } }, { answers: { 200: object({ ...user, age: number }) } }],
    down: [[200, { id: '1', name: 'a', age: 1 }, 200, { id: '1', name: 'a', age: 1 }]],
  },
  'a member that went and came back as something else does not reach an old client': {
    releases: [
      { answers: { 200: object({ a: text, 'b?': number }) } },
      { answers: { 200: object({ a: text }) } },
      { answers: { 200: object({ a: text, 'b?': text }) } },
    ],
    down: [[200, { a: 'x', b: 'text' }, 200, { a: 'x' }]],
  },
  'a required member without a default is asked for': {
    releases: [{ body: object({ id: text }) }, { body: object({ id: text, zone: number }) }],
    open: ['stub request body#/zone'],
    up: [[{ body: { id: '1' } }, { body: { id: '1' } }]],
  },
  'a required member with a value that was decided': {
    releases: [{ body: object({ id: text }) }, { body: object({ id: text, zone: text }) }],
    decisions: [{ values: [{ at: 'body#/zone', value: 'UTC' }] }],
    up: [[{ body: { id: '1' } }, { body: { id: '1', zone: 'UTC' } }]],
  },
  'a removed member of answers is asked for, or has the only value its type has': {
    releases: [
      { answers: { 200: object({ id: text, kind: literal('user'), name: text }) } },
      { answers: { 200: object({ id: text }) } },
    ],
    open: ['stub response responses/200#/name'],
    down: [[200, { id: '1' }, 200, { id: '1', kind: 'user', name: undefined }]],
  },
  'what an old client leaves out means its old default': {
    releases: [
      { body: object({ 'size?': withDefault(number, 10) }) },
      { body: object({ 'size?': withDefault(number, 50) }) },
      { body: object({ size: number }) },
    ],
    up: [
      [{ body: {} }, { body: { size: 10 } }],
      [{ body: { size: 3 } }, { body: { size: 3 } }],
    ],
  },
  'a partial document gets no defaults': {
    releases: [
      { method: 'PATCH', body: object({ 'size?': withDefault(number, 10) }) },
      { method: 'PATCH', body: object({ 'size?': withDefault(number, 50), 'role?': withDefault(text, 'user') }) },
    ],
    up: [[{ body: {} }, { body: {} }]],
  },
  'null where the new contract has none': {
    releases: [
      {
        body: object({ a: oneOf(text, nothing), b: oneOf(text, nothing) }),
        answers: { 200: object({ 'c?': text, d: text }) },
      },
      {
        body: object({ a: withDefault(text, 'none'), b: text }),
        answers: { 200: object({ 'c?': oneOf(text, nothing), d: oneOf(text, nothing) }) },
      },
    ],
    open: ['stub request body#/b', 'stub response responses/200#/d'],
    up: [[{ body: { a: null, b: 'x' } }, { body: { a: 'none', b: 'x' } }]],
    down: [
      [200, { c: null, d: 'x' }, 200, { c: undefined, d: 'x' }],
      [200, { c: 'y', d: 'x' }, 200, { c: 'y', d: 'x' }],
    ],
  },
  'null, where a value was decided and something else is open': {
    releases: [
      { body: object({ a: oneOf(object({ b: text }), nothing), c: oneOf(text, nothing) }) },
      { body: object({ a: object({ b: text, d: number }), c: text }) },
    ],
    decisions: [{ values: ['a', 'c'].map((name) => ({ at: `body#/${name}`, value: 'none' })) }],
    open: ['stub request body#/a/d'],
    up: [[{ body: { a: null, c: null } }, { body: { a: 'none', c: 'none' } }]],
  },
  'members of what may be null, absent or a list': {
    releases: [
      {
        body: object({
          owner: oneOf(object({ name: text }), nothing),
          'pets?': list(object({ name: text })),
          byName: object({}, { index: [{ key: text, value: object({ name: text }) }] }),
          pair: { kind: 'tuple', elements: [{ type: object({ name: text }) }, { type: text, rest: true }] },
        }),
      },
      {
        body: object({
          owner: oneOf(object({ title: text }), nothing),
          'pets?': list(object({ title: text })),
          byName: object({}, { index: [{ key: text, value: object({ title: text }) }] }),
          pair: { kind: 'tuple', elements: [{ type: object({ title: text }) }, { type: text, rest: true }] },
        }),
      },
    ],
    decisions: [
      {
        renames: ['body#/owner', 'body#/pets/*', 'body#/byName/*', 'body#/pair/0'].map((at) => ({
          at,
          from: 'name',
          to: 'title',
        })),
      },
    ],
    up: [
      [
        { body: { owner: null, byName: { name: { name: 'n' } }, pair: [{ name: 'p' }, 'a', 'b'] } },
        { body: { owner: null, byName: { name: { title: 'n' } }, pair: [{ title: 'p' }, 'a', 'b'] } },
      ],
      [
        { body: { owner: { name: 'o' }, pets: [{ name: 'a' }, { name: 'b' }], byName: {}, pair: [{ name: 'p' }] } },
        { body: { owner: { title: 'o' }, pets: [{ title: 'a' }, { title: 'b' }], byName: {}, pair: [{ title: 'p' }] } },
      ],
    ],
  },
  'a type that mentions itself': {
    releases: [
      {
        body: named('Tree'),
        answers: { 200: named('Tree') },
        types: { Tree: object({ label: text, children: list(named('Tree')), 'twin?': named('Tree') }) },
      },
      {
        body: named('Tree'),
        answers: { 200: named('Tree') },
        types: { Tree: object({ title: text, children: list(named('Tree')), 'twin?': named('Tree') }) },
      },
      {
        body: named('Node'),
        answers: { 200: named('Node') },
        types: {
          Node: object({
            title: text,
            children: list(named('Node')),
            'twin?': named('Node'),
            depth: withDefault(number, 0),
          }),
        },
      },
    ],
    decisions: [{ renames: [{ at: 'Tree', from: 'label', to: 'title' }] }],
    up: [
      [
        { body: { label: 'a', children: [{ label: 'b', children: [] }], twin: { label: 'c', children: [] } } },
        {
          body: {
            title: 'a',
            depth: 0,
            children: [{ title: 'b', depth: 0, children: [] }],
            twin: { title: 'c', depth: 0, children: [] },
          },
        },
      ],
    ],
    down: [
      [
        200,
        { title: 'a', depth: 1, children: [{ title: 'b', depth: 2, children: [] }] },
        200,
        { label: 'a', twin: undefined, children: [{ label: 'b', twin: undefined, children: [] }] },
      ],
    ],
  },
  'a type that mentions itself through alternatives': {
    releases: [
      {
        body: named('Node'),
        types: {
          Node: object({
            name: text,
            next: oneOf(named('Node'), nothing),
            'part?': oneOf(named('Leaf'), named('Pair')),
          }),
          Leaf: object({ kind: literal('leaf'), name: text }),
          Pair: object({ kind: literal('pair'), left: oneOf(named('Leaf'), named('Pair')), name: text }),
        },
      },
      {
        body: named('Node'),
        types: {
          Node: object({
            label: text,
            next: oneOf(named('Node'), nothing),
            'part?': oneOf(named('Leaf'), named('Pair')),
          }),
          Leaf: object({ kind: literal('leaf'), label: text }),
          Pair: object({ kind: literal('pair'), left: oneOf(named('Leaf'), named('Pair')), label: text }),
        },
      },
    ],
    decisions: [{ renames: ['Node', 'Leaf', 'Pair'].map((at) => ({ at, from: 'name', to: 'label' })) }],
    up: [
      [
        {
          body: {
            name: 'a',
            next: { name: 'b', next: null, part: { kind: 'leaf', name: 'l' } },
            part: { kind: 'pair', name: 'p', left: { kind: 'pair', name: 'q', left: { kind: 'leaf', name: 'm' } } },
          },
        },
        {
          body: {
            label: 'a',
            next: { label: 'b', next: null, part: { kind: 'leaf', label: 'l' } },
            part: { kind: 'pair', label: 'p', left: { kind: 'pair', label: 'q', left: { kind: 'leaf', label: 'm' } } },
          },
        },
      ],
    ],
  },
  'alternatives that a literal tells apart': {
    releases: [
      {
        body: oneOf(object({ kind: literal('circle'), r: number }), object({ kind: literal('square'), side: number })),
        answers: {
          200: oneOf(object({ kind: literal('circle'), r: number }), object({ kind: literal('square'), side: number })),
        },
      },
      {
        body: oneOf(
          object({ kind: literal('circle'), radius: number }),
          object({ kind: literal('square'), side: number, unit: withDefault(text, 'cm') }),
        ),
        answers: {
          200: oneOf(
            object({ kind: literal('circle'), radius: number }),
            object({ kind: literal('square'), side: number, unit: text }),
          ),
        },
      },
    ],
    decisions: [
      {
        renames: [
          { at: 'body#', from: 'r', to: 'radius' },
          { at: 'responses/200#', from: 'r', to: 'radius' },
        ],
      },
    ],
    up: [
      [{ body: { kind: 'circle', r: 1 } }, { body: { kind: 'circle', radius: 1 } }],
      [{ body: { kind: 'square', side: 1 } }, { body: { kind: 'square', side: 1, unit: 'cm' } }],
    ],
    down: [
      [200, { kind: 'circle', radius: 1 }, 200, { kind: 'circle', r: 1 }],
      [200, { kind: 'square', side: 1, unit: 'm' }, 200, { kind: 'square', side: 1, unit: 'm' }],
    ],
  },
  'what tells alternatives apart has another name, and so has one of its values': {
    releases: [
      {
        body: object({ payments: list(oneOf(named('Card'), named('Invoice'))) }),
        answers: { 200: oneOf(named('Card'), named('Invoice')) },
        types: {
          Card: object({ type: literal('card'), digits: text }),
          Invoice: object({ type: literal('invoice'), r: number }),
        },
      },
      {
        body: object({ payments: list(oneOf(named('Card'), named('Invoice'))) }),
        answers: { 200: oneOf(named('Card'), named('Invoice')) },
        types: {
          Card: object({ kind: literal('creditCard'), digits: text }),
          Invoice: object({ kind: literal('invoice'), days: number }),
        },
      },
    ],
    decisions: [
      {
        renames: [
          { at: 'body#/payments/*', from: 'type', to: 'kind' },
          { at: 'responses/200#', from: 'type', to: 'kind' },
          { at: 'Invoice#', from: 'r', to: 'days' },
        ],
        literals: [{ at: 'Card#/type', from: 'card', to: 'creditCard' }],
      },
    ],
    up: [
      [
        {
          body: {
            payments: [
              { type: 'card', digits: '1' },
              { type: 'invoice', r: 3 },
            ],
          },
        },
        {
          body: {
            payments: [
              { kind: 'creditCard', digits: '1' },
              { kind: 'invoice', days: 3 },
            ],
          },
        },
      ],
    ],
    down: [
      [200, { kind: 'creditCard', digits: '1' }, 200, { type: 'card', digits: '1' }],
      [200, { kind: 'invoice', days: 3 }, 200, { type: 'invoice', r: 3 }],
    ],
  },
  'literals that got another spelling, and one that is new': {
    releases: [
      { body: literals('open', 'done'), answers: { 200: literals('open', 'done') } },
      { body: literals('open', 'closed'), answers: { 200: literals('open', 'closed', 'stuck') } },
    ],
    decisions: [
      {
        literals: [
          { at: 'body#', from: 'done', to: 'closed' },
          { at: 'responses/200#', from: 'done', to: 'closed' },
        ],
        values: [{ at: 'responses/200#', value: 'open' }],
      },
    ],
    up: [
      [{ body: 'done' }, { body: 'closed' }],
      [{ body: 'open' }, { body: 'open' }],
    ],
    down: [
      [200, 'closed', 200, 'done'],
      [200, 'stuck', 200, 'open'],
      [200, 'open', 200, 'open'],
    ],
  },
  'a literal that is new to an old client is asked about': {
    releases: [{ answers: { 200: literals('a', 'b') } }, { answers: { 200: literals('a', 'b', 'c') } }],
    open: ['stub response responses/200#'],
  },
  'a narrowed request is asked about': {
    releases: [{ body: object({ name: text }) }, { body: object({ name: limited(text, { maxLength: 3 }) }) }],
    open: ['narrowed request body#/name'],
  },
  'a narrowed request, decided': {
    releases: [{ body: object({ name: text }) }, { body: object({ name: limited(text, { maxLength: 3 }) }) }],
    decisions: [{ narrowed: [{ at: 'body#/name', choice: 'grandfather' }] }],
    up: [[{ body: { name: 'long enough' } }, { body: { name: 'long enough' } }]],
  },
  'a narrowed request, refused to all': {
    releases: [{ body: object({ name: text }) }, { body: object({ name: limited(text, { maxLength: 3 }) }) }],
    decisions: [{ applies: 'all', reason: 'it is too long for the printer' }],
    up: [[{ body: { name: 'long enough' } }, { body: { name: 'long enough' } }]],
  },
  'numbers as text, one as a list': {
    releases: [
      { body: object({ a: number, b: text, 'c?': object({ name: text }) }) },
      { body: object({ a: text, b: list(text), 'c?': list(object({ name: text, age: withDefault(number, 1) })) }) },
    ],
    up: [
      [{ body: { a: 1.5, b: 'x' } }, { body: { a: '1.5', b: ['x'] } }],
      [{ body: { a: 0, b: '', c: { name: 'n' } } }, { body: { a: '0', b: [''], c: [{ name: 'n', age: 1 }] } }],
    ],
  },
  'dates and sets have another form in memory': {
    releases: [
      {
        body: object({ at: limited(text, { format: 'date-time' }), tags: list(text) }),
        answers: { 200: object({ at: limited(text, { format: 'date-time' }) }) },
      },
      { body: object({ at: date, tags: { kind: 'set', items: text } }), answers: { 200: object({ at: date }) } },
    ],
    up: [
      [
        { body: { at: '2026-01-02T03:04:05Z', tags: ['a', 'b', 'a'] } },
        { body: { at: new Date('2026-01-02T03:04:05Z'), tags: new Set(['a', 'b']) } },
      ],
    ],
    down: [[200, { at: new Date(0) }, 200, { at: '1970-01-01T00:00:00.000Z' }]],
  },
  'an envelope': {
    releases: [
      { answers: { 200: list(object({ name: text })) } },
      { answers: { 200: object({ items: list(object({ name: text })), next: text }) } },
    ],
    decisions: [{ envelopes: [{ at: 'responses/200', member: 'items', now: 'wrapped' }] }],
    down: [[200, { items: [{ name: 'a' }], next: 'x' }, 200, [{ name: 'a' }]]],
  },
  'members that went into a new object, and one that came out': {
    releases: [
      {
        body: object({ city: text, zip: text, geo: object({ lat: number }) }),
        answers: { 200: object({ city: text }) },
      },
      {
        body: object({ address: object({ city: text, zip: text, country: withDefault(text, 'DE') }), lat: number }),
        answers: { 200: object({ address: object({ city: text }) }) },
      },
    ],
    decisions: [
      {
        moves: [
          { at: 'body#', from: ['city'], to: ['address', 'city'] },
          { at: 'body#', from: ['zip'], to: ['address', 'zip'] },
          { at: 'body#', from: ['geo', 'lat'], to: ['lat'] },
          { at: 'responses/200', from: ['city'], to: ['address', 'city'] },
        ],
      },
    ],
    up: [
      [
        { body: { city: 'B', zip: '1', geo: { lat: 2 } } },
        { body: { address: { city: 'B', zip: '1', country: 'DE' }, lat: 2 } },
      ],
    ],
    down: [[200, { address: { city: 'B', secret: 1 } }, 200, { city: 'B' }]],
  },
  'a header that became a member of the body': {
    releases: [
      { headers: object({ 'x-zone': text }), body: object({ a: text }) },
      { headers: object({}), body: object({ a: text, zone: text }) },
    ],
    decisions: [{ moves: [{ at: 'request', from: ['headers', 'x-zone'], to: ['body', 'zone'] }] }],
    up: [
      [
        { headers: { 'x-zone': 'UTC' }, body: { a: 'x' } },
        { headers: {}, body: { a: 'x', zone: 'UTC' } },
      ],
    ],
  },
  'path parameters are the same by their order': {
    releases: [
      { path: '/users/:id/posts/:post', params: object({ id: text, post: number }) },
      { path: '/users/:userId/posts/:post', params: object({ userId: text, post: number }) },
    ],
    up: [[{ params: { id: 'a', post: 1 } }, { params: { userId: 'a', post: 1 } }]],
  },
  'a success that has another status': {
    releases: [
      { answers: { 200: object(user), 404: object({ error: text }) } },
      { answers: { 201: object({ ...user, age: number }), 404: object({ error: text, code: text }) } },
    ],
    down: [
      [201, { id: '1', name: 'a', age: 2 }, 200, { id: '1', name: 'a', age: 2 }],
      [404, { error: 'e', code: 'c' }, 404, { error: 'e', code: 'c' }],
      [500, { error: 'e' }, 500, { error: 'e' }],
    ],
  },
  'an answer without a body any more': {
    releases: [{ answers: { 200: object(user) } }, { answers: { 204: null } }],
    open: ['stub response responses/200#'],
  },
  'text that names members': {
    releases: [
      {
        query: object({ 'sort?': limited(text, {}, ['FieldName']), 'fields?': limited(text, {}, ['FieldName<User>']) }),
        answers: { 200: list(named('User')) },
        types: { User: object({ id: text, name: text }) },
      },
      {
        query: object({ 'sort?': limited(text, {}, ['FieldName']), 'fields?': limited(text, {}, ['FieldName<User>']) }),
        answers: { 200: list(named('User')) },
        types: { User: object({ id: text, fullName: text }) },
      },
    ],
    decisions: [{ renames: [{ at: 'User', from: 'name', to: 'fullName' }] }],
    up: [
      [
        { query: { sort: '-name,id', fields: 'id, name' } },
        { query: { sort: '-fullName,id', fields: 'id, fullName' } },
      ],
    ],
    down: [[200, [{ id: '1', fullName: 'a' }], 200, [{ id: '1', name: 'a' }]]],
  },
  'objects that keep what nobody declared': {
    releases: [
      { body: object(user), unknownKeys: 'open' },
      { body: object({ id: text, title: text, 'age?': number }), unknownKeys: 'open' },
    ],
    decisions: [{ renames: [{ at: 'body#', from: 'name', to: 'title' }] }],
    up: [
      [
        {
          body: JSON.parse('{"id":"1","name":"a","other":1,"age":"old","title":"sent","__proto__":{"b":1}}') as object,
        },
        { body: JSON.parse('{"id":"1","title":"a","other":1,"__proto__":{"b":1}}') as object },
      ],
    ],
  },
};

/** The parts of a request that are there. */
function dense(parts: unknown): unknown {
  return Object.fromEntries(Object.entries(parts as object).filter(([, part]) => part !== undefined));
}

describe('transformers', () => {
  test.each(Object.entries(rows))('%s', (_name, row) => {
    const { releases, decisions = [], open = [], up = [], down = [] } = row;
    const planned = releases.slice(1).map((after, index) => plan(releases[index] as Short, after, decisions[index]));
    expect(planned.flatMap((step) => step.open.map((question) => question.id))).toEqual(open);
    const fused = fuse(
      releases[0] as Short,
      planned.map(({ step }) => step),
      releases.at(-1) as Short,
    );
    const functions = functionsOf(fused);
    for (const [given, made] of up) {
      const before = structuredClone(given);
      expect(dense(lift(functions, given))).toStrictEqual(made);
      expect(given).toEqual(before);
    }
    for (const [status, given, to, made] of down) {
      const before = structuredClone(given);
      expect(lower(functions, status, given)).toEqual({ status: to, value: made });
      expect(given).toEqual(before);
    }
  });

  test.each(['a rename that is taken back is nothing at all', 'an added member is nothing at all'])(
    '%s: no function',
    (name) => {
      const { releases, decisions = [] } = rows[name] as Row;
      const steps = releases
        .slice(1)
        .map((after, index) => plan(releases[index] as Short, after, decisions[index]).step);
      expect(fuse(releases[0] as Short, steps, releases.at(-1) as Short)).toEqual({
        code: null,
        up: false,
        down: [],
        pointers: false,
        custom: [],
      });
    },
  );
});
