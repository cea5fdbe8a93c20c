/**
 * The document and the written validators mean the same: on generated types and values, ajv reads the document and has to
 * come to the verdict of the code. What is answered fits what the document says of answers, and text that was written
 * as a parameter says is read as that value.
 */
import { describe, expect, test } from 'vitest';
import { compileContracts, openApi } from '../../src-ts/native/index.js';
import type { CompiledContracts } from '../../src-ts/manifest/compiled.js';
import { ajv } from './ajv.js';
import { pick, seeded, type, value, type Node, type Random } from './generate.js';
import { objections } from './openapi-judges.js';
import { evaluate } from './validator-source.js';

const modes = ['strip', 'strict', 'open'] as const;
const isLong = process.env['GATI_TEST_LONG'] !== undefined;

interface Operation {
  readonly parameters?: readonly Parameter[];
}

interface Parameter {
  readonly name: string;
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema: object;
}

interface Made {
  readonly document: { readonly paths: Record<string, Record<string, Operation>> };
  readonly contracts: CompiledContracts;
}

function make(contract: object, types: object, unknownKeys: (typeof modes)[number]): Made {
  const manifest = JSON.stringify({
    manifest: 1,
    types,
    handlers: [
      {
        id: 'POST /',
        method: 'POST',
        path: '/',
        source: { file: 'a.ts', export: 'handler', line: 1, column: 1 },
        contract,
        provenance: {},
      },
    ],
    modules: [],
  });
  const options = JSON.stringify({ info: { title: 'a', version: '1' }, unknownKeys });
  const { document } = JSON.parse(openApi(manifest, options)) as Made;
  const module = compileContracts(manifest, JSON.stringify({ unknownKeys }));
  const { contracts } = evaluate(module.replace(/^export /gmu, '') + '\nreturn { contracts };') as Made;
  return { document, contracts };
}

/** Objects that say themselves what becomes of undeclared keys, and objects that leave it to the configuration. */
function loosened(random: Random, node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((one) => loosened(random, one));
  const entries = Object.entries(node).map(([key, member]) => [key, loosened(random, member)] as const);
  const made: Record<string, unknown> = Object.fromEntries(entries);
  if (made['kind'] !== 'object') return made;
  const own = pick(random, [undefined, ...modes]);
  return own === undefined
    ? Object.fromEntries(entries.filter(([key]) => key !== 'unknownKeys'))
    : { ...made, unknownKeys: own };
}

/** A type with named parts: one that is mentioned twice, and one that mentions itself. */
function named(random: Random): { root: Node; types: Record<string, { type: unknown }> } {
  const shared = loosened(random, type(random, 2, { schema: true }));
  const ref = (id: string): Node => ({ kind: 'ref', id });
  const self = {
    kind: 'object',
    properties: [
      { name: 'of', type: ref('Shared<a>') },
      { name: 'below', type: { kind: 'array', items: ref('Self') }, optional: true },
    ],
  };
  const root = {
    kind: 'object',
    properties: [
      { name: 'own', type: loosened(random, type(random, 3, { schema: true })) },
      { name: 'one', type: ref('Shared<a>') },
      { name: 'many', type: ref('Self'), optional: true },
    ],
  };
  return { root, types: { 'Shared<a>': { type: shared }, Self: { type: self } } };
}

/** A value of a type with names, three levels of what mentions itself. */
function valueOf(random: Random, node: unknown, types: Record<string, { type: unknown }>, level = 0): unknown {
  const expand = (one: unknown, depth: number): unknown => {
    if (typeof one !== 'object' || one === null) return one;
    if (Array.isArray(one)) return one.map((inner) => expand(inner, depth));
    const id = (one as { kind?: unknown; id?: string }).kind === 'ref' ? (one as { id: string }).id : undefined;
    if (id !== undefined) return depth > 3 ? { kind: 'null' } : expand(types[id]!.type, depth + 1);
    return Object.fromEntries(Object.entries(one).map(([key, member]) => [key, expand(member, depth)]));
  };
  return JSON.parse(JSON.stringify(value(random, expand(node, level) as Node, 4, true) ?? null)) as unknown;
}

