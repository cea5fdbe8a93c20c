/** Which rules of a step can be held against clients who do not know them, and what exactly is looked at. */
import { describe, expect, test } from 'vitest';

import type { NamedTypesJson, NodeJson } from '../../src-ts/manifest/gtype.js';
import type { NarrowedJson } from '../../src-ts/manifest/transform.js';
import type { FrozenContract, StepJson } from '../../src-ts/project/timescape/release-file.js';
import { apart, objectionsTo, rulesOf, ruleType, withPolicy } from '../../src-ts/project/timescape/rules.js';

const string: NodeJson = { kind: 'string' };
const short: NodeJson = { kind: 'refined', base: string, constraints: { maxLength: 5 } };
const object = (members: Record<string, NodeJson>): NodeJson => ({
  kind: 'object',
  properties: Object.entries(members).map(([name, type]) => ({ name, type })),
});
const looked = (name: string, type: NodeJson): NodeJson => ({
  kind: 'object',
  properties: [{ name, type, optional: true }],
  unknownKeys: 'open',
});

const types: NamedTypesJson = {
  User: { type: object({ name: short, note: string }) },
  Tree: { type: object({ name: short, below: { kind: 'array', items: { kind: 'ref', id: 'Tree' } } }) },
  Row: { type: object({ at: { kind: 'date' }, name: short }) },
};
const user: NodeJson = { kind: 'ref', id: 'User' };
const tree: NodeJson = { kind: 'ref', id: 'Tree' };
const others: NodeJson = {
  kind: 'union',
  members: [object({ name: short }), object({ title: string }), { kind: 'null' }],
};

function frozen(body: NodeJson): FrozenContract {
  return {
    frozen: 1,
    method: 'POST',
    path: '/users',
    contract: { body, query: object({ page: short }), responses: [] },
    types,
    unknownKeys: 'strip',
  };
}

const masks: Readonly<Record<string, readonly [body: NodeJson, place: string, rule: NodeJson | undefined]>> = {
  'a member': [object({ name: short, note: string }), 'body#/name', looked('body', looked('name', short))],
  'a member of a named type': [user, 'body#/name', looked('body', looked('name', short))],
  'the whole body': [short, 'body#', looked('body', short)],
  'a parameter': [string, 'query#/page', looked('query', looked('page', short))],
  'every item': [
    { kind: 'array', items: user },
    'body#/*/name',
    looked('body', { kind: 'array', items: looked('name', short) }),
  ],
  'the only alternative with parts': [
    { kind: 'union', members: [user, { kind: 'null' }] },
    'body#/name',
    looked('body', { kind: 'union', members: [looked('name', short), { kind: 'null' }] }),
  ],
  'one of several alternatives: all of them': [others, 'body#/name', looked('body', others)],
  'a type that mentions itself: all of it, on every level': [tree, 'body#/name', looked('body', tree)],
  'a name with a slash': [object({ 'a/b': short }), 'body#/a~1b', looked('body', looked('a/b', short))],
  'no such position': [string, 'headers#/x', undefined],
};

describe('what is looked at', () => {
  test.each(Object.keys(masks))('%s', (name) => {
    const [body, place, rule] = masks[name]!;
    expect(ruleType(frozen(body), place)).toEqual(rule);
  });

  test('named types stand beside those of another contract', () => {
    expect(apart(looked('body', tree), { Tree: types['Tree']! }, '1')).toEqual({
      rule: looked('body', { kind: 'ref', id: 'Tree@1' }),
      types: {
        'Tree@1': { type: object({ name: short, below: { kind: 'array', items: { kind: 'ref', id: 'Tree@1' } } }) },
      },
    });
  });
});

const at = 'body#/name';
const decided = (narrowed: readonly NarrowedJson[], more: Partial<StepJson> = {}): StepJson => ({
  to: 'POST /users',
  narrowed,
  ...more,
});

const objections: Readonly<Record<string, readonly [step: StepJson, body: NodeJson, objection: string | undefined]>> = {
  'for all': [decided([{ at, choice: 'all' }], { applies: 'all', reason: 'because' }), user, undefined],
  'for all, without a word': [
    decided([{ at, choice: 'all' }], { applies: 'all', reason: ' ' }),
    user,
    'say the "reason"',
  ],
  'for all, and nothing': [decided([], { applies: 'all', reason: 'because' }), user, 'there is nothing'],
  'for all, at a date': [
    decided([{ at, choice: 'all' }], { applies: 'all', reason: 'because' }),
    { kind: 'union', members: [{ kind: 'ref', id: 'Row' }, object({ other: string })] },
    'cannot be looked at a second time',
  ],
  'from a day': [decided([{ at, choice: 'reject', from: '2026-03-01' }]), user, undefined],
  'from a moment': [decided([{ at, choice: 'reject', from: '2026-03-01T09:00:00+01:00' }]), user, undefined],
  'from no day': [decided([{ at, choice: 'reject' }]), user, 'say "from" which day'],
  'from a day that there is not': [
    decided([{ at, choice: 'reject', from: '2026-02-30' }]),
    user,
    'say "from" which day',
  ],
  'let pass from a day': [decided([{ at, choice: 'grandfather', from: '2026-03-01' }]), user, 'only "reject"'],
};

test.each(Object.keys(objections))('it is decided: %s', (name) => {
  const [step, body, objection] = objections[name]!;
  const found = objectionsTo(step, frozen(body));
  expect(found).toEqual(objection === undefined ? [] : [expect.stringContaining(objection)]);
});

test('a rule that was released without a day never begins', () => {
  const kept: NarrowedJson = { at, choice: 'reject', from: '2026-03-01' };
  expect(rulesOf(decided([{ at: 'body#/note', choice: 'reject' }, kept]))).toEqual([kept]);
});

test('a change says what was decided about it, and no other change does', () => {
  const change = (path: string, bump: 'major' | 'minor' = 'major') =>
    ({ id: 'request.value', route: 'POST /users', direction: 'request', path, bump, text: 'it is short' }) as const;
  const steps = [
    [
      'POST /users',
      decided(
        [
          { at: 'body#/old', to: 'body#/name', choice: 'all' },
          { at: 'body#/note', choice: 'reject', from: '2026-03-01' },
          { at: 'body#/tag', choice: 'grandfather' },
        ],
        { applies: 'all', reason: 'because' },
      ),
    ],
  ] as const;
  expect(withPolicy(change('/body/name'), steps)).toMatchObject({
    applies: 'all',
    reason: 'because',
    text: 'it is short; holds for clients of every release: because',
  });
  expect(withPolicy(change('/body/note'), steps)).toMatchObject({ rejects: { from: '2026-03-01' } });
  for (const other of [
    change('/body/tag'),
    change('/body/name', 'minor'),
    { ...change('/body/name'), route: 'GET /x' },
  ])
    expect(withPolicy(other, steps)).toEqual(other);
});
