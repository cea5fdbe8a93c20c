/** The contracts module of a manifest: what the pipeline runs for each position of a handler. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CompiledContracts } from '../../src-ts/manifest/compiled.js';
import { compileContracts } from '../../src-ts/native/index.js';
import { evaluate, type Mode } from './validator-source.js';

const string = { kind: 'string' };
const number = { kind: 'number' };
const object = (members: Record<string, unknown>, optional: readonly string[] = []): unknown => ({
  kind: 'object',
  properties: Object.entries(members).map(([name, type]) => ({
    name,
    type,
    ...(optional.includes(name) ? { optional: true } : {}),
  })),
});

const manifest = {
  manifest: 1,
  types: { User: { type: object({ id: number, name: string, friend: { kind: 'ref', id: 'User' } }, ['friend']) } },
  handlers: [
    {
      id: 'POST /users/:id',
      method: 'POST',
      path: '/users/:id',
      source: { file: 'src/*/evil.ts */ evil();\n//', export: 'handler', line: 1, column: 1 },
      contract: {
        params: object({ id: number }),
        query: object({ tags: { kind: 'array', items: string } }, ['tags']),
        headers: object({ 'X-Count': number, constructor: string }, ['X-Count', 'constructor']),
        body: { kind: 'ref', id: 'User' },
        responses: [{ status: 200, type: { kind: 'ref', id: 'User' } }, { status: 204 }],
      },
      provenance: {},
    },
    {
      id: '"]; evil(); ["',
      method: 'GET',
      path: '/',
      source: { file: 'a.ts', export: 'handler', line: 1, column: 1 },
      contract: {},
      provenance: {},
    },
  ],
  modules: [],
};

const source = (unknownKeys: Mode, format: string): string =>
  compileContracts(JSON.stringify(manifest), JSON.stringify({ unknownKeys, format }));

function contracts(unknownKeys: Mode): CompiledContracts {
  return (evaluate(source(unknownKeys, 'function')) as { readonly contracts: CompiledContracts }).contracts;
}

test('every position is checked, text becomes values, answers are projected', () => {
  const contract = contracts('strip')['POST /users/:id'];
  expect(contract?.params?.({ id: '5' })).toEqual({ ok: true, value: { id: 5 } });
  expect(contract?.params?.({ id: 'x' })).toMatchObject({
    ok: false,
    issues: [{ pointer: '/id', code: 'type', received: '"x"' }],
  });
  expect(contract?.query?.({ tags: 'a', other: 'b' })).toEqual({ ok: true, value: { tags: ['a'] } });
  expect(contract?.body?.({ id: 1, name: 'a', friend: { id: 2, name: 'b', x: 1 } })).toEqual({
    ok: true,
    value: { id: 1, name: 'a', friend: { id: 2, name: 'b' } },
  });
  expect(
    contract?.responses['200']?.({ id: 1, name: 'a', password: 'x', friend: { id: 2, name: 'b', password: 'x' } }),
  ).toBe('{"id":1,"name":"a","friend":{"id":2,"name":"b"}}');
  expect(contract?.responses['204']?.(undefined)).toBe('null');
  expect(contracts('strip')['"]; evil(); ["']).toEqual({ responses: {} });
});

test.each<Mode>(['strip', 'strict', 'open'])(
  'headers are found in lower case, others are never an issue: %s',
  (mode) => {
    const headers = contracts(mode)['POST /users/:id']?.headers;
    expect(headers?.({ 'x-count': '3', host: 'a' })).toEqual({ ok: true, value: { 'X-Count': 3 } });
    expect(headers?.({ 'x-count': 'three' })).toMatchObject({ ok: false, issues: [{ pointer: '/X-Count' }] });
  },
);

test('undeclared query members are an issue in strict mode', () => {
  const query = contracts('strict')['POST /users/:id']?.query;
  expect(query?.({ tag: 'a' })).toMatchObject({ ok: false, issues: [{ pointer: '/tag', code: 'key.unknown' }] });
});

test('the module runs where code may not be made from strings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gati-contracts-'));
  try {
    const file = join(folder, 'contracts.mjs');
    writeFileSync(
      file,
      `${source('strip', 'module')}\nconsole.log(contracts["POST /users/:id"].body({ id: 1, name: "a" }).ok, Object.keys(contracts).length);\n`,
    );
    const flags = ['--disallow-code-generation-from-strings', file];
    expect(execFileSync(process.execPath, flags, { encoding: 'utf8' }).trim()).toBe('true 2');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
