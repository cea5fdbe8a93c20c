/** `gatic generate validators` on projects of its own: what it writes runs and type-checks, and what it refuses. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { describe, expect, test } from 'vitest';

import type { Validator } from '../../src-ts/validate.js';
import { gatic, makeProject, repository, run } from './harness.js';

/** What written modules export, by the names of the types. */
type Written = Readonly<Record<'UserValidator' | 'UserValidator2' | 'ShopOrderValidator', Validator<unknown>>>;

const types = `import type { Email, Min } from '@gati-framework/core';
/** Somebody. */
export interface User { name: string; age: number & Min<18>; email?: Email; friends: User[] }
export namespace Shop { export interface Order { lines: Line[] } export interface Line { sku: string } }
export type Page<T> = { items: T[] };
export default interface Main { user: User }
`;

const using = `declare const console: { log(text: string): void };
import { DefaultValidator, ShopOrderValidator, UserValidator } from './validators.generated.js';
import type { User } from './types.js';
const known: User = UserValidator.parse({ name: 'Ada', age: 36, friends: [], extra: 1 });
const order: { lines: { sku: string }[] } = ShopOrderValidator.assert({ lines: [{ sku: 'a' }] });
// @ts-expect-error an order has no name
order.name;
console.log(JSON.stringify([known, order, DefaultValidator.is({ user: known }), UserValidator.is({ ...known, age: 1 })]));
`;

const expected = '[{"name":"Ada","age":36,"friends":[]},{"lines":[{"sku":"a"}]},true,false]\n';