test('a body fits the document exactly if it passes validation', { timeout: 600_000 }, async () => {
  const verdicts = { fits: 0, misfits: 0 };
  for (let seed = 1; seed <= (isLong ? 2_000 : 100); seed += 1) {
    const random = seeded(seed * 13);
    const { root, types } = named(random);
    const unknownKeys = pick(random, modes);
    const contract = { body: root, responses: [{ status: 200, type: root }] };
    const { document, contracts } = make(contract, types, unknownKeys);
    if (seed <= 10) expect(await objections(document)).toEqual([]);
    const judge = ajv('draft2020');
    judge.addSchema(document, 'https://example.com/openapi.json');
    const at = 'https://example.com/openapi.json#/paths/~1/post';
    const sent = judge.compile({ $ref: `${at}/requestBody/content/application~1json/schema` });
    const answered = judge.compile({ $ref: `${at}/responses/200/content/application~1json/schema` });
    const { body, responses } = contracts['POST /']!;
    for (let round = 0; round < 30; round += 1) {
      const given = valueOf(random, root, types);
      const result = body!(structuredClone(given));
      verdicts[result.ok ? 'fits' : 'misfits'] += 1;
      const told = (): string => `seed ${seed} ${unknownKeys}\n${JSON.stringify(given)}\n${JSON.stringify(document)}`;
      if (sent(given) !== result.ok) expect.fail(`ajv says ${sent(given)}: ${told()}`);
      if (result.ok && !answered(JSON.parse(responses[200]!(result.value)))) expect.fail(`an answer: ${told()}`);
    }
  }
  expect(verdicts.fits).toBeGreaterThan(300);
  expect(verdicts.misfits).toBeGreaterThan(300);
});

const texts: readonly Node[] = [
  { kind: 'string' },
  { kind: 'number' },
  { kind: 'boolean' },
  { kind: 'literal', value: 'a' },
  { kind: 'literal', value: 7 },
  { kind: 'refined', base: { kind: 'number' }, constraints: { integer: true, minimum: 0, maximum: 50 } },
  { kind: 'refined', base: { kind: 'string' }, constraints: { minLength: 1, maxLength: 3 } },
  { kind: 'template', parts: ['user-', { kind: 'number' }] },
  { kind: 'array', items: { kind: 'string' } },
  { kind: 'array', items: { kind: 'number' } },
  {
    kind: 'refined',
    base: { kind: 'array', items: { kind: 'boolean' } },
    constraints: { minItems: 1, maxItems: 2 },
  },
  {
    kind: 'union',
    members: [
      { kind: 'literal', value: 'x' },
      { kind: 'literal', value: 'y' },
    ],
  },
];

function withoutMinusZero(given: unknown): unknown {
  return JSON.parse(JSON.stringify(given));
}

/** The query of these values, as the parameters say they are written. */
function queryOf(parameters: readonly Parameter[], values: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const { name, style = 'form', explode = style === 'form' } of parameters) {
    expect([style, explode]).toEqual(['form', true]);
    const given = values[name];
    for (const one of Array.isArray(given) ? given : given === undefined ? [] : [given])
      query.append(name, String(one));
  }
  return query.toString();
}

/** As the host reads it: a name that comes again makes a list. */
function fieldsOf(query: string): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const name of new Set(new URLSearchParams(query).keys())) {
    const all = new URLSearchParams(query).getAll(name);
    fields[name] = all.length === 1 ? all[0]! : all;
  }
  return fields;
}

describe('parameters', () => {
  test('values that fit them are read as these values', { timeout: 120_000 }, () => {
    let fitting = 0;
    for (let seed = 1; seed <= (isLong ? 2_000 : 200); seed += 1) {
      const random = seeded(seed * 17);
      const properties = ['a', 'b', 'c'].map((name) => ({
        name,
        type: pick(random, texts),
        ...(random(2) === 0 ? { optional: true } : {}),
      }));
      const { document, contracts } = make({ query: { kind: 'object', properties }, responses: [] }, {}, 'strip');
      const parameters = document.paths['/']!['post']!.parameters!;
      expect(parameters.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
      const judges = new Map(parameters.map(({ name, schema }) => [name, ajv('draft2020').compile(schema)]));
      for (let round = 0; round < 10; round += 1) {
        const values: Record<string, unknown> = {};
        for (const property of properties) {
          // There is no text for -0.
          const made = random(5) === 0 ? undefined : withoutMinusZero(value(random, property.type, 0, true));
          // Nothing is sent of an empty list, and lone surrogates have no UTF-8.
          const isSent = made !== undefined && !(Array.isArray(made) && made.length === 0);
          if (isSent && !/[\ud800-\udfff]/u.test(String(made))) values[property.name] = made;
        }
        const fits = parameters.every(({ name, required = false }) =>
          name in values ? judges.get(name)!(values[name]) : !required,
        );
        const result = contracts['POST /']!.query!(fieldsOf(queryOf(parameters, values)));
        if (fits) {
          fitting += 1;
          expect(result, JSON.stringify({ values, properties })).toEqual({ ok: true, value: values });
        } else if (properties.every(({ type: node }) => !JSON.stringify(node).includes('"string"'))) {
          expect(result.ok, JSON.stringify({ values, properties })).toBe(false);
        }
      }
    }
    expect(fitting).toBeGreaterThan(200);
  });
});
