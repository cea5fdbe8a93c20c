import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect, test } from 'vitest';

import { gatic, makeProject, repository, run, type Finished } from './harness.js';

const files = {
  'src/schemas.ts': `import { z } from 'zod';
const Address = z.object({ city: z.string().min(2) });
export const User = z.object({ email: z.email(), address: Address });
export type User = z.infer<typeof User>;
export interface Page { users: User[] }
`,
  'src/ends.ts':
    "import { z } from 'zod';\nexport const A = z.string();\nexport type A = z.infer<typeof A>;\nprocess.exit(3);\n",
  'src/handlers/users.ts': `import type { Handler } from '@gati-framework/core';
import type { Page, User } from '../schemas.js';
export const POST: Handler<{ body: User; response: Page }> = () => ({ users: [] });
`,
};

async function project(): Promise<string> {
  const root = await makeProject(files);
  await symlink(join(repository, 'node_modules/zod'), join(root, 'node_modules/zod'));
  return root;
}

/** What a script of the project prints. */
async function script(root: string, source: string): Promise<Finished> {
  const tooling = pathToFileURL(join(repository, 'dist/tooling.js')).href;
  const text = `import { analyze, schemaOf } from ${JSON.stringify(tooling)};\n${source}`;
  return run(process.execPath, ['--input-type=module', '-e', text], { cwd: root });
}

const codes = 'diagnostics.map(({ code }) => code)';

test('a schema value has a JSON Schema, and none where nothing may run', { timeout: 60_000 }, async () => {
  const root = await project();
  const described = await gatic(['schema', 'src/schemas.ts', 'Page', '--root', root]);
  expect(described.stderr).toBe('');
  const { $defs } = JSON.parse(described.stdout) as { $defs: Record<string, { properties: Record<string, object> }> };
  expect($defs['User']!.properties['email']).toMatchObject({ type: 'string', format: 'email' });
  const left = await gatic(['schema', 'src/schemas.ts', 'Page', '--root', root, '--no-run']);
  expect([left.code, left.stderr]).toEqual([1, expect.stringContaining('GT2501')]);
  const checked = await gatic(['check', '--root', root, '--no-run']);
  expect([checked.code, checked.stdout]).toEqual([1, expect.stringContaining('GT2501')]);
});

test('schemaOf and analyze know what a schema value is', { timeout: 60_000 }, async () => {
  const root = await project();
  const printed = await script(
    root,
    `const { diagnostics, schema } = schemaOf({ root: '.', file: 'src/schemas.ts', type: 'User' });
console.log(JSON.stringify([${codes}, schema.$defs.User.properties.address]));
console.log(JSON.stringify(schemaOf({ root: '.', file: 'src/schemas.ts', type: 'User', schemas: 'leave' }).${codes}));
console.log(JSON.stringify(schemaOf({ root: '.', file: 'src/ends.ts', type: 'A' }).diagnostics.map(({ message }) => message)));
console.log(JSON.stringify((await analyze({ root: '.' })).${codes}));
console.log(JSON.stringify((await analyze({ root: '.', schemas: 'leave' })).${codes}));
`,
  );
  expect(printed.stderr).toBe('');
  const [known, left, ended, analyzed, unknown] = printed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(known).toEqual([[], expect.objectContaining({ properties: { city: { type: 'string', minLength: 2 } } })]);
  expect(left).toEqual(['GT2501']);
  expect(ended).toEqual([expect.stringContaining('its file ended the process')]);
  expect(analyzed).toEqual([]);
  expect(unknown).toContain('GT2501');
});

test('two routes in conflict are shown with the lines of both', async () => {
  const root = await makeProject({
    'src/handlers/a.ts': "export const route = 'GET /u/:id';\nexport const handler = () => 1;\n",
    'src/handlers/b.ts': "export const route = 'GET /u/:name';\n\nexport async function handler() {\n  return 2;\n}\n",
  });
  const { stdout } = await gatic(['check', '--root', root]);
  expect(stdout).toContain(`
   ╭─[src/handlers/b.ts:3:23]
 3 │ export async function handler() {
   ·                       ───┬───
   ·                          ╰── this one
   ╰────
   ╭─[src/handlers/a.ts:2:14]
 2 │ export const handler = () => 1;
   ·              ───┬───
   ·                 ╰── GET "/u/:id" is declared here
   ╰────
`);
});
