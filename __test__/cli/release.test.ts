import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { freePort, gatic, makeProject, startProgram, until, untilServing, writeFiles } from './harness.js';

/** The handlers of users, as they are written at one time. */
function users(type: string, value: string, body: string = '{ name: string }'): Record<string, string> {
  return {
    'src/handlers/users/[id].ts': `import type { Handler } from '@gati-framework/core';

export interface User ${type}

export const GET: Handler<{ params: { id: string }; response: User }> = ({ params }) => (${value});
`,
    'src/handlers/users/index.ts': `import type { Handler } from '@gati-framework/core';

export const POST: Handler<{ body: ${body}; response: ${body} }> = ({ body }) => body;
`,
  };
}

const first = users('{ id: string; name: string }', `{ id: params.id, name: 'Ada Lovelace' }`);

async function release(root: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await gatic(['release', ...args], { cwd: root });
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}

async function json(file: string): Promise<unknown> {
  return JSON.parse(await readFile(file, 'utf8'));
}

/** What a running application answers a client of a release. */
async function ask(url: string, version: string | undefined, init: RequestInit = {}): Promise<[number, unknown]> {
  const headers = {
    ...(version === undefined ? {} : { 'x-api-version': version }),
    'content-type': 'application/json',
  };
  const answer = await fetch(url, { ...init, headers });
  return [answer.status, await answer.json()];
}

test('the first release is 1.0.0, and nothing is released twice', async () => {
  const root = await makeProject(first);
  expect(await release(root, '--dry-run')).toContain('Would be released as 1.0.0');
  expect(await release(root, '--note', 'The beginning')).toContain('Released as 1.0.0');
  const [name] = await readdir(join(root, 'timescape/releases'));
  const written = (await json(join(root, 'timescape/releases', name!))) as {
    semver: string;
    note: string;
    handlers: object;
  };
  expect(written).toMatchObject({ semver: '1.0.0', note: 'The beginning', bump: 'none', changes: [] });
  expect(Object.keys(written.handlers)).toEqual(['GET /users/:id', 'POST /users']);
  expect(await release(root)).toContain('Nothing differs from 1.0.0: no release is made.');
  expect(await readdir(join(root, 'timescape/releases'))).toHaveLength(1);
});

