import { access, mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import {
  answering,
  freePort,
  gatic,
  getJson,
  makeProject,
  makeReadOnly,
  startDev,
  startGatic,
  startProgram,
  untilServing,
  writeFiles,
  type Files,
} from './harness.js';

const hello = 'src/handlers/hello.ts';

/** A project that uses every kind of route and import the bundler has to get right. */
const rich: Files = {
  [hello]: answering({ n: 1 }),
  'src/handlers/index.ts': answering({ at: 'root' }),
  'src/handlers/users/[id].ts': `import type { Handler, Integer } from '@gati-framework/core';
import { label } from '@/label.js';
import words from '../../words.json' with { type: 'json' };
/** GET /users/:id */
export const handler: Handler<{ params: { id: number & Integer } }> = (req) => ({ id: req.params.id, label, words });
`,
  'src/handlers/files/[...path].ts':
    "import type { Handler } from '@gati-framework/core';\nexport const handler: Handler = (req) => ({ path: req.params['path'] });\n",
  'src/handlers/pay.ts':
    "import type { Handler } from '@gati-framework/core';\nexport const route = 'POST /payments/:id/capture';\nexport const handler: Handler = (req) => ({ id: req.params['id'] });\n",
  'src/handlers/boom.ts': `import type { Handler } from '@gati-framework/core';

export const handler: Handler = () => {
  throw new Error('boom');
};
`,
  'src/modules/counter.ts': `import { defineModule } from '@gati-framework/core';
let count = 0;
export default defineModule({ name: 'counter', exports: { next: () => ++count } });
`,
  'src/handlers/count.ts':
    "import type { Handler } from '@gati-framework/core';\nexport const handler: Handler = (_req, _res, gctx) => ({ count: gctx.modules.counter.next() });\n",
  'src/label.ts': "export const label = 'shared';\n",
  'src/place/text.txt': 'beside the source',
  'src/handlers/place.ts': `import { readFileSync } from 'node:fs';
import type { Handler } from '@gati-framework/core';
const text = readFileSync(new URL('../place/text.txt', import.meta.url), 'utf8');
export const handler: Handler = () => ({ text, file: import.meta.filename, directory: import.meta.dirname });
`,
  'src/words.json': '["a","b"]',
  'gati.config.ts':
    "import { defineConfig } from '@gati-framework/core';\nexport default defineConfig({ basePath: '/v1', logging: { level: 'error' } });\n",
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      module: 'NodeNext',
      target: 'ES2023',
      lib: ['ES2023'],
      types: ['node'],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      resolveJsonModule: true,
      paths: { '@/*': ['./src/*'] },
    },
    include: ['src', 'gati.config.ts', '.gati/types.d.ts'],
  }),
};

const requests: readonly (readonly [string, string, number])[] = [
  ['GET', '/v1', 200],
  ['GET', '/v1/hello', 200],
  ['GET', '/v1/users/42', 200],
  ['GET', '/v1/users/forty', 422],
  ['GET', '/v1/files/a/b%20c', 200],
  ['POST', '/v1/payments/7/capture', 200],
  ['GET', '/v1/count', 200],
  ['GET', '/v1/place', 200],
  ['GET', '/v1/boom', 500],
  ['GET', '/hello', 404],
  ['GET', '/v1/nothing', 404],
  ['DELETE', '/v1/hello', 405],
  ['GET', '/health', 200],
];

async function answers(url: string): Promise<unknown[]> {
  const found = [];
  for (const [method, path] of requests) {
    const response = await fetch(`${url}${path}`, { method });
    const body: unknown = await response.json().catch(() => undefined);
    const { requestId: _id, instance: _instance, uptime: _uptime, ...rest } = (body ?? {}) as Record<string, unknown>;
    found.push([method, path, response.status, response.status === 200 && path !== '/health' ? rest : undefined]);
  }
  return found;
}

