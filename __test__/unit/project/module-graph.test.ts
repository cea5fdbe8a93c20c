import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { compileFile } from '../../../src-ts/project/compiler.js';
import { ModuleGraph } from '../../../src-ts/project/module-graph.js';
import { forgetFiles } from '../../../src-ts/native/index.js';

let root: string;
let graph: ModuleGraph;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'gati-graph-'));
  await write({ 'package.json': '{"type":"module"}' });
  graph = new ModuleGraph({
    root,
    outDir: join(root, '.gati/dev'),
    salt: 'test',
    transpile: (path, source) => compileFile(root, path, source),
  });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
}

/** URLs by project-relative file, after following imports from `roots`. */
function urls(...roots: string[]): Record<string, string> {
  const built = graph.build(roots.map((file) => join(root, file)));
  return Object.fromEntries([...built.urls].map(([path, url]) => [path.slice(root.length + 1), url]));
}

async function edit(files: Readonly<Record<string, string>>): Promise<void> {
  await write(files);
  graph.invalidate(Object.keys(files).map((file) => join(root, file)));
}

const value = async (url: string | undefined): Promise<unknown> =>
  ((await import(/* @vite-ignore */ url ?? '')) as { default: unknown }).default;

describe('URLs follow content', () => {
  test('a changed file and its importers get new ones, everything else keeps its own', async () => {
    await write({
      'pool.ts': 'export default { id: Math.random() as number };',
      'text.ts': "export default 'one';",
      'a.ts': "import pool from './pool.js';\nimport text from './text.js';\nexport default { pool, text };",
      'b.ts': "import pool from './pool.js';\nexport default pool;",
    });
    const before = urls('a.ts', 'b.ts');
    const first = (await value(before['a.ts'])) as { pool: object; text: string };
    await edit({ 'text.ts': "export default 'two';" });
    const after = urls('a.ts', 'b.ts');
    const second = (await value(after['a.ts'])) as { pool: object; text: string };
    expect([first.text, second.text]).toEqual(['one', 'two']);
    expect(second.pool).toBe(first.pool);
    expect(after['b.ts']).toBe(before['b.ts']);
    expect(after['text.ts']).not.toBe(before['text.ts']);
    expect(after['a.ts']).not.toBe(before['a.ts']);
  });

  test('saving without a change changes nothing, and undoing an edit goes back to the old instance', async () => {
    await write({ 'a.ts': 'export default {};' });
    const first = urls('a.ts');
    await edit({ 'a.ts': 'export default {};' });
    expect(urls('a.ts')).toEqual(first);
    await edit({ 'a.ts': 'export default { b: 1 };' });
    expect(urls('a.ts')).not.toEqual(first);
    await edit({ 'a.ts': 'export default {};' });
    expect(urls('a.ts')).toEqual(first);
  });

  test('files that import each other change together', async () => {
    await write({
      'a.ts': "import { b } from './b.js';\nexport const a = 'a';\nexport default () => a + b();",
      'b.ts': "import { a } from './a.js';\nexport const b = () => 'b' + a;",
      'c.ts': 'export default 1;',
    });
    const before = urls('a.ts', 'c.ts');
    expect(((await value(before['a.ts'])) as () => string)()).toBe('aba');
    await edit({ 'b.ts': "import { a } from './a.js';\nexport const b = () => 'B' + a;" });
    const after = urls('a.ts', 'c.ts');
    expect(((await value(after['a.ts'])) as () => string)()).toBe('aBa');
    expect(after['c.ts']).toBe(before['c.ts']);
  });

  test('starting over gives every file a new one', async () => {
    await write({ 'a.ts': 'export default 1;' });
    const before = urls('a.ts');
    graph.startOver();
    expect(urls('a.ts')).not.toEqual(before);
  });
});

