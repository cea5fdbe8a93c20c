/**
 * What the engine says of two schemas, held against ajv: a witness is a value that the sender's schema accepts and the
 * receiver's refuses; of what is called compatible, no value that is sent is refused.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { diffOpenApi, type Report } from '../../src-ts/tooling.js';
import { ajv } from '../conformance/ajv.js';
import { pick, seeded, type Random } from '../conformance/generate.js';

type Schema = Record<string, unknown> | boolean;

interface Row {
  readonly group: string;
  readonly name: string;
  readonly before: Schema;
  readonly after: Schema;
  readonly definitions?: { readonly before: object; readonly after: object };
}

const rows = JSON.parse(
  readFileSync(new URL('../conformance/timescape/values.json', import.meta.url), 'utf8'),
) as readonly Row[];

function document(schema: Schema, schemas: object = {}): object {
  const content = { 'application/json': { schema } };
  return {
    openapi: '3.1.0',
    paths: {
      '/a': { post: { requestBody: { required: true, content }, responses: { 200: { description: '', content } } } },
    },
    components: { schemas },
  };
}

const judges2020 = ajv('draft2020');

/** Values that every compatible change of every pair is tried with. */
const samples = process.env['GATI_LONG'] === undefined ? 200 : 1_000;

/** The schema as ajv takes it: references lead to the same place in a document of its own. */
function judge(schema: Schema, schemas: object = {}): (value: unknown) => boolean {
  const root = typeof schema === 'boolean' ? { allOf: [schema] } : schema;
  return judges2020.compile({ ...root, components: { schemas } });
}

/** Every witness of a report, with who sends and who receives. Formats of numbers are ranges here, and say nothing to ajv. */
function expectWitnesses(
  report: Report,
  before: (value: unknown) => boolean,
  after: (value: unknown) => boolean,
): number {
  let count = 0;
  for (const change of report.changes) {
    if (change.witness === undefined) {
      expect(change.verdict).not.toBe('refuted');
      continue;
    }
    count += 1;
    const [sends, receives] = change.direction === 'request' ? [before, after] : [after, before];
    expect(sends(change.witness), `${JSON.stringify(change)} is sent`).toBe(true);
    expect(receives(change.witness), `${JSON.stringify(change)} is refused`).toBe(false);
  }
  return count;
}

test('every witness of the corpus is one', () => {
  let count = 0;
  for (const { group, name, before, after, definitions } of rows) {
    // What ajv does not know: formats of numbers, which way values travel, schemas with names of their own.
    if (/int32|int64|float|readOnly|writeOnly|byte|format|anchor|dynamic/.test(`${group} ${name}`)) continue;
    const report = diffOpenApi(document(before, definitions?.before), document(after, definitions?.after));
    const judges = [judge(before, definitions?.before), judge(after, definitions?.after)] as const;
    try {
      count += expectWitnesses(report, ...judges);
    } catch (thrown) {
      throw new Error(`${group}: ${name}`, { cause: thrown });
    }
  }
  expect(count).toBeGreaterThan(120);
});

const names = ['a', 'b', 'c'];

/** A schema of the words that have a structure. */
function schema(random: Random, depth: number): Schema {
  const inner = (): Schema => schema(random, depth - 1);
  switch (random(depth > 0 ? 10 : 6)) {
    case 0:
      return { type: 'string', minLength: random(3), maxLength: 2 + random(4) };
    case 1:
      return { type: 'integer', minimum: random(5), maximum: 4 + random(8) };
    case 2:
      return { type: 'number', multipleOf: 1 + random(4) };
    case 3:
      return { enum: names.slice(0, 1 + random(3)) };
    case 4:
      return { type: pick(random, ['string', 'boolean', 'null', 'integer', 'number']) };
    case 5:
      return { type: 'string', pattern: pick(random, ['^[a-c]+$', '^[a-b]*$', '^a', '^\\d{1,3}$']) };
    case 6:
      return {
        type: 'array',
        items: inner(),
        minItems: random(2),
        maxItems: 2 + random(2),
        uniqueItems: random(3) === 0,
      };
    case 7:
      return { anyOf: [inner(), inner()] };
    case 8:
      return { type: 'object', additionalProperties: inner() };
    default: {
      const properties = Object.fromEntries(names.slice(0, 1 + random(3)).map((name) => [name, inner()]));
      const required = Object.keys(properties).filter(() => random(2) === 0);
      const closed = random(3) === 0 ? { additionalProperties: false } : {};
      return { type: 'object', properties, required, ...closed };
    }
  }
}

