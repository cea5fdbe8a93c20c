/**
 * The laws of transformers on random chains of releases: what is fused does what the steps do one by one, every request
 * and every answer is of the type at the other end, nothing is changed in place. And that the trial of a build finds
 * what people do wrong.
 */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { JsonValue, NodeJson, PropertyJson } from '../../src-ts/manifest/gtype.js';
import type { Decisions, FrozenContract, StepJson } from '../../src-ts/manifest/transform.js';
import { testStep } from '../../src-ts/project/transform/laws.js';
import { seeded, valueOf, type Random } from '../../src-ts/project/transform/values.js';
import {
  frozen,
  functionsOf,
  fuse,
  lift,
  list,
  literals,
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

const names = ['a', 'b', 'c', 'constructor', '__proto__', 'q\'"uote', 'in between', '\u2028'];

type ObjectNode = Extract<NodeJson, { kind: 'object' }>;

/** A release and what was decided about the step to it. */
interface Made {
  readonly short: Short;
  readonly decisions: Decisions;
}

/** Releases of one handler, each a few changes after the one before. */
function chain(random: Random, length: number): Made[] {
  let item = member(random, 2);
  const made: Made[] = [{ short: handler(item), decisions: {} }];
  for (let step = 1; step < length; step++) {
    const decisions: Record<'renames' | 'values', object[]> = { renames: [], values: [] };
    item = changed(item, random, ['body#', 'responses/200#/*'], decisions);
    made.push({ short: handler(item), decisions: decisions as Decisions });
  }
  return made;
}

function handler(item: NodeJson): Short {
  return { body: item, answers: { 200: list(item) } };
}

function member(random: Random, depth: number): ObjectNode {
  const properties: PropertyJson[] = [];
  for (const name of names) {
    if (random(2) === 0) continue;
    properties.push({ name, type: leaf(random, depth), ...(random(3) === 0 ? { optional: true } : {}) });
  }
  return { kind: 'object', properties };
}

function leaf(random: Random, depth: number): NodeJson {
  const below = (): NodeJson => member(random, depth - 1);
  const kinds: readonly (() => NodeJson)[] = [
    () => text,
    () => number,
    () => literals('x', 'y'),
    () => oneOf(text, nothing),
    () => list(text),
    ...(depth > 0 ? [below, below, (): NodeJson => list(below()), (): NodeJson => oneOf(below(), nothing)] : []),
  ];
  return (kinds[random(kinds.length)] as () => NodeJson)();
}

/** The object after some changes, each answered where it would be asked. */
function changed(
  node: ObjectNode,
  random: Random,
  places: readonly string[],
  decisions: Record<'renames' | 'values', object[]>,
): ObjectNode {
  const properties: PropertyJson[] = [];
  const taken = new Set(node.properties.map(({ name }) => name));
  for (const property of node.properties) {
    const free = names.filter((name) => !taken.has(name));
    const below = places.map((place) => `${place}/${escape(property.name)}`);
    const decide = (value: JsonValue): void => {
      decisions.values.push({ at: below[1], value });
    };
    switch (random(6)) {
      case 0: {
        const to = free[random(free.length)];
        if (to === undefined) break;
        taken.add(to);
        decisions.renames.push(...places.map((at) => ({ at, from: property.name, to })));
        properties.push({ ...property, name: to });
        continue;
      }
      case 1:
        if (property.optional === true || property.type !== text) break;
        decide('gone');
        continue;
      case 2:
        if (property.optional === true) continue;
        break;
      default: {
        const type = within(property.type, random, below, decisions);
        properties.push({ ...property, type });
        continue;
      }
    }
    properties.push(property);
  }
  const free = names.filter((name) => !taken.has(name));
  const name = free[random(free.length + 1)];
  if (name !== undefined) {
    properties.push({ name, type: text, docs: { default: 'new' } });
  }
  return { kind: 'object', properties };
}

function within(
  type: NodeJson,
  random: Random,
  places: readonly string[],
  decisions: Record<'renames' | 'values', object[]>,
): NodeJson {
  switch (type.kind) {
    case 'object':
      return changed(type, random, places, decisions);
    case 'array':
      return list(
        within(
          type.items,
          random,
          places.map((place) => `${place}/*`),
          decisions,
        ),
      );
    case 'union':
      return type.members.some(({ kind }) => kind === 'object')
        ? oneOf(...type.members.map((one) => within(one, random, places, decisions)))
        : type;
    default:
      return type;
  }
}

function escape(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The same without members that are `undefined`: the old serialiser leaves them out. */
function written(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value) ?? 'null');
}

