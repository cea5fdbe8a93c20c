import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { answering, gatic, makeProject } from './harness.js';

const hello = 'src/handlers/hello.ts';
const broken =
  "import type { Handler } from '@gati-framework/core';\nexport const route = 'FETCH me';\nexport const handler: Handler = () => 1;\n";

describe('check', () => {
  test('a good project has no problems, and gets its types', async () => {
    const root = await makeProject({
      [hello]: answering({ n: 1 }),
      'src/modules/db.ts':
        "import { defineModule } from '@gati-framework/core';\nexport default defineModule({ name: 'db', exports: {} });\n",
    });
    const { code, stdout } = await gatic(['check', '--root', root]);
    expect(stdout).toContain('1 handler, 1 module: no problems');
    expect(code).toBe(0);
    expect(await readFile(join(root, '.gati/types.d.ts'), 'utf8')).toContain('../src/modules/db.js');
  });

  test('text has the place, the frame and the count', async () => {
    const root = await makeProject({ [hello]: broken });
    const { code, stdout } = await gatic(['check', '--root', root]);
    expect(stdout).toContain('src/handlers/hello.ts:2:');
    expect(stdout).toContain("export const route = 'FETCH me'");
    expect(stdout).toContain('1 error');
    expect(code).toBe(1);
  });

  test.each([
    ["server: 'native'", {}, ['GT1401']],
    ["server: { type: 'native' }", {}, ['GT1401']],
    ["server: 'native'", { GATI_SERVER: 'fastify' }, []],
    ["server: 'fastify'", {}, []],
    ["server: 'fastify'", { GATI_SERVER: 'native' }, ['GT1401']],
  ] as const)('what the host does not have is said: %s, %j', async (setting, env, codes) => {
    const root = await makeProject({
      'gati.config.ts': `export default { ${setting} };\n`,
      [hello]:
        "import type { Handler } from '@gati-framework/core';\nexport const handler: Handler<{ response: { url?: string } }> = (req) => ({ url: req.raw.url });\n",
    });
    const { code, stdout } = await gatic(['check', '--root', root, '--format', 'json'], { env });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string }[] };
    expect([code, diagnostics.map((one) => one.code)]).toEqual([0, codes]);
  });

  test('JSON is for programs', async () => {
    const root = await makeProject({ [hello]: broken });
    const { code, stdout } = await gatic(['check', '--root', root, '--format', 'json']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: object[] };
    expect(diagnostics).toMatchObject([{ severity: 'error', file: hello, line: 2 }]);
    expect(code).toBe(1);
  });

  test('an import that leads nowhere is found wherever it runs, and once', async () => {
    const root = await makeProject({
      [hello]: `import '../lib/count.js';\n${answering({ n: 1 })}`,
      'src/lib/count.ts': "import './gone.js';\nimport type { N } from './types.js';\nexport const n: N = 1;\n",
      'src/handlers/other.ts':
        "import type { Handler } from '@gati-framework/core';\nimport { type N, n } from '../lib/nowhere.js';\nexport const handler: Handler<{ response: N }> = () => n;\n",
    });
    const { code, stdout } = await gatic(['check', '--root', root, '--format', 'json']);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; file: string; line: number }[] };
    expect(diagnostics.map(({ code, file, line }) => `${file}:${line} ${code}`).sort()).toEqual([
      'src/handlers/other.ts:2 GT1004',
      'src/lib/count.ts:1 GT1004',
    ]);
    expect(code).toBe(1);
  });

  test('a file that is only imported has to be TypeScript', async () => {
    const root = await makeProject({
      [hello]: `import '../lib/start.js';\n${answering({ n: 1 })}`,
      'src/lib/start.ts': 'export const = 1;\n',
    });
    const { code, stdout } = await gatic(['check', '--root', root]);
    expect(stdout).toContain('src/lib/start.ts:1:');
    expect(code).toBe(1);
  });

  test('GitHub shows annotations at the line', async () => {
    const root = await makeProject({ [hello]: broken });
    const { code, stdout } = await gatic(['check', '--root', root, '--format', 'github']);
    expect(stdout).toMatch(/^::error file=src\/handlers\/hello\.ts,line=2,col=\d+,.*title=GT\d+::./m);
    expect(code).toBe(1);
  });
});

describe('routes', () => {
  test('are a table in the order they are tried, or JSON', async () => {
    const root = await makeProject({
      'src/handlers/users/[id].ts': answering({}),
      'src/handlers/users/me.ts': answering({}),
      'src/handlers/users/[...rest].ts': answering({}),
    });
    const { stdout } = await gatic(['routes', '--root', root]);
    const paths = [...stdout.matchAll(/^GET +(\S+)/gm)].map((match) => match[1]);
    expect(paths).toEqual(['/users/me', '/users/:id', '/users/*rest']);
    const json = JSON.parse((await gatic(['routes', '--root', root, '--json'])).stdout) as {
      routes: { path: string }[];
    };
    expect(json.routes.map((route) => route.path)).toEqual(paths);
  });

  test('say what is wrong on stderr and leave with 1', async () => {
    const root = await makeProject({ [hello]: answering({}), 'src/handlers/bad.ts': broken });
    const { code, stdout, stderr } = await gatic(['routes', '--root', root]);
    expect(stdout).toContain('/hello');
    expect(stderr).toContain('src/handlers/bad.ts:2:');
    expect(code).toBe(1);
  });

  test('are looked for where the configuration says', async () => {
    const root = await makeProject({
      'gati.config.ts': "export default { handlers: 'routes' };\n",
      'routes/hello.ts': answering({}),
    });
    expect((await gatic(['routes', '--root', root])).stdout).toContain('routes/hello.ts');
  });
});

