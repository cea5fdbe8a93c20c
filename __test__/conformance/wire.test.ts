/**
 * The wire table: for every row the serialiser, the schema, the check and `JSON.stringify` say the same of a real value.
 * Rust reads the same rows (`crates/gati-jsonschema/tests/wire.rs`).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { compile, revive } from './validator-source.js';

type Validate = (value: unknown) => boolean;
type Ajv = new (options: object) => { compile(schema: unknown): Validate };

// Fastify brings ajv along; it is not a dependency of ours.
const viaFastify = createRequire(createRequire(import.meta.url).resolve('fastify'));
const viaCompiler = createRequire(viaFastify.resolve('@fastify/ajv-compiler'));
const { default: Draft2020 } = viaCompiler('ajv/dist/2020.js') as { readonly default: Ajv };
const addFormats = viaCompiler('ajv-formats') as (ajv: object) => void;

interface Row {
  readonly title: string;
  readonly type: unknown;
  readonly types?: Readonly<Record<string, unknown>>;
  /** A value in memory, as an expression. */
  readonly value: unknown;
  /** What travels. */
  readonly json: unknown;
  /** Whether `JSON.stringify` writes the same by itself; `false` where Gati says more than it (bigint, Map …). */
  readonly native: boolean;
  /** The schema of answers. */
  readonly schema: object;
  /** JSON that is not of this type. */
  readonly refuses: readonly unknown[];
}

const rows = JSON.parse(readFileSync(new URL('./wire.json', import.meta.url), 'utf8')) as Row[];

test.each(rows.map((row) => [row.title, row] as const))('%s', (_, row) => {
  const value = revive(row.value);
  const { stringify } = compile({ root: row.type, types: row.types ?? {} }, 'strip');
  expect(JSON.parse(stringify(value))).toEqual(row.json);
  if (row.native) expect(JSON.parse(JSON.stringify(value) ?? 'null')).toEqual(row.json);

  const ajv = new Draft2020({ strict: false, unicodeRegExp: true });
  addFormats(ajv);
  const fits = ajv.compile(row.schema);
  expect(fits(row.json), JSON.stringify(row.json)).toBe(true);
  for (const other of row.refuses) expect(fits(other), JSON.stringify(other)).toBe(false);
});

test('members that do not travel need not arrive', () => {
  const root = {
    kind: 'object',
    properties: [
      { name: 'a', type: { kind: 'string' } },
      { name: 'f', type: { kind: 'function' } },
    ],
  };
  const { is, validate } = compile({ root, types: {} }, 'strict');
  expect(is({ a: 'x' })).toBe(true);
  expect(is({ a: 'x', f: () => 1 })).toBe(true);
  expect(is({ a: 'x', f: 1 })).toBe(false);
  expect(validate({ a: 'x' })).toMatchObject({ ok: true });
});
