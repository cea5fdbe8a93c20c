/** Single changes over which clients are carried, each of which was once lost. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { writeFiles, type Files } from './harness.js';
import { createTestApp } from './twelve-releases/native.js';
import { command, released } from './twelve-releases/project.js';

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

const profiles = (members: string): Files => ({
  'src/handlers/profiles.ts': `import type { Handler, JsonPatch } from '@gati-framework/core';

export interface Profile {
  ${members}
}
export const PATCH: Handler<{ body: JsonPatch<Profile>; response: { seen: string } }> = ({ body }) => ({
  seen: JSON.stringify(body),
});
`,
});

test('a JSON Patch of an older client names the members of today, and is refused where nobody can tell', async () => {
  const root = await released(profiles('name: string; links: { title: string }[]; old?: string'), {
    ...profiles('fullName: string; links: { label: string }[]'),
    'timescape/changes/patch.profiles.after-1.0.0.json': JSON.stringify({
      renames: [
        { at: 'Profile#', from: 'name', to: 'fullName' },
        { at: 'Profile#/links/*', from: 'title', to: 'label' },
      ],
    }),
  });
  const app = await createTestApp({ root });
  const patch = async (version: string, operations: readonly object[]): Promise<unknown> => {
    const response = await app.request('PATCH', '/profiles', {
      headers: { 'x-api-version': version, 'content-type': 'application/json-patch+json' },
      body: JSON.stringify(operations),
    });
    if (response.status === 200) return JSON.parse((JSON.parse(response.text) as { seen: string }).seen);
    const { code, errors } = JSON.parse(response.text) as { code: string; errors: readonly { pointer: string }[] };
    return [response.status, code, ...errors.map(({ pointer }) => pointer)];
  };
  const operations = [
    { op: 'replace', path: '/name', value: 'Ada' },
    { op: 'add', path: '/links/-', value: { title: 'x' } },
    { op: 'copy', from: '/links/0/title', path: '/name' },
    { op: 'test', path: '', value: { name: 'a', links: [{ title: 'x' }] } },
  ];
  const today = [
    { op: 'replace', path: '/fullName', value: 'Ada' },
    { op: 'add', path: '/links/-', value: { label: 'x' } },
    { op: 'copy', from: '/links/0/label', path: '/fullName' },
    { op: 'test', path: '', value: { fullName: 'a', links: [{ label: 'x' }] } },
  ];
  expect(await patch('1.0.0', operations)).toEqual(today);
  expect(await patch('2.0.0', today)).toEqual(today);
  expect(await patch('1.0.0', [operations[0]!, { op: 'remove', path: '/old' }])).toEqual([
    422,
    'GATI_TRANSFORM_UNFOLLOWED',
    '/1/path',
  ]);
  for (const wrong of [
    { op: 'replace', path: 'name', value: 1 },
    { op: 'replace', path: '/na~2me', value: 1 },
    { op: 'replace', path: '/name' },
    { op: 'merge', path: '/name', value: 1 },
    { op: 'move', path: '/name' },
    { op: 'replace', path: '', value: { name: 1, links: [] } },
  ])
    expect(await patch('1.0.0', [wrong])).toEqual(expect.arrayContaining([422, 'GATI_VALIDATION_FAILED']));
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
