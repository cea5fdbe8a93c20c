/** Traffic that is recorded in production, and had again before the next release. */

import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { makeProject, writeFiles, type Files } from './harness.js';
import { createTestApp, loadProject } from './twelve-releases/native.js';
import { command } from './twelve-releases/project.js';

const handlers = (more: string, value: string): Files => ({
  'src/handlers/users/[id].ts': `import { NotFound, type Handler } from '@gati-framework/core';

export interface User {
  id: string;
  name: string;
  ${more}
  token: string;
  seen: string;
}
let count = 0;
export const GET: Handler<{ params: { id: string }; response: User | NotFound }> = ({ params }) => {
  if (params.id === '0') throw new NotFound('no such user');
  return { id: params.id, ${value}, token: 'the-token', seen: String((count += 1)) };
};
`,
  'src/handlers/login.ts': `import type { Handler } from '@gati-framework/core';

export const POST: Handler<{ body: { name: string; password: string }; query: { code?: string }; response: { welcome: string } }> = ({ body }) => ({
  welcome: body.name,
});
`,
});

const config = `export default {
  timescape: { record: { sample: 1, perRoute: 3, headers: ['x-shop', 'Authorization'], redact: ['code'], ignore: ['/seen'] } },
};
`;

/** Everything in the recordings, as one text. */
async function recorded(root: string): Promise<{ readonly files: string[]; readonly text: string }> {
  const folder = join(root, 'timescape/recordings');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.jsonl')).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return { files, text: texts.join('') };
}

test(
  'a sample of what clients send and get is recorded without secrets, and had again',
  { timeout: 60_000 },
  async () => {
    const root = await makeProject({ 'gati.config.ts': config, ...handlers('', "name: 'Ann'") });
    expect((await command(['release', '--root', root], '2025-01-01T00:00:00Z')).code).toBe(0);
    const nothing = await command(['timescape', 'replay', '--root', root]);
    expect([nothing.code, nothing.text]).toEqual([1, expect.stringContaining('nothing was recorded in')]);

    const app = await createTestApp({ definition: await loadProject({ root, mode: 'production' }) });
    const headers = { authorization: 'Bearer sesame', cookie: 'a=sesame', 'x-shop': '7', 'x-api-version': '1.0.0' };
    for (const id of ['1', '2', '0', '4', '5']) await app.request('GET', `/users/${id}`, { headers });
    await app.request('POST', '/login?code=sesame', { headers, json: { name: 'Ann', password: 'sesame' } });
    // Nobody's release: neither what is refused, nor the working tree.
    await app.request('GET', '/users/6', { headers: { 'x-api-version': '7.0.0' } });
    await app.request('GET', '/users/6', { headers: { 'x-api-version': 'head' } });
    // Longer than an example has to be.
    await app.request('POST', '/login', { headers, json: { name: 'n'.repeat(70_000), password: 'x' } });
    await app.close();

    const { files, text } = await recorded(root);
    const folder = '2025-01-01T00-00-00Z';
    expect(files).toEqual([`${folder}/get.users._id.jsonl`, `${folder}/post.login.jsonl`]);
    expect(text).not.toMatch(/sesame|the-token|\/users\/6|nnnn/);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, Record<string, unknown>>);
    // No more than three of a route.
    expect(lines.map(({ request, response }) => [request!['url'], response!['status']])).toEqual([
      ['/users/1', 200],
      ['/users/2', 200],
      ['/users/0', 404],
      ['/login?code=redacted', 200],
    ]);
    expect(lines[0]).toMatchObject({
      release: '2025-01-01T00:00:00Z',
      handler: 'GET /users/:id',
      request: { headers: { 'x-shop': '7' } },
      response: { body: { id: '1', name: 'Ann', token: 'redacted', seen: '1' } },
      redacted: ['/token'],
    });
    expect(lines[3]).toMatchObject({ request: { body: { name: 'Ann', password: 'redacted' } } });
    const file = join(root, 'timescape/recordings', files[0]!);
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o077).toBe(0);

    // Somebody was stopped while it wrote; the next one goes on behind that.
    await appendFile(join(root, 'timescape/recordings', files[1]!), '{"release":"2025-01-');
    const next = await createTestApp({ definition: await loadProject({ root, mode: 'production' }) });
    await next.request('POST', '/login', { headers, json: { name: 'Bea', password: 'sesame' } });
    await next.close();
    const same = await command(['timescape', 'replay', '--unsafe', '--root', root]);
    expect([same.code, same.text]).toEqual([
      0,
      '5 sent again, all as they were; 1 not read because their writing was cut short',
    ]);

    // What nobody was asked about is seen all the same: another value.
    await writeFiles(root, handlers('age?: number;', "name: 'Anna', age: 7"));
    const changed = await command(['timescape', 'replay', '--root', root]);
    expect(changed.code).toBe(1);
    expect(changed.text).toBe(`differs  2025-01-01T00:00:00Z  GET /users/:id 200: /name was "Ann" and is "Anna"
         2 times, first at timescape/recordings/${folder}/get.users._id.jsonl:1

3 sent again, 2 differ; 2 not sent because they change something (--unsafe sends them); 1 not read because their writing was cut short`);
    const asked = JSON.parse((await command(['timescape', 'replay', '--json', '--root', root])).text) as object;
    expect(asked).toMatchObject({
      sent: 3,
      differing: 2,
      skipped: 2,
      torn: 1,
      differences: [{ at: '/name', times: 2 }],
    });
  },
);

