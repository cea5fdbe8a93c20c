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

test('compiling at run time says what to do where text may not become code', async () => {
  const main = `import { compile } from '@gati-framework/core/tooling';
compile({ gtype: 1, root: { kind: 'string' } });
`;
  const root = await makeProject({ 'main.mjs': main });
  const { code, stderr } = await run(process.execPath, ['--disallow-code-generation-from-strings', 'main.mjs'], {
    cwd: root,
  });
  expect(code).toBe(1);
  expect(stderr).toContain("code: 'GATI_CODE_FORBIDDEN'");
  expect(stderr).toContain('compile it when the program is built: with validate<T>()');
});
