/** Schemas that become types: the checks written from the types agree with an independent validator (ajv) on values. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { importSchema, schemaOf } from '../../src-ts/tooling.js';
import { compile } from './validator-source.js';

type Validate = (value: unknown) => boolean;
type Ajv = new (options: object) => { compile(schema: unknown): Validate };

// Fastify brings ajv along; it is not a dependency of ours.
const viaFastify = createRequire(createRequire(import.meta.url).resolve('fastify'));
const viaCompiler = createRequire(viaFastify.resolve('@fastify/ajv-compiler'));
const { default: Draft7 } = viaCompiler('ajv') as { readonly default: Ajv };
const { default: Draft2020 } = viaCompiler('ajv/dist/2020.js') as { readonly default: Ajv };
const addFormats = viaCompiler('ajv-formats') as (ajv: object) => void;

interface Entry {
  readonly title: string;
  readonly schema: { readonly $schema?: string };
  readonly options?: object;
  /** `false` where ajv does not know the dialect, or refuses the schema. */
  readonly ajv?: false;
  readonly findings: readonly string[];
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
}

function ajv(schema: Entry['schema']): Validate {
  const Constructor = schema.$schema?.includes('draft-07') === true ? Draft7 : Draft2020;
  const made = new Constructor({ strict: false, unicodeRegExp: true, logger: false, discriminator: false });
  addFormats(made);
  return made.compile(schema);
}

const corpus = new URL('./jsonschema-import/schemas.json', import.meta.url);
const entries = JSON.parse(readFileSync(corpus, 'utf8')) as Entry[];

test.each(entries.map((entry) => [entry.title, entry] as const))('%s', (_, entry) => {
  const { gtype, findings } = importSchema(entry.schema, entry.options);
  expect(findings.map((one) => `${one.effect} ${one.code} at ${one.pointer}`)).toEqual(entry.findings);
  const { is } = compile({ root: gtype.root, types: gtype.types ?? {} }, 'strip');
  const validators = entry.ajv === false ? [is] : [is, ajv(entry.schema)];
  for (const validate of validators) {
    for (const one of entry.valid) expect(validate(one), JSON.stringify(one)).toBe(true);
    for (const one of entry.invalid) expect(validate(one), JSON.stringify(one)).toBe(false);
  }
});

test('a type of a file comes back from its schema where the schema carries what JSON Schema cannot say', () => {
  const root = mkdtempSync(join(tmpdir(), 'gati-schema-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const text =
    'export interface A { at: Date; big: bigint; ids: Set<string>; by: Map<string, URL>; readonly next?: A }';
  writeFileSync(join(root, 'a.ts'), text);
  const { schema } = schemaOf({ root, file: 'a.ts', type: 'A', annotations: 'gati' });
  const { gtype, findings } = importSchema(schema, { direction: 'output' });
  expect(findings).toEqual([]);
  expect(gtype.types?.['A']?.type).toEqual({
    kind: 'object',
    properties: [
      { name: 'at', type: { kind: 'date' } },
      { name: 'big', type: { kind: 'bigint' } },
      { name: 'ids', type: { kind: 'set', items: { kind: 'string' } } },
      { name: 'by', type: { kind: 'map', key: { kind: 'string' }, value: { kind: 'url' } } },
      { name: 'next', type: { kind: 'ref', id: 'A' }, optional: true, readonly: true },
    ],
  });
  expect(JSON.stringify(schemaOf({ root, file: 'a.ts', type: 'A' }))).not.toContain('x-gati');
});
