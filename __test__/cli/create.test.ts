import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { gatic, repository, temporaryDirectory } from './harness.js';

async function created(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const parent = await temporaryDirectory();
  const result = await gatic(['create', 'my-app', '--no-install', ...args], { cwd: parent, env });
  const root = join(parent, 'my-app');
  const read = (file: string): Promise<string> => readFile(join(root, file), 'utf8');
  return { ...result, parent, root, read };
}

describe('what is written', () => {
  test.each(['minimal', 'api'])(
    'the %s template has a handler, a module, types, a test and no Dockerfile',
    async (template) => {
      const { code, root, read } = await created(['--yes', '--template', template]);
      expect(code).toBe(0);
      const files = (await readdir(root, { recursive: true })).map((file) => file.replaceAll('\\', '/'));
      for (const expected of [
        '.gitignore',
        'README.md',
        'gati.config.ts',
        'package.json',
        'tsconfig.json',
        'src/types.ts',
        'src/handlers/index.ts',
      ]) {
        expect(files).toContain(expected);
      }
      expect(files.some((file) => /^src\/modules\/.+\.ts$/.test(file))).toBe(true);
      expect(files.some((file) => /^test\/.+\.test\.ts$/.test(file))).toBe(true);
      expect(files.filter((file) => /Dockerfile|_gitignore/.test(file))).toEqual([]);
      expect(await read('README.md')).not.toMatch(/\{\{/);
      expect(await read('.gitignore')).toContain('node_modules');
      await stat(join(root, '.git'));
    },
  );

  test('the runtime is a dependency; the command line and TypeScript are for development', async () => {
    const { read } = await created(['--yes']);
    const manifest = JSON.parse(await read('package.json'));
    expect(manifest.name).toBe('my-app');
    expect(Object.keys(manifest.dependencies)).toEqual(['@gati-framework/core']);
    expect(Object.keys(manifest.devDependencies)).toEqual(['@types/node', 'gatic', 'typescript']);
    expect(manifest.devDependencies.typescript).toBe('7.0.2');
  });

  test('the environment says where packages come from', async () => {
    const specs = {
      GATI_CORE_SPEC: 'file:/tmp/core.tgz',
      GATI_CLI_SPEC: 'file:/tmp/cli.tgz',
      GATI_NATIVE_SPEC: 'file:/tmp/native.tgz',
    };
    const { read } = await created(['--yes'], specs);
    const manifest = JSON.parse(await read('package.json'));
    expect(manifest.dependencies['@gati-framework/core']).toBe('file:/tmp/core.tgz');
    expect(manifest.devDependencies.gatic).toBe('file:/tmp/cli.tgz');
    const native = Object.entries(manifest.devDependencies).find(([, spec]) => spec === 'file:/tmp/native.tgz');
    expect(native?.[0]).toMatch(/^@gati-framework\/native-[a-z0-9]+-[a-z0-9]+/);
    const triples = await readdir(join(repository, 'npm'));
    expect(triples).toContain(native?.[0].replace('@gati-framework/native-', ''));
  });

  test.each([
    ['pnpm/12.0.0 npm/? node/v20', 'pnpm', 'pnpm-workspace.yaml'],
    ['yarn/4.0.0 npm/? node/v20', 'yarn', '.yarnrc.yml'],
    ['npm/11.0.0 node/v20', 'npm', undefined],
    ['bun/1.4.0 npm/? node/v20', 'bun', undefined],
  ])('the package manager that called (%s) is the one it is written for', async (agent, name, extra) => {
    const { stdout, root } = await created(['--yes'], { npm_config_user_agent: agent });
    expect(stdout).toContain(`--pm ${name}`);
    if (extra !== undefined) await stat(join(root, extra));
  });

  test('it asks nothing where nobody can answer, and prints the command that repeats the answers', async () => {
    const { stdout, code } = await created(['--template', 'api', '--no-git', '--pm', 'pnpm']);
    expect(code).toBe(0);
    expect(stdout).toContain('pnpm dlx gatic create my-app --yes --template api --pm pnpm --no-install --no-git');
    expect(stdout).toContain('pnpm dev');
  });
});

describe('what is refused before anything is written', () => {
  test('a directory that is not empty', async () => {
    const parent = await temporaryDirectory();
    await mkdir(join(parent, 'full'));
    await writeFile(join(parent, 'full/precious.txt'), 'mine');
    const { code, stderr } = await gatic(['create', 'full', '--yes', '--no-install'], { cwd: parent });
    expect(code).toBe(1);
    expect(stderr).toContain('not empty');
    expect(stderr).toContain('precious.txt');
    expect(await readdir(join(parent, 'full'))).toEqual(['precious.txt']);
  });

  test('a file in the way', async () => {
    const parent = await temporaryDirectory();
    await writeFile(join(parent, 'app'), '');
    const { code, stderr } = await gatic(['create', 'app', '--yes', '--no-install'], { cwd: parent });
    expect(code).toBe(1);
    expect(stderr).toContain('is a file');
  });

  test.each([
    ['My App', /capital letters/, /my-app/],
    ['.hidden', /starts with a dot/, /hidden/],
    ['ünder', /only a-z/, /gatic create/],
    ['node_modules', /reserves it/, /my-app/],
  ])('the name %j', async (name, reason, suggestion) => {
    const parent = await temporaryDirectory();
    const { code, stderr } = await gatic(['create', name, '--yes', '--no-install'], { cwd: parent });
    expect(code).toBe(2);
    expect(stderr).toMatch(reason);
    expect(stderr).toMatch(suggestion);
    expect(await readdir(parent)).toEqual([]);
  });

  test('a package manager that is not installed', async () => {
    const parent = await temporaryDirectory();
    const { code, stderr } = await gatic(['create', 'app', '--yes', '--pm', 'yarn'], {
      cwd: parent,
      env: { PATH: '/nonexistent' },
    });
    expect(code).toBe(3);
    expect(stderr).toContain('yarn is not installed');
    expect(await readdir(parent)).toEqual([]);
  });

  test('the current directory can be made an app, and a git repository in it is no obstacle', async () => {
    const parent = await temporaryDirectory();
    const root = join(parent, 'here');
    await mkdir(join(root, '.git'), { recursive: true });
    const { code, stdout } = await gatic(['create', '.', '--yes', '--no-install'], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).not.toContain('cd ');
    expect(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).name).toBe('here');
  });
});
