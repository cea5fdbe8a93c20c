import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, onTestFinished, test } from 'vitest';

import { loadProject, typesFile } from '../../dist/tooling.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const execute = promisify(execFile);

/** A block of TypeScript in a document; a first line `// path` says where it belongs in a project. */
interface Snippet {
  readonly document: string;
  readonly line: number;
  readonly path: string | undefined;
  readonly text: string;
}

async function snippets(): Promise<Snippet[]> {
  const found: Snippet[] = [];
  for (const document of (await readdir(join(repository, 'docs'))).filter((name) => name.endsWith('.md'))) {
    const text = await readFile(join(repository, 'docs', document), 'utf8');
    for (const match of text.matchAll(/^```ts\n([^]*?)^```$/gm)) {
      const line = text.slice(0, match.index).split('\n').length + 1;
      found.push({ document, line, path: /^\/\/ (\S+\.ts)\n/.exec(match[1]!)?.[1], text: match[1]! });
    }
  }
  return found;
}

async function workspace(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'gati-docs-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await mkdir(join(root, 'node_modules/@gati-framework'), { recursive: true });
  await mkdir(join(root, 'node_modules/@types'), { recursive: true });
  await symlink(repository, join(root, 'node_modules/@gati-framework/core'));
  await symlink(join(repository, 'node_modules/@types/node'), join(root, 'node_modules/@types/node'));
  await writeFile(join(root, 'package.json'), '{"type":"module"}');
  return root;
}

async function place(root: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

test('every snippet of the guide compiles with the settings of a created app', async () => {
  const all = await snippets();
  expect(all.length).toBeGreaterThan(10);
  const root = await workspace();
  for (const { document, line, path, text } of all) await place(root, path ?? `snippets/${document}.${line}.ts`, text);
  const modules = all.flatMap(({ path }) => /^src\/modules\/(\w+)\.ts$/.exec(path ?? '')?.[1] ?? []);
  await place(
    root,
    '.gati/types.d.ts',
    typesFile(modules.map((name) => ({ name, file: `src/modules/${name}.ts`, export: 'default', dependencies: [] }))),
  );
  const settings = JSON.parse(
    await readFile(join(repository, 'packages/gatic/templates/minimal/tsconfig.json'), 'utf8'),
  );
  await place(
    root,
    'tsconfig.json',
    JSON.stringify({ ...settings, include: ['src', 'snippets', 'gati.config.ts', '.gati/types.d.ts'] }),
  );
  const compiler = join(repository, 'node_modules/typescript/bin/tsc');
  const result = await execute(process.execPath, [compiler, '-p', root], { cwd: root }).catch(
    (error: { stdout: string; code?: number }) => error,
  );
  expect(result).toMatchObject({ stdout: '', stderr: '' });
  expect(result).not.toHaveProperty('code');
}, 60_000);

test('every handler of the guide is a route of its own', async () => {
  for (const { document, line, path, text } of await snippets()) {
    const file = path ?? 'src/handlers/snippet.ts';
    if (!file.startsWith('src/handlers/') || !/^export const (handler|GET|route)\b/m.test(text)) continue;
    const root = await workspace();
    await place(root, file, text);
    const { routes, diagnostics } = await loadProject({ root, mode: 'test' });
    expect(
      diagnostics.filter(({ severity }) => severity === 'error'),
      `docs/${document}:${line}`,
    ).toEqual([]);
    expect(routes.routes.length, `docs/${document}:${line}`).toBeGreaterThan(0);
  }
});
