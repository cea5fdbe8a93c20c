/** Single changes over which clients are carried, each of which was once lost. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { makeProject, writeFiles, type Files } from './harness.js';
import { createTestApp } from './twelve-releases/native.js';
import { command } from './twelve-releases/project.js';

/** A project with a release for each state of its files. */
async function released(...states: readonly Files[]): Promise<string> {
  const root = await makeProject({});
  for (const [index, files] of states.entries()) {
    await writeFiles(root, files);
    const { code, text } = await command(['release', '--root', root], `2025-0${index + 1}-01T00:00:00Z`);
    expect(code, text).toBe(0);
  }
  return root;
}

const event = (type: string, value: string): Files => ({
  'src/handlers/event.ts': `import { asBrand, type Handler, type Timestamp } from '@gati-framework/core';

export const stamp = asBrand<Timestamp>('2025-01-01T00:00:00.000Z');
export const GET: Handler<{ response: ${type} }> = () => (${value});
`,
});

test('text that became a date is text for older clients, though both are written alike', async () => {
  const root = await released(
    event('{ at: Timestamp }', '{ at: stamp }'),
    event('{ at: Timestamp; name?: string }', '{ at: stamp }'),
  );
  await writeFiles(root, event('{ at: Date; name?: string }', "{ at: new Date(stamp), name: 'first' }"));
  const app = await createTestApp({ root });
  const ask = async (version: string): Promise<unknown> =>
    (await app.request('GET', '/event', { headers: { 'x-api-version': version } })).text;
  expect(await ask('1.0.0')).toBe('{"at":"2025-01-01T00:00:00.000Z"}');
  expect(await ask('1.1.0')).toBe('{"at":"2025-01-01T00:00:00.000Z","name":"first"}');
  await app.close();
});

const people = (member: string): Files => ({
  'src/handlers/people.ts': `import type { Handler, MaxLen } from '@gati-framework/core';

export interface Person {
  ${member}
}
export const POST: Handler<{ body: Person; response: { members: string } }> = ({ body }) => ({
  members: Object.values(body).join(),
});
`,
});

test('what was to be served as before is served, also after a rename and beside what people wrote', async () => {
  const decided = (semver: string, decisions: object): Files => ({
    [`timescape/changes/post.people.after-${semver}.json`]: JSON.stringify(decisions),
  });
  const nickname: Files = {
    'timescape/changes/post.people.after-1.0.0.ts': `export default { request: (old: object, generated: (old: object) => object) => generated(old) };\n`,
    ...decided('1.0.0', {
      renames: [{ at: 'Person#', from: 'name', to: 'fullName' }],
      custom: [{ at: 'request', call: ['request'] }],
    }),
  };
  const root = await released(
    people('name: string; age?: number'),
    { ...people('fullName: string; age?: number'), ...nickname },
    {
      ...people('fullName: string & MaxLen<5>; age?: number'),
      ...decided('2.0.0', {
        narrowed: [{ at: 'body#/fullName', choice: 'grandfather' }],
      }),
    },
    {
      ...people('title: string & MaxLen<5>; age?: number'),
      ...decided('3.0.0', { renames: [{ at: 'Person#', from: 'fullName', to: 'title' }] }),
    },
  );
  const app = await createTestApp({ root });
  const post = async (version: string, json: object): Promise<number> =>
    (await app.request('POST', '/people', { headers: { 'x-api-version': version }, json })).status;
  expect([await post('1.0.0', { name: 'Lovelace' }), await post('2.0.0', { fullName: 'Lovelace' })]).toEqual([
    200, 200,
  ]);
  expect([await post('3.0.0', { fullName: 'Lovelace' }), await post('4.0.0', { title: 'Lovelace' })]).toEqual([
    422, 422,
  ]);
  await app.close();
});

test('a change file that was begun by hand gets its types, and its fill is no question about the route', async () => {
  const root = await released(people('name: string'));
  const name = 'timescape/changes/post.people.after-1.0.0';
  await writeFiles(root, {
    ...people('name: string; age?: number'),
    [`${name}.json`]: JSON.stringify({ custom: [{ at: 'responses/200#', call: ['responses', '200'] }] }),
    [`${name}.ts`]: `import { change, fill } from '@gati-framework/core/change';
import type { New, Old } from './post.people.after-1.0.0.types.js';

export default change<Old, New>({ responses: { 200: () => fill('a name') } });
`,
  });
  await command(['diff', '--write', '--root', root]);
  expect(await readFile(join(root, `${name}.types.ts`), 'utf8')).toContain('age?: number');
  const { code, text } = await command(['timescape', 'confirm', '1', 'gone', '--root', root]);
  expect([code, text]).toEqual([1, expect.stringContaining('is written in the change file')]);
  expect(await readFile(join(root, `${name}.json`), 'utf8')).not.toContain('gone');
});