describe('schema', () => {
  const types = `import type { Email, Min } from '@gati-framework/core';
/** Somebody. */
export interface User { email: Email; age?: number & Min<18> }
export type Role = 'admin' | 'user';
`;

  test('of one type', async () => {
    const root = await makeProject({ 'src/types.ts': types });
    const { code, stdout } = await gatic(['schema', 'src/types.ts', 'User', '--root', root]);
    expect(code).toBe(0);
    const text = JSON.stringify(JSON.parse(stdout));
    expect(text).toContain('"minimum":18');
    expect(text).toContain('"format":"email"');
    expect(text).toContain('"required":["email"]');
  });

  test('of every exported type', async () => {
    const root = await makeProject({ 'src/types.ts': types });
    const { stdout } = await gatic(['schema', 'src/types.ts', '--root', root]);
    expect(stdout).toContain('User');
    expect(stdout).toContain('Role');
  });

  test('of a file or a type that is not there', async () => {
    const root = await makeProject({ 'src/types.ts': types });
    const noFile = await gatic(['schema', 'src/nothing.ts', '--root', root]);
    expect([noFile.code, noFile.stderr]).toEqual([1, expect.stringContaining('nothing.ts')]);
    const noType = await gatic(['schema', 'src/types.ts', 'Usr', '--root', root]);
    expect(noType.code).toBe(1);
    expect(noType.stderr).toContain('Usr');
  });
});

describe('what the machine lacks', () => {
  test('a missing addon is named with what to do, and leaves with 3', async () => {
    const root = await makeProject({ [hello]: answering({}) });
    for (const command of ['check', 'routes', 'dev', 'build']) {
      const { code, stderr } = await gatic([command, '--root', root], {
        env: { GATI_NATIVE_PATH: '/nonexistent/gati.node' },
      });
      expect(stderr, command).toContain('GATI_NATIVE_MISSING');
      expect(stderr, command).toContain('@gati-framework/native-');
      expect(code, command).toBe(3);
    }
  });

  test.each(['check', 'build'])('every mistake of a configuration is named by %s', async (command) => {
    const root = await makeProject({
      [hello]: answering({}),
      'gati.config.ts': "export default { prot: 3000, unknownKeys: 'strick' };\n",
    });
    const { code, stderr } = await gatic([command, '--root', root]);
    expect(stderr).toContain('GATI_CONFIG_INVALID');
    expect(stderr).toContain('prot');
    expect(stderr).toContain('strick');
    expect(code).toBe(1);
  });

  test('a configuration that throws is shown with its cause', async () => {
    const root = await makeProject({
      [hello]: answering({}),
      'gati.config.ts': "throw new Error('no secrets here');\n",
    });
    const { code, stderr } = await gatic(['check', '--root', root]);
    expect(stderr).toContain('gati.config.ts could not be loaded: no secrets here');
    expect(stderr).toMatch(/gati\.config\.ts:1:7/);
    expect(code).toBe(1);
  });
});

describe('test', () => {
  test('runs the tests of a project, and leaves with 1 when one fails', async () => {
    const one = (title: string, body: string): string =>
      `import { test } from 'node:test';\ntest('${title}', () => { ${body} });\n`;
    const root = await makeProject({
      'src/deep/good.test.ts': one('it is good', 'const n: number = 1; if (n !== 1) throw new Error();'),
      'test/bad.test.ts': one('it is bad', "throw new Error('as expected');"),
    });
    await mkdir(join(root, 'dist'));
    const all = await gatic(['test', '--root', root, '--reporter', 'tap']);
    expect(all.stdout).toMatch(/# pass 1\n# fail 1/);
    expect(all.stdout).toContain('test/bad.test.ts:2');
    expect(all.code).toBe(1);
    const good = await gatic(['test', 'good', '--root', root, '--reporter', 'tap']);
    expect(good.stdout).toMatch(/# pass 1\n# fail 0/);
    expect(good.code).toBe(0);
    const named = await gatic(['test', '--only', 'it is good', '--root', root, '--reporter', 'tap']);
    expect(named.code).toBe(0);
  });

  test('nothing to run is a failure', async () => {
    const root = await makeProject({ 'test/a.test.ts': '' });
    expect((await gatic(['test', 'zzz', '--root', root])).code).toBe(1);
    expect((await gatic(['test', '--root', await makeProject({})])).stderr).toContain('*.test.ts');
  });

  test('a test that cannot be compiled is shown with its place', async () => {
    const root = await makeProject({ 'test/a.test.ts': 'const a = (;\n' });
    const { code, stderr } = await gatic(['test', '--root', root]);
    expect(stderr).toContain('test/a.test.ts:1:12');
    expect(code).toBe(1);
  });
});