test('an API is taken through five changes, and clients of every release get what they know', async () => {
  const root = await makeProject(first);
  await release(root);

  // Add: nobody has to do anything.
  await writeFiles(
    root,
    users('{ id: string; name: string; age?: number }', `{ id: params.id, name: 'Ada Lovelace', age: 36 }`),
  );
  const added = await gatic(['diff'], { cwd: root });
  expect(added.stdout).toMatch(/^minor: /);
  expect(await release(root)).toContain('Released as 1.1.0');

  // Rename: it is asked whether it is one, and an answer is enough.
  await writeFiles(
    root,
    users('{ id: string; fullName: string; age?: number }', `{ id: params.id, fullName: 'Ada Lovelace', age: 36 }`),
  );
  const failing = await gatic(['diff', '--fail-on', 'major'], { cwd: root });
  expect([failing.code, failing.stdout.split(':')[0]]).toEqual([1, 'major']);
  const asked = await gatic(['release'], { cwd: root });
  expect(asked.code).toBe(1);
  expect(asked.stderr).toContain('timescape/changes/get.users._id.after-1.1.0.json');
  await writeFiles(root, {
    'timescape/changes/get.users._id.after-1.1.0.json': JSON.stringify({
      renames: [{ at: 'responses/200#', from: 'name', to: 'fullName' }],
    }),
  });
  expect(await release(root)).toContain('Released as 2.0.0');

  // Split: a function has to be written.
  await writeFiles(
    root,
    users(
      '{ id: string; first: string; last: string; age?: number }',
      `{ id: params.id, first: 'Ada', last: 'Lovelace', age: 36 }`,
    ),
  );
  const begun = await gatic(['diff', '--write'], { cwd: root });
  expect(begun.stderr).toContain('timescape/changes/get.users._id.after-2.0.0.ts');
  const change = join(root, 'timescape/changes/get.users._id.after-2.0.0.ts');
  const stub = await readFile(change, 'utf8');
  expect(stub).toContain('fill(');
  const unfilled = await gatic(['release'], { cwd: root });
  expect(unfilled.code, unfilled.stdout + unfilled.stderr).toBe(1);
  await writeFile(
    change,
    stub.replace(
      / {4}\/\/ .*\n\s*return fill\(.*\);/,
      '      return { ...generated(answer), fullName: `${answer.first} ${answer.last}` };',
    ),
  );
  const good = await readFile(change, 'utf8');
  await writeFile(change, good.replace('`${answer.first} ${answer.last}`', 'answer.age as unknown as string'));
  const wrong = await gatic(['release'], { cwd: root });
  expect([wrong.code, wrong.stderr]).toEqual([
    1,
    expect.stringContaining('(GET /users/:id, responses/200) is not typed'),
  ]);
  const built = await gatic(['build'], { cwd: root });
  expect([built.code, built.stderr]).toEqual([1, expect.stringContaining('is not typed')]);
  await writeFile(change, good);
  expect(await release(root)).toContain('Released as 3.0.0');

  // Tighten: it is asked what becomes of requests that no longer fit.
  const split = users(
    '{ id: string; first: string; last: string; age?: number }',
    `{ id: params.id, first: 'Ada', last: 'Lovelace', age: 36 }`,
  );
  const tightened = split['src/handlers/users/index.ts']!.replaceAll('name: string', 'name: string & MaxLen<5>');
  await writeFiles(root, {
    ...split,
    'src/handlers/users/index.ts': tightened.replace('{ Handler }', '{ Handler, MaxLen }'),
  });
  const narrowed = await gatic(['release'], { cwd: root });
  expect([narrowed.code, narrowed.stderr]).toEqual([1, expect.stringContaining('narrowed')]);
  const decided = (choice: string): Record<string, string> => ({
    'timescape/changes/post.users.after-3.0.0.json': JSON.stringify({ narrowed: [{ at: 'body#/name', choice }] }),
  });
  // Nobody is refused without having been told the day.
  await writeFiles(root, decided('reject'));
  const rejected = await gatic(['release'], { cwd: root });
  expect([rejected.code, rejected.stderr]).toEqual([1, expect.stringContaining('say "from" which day')]);
  await writeFiles(root, decided('grandfather'));
  expect(await release(root)).toContain('Released as 4.0.0');

  // Remove: it has to be said that clients of the route are left alone.
  await rm(join(root, 'src/handlers/users/index.ts'));
  const lost = await gatic(['release'], { cwd: root });
  expect([lost.code, lost.stderr]).toEqual([1, expect.stringContaining('POST /users is gone')]);
  await writeFiles(root, { 'timescape/changes/post.users.after-4.0.0.json': '{ "gone": true }' });
  expect(await release(root)).toContain('Released as 5.0.0');

  await gatic(['build'], { cwd: root }).then(({ code, stdout, stderr }) => expect(code, stdout + stderr).toBe(0));
  const port = await freePort();
  const served = startProgram(process.execPath, ['dist/index.js'], {
    cwd: root,
    env: { PORT: String(port), HOST: '127.0.0.1' },
  });
  const url = `http://127.0.0.1:${port}/users/7`;
  await untilServing(`http://127.0.0.1:${port}/health`);
  expect(await readdir(join(root, 'timescape/releases'))).toHaveLength(6);
  // Six releases in as many seconds: the last of them begins a moment from now.
  await until(async () => (await ask(url, '5.0.0'))[0] === 200);
  const known: readonly (readonly [string | undefined, object])[] = [
    [undefined, { id: '7', name: 'Ada Lovelace' }],
    ['1.0.0', { id: '7', name: 'Ada Lovelace' }],
    ['1.1.0', { id: '7', name: 'Ada Lovelace', age: 36 }],
    ['2.0.0', { id: '7', fullName: 'Ada Lovelace', age: 36 }],
    ['3.0.0', { id: '7', first: 'Ada', last: 'Lovelace', age: 36 }],
    ['5.0.0', { id: '7', first: 'Ada', last: 'Lovelace', age: 36 }],
  ];
  for (const [version, expected] of known)
    expect([version, await ask(url, version)]).toEqual([version, [200, expected]]);
  expect((await ask(url, '9.0.0'))[0]).toBe(400);
  const post = { method: 'POST', body: '{"name":"Lovelace"}' };
  expect(await ask(`http://127.0.0.1:${port}/users`, '3.0.0', post)).toMatchObject([410, { code: 'GATI_ROUTE_GONE' }]);
  expect((await ask(`http://127.0.0.1:${port}/users`, '5.0.0', post))[0]).toBe(404);
  expect(await served.stop('SIGTERM')).toBe(0);
}, 60_000);
