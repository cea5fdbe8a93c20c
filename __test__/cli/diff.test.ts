import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { answering, gatic, makeProject, temporaryDirectory, writeFiles } from './harness.js';

const api = (limit: number): object => ({
  openapi: '3.1.0',
  info: { title: 'shop', version: '1' },
  paths: {
    '/orders': {
      get: {
        parameters: [{ name: 'page', in: 'query', schema: { type: 'integer', minimum: 1, maximum: limit } }],
        responses: { '200': { description: 'orders' } },
      },
    },
  },
});

const yaml = `openapi: 3.1.0
info: { title: shop, version: '1' }
paths:
  /orders:
    get:
      parameters:
        - { name: page, in: query, schema: { type: integer, minimum: 1, maximum: 50 } }
      responses: { '200': { description: orders } }
`;

async function documents(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await temporaryDirectory();
  await writeFiles(folder, { 'old.json': JSON.stringify(api(100)), 'new.yaml': yaml, ...files });
  return folder;
}

describe('gatic diff of two documents', () => {
  test('needs no project, and shows a request that breaks', async () => {
    const cwd = await documents();
    const { code, stdout, stderr } = await gatic(['diff', 'old.json', 'new.yaml'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('major: 1 major change from old.json to new.yaml');
    expect(stdout).toContain('GET /orders');
    expect(stdout).toContain('for example 51');
  });

  test('is JSON and Markdown as well, and exits with 1 where it is told to', async () => {
    const cwd = await documents();
    const json = await gatic(['diff', 'old.json', 'new.yaml', '--format', 'json', '--fail-on', 'major'], { cwd });
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ bump: 'major', changes: [{ verdict: 'refuted', witness: 51 }] });
    const markdown = await gatic(['diff', 'old.json', 'new.yaml', '--format', 'markdown'], { cwd });
    expect(markdown.stdout).toContain('#### `GET /orders`');
    const wider = await gatic(['diff', 'new.yaml', 'old.json', '--fail-on', 'major'], { cwd });
    expect([wider.code, wider.stdout.split(':')[0]]).toEqual([0, 'minor']);
    const same = await gatic(['diff', 'old.json', 'old.json', '--fail-on', 'patch'], { cwd });
    expect([same.code, same.stdout.trim()]).toEqual([0, 'Nothing differs between old.json and old.json.']);
  });

  test.each([
    ['a file that is not there', ['none.json', 'new.yaml'], 1, 'there is no such file'],
    ['half of a document', ['broken.json', 'new.yaml'], 1, 'broken.json is no JSON'],
    ['YAML that says a key twice', ['twice.yaml', 'new.yaml'], 1, 'twice.yaml is no YAML'],
    ['something else', ['list.json', 'new.yaml'], 1, 'list.json is no document'],
    ['no OpenAPI', ['other.json', 'new.yaml'], 1, 'GATI_DIFF_'],
    ['a document and a release', ['old.json', '1.0.0'], 2, 'old.json is a document, and 1.0.0 is none'],
    ['a release and a document', ['1.0.0', 'old.json'], 2, 'old.json is a document, and 1.0.0 is a release'],
  ])('%s is an error that names it', async (_what, args, code, said) => {
    const cwd = await documents({
      'broken.json': '{"openapi":',
      'twice.yaml': 'a: 1\na: 2\n',
      'list.json': '3',
      'other.json': '{"swagger":"2.0"}',
    });
    const found = await gatic(['diff', ...args], { cwd });
    expect([found.code, found.stderr]).toEqual([code, expect.stringContaining(said)]);
    expect(found.stdout).toBe('');
  });
});

describe('gatic diff of a project', () => {
  test('compares with a document, with the newest release, and with one that is named', async () => {
    const root = await makeProject({ 'src/handlers/index.ts': answering({ hello: 1 }) });
    await writeFiles(root, { 'old.json': JSON.stringify(api(100)) });
    const document = await gatic(['diff', 'old.json'], { cwd: root });
    expect(document.stdout).toContain('GET /orders');
    const before = await gatic(['diff'], { cwd: root });
    expect(before.stdout).toContain('minor: 1 minor change from nothing to the working tree');
    expect((await gatic(['release'], { cwd: root })).code).toBe(0);
    expect((await gatic(['diff'], { cwd: root })).stdout).toBe('Nothing differs between 1.0.0 and the working tree.\n');
    await writeFiles(root, { 'src/handlers/more.ts': answering({ more: 1 }) });
    expect((await gatic(['diff', '1.0.0'], { cwd: root })).stdout).toMatch(/GET \/more/);
    const unknown = await gatic(['diff', '7.0.0'], { cwd: root });
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('there is no release 7.0.0')]);
  });

  test('says what is wrong with the project, and nothing else', async () => {
    const root = await makeProject({ 'src/handlers/index.ts': 'export const handler = 3;' });
    const { code, stdout, stderr } = await gatic(['diff'], { cwd: join(root) });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('src/handlers/index.ts');
  });
});