describe('what is written', () => {
  test('as TypeScript runs without a plug-in, type-checks, and is the same text again', async () => {
    const root = await makeProject({ 'src/types.ts': types, 'src/main.ts': using });
    const first = await gatic(['generate', 'validators', 'src/types.ts'], { cwd: root });
    expect(first).toEqual({ code: 0, stdout: '4 validators in src/validators.generated.ts\n', stderr: '' });
    const written = await readFile(join(root, 'src/validators.generated.ts'), 'utf8');
    expect(written).toContain('// Written by `gatic generate validators src/types.ts`; do not edit');
    const again = await gatic(['generate', 'validators', 'src/types.ts'], { cwd: root });
    expect(again.stdout).toBe('4 validators in src/validators.generated.ts: up to date\n');
    expect(await readFile(join(root, 'src/validators.generated.ts'), 'utf8')).toBe(written);
    const checked = await run(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', root]);
    expect(checked).toEqual({ code: 0, stdout: '', stderr: '' });
    // Types are taken away, and nothing else is done.
    const compiled = await run(process.execPath, ['--import', '@gati-framework/core/register', 'src/main.ts'], {
      cwd: root,
    });
    expect(compiled).toEqual({ code: 0, stdout: expected, stderr: '' });
  }, 60_000);

  test('as JavaScript has its types beside it, and needs nothing but the entry of validators', async () => {
    const root = await makeProject({ 'src/types.ts': types });
    const made = await gatic(
      ['generate', 'validators', 'src/types.ts', '--types', 'User, Shop.Order', '-o', 'lib/checks.mjs'],
      { cwd: root },
    );
    expect(made).toEqual({ code: 0, stdout: '2 validators in lib/checks.mjs and lib/checks.d.mts\n', stderr: '' });
    const code = await readFile(join(root, 'lib/checks.mjs'), 'utf8');
    expect([...code.matchAll(/ from '([^']+)'/g)].map(([, from]) => from)).toEqual(['@gati-framework/core/validate']);
    expect(await readFile(join(root, 'lib/checks.d.mts'), 'utf8')).toContain(
      'export declare const UserValidator: Validator<types.User>;',
    );
    const module = (await import(pathToFileURL(join(root, 'lib/checks.mjs')).href)) as Written;
    expect(module.UserValidator.is({ name: 'Ada', age: 36, friends: [] })).toBe(true);
    expect(module.ShopOrderValidator.validate({ lines: [{}] })).toMatchObject({
      ok: false,
      issues: [{ pointer: '/lines/0/sku' }],
    });
    const forbidden = await run(
      process.execPath,
      [
        '--disallow-code-generation-from-strings',
        '--input-type=module',
        '-e',
        "import { UserValidator as u } from './lib/checks.mjs'; console.log(u.is({ name: 'Ada', age: 1 }), u.stringify({ name: 'a', age: 20, friends: [], more: 1 }))",
      ],
      { cwd: root },
    );
    expect(forbidden).toEqual({ code: 0, stdout: 'false {"name":"a","age":20,"friends":[]}\n', stderr: '' });
  });

  test('of several files keeps names apart', async () => {
    const root = await makeProject({
      'src/a.ts': 'export interface User { a: 1 }\n',
      'src/b.ts': 'export interface User { b: 1 }\n',
    });
    const made = await gatic(['generate', 'validators', 'src/a.ts', 'src/b.ts', '-o', 'src/v.js'], { cwd: root });
    expect(made.code).toBe(0);
    const module = (await import(pathToFileURL(join(root, 'src/v.js')).href)) as Written;
    expect([module.UserValidator.is({ a: 1 }), module.UserValidator.is({ b: 1 })]).toEqual([true, false]);
    expect([module.UserValidator2.is({ a: 1 }), module.UserValidator2.is({ b: 1 })]).toEqual([false, true]);
  });

  test('says in strict mode what is not declared', async () => {
    const root = await makeProject({ 'src/a.ts': 'export interface User { a: 1 }\n' });
    const args = ['generate', 'validators', 'src/a.ts', '-o', 'src/v.js', '--unknown-keys', 'strict'];
    expect((await gatic(args, { cwd: root })).code).toBe(0);
    const module = (await import(pathToFileURL(join(root, 'src/v.js')).href)) as Written;
    expect(module.UserValidator.is({ a: 1, b: 1 })).toBe(false);
  });
});

describe('--check', () => {
  test('exits with 1 where the module is stale, and writes nothing', async () => {
    const root = await makeProject({ 'src/types.ts': types });
    const args = ['generate', 'validators', 'src/types.ts', '--check'];
    const missing = await gatic(args, { cwd: root });
    expect(missing.code).toBe(1);
    expect(missing.stderr).toBe(
      'error: src/validators.generated.ts is not what the types say\n' +
        'help: run gatic generate validators src/types.ts without --check\n',
    );
    await expect(readFile(join(root, 'src/validators.generated.ts'))).rejects.toThrow('ENOENT');
    await gatic(args.slice(0, -1), { cwd: root });
    expect((await gatic(args, { cwd: root })).code).toBe(0);
    await writeFile(join(root, 'src/types.ts'), `${types}export type More = 1;\n`);
    expect((await gatic(args, { cwd: root })).code).toBe(1);
  });
});

describe('refused', () => {
  const table: readonly [name: string, args: readonly string[], code: number, said: RegExp][] = [
    ['no file', [], 2, /missing required argument 'files'/],
    ['a file that is not there', ['src/none.ts'], 1, /there is no file .*src\/none\.ts/],
    ['a folder', ['src'], 1, /src is no file\nhelp: name the files that export the types/],
    ['a type that is not there', ['src/types.ts', '--types', 'Usr'], 1, /GT1005: the file has no type `Usr`/],
    ['a type with parameters', ['src/types.ts', '--types', 'Page'], 1, /GT2003: `Page` has type parameters/],
    ['a file without types', ['src/empty.ts'], 1, /src\/empty\.ts exports no type without type parameters/],
    ['what is no data', ['src/broken.ts'], 1, /GT2001: [^]*src\/broken\.ts:1:31/],
    ['a pattern that is none', ['src/pattern.ts'], 1, /GATI_VALIDATORS_BROKEN: the validators of src\/pattern\.ts/],
    [
      'another ending',
      ['src/types.ts', '-o', 'v.json'],
      2,
      /--out names a \.ts or a \.js file, and v\.json is neither/,
    ],
    ['another mode', ['src/types.ts', '--unknown-keys', 'loose'], 2, /strip, strict, open/],
  ];
  test.each(table)('%s', async (_name, args, code, said) => {
    const root = await makeProject({
      'src/types.ts': types,
      'src/empty.ts': 'export const a = 1;\n',
      'src/broken.ts': 'export interface A { a: 1; b: Nothing }\n',
      'src/pattern.ts':
        "import type { Pattern } from '@gati-framework/core';\nexport type A = string & Pattern<'('>;\n",
    });
    const refused = await gatic(['generate', 'validators', ...args], { cwd: root });
    expect([refused.code, refused.stdout]).toEqual([code, '']);
    expect(refused.stderr).toMatch(said);
  });
});
