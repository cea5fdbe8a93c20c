/** `node --import @gati-framework/core/register` on programs of its own. */
import { describe, expect, test } from 'vitest';

import { makeProject, run, type Files, type Finished } from './harness.js';

async function start(files: Files, ...args: string[]): Promise<Finished> {
  const root = await makeProject({
    'src/user.ts': "export interface User { name: string; age: number }\nexport enum Role { Admin = 'admin' }\n",
    ...files,
  });
  return run(process.execPath, ['--import', '@gati-framework/core/register', ...args, 'src/main.ts'], { cwd: root });
}

describe('a program in TypeScript', () => {
  test('has its calls compiled, wherever they stand and whatever they are called', async () => {
    const { code, stdout, stderr } = await start({
      'src/main.ts': `import { validate as check } from '@gati-framework/core';
import * as ours from './ours.js';
import { Role, type User } from './user.js';
import { later } from '#later';
import data from './data.json' with { type: 'json' };
const user = check<User>();
class Store { static readonly role = ours.validate<Role>(); }
console.log(user.is({ name: 'a', age: 1 }), user.is({}), Store.role.is(Role.Admin), later().is([1]), user.is(data));
console.log((await import('./dynamic.js')).text.is(1));
const bytes = Buffer.from('{"name":"a","age":1}');
console.log(user.validateBytes(bytes).ok, user.validateBytes(bytes.subarray(1)).issues[0]?.code);
`,
      'src/ours.ts': "export { validate } from '@gati-framework/core/validate';\n",
      'src/later.ts':
        "import { validate } from './ours.js';\nexport function later() { type Own = number[]; return validate<Own>(); }\n",
      'src/dynamic.ts':
        "import { validate } from '@gati-framework/core/validate';\nexport const text = validate<string>();\n",
      'src/data.json': '{ "name": "b", "age": 2 }',
      'package.json': JSON.stringify({ type: 'module', imports: { '#later': './src/later.ts' } }),
    });
    expect([stdout, stderr.replaceAll(/^.*(Warning|node --trace-warnings).*\n/gm, ''), code]).toEqual([
      'true false true true true\nfalse\ntrue json.syntax\n',
      '',
      0,
    ]);
  });

  test('has stacks that lead to its own lines', async () => {
    const { code, stderr } = await start({
      'src/main.ts': `import { validate } from '@gati-framework/core/validate';
import type { User } from './user.js';
function fail(): never {
  const user = validate<User>(); throw new Error('here');
}
fail();
`,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/at fail \(.*src\/main\.ts:4:40\)/);
    expect(stderr).toMatch(/src\/main\.ts:6:1/);
  });

  test('runs where text may not become code', async () => {
    const main =
      "import { validate } from '@gati-framework/core/validate';\nconsole.log(validate<{ a: 1 }>().is({ a: 1 }));\n";
    const { code, stdout } = await start({ 'src/main.ts': main }, '--disallow-code-generation-from-strings');
    expect([code, stdout]).toEqual([0, 'true\n']);
  });

  test('does not start where a type cannot be found out, and says where', async () => {
    const { code, stderr } = await start({
      'src/main.ts': `import { validate } from '@gati-framework/core/validate';
export function load<T>() { return validate<T>(); }
export const missing = validate<Usr>();
`,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('the validators of src/main.ts cannot be compiled');
    expect(stderr).toMatch(/GT2002: `T` is a type parameter of what stands around it[^]*src\/main\.ts:2:45/);
    expect(stderr).toMatch(/GT2001: [^]*src\/main\.ts:3:33/);
  });
});

test('a call that nothing compiled names the three ways', async () => {
  const root = await makeProject({
    'main.mjs': "import { validate } from '@gati-framework/core/validate';\nvalidate();\n",
  });
  const { code, stderr } = await run(process.execPath, ['main.mjs'], { cwd: root });
  expect(code).toBe(1);
  for (const way of [
    '@gati-framework/unplugin',
    'node --import @gati-framework/core/register',
    'gatic generate validators',
    "code: 'GATI_VALIDATE_UNCOMPILED'",
    'main.mjs:2:1',
  ]) {
    expect(stderr).toContain(way);
  }
});

test('compiling at run time is the same where text may not become code', async () => {
  const main = `import { compile, compileJsonSchema } from '@gati-framework/core/tooling';
let forbidden = false;
try { new Function(''); } catch { forbidden = true; }
const user = compile({ gtype: 1, root: { kind: 'object', properties: [
  { name: 'name', type: { kind: 'string' } },
  { name: 'born', type: { kind: 'date' }, optional: true },
] } });
const tree = compileJsonSchema({
  $defs: { node: { type: 'object', required: ['id'], properties: { id: { type: 'integer' }, below: { type: 'array',
    items: { $ref: '#/$defs/node' }, uniqueItems: true } }, unevaluatedProperties: false } },
  anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }],
});
const deep = (levels) => { let made = { id: 1 }; while (levels--) made = { id: 1, below: [made] }; return made; };
const answers = [];
for (const value of [{ name: 'a', more: 1 }, { name: 1 }, { name: 'a', born: new Date(0) }, { name: 'a', born: '2026-01-01T00:00:00Z' },
  undefined, null, NaN, new Map(), { get name() { return 'a'; } }, { id: 1 }, { id: 1.5 }, { id: 1, x: undefined }, { id: 1, x: 1 },
  { id: 1, below: [{ id: 1 }, { id: 1 }] }, deep(200), deep(10_000)]) {
  for (const one of [user, tree]) answers.push(one.is(value), one.validate(value), one.coerce(value));
}
for (const text of ['{"name":"a"}', '{"name":1}', '{"id":1}', '{"id":"x"}', '[', '']) {
  const bytes = new TextEncoder().encode(text);
  for (const one of [user, tree]) answers.push(one.validateBytes(bytes), one.read(bytes));
}
answers.push(user.stringify({ name: 'a', more: 1 }), tree.stringify({ id: 1 }), user.source, tree.source);
console.log(JSON.stringify({ forbidden, answers }));
`;
  const root = await makeProject({ 'main.mjs': main });
  const answer = async (...flags: string[]): Promise<{ forbidden: boolean; answers: unknown[] }> => {
    const { code, stdout, stderr } = await run(process.execPath, [...flags, 'main.mjs'], { cwd: root });
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as { forbidden: boolean; answers: unknown[] };
  };
  const generated = await answer();
  const interpreted = await answer('--disallow-code-generation-from-strings');
  expect([generated.forbidden, interpreted.forbidden]).toEqual([false, true]);
  expect(generated.answers.filter((one) => one === true).length).toBeGreaterThan(4);
  expect(interpreted.answers).toEqual(generated.answers);
});