/** The schema with one of its parts another one. */
function changed(random: Random, of: Schema): Schema {
  if (typeof of === 'boolean') return of;
  const copy = structuredClone(of);
  const inner = [copy['items'], copy['additionalProperties']].filter((part) => typeof part === 'object');
  const members = copy['properties'] as Record<string, Schema> | undefined;
  if (members !== undefined && random(2) === 0) {
    const name = pick(random, Object.keys(members));
    members[name] = changed(random, members[name] as Schema);
    return copy;
  }
  if (inner.length > 0 && random(2) === 0) {
    const key = copy['items'] === undefined ? 'additionalProperties' : 'items';
    return { ...copy, [key]: changed(random, copy[key] as Schema) };
  }
  switch (random(4)) {
    case 0:
      return schema(random, 1);
    case 1:
      return { anyOf: [copy, schema(random, 0)] };
    case 2:
      return members === undefined
        ? { ...copy, maxLength: 3, maximum: 6, maxItems: 2 }
        : { ...copy, required: Object.keys(members) };
    default:
      return members === undefined
        ? { ...copy, minLength: 1, minimum: 1, minItems: 1 }
        : { ...copy, properties: { ...members, d: schema(random, 0) } };
  }
}

/** A value that may be sent: objects have declared members alone. */
function value(random: Random, of: Schema): unknown {
  if (typeof of === 'boolean') return random(3);
  if (Array.isArray(of['anyOf'])) return value(random, pick(random, of['anyOf'] as Schema[]));
  if (Array.isArray(of['enum'])) return pick(random, of['enum']);
  switch (of['type']) {
    case 'string':
      return pick(random, ['', 'a', 'b', 'c', 'ab', 'abc', 'aaaa', 'xyz', '7', '12', '123', 'abcde']);
    case 'integer':
    case 'number':
      return pick(random, [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 1.5, -1]);
    case 'boolean':
      return random(2) === 0;
    case 'null':
      return null;
    case 'array':
      return Array.from({ length: random(4) }, () => value(random, of['items'] as Schema));
    default: {
      const members = (of['properties'] ?? {}) as Record<string, Schema>;
      const required = (of['required'] ?? []) as string[];
      const own = Object.entries(members)
        .filter(([name]) => required.includes(name) || random(2) === 0)
        .map(([name, member]) => [name, value(random, member)]);
      const extra = of['additionalProperties'];
      if (typeof extra === 'object' && extra !== null) {
        return Object.fromEntries(names.slice(0, random(3)).map((name) => [name, value(random, extra as Schema)]));
      }
      return Object.fromEntries(own);
    }
  }
}

test('witnesses of random pairs are witnesses, and what is compatible refuses nothing', () => {
  let witnesses = 0;
  let values = 0;
  for (let seed = 1; seed <= 400; seed += 1) {
    const random = seeded(seed);
    const before = schema(random, 3);
    const after = changed(random, before);
    const report = diffOpenApi(document(before), document(after));
    const judges = [judge(before), judge(after)] as const;
    witnesses += expectWitnesses(report, ...judges);
    for (const direction of ['request', 'response'] as const) {
      const broken = report.changes.some((change) => change.direction === direction && change.bump === 'major');
      if (broken) continue;
      const [sender, sends, receives] =
        direction === 'request' ? ([before, ...judges] as const) : ([after, judges[1], judges[0]] as const);
      for (let tries = 0; tries < samples; tries += 1) {
        const sent = value(random, sender);
        if (!sends(sent)) continue;
        values += 1;
        if (!receives(sent)) {
          throw new Error(JSON.stringify({ seed, direction, before, after, sent, changes: report.changes }));
        }
      }
    }
  }
  expect(witnesses).toBeGreaterThan(100);
  expect(values).toBeGreaterThan(1_000);
}, 120_000);