describe('what was built', () => {
  test('answers exactly as dev does, without gatic and without the addon', async () => {
    const root = await makeProject(rich);
    const dev = await startDev(root);
    const expected = await answers(dev.url);
    await dev.stop();
    expect(expected.map((row) => (row as unknown[])[2])).toEqual(requests.map(([, , status]) => status));

    const built = await gatic(['build', '--root', root]);
    expect(built.code, built.stderr).toBe(0);
    await rm(join(root, 'node_modules/gatic'));
    await rm(join(root, 'node_modules/typescript'));
    const port = String(await freePort());
    const env = { PORT: port, HOST: '127.0.0.1', GATI_NATIVE_PATH: '/nonexistent/gati.node' };
    const served = startProgram(process.execPath, ['--enable-source-maps', 'dist/index.js'], { cwd: root, env });
    await untilServing(`http://127.0.0.1:${port}/health`);
    expect(await answers(`http://127.0.0.1:${port}`)).toEqual(expected);
    // The stack in the log is in the developer's own lines.
    expect(served.text()).toContain('src/handlers/boom.ts:4');
    expect(await served.stop()).toBe(0);
  });

  test('is a directory people can read', async () => {
    const root = await makeProject(rich);
    expect((await gatic(['build', '--root', root])).code).toBe(0);
    const files = (await readdir(join(root, 'dist'), { recursive: true })).map((file) => file.replaceAll('\\', '/'));
    for (const expected of [
      'index.js',
      'manifest.json',
      'contracts.js',
      'routes.json',
      'schemas.json',
      'app.js',
      'app.js.map',
    ]) {
      expect(files).toContain(expected);
    }
    expect(files.filter((file) => /\.ts$|\.tmp/.test(file))).toEqual([]);
    const app = await readFile(join(root, 'dist/app.js'), 'utf8');
    for (const source of ['src/handlers/boom.ts', 'src/handlers/users/[id].ts', 'src/modules/counter.ts']) {
      expect(app).toContain(`// ${source}\n`);
    }
    expect(await readdir(root)).not.toContain(expect.stringMatching(/\.(tmp|old)$/));
  });

  test('is small with --minify', async () => {
    const root = await makeProject({
      [hello]:
        "import type { Handler } from '@gati-framework/core';\nexport const handler: Handler = (_request, _response) => {\n  const aLongName = 1;\n  return { value: aLongName };\n};\n",
    });
    expect((await gatic(['build', '--root', root, '--minify'])).code).toBe(0);
    expect(await readFile(join(root, 'dist/app.js'), 'utf8')).not.toContain('aLongName');
  });
});

describe('an error of any kind exits with 1 and leaves the last output as it was', () => {
  const faults: readonly (readonly [string, Files, RegExp])[] = [
    ['a syntax error', { [hello]: 'export const handler = (;' }, /src\/handlers\/hello\.ts:1/],
    [
      'a type error',
      {
        [hello]:
          "import type { Handler } from '@gati-framework/core';\nexport const handler: Handler = () => { const n: number = 'x'; return n; };\n",
      },
      /TS2322/,
    ],
    [
      'two handlers for one route',
      {
        'src/handlers/other.ts':
          "import type { Handler } from '@gati-framework/core';\nexport const route = 'GET /hello';\nexport const handler: Handler = () => 1;\n",
      },
      /hello\.ts[^]*other\.ts|other\.ts[^]*hello\.ts/,
    ],
    ['an import of nothing', { [hello]: "import './nothing.js';\nexport const handler = () => 1;\n" }, /nothing\.js/],
    [
      'an export that looks like a route and is none',
      {
        [hello]:
          "import type { Handler } from '@gati-framework/core';\nexport const route = 'FETCH me';\nexport const handler: Handler = () => 1;\n",
      },
      /src\/handlers\/hello\.ts:2/,
    ],
  ];

  test.each(faults)('%s', async (_name, files, message) => {
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    expect((await gatic(['build', '--root', root])).code).toBe(0);
    const before = await readFile(join(root, 'dist/app.js'), 'utf8');
    await writeFiles(root, files);
    const { code, stderr, stdout } = await gatic(['build', '--root', root]);
    expect(stderr + stdout).toMatch(message);
    expect(stderr).toContain('Not built');
    expect(code).toBe(1);
    expect(await readFile(join(root, 'dist/app.js'), 'utf8')).toBe(before);
    expect((await readdir(root)).filter((name) => /\.(tmp|old)/.test(name))).toEqual([]);
  });

  test('a project without TypeScript says what to do, and builds with --no-typecheck', async () => {
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    await rm(join(root, 'node_modules/typescript'));
    const refused = await gatic(['build', '--root', root]);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('TypeScript is not installed');
    expect(refused.stderr).toContain('--no-typecheck');
    expect((await gatic(['build', '--root', root, '--no-typecheck'])).code).toBe(0);
  });

  test('a project that cannot be written to', async () => {
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    expect((await gatic(['check', '--root', root])).code).toBe(0);
    const uid = await makeReadOnly(root);
    const { code, stderr } = await gatic(['build', '--root', root, '--no-typecheck'], { uid });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: cannot use \S+: permission denied \(EACCES\)\nhelp: .*\n$/);
    expect(stderr).toContain(root);
  });

  test('a directory that somebody else filled is never replaced', async () => {
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    await mkdir(join(root, 'public'));
    await writeFiles(root, { 'public/logo.svg': '<svg/>' });
    for (const directory of ['public', 'src', '.', '..']) {
      const { code, stderr } = await gatic(['build', '--root', root, '--out-dir', directory]);
      expect(stderr, directory).toMatch(/not empty|contains the project/);
      expect(code).toBe(2);
    }
    await access(join(root, 'public/logo.svg'));
    await access(join(root, hello));
  });
});

