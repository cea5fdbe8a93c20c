/**
 * Transformers between releases: what is generated, what is asked, and what the printed functions do. Each row is one
 * change of a contract, or several in a row.
 */
import { describe, expect, test } from 'vitest';
import type { Decisions } from '../../src-ts/manifest/transform.js';
import {
  functionsOf,
  fuse,
  lift,
  list,
  lower,
  number,
  object,
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
};

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
      expect(lift(functions, given)).toEqual({ ...(lift({}, {}) as object), ...made });
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
