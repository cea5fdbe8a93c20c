/** Schemas that Rust writes, read by an independent validator (ajv), which has to agree with the written checks. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fastifySchemas } from '../../src-ts/native/index.js';
import { ajv } from './ajv.js';
import { seeded, type, value } from './generate.js';
import { compile, type TypeDocument } from './validator-source.js';

/** The schema of a body of this type, as Fastify gets it. */
function bodySchema(document: TypeDocument): unknown {
  const manifest = {
    manifest: 1,
    types: document.types,
    handlers: [
      {
        id: 'POST /',
        method: 'POST',
        path: '/',
        source: { file: 'a.ts', export: 'handler', line: 1, column: 1 },
        contract: { body: document.root },
        provenance: {},
      },
    ],
    modules: [],
  };
  const schemas = JSON.parse(fastifySchemas(JSON.stringify(manifest))) as Record<string, { readonly body: unknown }>;
  return schemas['POST /']?.body;
}

interface Entry {
  readonly title: string;
  readonly type: unknown;
  readonly types?: Readonly<Record<string, unknown>>;
  readonly schema: unknown;
  readonly draft7?: unknown;
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
}

const corpus = new URL('./jsonschema/', import.meta.url);
const files = readdirSync(corpus).filter((name) => name.endsWith('.json'));

describe.each(files)('%s', (file) => {
  const entries = JSON.parse(readFileSync(new URL(file, corpus), 'utf8')) as Entry[];
  test.each(entries.map((entry) => [entry.title, entry] as const))('%s', (_, entry) => {
    const { is } = compile({ root: entry.type, types: entry.types ?? {} }, 'strip');
    const validators = [
      ajv('draft2020').compile(entry.schema),
      ...(entry.draft7 === undefined ? [] : [ajv('draft7').compile(entry.draft7)]),
    ];
    for (const validate of [is, ...validators]) {
      for (const one of entry.valid) expect(validate(one), JSON.stringify(one)).toBe(true);
      for (const one of entry.invalid) expect(validate(one), JSON.stringify(one)).toBe(false);
    }
  });
});

test('ajv and the written check agree on generated types and values', { timeout: 600_000 }, () => {
  const types = process.env['GATI_LONG'] === undefined ? 120 : 3_000;
  for (let seed = 1; seed <= types; seed += 1) {
    const random = seeded(seed * 7);
    const root = type(random, 3, { schema: true });
    const schema = bodySchema({ root, types: {} });
    const compiled = compile({ root, types: {} }, 'strict');
    const validate = ajv('draft7').compile(schema);
    for (let round = 0; round < 20; round += 1) {
      const given = JSON.parse(JSON.stringify(value(random, root, 4, true) ?? null)) as unknown;
      if (validate(given) !== compiled.is(given)) {
        expect.fail(
          `seed ${seed}: ajv says ${validate(given)}\n${JSON.stringify(root)}\n${JSON.stringify(schema)}\n${JSON.stringify(given)}`,
        );
      }
    }
  }
});
