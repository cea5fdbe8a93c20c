import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import {
  answering,
  freePort,
  gatic,
  makeProject,
  startDev,
  startProgram,
  untilServing,
  writeFiles,
  type Files,
} from './harness.js';

const user: Files = {
  'package.json': JSON.stringify({ name: 'people', version: '3.1.4', description: 'Who is who.', type: 'module' }),
  'src/handlers/users/[id].ts': `import type { Handler } from '@gati-framework/core';

interface User {
  /** What to call them. */
  name: string;
}

/** Finds one. */
export const GET: Handler<{ params: { id: string }; response: User }> = () => ({ name: 'a' });
`,
};

const command = ['generate', 'openapi'];

describe('gatic generate openapi', () => {
  test('prints the document, and nothing else on stdout', async () => {
    const root = await makeProject(user);
    const { code, stdout } = await gatic([...command, '--root', root]);
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as { openapi: string; info: unknown; paths: object };
    expect(document.openapi).toBe('3.1.1');
    expect(document.info).toEqual({ title: 'people', version: '3.1.4', description: 'Who is who.' });
    expect(Object.keys(document.paths)).toEqual(['/users/{id}']);
  });

  test('writes files, which say the same in both formats, and leaves alone what is up to date', async () => {
    const root = await makeProject(user);
    const json = await gatic([...command, '--out', 'api/openapi.json'], { cwd: root });
    expect([json.code, json.stdout.trim()]).toEqual([0, 'api/openapi.json written: 1 operation']);
    const yaml = await gatic([...command, '-o', 'openapi.yml'], { cwd: root });
    expect(yaml.code).toBe(0);
    const file = join(root, 'api/openapi.json');
    const text = await readFile(file, 'utf8');
    expect(parse(await readFile(join(root, 'openapi.yml'), 'utf8'))).toEqual(JSON.parse(text));
    const { mtimeMs } = await stat(file);
    const again = await gatic([...command, '--out', 'api/openapi.json'], { cwd: root });
    expect(again.stdout.trim()).toBe('api/openapi.json is up to date: 1 operation');
    expect((await stat(file)).mtimeMs).toBe(mtimeMs);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('--check leaves with 0 while the file holds, with 1 when it is stale or missing, and writes nothing', async () => {
    const root = await makeProject(user);
    const check = [...command, '--out', 'openapi.json', '--check', '--root', root];
    const missing = await gatic(check);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('openapi.json does not exist');
    expect(missing.stderr).toContain('gatic generate openapi --out openapi.json');
    await gatic([...command, '--out', 'openapi.json', '--root', root]);
    expect(await gatic(check)).toMatchObject({ code: 0, stdout: 'openapi.json is up to date\n' });
    const text = await readFile(join(root, 'openapi.json'), 'utf8');
    // As git writes it on Windows.
    await writeFiles(root, { 'openapi.json': text.replaceAll('\n', '\r\n') });
    expect((await gatic(check)).code).toBe(0);
    await writeFiles(root, { 'openapi.json': text, 'src/handlers/more.ts': answering({}) });
    const stale = await gatic(check);
    expect(stale.code).toBe(1);
    expect(stale.stderr).toContain('openapi.json is not what the project says any more');
    expect(await readFile(join(root, 'openapi.json'), 'utf8')).toBe(text);
  });

  test('what OpenAPI has no words for is named on stderr', async () => {
    const root = await makeProject({
      'src/handlers/find.ts':
        "import type { Handler } from '@gati-framework/core';\nexport const QUERY: Handler<{ body: { q: string } }> = () => {};\n",
    });
    const { code, stdout, stderr } = await gatic([...command, '--root', root]);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { paths: object }).paths).toEqual({});
    expect(stderr).toContain('warning GATI_OPENAPI_METHOD: QUERY /find: OpenAPI 3.1 has no operations');
  });

  test('a project with errors gives its diagnostics and no document', async () => {
    const root = await makeProject({
      'src/handlers/a.ts':
        "import type { Handler } from '@gati-framework/core';\nimport type { Gone } from './gone.js';\nexport const POST: Handler<{ body: Gone }> = () => {};\n",
    });
    const { code, stdout, stderr } = await gatic([...command, '--out', 'openapi.json', '--root', root]);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('src/handlers/a.ts');
    await expect(stat(join(root, 'openapi.json'))).rejects.toThrow('ENOENT');
  });

  test('a configuration that is no Info Object is an error that names the setting', async () => {
    const root = await makeProject({
      ...user,
      'gati.config.ts': "export default { openapi: { info: { titel: 'People' }, servers: ['a'], path: 'x' } };\n",
    });
    const { code, stderr } = await gatic([...command, '--root', root]);
    expect(code).toBe(1);
    expect(stderr).toContain('openapi.info.titel is not a setting; did you mean openapi.info.title?');
    expect(stderr).toContain('openapi.servers has to be a list of { url, description? }');
    expect(stderr).toContain('openapi.path has to be a path such as "/openapi.json"');
  });
});

async function served(url: string): Promise<{ status: number; type: string | null; text: string }> {
  const response = await fetch(url);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

describe('what is served', () => {
  test('in development is what is generated, after an edit as well', async () => {
    const root = await makeProject({ ...user, 'gati.config.ts': "export default { basePath: '/api' };\n" });
    const dev = await startDev(root);
    const generated = async (): Promise<string> => (await gatic([...command, '--root', root])).stdout;
    expect(await served(`${dev.url}/openapi.json`)).toEqual({
      status: 200,
      type: 'application/json; charset=utf-8',
      text: await generated(),
    });
    const path = 'src/handlers/users/[id].ts';
    await writeFiles(root, { [path]: user[path]!.replace('What to call them.', 'The name.') });
    await dev.waitFor(/↻ /);
    const { text } = await served(`${dev.url}/openapi.json`);
    expect(text).toContain('The name.');
    expect(text).toBe(await generated());
    await writeFiles(root, { 'src/handlers/more.ts': answering({}) });
    await dev.waitFor(/↻ more\.ts/);
    expect((await served(`${dev.url}/openapi.json`)).text).toContain('/api/more');
  });

  test.each([
    ['nothing in production', '{}', undefined],
    ['nothing in production where it is only moved', "{ openapi: { path: '/api.json' } }", undefined],
    ['the document in production where it is asked for', '{ openapi: { production: true } }', '/openapi.json'],
    ['it elsewhere', "{ openapi: { production: true, path: '/docs/api.json' } }", '/docs/api.json'],
  ])('is %s', async (_, config, path) => {
    const root = await makeProject({ ...user, 'gati.config.ts': `export default ${config};\n` });
    expect((await gatic(['build', '--no-typecheck', '--root', root])).code).toBe(0);
    const port = await freePort();
    startProgram(process.execPath, ['dist/index.js'], { cwd: root, env: { PORT: String(port), HOST: '127.0.0.1' } });
    await untilServing(`http://127.0.0.1:${port}/health`);
    for (const one of ['/openapi.json', '/api.json', '/docs/api.json']) {
      const { status, text } = await served(`http://127.0.0.1:${port}${one}`);
      expect([one, status]).toEqual([one, one === path ? 200 : 404]);
      if (one === path) expect(text).toBe((await gatic([...command, '--root', root])).stdout);
    }
  });
});
