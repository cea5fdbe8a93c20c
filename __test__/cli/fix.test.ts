/** Which fixes are written: those whose lines are what was analyzed, inside the project, one beside the other. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { applyFixes, check } from '../../packages/gatic/dist/index.js';
import type { Diagnostic, TextEdit } from '../../src-ts/tooling.js';
import { makeProject, temporaryDirectory } from './harness.js';

/** A diagnostic whose fix changes parts of texts, each found by its first occurrence. */
function fixing(edits: readonly (readonly [file: string, text: string, part: string, insert: string])[]): Diagnostic {
  const place = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  const all = edits.map(([file, text, part, insert]): TextEdit => {
    const offset = text.indexOf(part);
    const endOffset = offset + part.length;
    const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
    const newline = text.indexOf('\n', endOffset);
    const lines = text.slice(start, newline === -1 ? text.length : newline);
    return { ...place, column: offset - start + 1, file, offset, endOffset, text: insert, lines };
  });
  const first = all[0]!;
  return {
    ...place,
    code: 'GT2001',
    severity: 'error',
    message: '',
    file: first.file,
    secondary: [],
    fix: { title: '', edits: all },
  };
}

const before = 'one\r\ntwo three\r\nfour';

async function withFile(text: string = before): Promise<string> {
  const root = await temporaryDirectory();
  await writeFile(join(root, 'a.ts'), text);
  return root;
}

test('edits of several fixes of one file are written together', async () => {
  const root = await withFile();
  const fixes = [
    ['four', '4'],
    ['two', '2'],
    ['three', '3'],
    ['one', '1'],
  ] as const;
  const { applied, files } = await applyFixes(
    root,
    fixes.map(([part, insert]) => fixing([['a.ts', before, part, insert]])),
  );
  expect(applied).toHaveLength(4);
  expect(files).toEqual([join(root, 'a.ts')]);
  expect(await readFile(join(root, 'a.ts'), 'utf8')).toBe('1\r\n2 3\r\n4');
});

test('of two fixes that change the same text the first is written; the same edit twice is one', async () => {
  const root = await withFile();
  const { applied } = await applyFixes(root, [
    fixing([['a.ts', before, 'two three', '2']]),
    fixing([['a.ts', before, 'three', '3']]),
    fixing([
      ['a.ts', before, 'two three', '2'],
      ['a.ts', before, 'one', '1'],
    ]),
  ]);
  expect(applied).toHaveLength(2);
  expect(await readFile(join(root, 'a.ts'), 'utf8')).toBe('1\r\n2\r\nfour');
});

test.each([
  ['a line was added above', `zero\r\n${before}`],
  ['the line itself changed', before.replace('two', 'too')],
  ['the end of the line changed', before.replace('three', 'threw')],
  ['it is empty now', ''],
])('nothing is written when %s', async (_name, now) => {
  const root = await withFile(now);
  const { applied } = await applyFixes(root, [fixing([['a.ts', before, 'two', '2']])]);
  expect(applied).toEqual([]);
  expect(await readFile(join(root, 'a.ts'), 'utf8')).toBe(now);
});

test('a change below the line is kept', async () => {
  const root = await withFile(`${before} five`);
  await applyFixes(root, [fixing([['a.ts', before, 'two', '2']])]);
  expect(await readFile(join(root, 'a.ts'), 'utf8')).toBe('one\r\n2 three\r\nfour five');
});

test('a fix is written as a whole or not at all, and never outside of the project', async () => {
  const outer = await withFile();
  const root = join(outer, 'inner');
  await mkdir(root);
  await writeFile(join(root, 'b.ts'), before);
  const gone = fixing([
    ['b.ts', before, 'two', '2'],
    ['gone.ts', before, 'two', '2'],
  ]);
  const outside = fixing([
    ['b.ts', before, 'two', '2'],
    ['../a.ts', before, 'two', '2'],
  ]);
  expect(await applyFixes(root, [gone, outside])).toEqual({ applied: [], files: [] });
  expect(await readFile(join(root, 'b.ts'), 'utf8')).toBe(before);
  expect(await readFile(join(outer, 'a.ts'), 'utf8')).toBe(before);
});

test('what the analyzer said about another state of the file is not written', async () => {
  const handler =
    "import type { Handler } from '@gati-framework/core';\nexport const POST: Handler<{ bdy: { a: 1 } }> = () => 1;\n";
  const root = await makeProject({ 'src/handlers/a.ts': handler });
  const { diagnostics } = await check(root);
  const path = join(root, 'src/handlers/a.ts');
  await writeFile(path, `// typed meanwhile\n${handler}`);
  expect((await applyFixes(root, diagnostics)).applied).toEqual([]);
  await writeFile(path, handler);
  expect((await applyFixes(root, diagnostics)).applied).toHaveLength(1);
  expect(await readFile(path, 'utf8')).toBe(handler.replace('bdy', 'body'));
});
