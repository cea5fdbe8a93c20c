/** Updates laid over each other give what a fresh analyzer gives, whatever was edited in between. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { NativeAnalyzer } from '../../src-ts/native/index.js';
import { readAnalysis, updated, type Analysis } from '../../src-ts/project/analysis.js';

const root = mkdtempSync(join(tmpdir(), 'gati-update-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const users = 'src/handlers/users.ts';
const orders = 'src/handlers/orders.ts';
const model = 'src/models/user.ts';
const head = "import type { Handler } from '@gati-framework/core';\n";
const answers = (type: string): string => `export const handler: Handler<{ response: ${type} }> = async () => null!;\n`;
const usersText = `${head}import type { User } from '../models/user.js';\n${answers('User')}`;

/** An edit, and the handlers whose contracts it changes. */
const edits: readonly (readonly [name: string, file: string, text: string | undefined, affected: readonly string[]])[] =
  [
    ['nothing', users, usersText, []],
    ['a line above the handler', users, `// Moved.\n${usersText}`, ['GET /users']],
    [
      'a model',
      model,
      'export interface User { id: number; tag: Tag }\nexport interface Tag { text: string }\n',
      ['GET /users'],
    ],
    [
      'the layout of a model',
      model,
      '\n\nexport interface User { id: number; tag: Tag }\nexport interface Tag { text: string }\n',
      [],
    ],
    [
      'a new handler before the others, with a type of the same name',
      orders,
      `${head}interface User { other: 1 }\n${answers('User[]')}`,
      ['GET /orders', 'GET /users'],
    ],
    ['a syntax error, which gives the name back', orders, 'export const handler = (', ['GET /users']],
    ['a module', 'src/modules/db.ts', "export default { name: 'db', init() {} };\n", []],
    ['the handler is gone', orders, undefined, []],
    ['the model is gone', model, undefined, ['GET /users']],
  ];

test('updates add up', () => {
  const write = (file: string, text: string | undefined): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    if (text === undefined) rmSync(join(root, file));
    else writeFileSync(join(root, file), text);
  };
  const open = (): NativeAnalyzer =>
    new NativeAnalyzer(JSON.stringify({ root, handlers: 'src/handlers', modules: 'src/modules' }));
  write(users, usersText);
  write(model, 'export interface User { id: string }\n');
  const kept = open();
  let known: Analysis | undefined;
  for (const [name, file, text, expected] of [['the start', users, usersText, ['GET /users']] as const, ...edits]) {
    write(file, text);
    kept.invalidate([join(root, file)]);
    const { analysis, affected } = updated(known, kept.update());
    const fresh = readAnalysis(open().analyze());
    // As text, because the order of types counts too.
    expect(JSON.stringify(analysis.manifest.types), name).toBe(JSON.stringify(fresh.manifest.types));
    expect(analysis, name).toEqual({ manifest: fresh.manifest, diagnostics: fresh.diagnostics });
    expect([...affected].sort(), name).toEqual(expected);
    known = analysis;
  }
  expect(updated(known, kept.update()).analysis, 'without an edit it is the same object').toBe(known);
});

test('contracts and schemas of some handlers stand by themselves', () => {
  const analyzer = new NativeAnalyzer(JSON.stringify({ root, handlers: 'src/handlers', modules: 'src/modules' }));
  const { analysis } = updated(undefined, analyzer.update());
  const ids = analysis.manifest.handlers.map(({ id }) => id);
  expect(ids).toEqual(['GET /users']);
  expect(analyzer.contracts(ids, '{}')).toContain('"GET /users": {');
  expect(Object.keys(JSON.parse(analyzer.schemas(ids)) as object)).toEqual(ids);
  expect(analyzer.contracts([], '{}')).toContain('export { contracts };');
});
