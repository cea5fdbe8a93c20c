/** `validate<T>()` in the handlers of an application: compiled by every command, in the same way. */
import { join } from 'node:path';

import { expect, test } from 'vitest';

import {
  freePort,
  gatic,
  getJson,
  makeProject,
  startDev,
  startProgram,
  untilServing,
  writeFiles,
  type Files,
} from './harness.js';

const files: Files = {
  'src/types.ts': 'export interface User { name: string }\n',
  'src/users.ts': `import { validate } from '@gati-framework/core';
import type { User } from './types.js';
export const user = validate<User>();
`,
  'src/handlers/check.ts': `import type { Handler } from '@gati-framework/core';
import { user } from '../users.js';
export const handler: Handler<{ response: { fits: boolean } }> = () => ({ fits: user.is({ name: 'a' }) });
`,
};

test('gatic dev follows an edit of the type alone', async () => {
  const root = await makeProject(files);
  const dev = await startDev(root);
  expect(await getJson(`${dev.url}/check`)).toEqual({ fits: true });
  await writeFiles(root, { 'src/types.ts': 'export interface User { name: string; age: number }\n' });
  await dev.waitFor(/↻ src\/types\.ts/);
  expect(await getJson(`${dev.url}/check`)).toEqual({ fits: false });
}, 60_000);

test('what gatic build writes has the validators in it', async () => {
  const root = await makeProject(files);
  expect(await gatic(['build', '--no-typecheck', '--root', root])).toMatchObject({ code: 0 });
  const port = await freePort();
  startProgram(process.execPath, [join(root, 'dist/index.js')], { cwd: root, env: { PORT: String(port) } });
  await untilServing(`http://localhost:${port}/check`);
  expect(await getJson(`http://localhost:${port}/check`)).toEqual({ fits: true });
}, 60_000);

test('check, build and test refuse a type that cannot be found out, at its place', async () => {
  const root = await makeProject({
    ...files,
    'src/users.ts':
      "import { validate } from '@gati-framework/core';\nexport const user = validate<Usr>();\nexport const load = <T>() => validate<T>();\n",
    'src/users.test.ts': "import { user } from './users.js';\nuser.is(1);\n",
  });
  for (const command of ['check', 'build', 'test']) {
    const { code, stdout, stderr } = await gatic([command, '--root', root]);
    const said = stdout + stderr;
    expect([command, code]).toEqual([command, 1]);
    expect(said, command).toMatch(/GT2001[^]*src\/users\.ts:2:30/);
    expect(said, command).toMatch(/GT2002[^]*src\/users\.ts:3:39/);
  }
}, 60_000);