describe('what can be imported', () => {
  const spellings: readonly (readonly [string, Readonly<Record<string, string>>, unknown])[] = [
    [
      'a TypeScript file as .js',
      { 'main.ts': "import x from './x.js';\nexport default x;", 'x.ts': 'export default 1 as number;' },
      1,
    ],
    [
      'a TypeScript file as .ts',
      { 'main.ts': "import x from './x.ts';\nexport default x;", 'x.ts': 'export default 1;' },
      1,
    ],
    [
      'a JavaScript file',
      { 'main.ts': "import x from './x.mjs';\nexport default x;", 'x.mjs': 'export default 2;' },
      2,
    ],
    [
      'JSON with an attribute',
      { 'main.ts': "import x from './x.json' with { type: 'json' };\nexport default x;", 'x.json': '{"a":[1]}' },
      { a: [1] },
    ],
    [
      'JSON without one',
      { 'main.ts': "import x from './x.json';\nexport default x;", 'x.json': '{"a":"\\u2028"}' },
      { a: '\u2028' },
    ],
    [
      'JSON later',
      {
        'main.ts': "const x = await import('./x.json', { with: { type: 'json' } });\nexport default x.default;",
        'x.json': '[1]',
      },
      [1],
    ],
    [
      'a file later',
      { 'main.ts': "const { default: x } = await import('./x.js');\nexport default x;", 'x.ts': 'export default 3;' },
      3,
    ],
    ['a re-export', { 'main.ts': "export { x as default } from './x.js';", 'x.ts': 'export const x = 4;' }, 4],
    ['a builtin', { 'main.ts': "import { sep } from 'node:path';\nexport default typeof sep;" }, 'string'],
    [
      'a package',
      {
        'main.ts': "import x from 'pkg';\nexport default x;",
        'node_modules/pkg/index.js': 'export default 5;',
        'node_modules/pkg/package.json': '{"type":"module","main":"index.js"}',
      },
      5,
    ],
    [
      'a tsconfig path',
      {
        'main.ts': "import x from '@/x';\nexport default x;",
        'src/x.ts': 'export default 6;',
        'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}',
      },
      6,
    ],
    [
      'a name that a URL would misread',
      { 'main.ts': "import x from './a b#c?d%20[e].js';\nexport default x;", 'a b#c?d%20[e].ts': 'export default 7;' },
      7,
    ],
    [
      'a type, which is gone',
      {
        'main.ts': "import type { T } from './t.js';\nconst x: T = 8;\nexport default x;",
        't.ts': 'export type T = number;\nthrow new Error();',
      },
      8,
    ],
  ];

  test.each(spellings)('%s', async (_name, files, expected) => {
    await write(files);
    expect(await value(urls('main.ts')['main.ts'])).toEqual(expected);
  });

  test('import.meta means the original file', async () => {
    await write({ 'src/main.ts': 'export default [import.meta.url, import.meta.dirname, import.meta.filename];' });
    const [url, directory, file] = (await value(urls('src/main.ts')['src/main.ts'])) as string[];
    expect(fileURLToPath(url ?? '')).toBe(join(root, 'src/main.ts'));
    expect(directory).toBe(join(root, 'src'));
    expect(file).toBe(join(root, 'src/main.ts'));
  });
});

describe('mistakes', () => {
  test('a syntax error has the place in the source', async () => {
    await write({ 'a.ts': "const é = '𝒳';\nexport default (;\n" });
    const { diagnostics } = graph.build([join(root, 'a.ts')]);
    expect(diagnostics).toMatchObject([{ severity: 'error', file: 'a.ts', line: 2, column: 17 }]);
    expect(diagnostics[0]?.frame).toContain('export default (;');
  });

  test('an import of nothing names the line', async () => {
    await write({ 'a.ts': "import './b.js';\n" });
    expect(graph.build([join(root, 'a.ts')]).diagnostics).toMatchObject([
      { severity: 'error', file: 'a.ts', line: 1, column: 8 },
    ]);
    await write({ 'b.ts': '' });
    forgetFiles();
    graph.invalidateAll();
    expect(graph.build([join(root, 'a.ts')]).diagnostics).toEqual([]);
  });
});

test('only files that the last build uses are kept', async () => {
  await write({ 'a.ts': "import './b.js';", 'b.ts': '' });
  urls('a.ts');
  await edit({ 'a.ts': '' });
  await rm(join(root, 'b.ts'));
  const { 'a.ts': url } = urls('a.ts');
  graph.removeStale();
  const files = readdirSync(join(root, '.gati/dev'));
  expect(files).toEqual([
    fileURLToPath(url ?? '')
      .split('/')
      .at(-1),
  ]);
});

test('stack traces can show the developer’s own lines', async () => {
  await write({ 'a.ts': 'type T = 1;\n\nexport default 1;\n' });
  const text = readFileSync(fileURLToPath(urls('a.ts')['a.ts'] ?? ''), 'utf8');
  const map = JSON.parse(Buffer.from(/base64,(.+)/.exec(text)?.[1] ?? '', 'base64').toString());
  expect(map.sources.map((source: string) => fileURLToPath(source))).toEqual([join(root, 'a.ts')]);
});