describe('random chains of releases', () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed))('seed %d', (seed) => {
    const random = seeded(seed);
    const releases = chain(random, 2 + random(4));
    const shorts = releases.map(({ short }) => short);
    const steps: StepJson[] = [];
    for (const [index, { short, decisions }] of releases.entries()) {
      if (index === 0) continue;
      const { step, open } = plan(shorts[index - 1] as Short, short, decisions);
      expect(open.filter(({ kind }) => kind !== 'confirm')).toEqual([]);
      steps.push(step);
    }
    const [first, last] = [shorts[0] as Short, shorts.at(-1) as Short];
    const fused = functionsOf(fuse(first, steps, last));
    const single = steps.map((step, index) =>
      functionsOf(fuse(shorts[index] as Short, [step], shorts[index + 1] as Short)),
    );
    const making = { random, types: {}, depth: 3 };
    for (let run = 0; run < 20; run++) {
      const body = valueOf(first.body as NodeJson, making);
      const one = single.reduce((parts: object, functions) => lift(functions, parts) as object, { body });
      // Members called `constructor` are more than `toStrictEqual` bears.
      expect(isDeepStrictEqual(lift(fused, { body }), one)).toBe(true);
      const answer = valueOf(last.answers?.[200] as NodeJson, making);
      const answers = single
        .toReversed()
        .reduce((value: unknown, functions) => lower(functions, 200, value).value, answer);
      const projected = (value: unknown): unknown => projection(first.answers?.[200] as NodeJson, written(value));
      expect(projected(lower(fused, 200, answer).value)).toEqual(projected(answers));
    }
    const trial = testStep({ from: frozen(first), steps, to: frozen(last), runs: 20, seed });
    expect(trial.breaches.filter(({ law }) => law !== 'round trip')).toEqual([]);
    expect(trial.tried).toEqual({ body: 20, 'responses/200': 20 });
  });
});

/** What the serialiser of a contract writes: the members it declares. */
function projection(type: NodeJson, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (type.kind === 'array') return (value as unknown[]).map((item) => projection(type.items, item));
  if (type.kind === 'union') {
    const one = type.members.find(({ kind }) => kind === 'object');
    return one === undefined ? value : projection(one, value);
  }
  if (type.kind !== 'object') return value;
  const members = type.properties
    .filter(({ name }) => Object.hasOwn(value, name))
    .map(({ name, type: below }) => [name, projection(below, (value as Record<string, unknown>)[name])] as const);
  return Object.fromEntries(members);
}

/** What people write, and the law it breaks. */
const mistakes: Readonly<Record<string, readonly [law: string, make: (given: { name: string }) => unknown]>> = {
  'it throws': ['total', () => JSON.parse('{')],
  'it gives nothing': ['typed', () => undefined],
  'it gives a promise': ['typed', (given) => Promise.resolve(given)],
  'it changes what it was given': ['pure', (given) => Object.assign(given, { name: 1 })],
  'it gives something of another type': ['typed', ({ name }) => ({ first: name })],
  'it depends on the clock': ['deterministic', ({ name }) => ({ first: name, last: `${process.hrtime.bigint()}` })],
};

describe('the trial of a build', () => {
  const from: Short = { body: object({ name: text }) };
  const to: Short = { body: object({ first: text, last: text }) };
  const decisions: Decisions = { file: 'changes/split.ts', custom: [{ at: 'body#', call: ['requestUp'] }] };
  const trial = (requestUp: unknown): ReturnType<typeof testStep> =>
    testStep({
      from: frozen(from),
      steps: [plan(from, to, decisions).step],
      to: frozen(to),
      custom: { 'changes/split.ts': { requestUp } },
    });

  test('what is right is right', () => {
    const split = ({ name }: { name: string }): unknown => {
      const [first = '', ...rest] = name.split(' ');
      return { first, last: rest.join(' ') };
    };
    expect(trial(split)).toEqual({ breaches: [], tried: { body: 100 } });
  });

  test.each(Object.entries(mistakes))('%s', (_name, [law, make]) => {
    expect(trial(make).breaches.map((breach) => breach.law)).toContain(law);
  });

  test('what is lost on the way there and back is found', () => {
    const older: Short = { body: object({ tags: list(text) }), answers: { 200: object({ tags: list(text) }) } };
    const newer: Short = { body: object({ tag: text }), answers: { 200: object({ tag: text }) } };
    const { step, open } = plan(older, newer, {
      file: 'changes/tag.ts',
      custom: [
        { at: 'body#', call: ['requestUp'] },
        { at: 'responses/200', call: ['responseDown'] },
      ],
    });
    expect(open).toEqual([]);
    const custom = {
      requestUp: ({ tags }: { tags: string[] }) => ({ tag: tags[0] ?? '' }),
      responseDown: ({ tag }: { tag: string }) => ({ tags: [tag] }),
    };
    const { breaches } = testStep({
      from: frozen(older),
      steps: [step],
      to: frozen(newer),
      custom: { 'changes/tag.ts': custom },
    });
    expect(breaches.map(({ law }) => law)).toEqual(['round trip']);
  });

  test('a type no value was found of is said, not passed over', () => {
    const never = { kind: 'never' } as NodeJson;
    const contract: FrozenContract = frozen({ body: object({ a: never }) });
    expect(testStep({ from: contract, steps: [], to: contract }).tried).toEqual({ body: 0 });
  });

  test('types that mention themselves end', () => {
    const short: Short = {
      body: named('Tree'),
      types: { Tree: object({ label: text, children: list(named('Tree')) }) },
    };
    expect(testStep({ from: frozen(short), steps: [], to: frozen(short) }).breaches).toEqual([]);
  });
});
