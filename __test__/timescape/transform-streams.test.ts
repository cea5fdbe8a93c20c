/** Transformers of streams: what is done is done to one element at a time, and one value that became a stream is asked about. */
import { describe, expect, test } from 'vitest';
import type { Decisions, FusedChain } from '../../src-ts/manifest/transform.js';
import { testStep } from '../../src-ts/project/transform/laws.js';
import {
  frozen,
  functionsOf,
  fuse,
  list,
  literal,
  lower,
  number,
  object,
  oneOf,
  plan,
  text,
  type Short,
} from './contracts.js';

interface Row {
  readonly releases: readonly Short[];
  /** One for each step. */
  readonly decisions?: readonly Decisions[];
  /** What the change file exports. */
  readonly custom?: Readonly<Record<string, unknown>>;
  /** What is asked, in a few words. */
  readonly open?: readonly string[];
  /** How answers change. */
  readonly fused: FusedChain['down'];
  /** Statuses and elements, or whole answers, and what they become. */
  readonly down?: readonly (readonly [status: number, given: unknown, to: number, made: unknown])[];
}

const old = object({ type: literal('said'), name: text });
const now = object({ type: literal('said'), fullName: text, at: number });
const renamed: Decisions = { renames: [{ at: 'responses/200#', from: 'name', to: 'fullName' }] };
const element = { status: 200, to: 200, value: false, element: true } as const;
const whole = { status: 200, to: 200, value: true } as const;
const file = 'changes/all.ts';
const byHand: Decisions = { file, custom: [{ at: 'responses/200#', call: ['all'] }] };

const rows: Readonly<Record<string, Row>> = {
  'a rename and a new member, over three releases': {
    releases: [{ streams: { 200: old } }, { streams: { 200: now } }, { streams: { 200: oneOf(now, literal('end')) } }],
    decisions: [renamed],
    open: ['"end" is new to the old contract: which of its values?'],
    fused: [element],
    down: [[200, { type: 'said', fullName: 'Ada', at: 1 }, 200, { type: 'said', name: 'Ada' }]],
  },
  'a new member is left out by what writes elements': {
    releases: [
      { streams: { 200: old } },
      { streams: { 200: object({ type: literal('said'), name: text, at: number }) } },
    ],
    fused: [],
  },
  'the status of the only success moved': {
    releases: [{ streams: { 200: old } }, { streams: { 206: old } }],
    fused: [{ status: 206, to: 200, value: false }],
  },
  'a function of a person is given one element': {
    releases: [{ streams: { 200: text } }, { streams: { 200: number } }],
    decisions: [byHand],
    custom: { all: (one: number) => `no. ${one}` },
    fused: [element],
    down: [[200, 7, 200, 'no. 7']],
  },
  'elements of an answer that nobody declared': {
    releases: [{ answers: { 200: null } }, { streams: { 200: old } }],
    fused: [],
  },
  'a list that became a stream': {
    releases: [{ answers: { 200: list(text) } }, { streams: { 200: text } }],
    open: ['the answer was one value, and is a stream of elements now'],
    fused: [],
  },
  'a stream that became a list': {
    releases: [{ streams: { 200: text } }, { answers: { 200: list(text) } }],
    open: ['the answer was a stream of elements, and is one value now'],
    fused: [],
  },
  'a stream that is not declared any more': {
    releases: [{ streams: { 200: text } }, { answers: { 200: null } }],
    open: ['the answer was a stream of elements, and is one value now'],
    fused: [],
  },
  'a stream that became a list, by hand, after its elements were renamed': {
    releases: [{ streams: { 200: old } }, { streams: { 200: now } }, { answers: { 200: list(now) } }],
    decisions: [renamed, byHand],
    custom: { all: (everything: readonly object[]) => everything },
    fused: [whole],
    down: [
      [200, [{ type: 'said', fullName: 'Ada', at: 1 }], 200, [{ type: 'said', name: 'Ada' }]],
      [200, [], 200, []],
    ],
  },
};

describe('transformers of streams', () => {
  test.each(Object.entries(rows))(
    '%s',
    (_name, { releases, decisions = [], custom = {}, open = [], fused, down = [] }) => {
      const planned = releases.slice(1).map((after, index) => plan(releases[index]!, after, decisions[index]));
      expect(planned.flatMap((step) => step.open.map((question) => question.text))).toEqual(open);
      const steps = planned.map(({ step }) => step);
      const made = fuse(releases[0]!, steps, releases.at(-1)!);
      expect(made.down).toEqual(fused);
      const functions = functionsOf(made, { [file]: custom });
      for (const [status, given, to, value] of down) {
        const before = structuredClone(given);
        expect(lower(functions, status, given)).toEqual({ status: to, value });
        expect(given).toEqual(before);
      }
    },
  );

  test('what is asked names both sides, and how it can be answered', () => {
    const [question] = plan({ answers: { 200: list(text) } }, { streams: { 200: text } }).open;
    expect(question).toMatchObject({
      kind: 'stub',
      at: 'responses/200#',
      wanted: 'string[]',
      given: 'AsyncIterable<string>',
      hint: expect.stringContaining('keep the old route'),
    });
  });

  test('the laws are tried on elements', () => {
    const [from, to] = [frozen({ streams: { 200: old } }), frozen({ streams: { 200: now } })];
    const trial = (custom: (one: object) => unknown): readonly object[] =>
      testStep({
        from,
        to,
        steps: [plan({ streams: { 200: old } }, { streams: { 200: now } }, byHand).step],
        custom: { [file]: { all: custom } },
      }).breaches;
    expect(trial((one) => ({ type: 'said', name: (one as { fullName: string }).fullName }))).toEqual([]);
    expect(trial(() => ({ type: 'said', name: 7 }))).toMatchObject([{ law: 'typed', position: 'responses/200' }]);
  });
});