describe('start', () => {
  test('says what to do when nothing was built', async () => {
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    const { code, stderr } = await gatic(['start', '--root', root]);
    expect(code).toBe(1);
    expect(stderr).toContain('gatic build');
  });

  test('serves on the port of the flag, and stops with 0', async () => {
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    await gatic(['build', '--root', root]);
    const [port, other] = [await freePort(), await freePort()];
    const served = startGatic(['start', '--root', root, '--port', String(port), '--host', '127.0.0.1'], {
      env: { PORT: String(other) },
    });
    await untilServing(`http://127.0.0.1:${port}/health`);
    expect(await getJson(`http://127.0.0.1:${port}/hello`)).toEqual({ n: 1 });
    expect(await served.stop('SIGTERM')).toBe(0);
  });

  test('reads .env files before any handler is loaded, as dev does', async () => {
    const handler =
      "import type { Handler } from '@gati-framework/core';\nconst token = process.env['TOKEN'];\nexport const handler: Handler = () => ({ token });\n";
    const root = await makeProject({
      '.env': 'TOKEN=plain\n',
      '.env.production': 'TOKEN=secret\n',
      [hello]: handler.replace('process.env', '(globalThis as any).process.env'),
    });
    await gatic(['build', '--root', root]);
    const port = await freePort();
    startGatic(['start', '--root', root, '--port', String(port), '--host', '127.0.0.1']);
    await untilServing(`http://127.0.0.1:${port}/health`);
    expect(await getJson(`http://127.0.0.1:${port}/hello`)).toEqual({ token: 'secret' });
  });

  test.each([
    ['an exception', "setImmediate(() => { throw new Error('nobody'); });"],
    ['a rejection', "void Promise.reject(new Error('nobody'));"],
  ])(
    '%s that nobody catches is logged, requests under way are answered, and the exit code is 1',
    async (_name, code) => {
      const fault = `import type { Handler } from '@gati-framework/core';
export const handler: Handler = () => { ${code} };
`;
      const slow = `import type { Handler } from '@gati-framework/core';
export const handler: Handler = async () => {
  await fetch(\`http://127.0.0.1:\${process.env['PORT']}/fault\`);
  await new Promise((done) => setTimeout(done, 150));
  return { answered: true };
};
`;
      const root = await makeProject({ 'src/handlers/fault.ts': fault, 'src/handlers/slow.ts': slow });
      expect((await gatic(['build', '--root', root, '--no-typecheck'])).code).toBe(0);
      const port = String(await freePort());
      const served = startProgram(process.execPath, ['dist/index.js'], { cwd: root, env: { PORT: port } });
      await untilServing(`http://127.0.0.1:${port}/health`);
      expect(await getJson(`http://127.0.0.1:${port}/slow`)).toEqual({ answered: true });
      expect(await served.ended).toBe(1);
      const line = served
        .text()
        .split('\n')
        .find((text) => text.includes('nobody'));
      expect(JSON.parse(line ?? 'null')).toMatchObject({
        level: 60,
        err: { message: 'nobody', stack: expect.stringContaining('Error: nobody') as string },
      });
      expect(
        served
          .text()
          .split('\n')
          .filter((text) => text !== '' && !/^\{|^ready/.test(text)),
      ).toEqual([]);
    },
  );

  test('a second exception that nobody catches ends the process at once', async () => {
    const fault = `import type { Handler } from '@gati-framework/core';
export const handler: Handler = () => {
  setImmediate(() => { throw new Error('first'); });
  setTimeout(() => { throw new Error('second'); }, 50);
  return new Promise(() => {});
};
`;
    const root = await makeProject({ 'src/handlers/fault.ts': fault });
    expect((await gatic(['build', '--root', root, '--no-typecheck'])).code).toBe(0);
    const port = String(await freePort());
    const served = startProgram(process.execPath, ['dist/index.js'], { cwd: root, env: { PORT: port } });
    await untilServing(`http://127.0.0.1:${port}/health`);
    const started = Date.now();
    await fetch(`http://127.0.0.1:${port}/fault`).catch(() => undefined);
    expect(await served.ended).toBe(1);
    expect(Date.now() - started).toBeLessThan(5000);
    expect(served.text()).toContain('second');
  });

  test('a taken port is named', async () => {
    const root = await makeProject({ [hello]: answering({ n: 1 }) });
    await gatic(['build', '--root', root]);
    const port = await freePort();
    startGatic(['start', '--root', root, '--port', String(port), '--host', '127.0.0.1']);
    await untilServing(`http://127.0.0.1:${port}/health`);
    const second = await gatic(['start', '--root', root, '--port', String(port), '--host', '127.0.0.1']);
    expect(second.code).not.toBe(0);
    expect(second.stderr).toMatch(new RegExp(`^error: GATI_PORT_TAKEN: port ${port} .*\\n$`));
  });
});