test('what cannot be kept up with is left out and counted', async () => {
  const root = await makeProject({
    'gati.config.ts': config.replace('perRoute: 3', 'perRoute: 10_000'),
    ...handlers('', "name: 'Ann'"),
  });
  await command(['release', '--root', root], '2025-01-01T00:00:00Z');
  let dropped = 0;
  const quiet = (): void => undefined;
  const info = (fields: { readonly dropped?: number }): void => void (dropped += fields.dropped ?? 0);
  const logger = { trace: quiet, debug: quiet, info, warn: quiet, error: quiet, fatal: quiet, child: () => logger };
  const app = await createTestApp({
    definition: await loadProject({ root, mode: 'production' }),
    logger: logger as never,
  });
  const headers = { 'x-api-version': '1.0.0' };
  const ask = (_: unknown, id: number): Promise<unknown> => app.request('GET', `/users/${id + 1}`, { headers });
  await Promise.all(Array.from({ length: 600 }, ask));
  await app.close();
  const { text } = await recorded(root);
  const count = text.trim().split('\n').length;
  expect(count).toBeGreaterThanOrEqual(256);
  expect(count + dropped).toBe(600);
});

test('requests are answered where nothing can be written', async () => {
  const root = await makeProject({
    'gati.config.ts': config.replace('sample: 1,', "sample: 1, folder: 'package.json/recordings',"),
    ...handlers('', "name: 'Ann'"),
  });
  await command(['release', '--root', root], '2025-01-01T00:00:00Z');
  const said: unknown[] = [];
  const quiet = (): void => undefined;
  const logger = { debug: quiet, info: quiet, error: quiet, warn: (...args: unknown[]) => void said.push(args) };
  const app = await createTestApp({
    definition: await loadProject({ root, mode: 'production' }),
    logger: { ...logger, trace: quiet, fatal: quiet, child: () => logger } as never,
  });
  const answer = await app.request('GET', '/users/1', { headers: { 'x-api-version': '1.0.0' } });
  expect(answer.status).toBe(200);
  await app.close();
  expect(JSON.stringify(said)).toContain('a recording could not be written; requests go on');
});

test.each([
  ['sample: 2', /timescape\.record\.sample has to be a number from 0 to 1, not 2/],
  ['perRoute: 0', /timescape\.record\.perRoute has to be a whole number from 1 to 10000/],
  ['samples: 1', /timescape\.record\.samples is not a setting; did you mean timescape\.record\.sample/],
])('{ %s } is refused', async (setting, message) => {
  const root = await makeProject({
    'gati.config.ts': `export default { timescape: { record: { ${setting} } } };\n`,
    ...handlers('', "name: 'Ann'"),
  });
  await expect(
    loadProject({ root, mode: 'production' }).then((definition) => createTestApp({ definition })),
  ).rejects.toThrow(message);
});
