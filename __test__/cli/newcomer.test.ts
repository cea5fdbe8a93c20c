import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { freePort, run, startProgram, temporaryDirectory, untilServing, writeFiles } from './harness.js';
import { pack, type Packed } from './packed.js';

let packed: Packed;
beforeAll(async () => {
  packed = await pack();
}, 120_000);
afterAll(() => packed.remove());

const megabyte = 1024 * 1024;

async function sizeOf(path: string): Promise<number> {
  const sizes = await Promise.all(
    (await readdir(path, { withFileTypes: true })).map(async (entry) => {
      const at = join(path, entry.name);
      if (entry.isDirectory()) return sizeOf(at);
      return entry.isFile() ? (await stat(at)).size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Creates an app the way a newcomer does, with everything from the tarballs. */
async function createApp(template: string): Promise<string> {
  const parent = await temporaryDirectory();
  // The package's own name is not published yet, so npm is told where both halves are.
  const exec = ['exec', '--yes', `--package=file:${packed.core}`, `--package=file:${packed.cli}`, '--', 'gatic'];
  const created = await run('npm', [...exec, 'create', 'my-app', '--yes', '--template', template], {
    cwd: parent,
    env: packed.env,
  });
  expect(created.stderr + created.stdout).toContain('Created my-app');
  expect(created.code).toBe(0);
  return join(parent, 'my-app');
}

async function npm(root: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run('npm', [...args, '--loglevel=error'], { cwd: root });
  expect(code, `npm ${args.join(' ')}\n${stdout}${stderr}`).toBe(0);
  return stdout + stderr;
}

test('the core tarball has no addon and no sources', async () => {
  const { stdout } = await run('tar', ['-tzf', packed.core]);
  const files = stdout.trim().split('\n');
  expect(files.filter((file) => /\.node$|src-ts|crates|__test__/.test(file))).toEqual([]);
  expect(files).toContain('package/dist/index.js');
});

test('minimal: create, test, type-check, build, production install, start, requests, SIGTERM under load', async () => {
  const root = await createApp('minimal');
  expect(await npm(root, 'test')).toMatch(/pass 3/);
  expect(await npm(root, 'run', 'typecheck')).toContain('no problems');
  await npm(root, 'run', 'build');

  await rm(join(root, 'node_modules'), { recursive: true });
  await npm(root, 'install', '--omit=dev', '--no-audit', '--no-fund');
  const installed = await readdir(join(root, 'node_modules'));
  expect(installed).not.toContain('gatic');
  expect(installed).not.toContain('typescript');
  expect(await readdir(join(root, 'node_modules/@gati-framework'))).toEqual(['core']);
  expect(await sizeOf(join(root, 'node_modules'))).toBeLessThan(30 * megabyte);

  const port = await freePort();
  const served = startProgram(process.execPath, ['dist/index.js'], {
    cwd: root,
    env: { PORT: String(port), HOST: '127.0.0.1' },
  });
  const url = `http://127.0.0.1:${port}`;
  await untilServing(`${url}/health`);
  const good = await fetch(`${url}/users/7f9c24e8-3b12-4fef-91e0-56a2d5a1c0de`);
  expect([good.status, await good.json()]).toMatchObject([200, { name: 'Ada Lovelace' }]);
  const bad = await fetch(`${url}/users/42`);
  expect(bad.status).toBe(422);
  expect(bad.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect((await fetch(`${url}/users/%ZZ`)).status).toBe(400);
  expect((await fetch(`${url}/nothing`)).status).toBe(404);

  const load = keepAsking(port, '/');
  await load.answered(500);
  expect(await served.stop('SIGTERM')).toBe(0);
  const { answers, dropped } = await load.result;
  expect(dropped).toEqual([]);
  expect(answers).toBeGreaterThanOrEqual(500);
}, 120_000);

test('api: create, test, type-check, edit and see, build and start by script', async () => {
  const root = await createApp('api');
  expect(await npm(root, 'test')).toMatch(/pass 6/);
  await npm(root, 'run', 'typecheck');
  const port = await freePort();
  // Not through npm: its shell may keep a signal to itself.
  const dev = startProgram(process.execPath, ['node_modules/gatic/bin/gatic.js', 'dev'], {
    cwd: root,
    env: { PORT: String(port) },
  });
  await dev.waitFor(/ready in \d/);
  const url = `http://127.0.0.1:${port}`;
  const made = await fetch(`${url}/tasks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"title":" x "}',
  });
  expect(made.status).toBe(201);
  const index = await readFile(join(root, 'src/handlers/index.ts'), 'utf8');
  await writeFiles(root, { 'src/handlers/index.ts': index.replace('Hello from Gati', 'Hello again') });
  await dev.waitFor(/↻ index\.ts/);
  expect(await (await fetch(url)).json()).toEqual({ message: 'Hello again' });
  // What the module keeps has survived the edit of a handler.
  expect(await (await fetch(`${url}/tasks`)).json()).toHaveLength(1);
  const served = (await (await fetch(`${url}/openapi.json`)).json()) as { paths: object };
  expect(Object.keys(served.paths)).toEqual(['/', '/tasks', '/tasks/{id}']);
  expect(await dev.stop('SIGTERM')).toBe(0);
  await npm(root, 'run', 'build');

  const gatic = ['node_modules/gatic/bin/gatic.js', 'generate'];
  const described = await run(process.execPath, [...gatic, 'openapi'], { cwd: root });
  expect((JSON.parse(described.stdout) as { paths: object }).paths).toEqual(served.paths);
  await writeFiles(root, { 'src/settings.ts': 'export interface Settings { port: number }\n' });
  const written = await run(process.execPath, [...gatic, 'validators', 'src/settings.ts', '--out', 'settings.js'], {
    cwd: root,
  });
  expect([written.code, written.stderr]).toEqual([0, '']);
  const asked = `import { SettingsValidator } from './settings.js'; console.log(SettingsValidator.is({ port: 1 }), SettingsValidator.is({ port: '1' }));`;
  const said = await run(process.execPath, ['--input-type=module', '--eval', asked], { cwd: root });
  expect(said.stdout).toBe('true false\n');
}, 120_000);

/** Twenty clients that ask again as soon as they are answered, until nobody listens any more. */
function keepAsking(port: number, path: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  let answers = 0;
  const dropped: string[] = [];
  const waiting: (readonly [number, () => void])[] = [];
  const ask = (): Promise<boolean> =>
    new Promise((done) => {
      const asked = request({ host: '127.0.0.1', port, path, agent }, (response) => {
        response.resume();
        response.on('end', () => {
          answers += 1;
          for (const [count, reached] of waiting) if (answers >= count) reached();
          done(true);
        });
        response.on('error', (error) => {
          dropped.push(String(error));
          done(false);
        });
      });
      asked.on('error', (error: NodeJS.ErrnoException) => {
        // A connection that was never made is the one way to learn that the server has gone.
        if (error.code !== 'ECONNREFUSED') dropped.push(`${error.code}: ${error.message}`);
        done(false);
      });
      asked.end();
    });
  const client = async (): Promise<void> => {
    while (await ask());
  };
  const result = Promise.all(Array.from({ length: 20 }, client)).then(() => {
    agent.destroy();
    return { answers, dropped };
  });
  return { result, answered: (count: number) => new Promise<void>((done) => void waiting.push([count, done])) };
}
