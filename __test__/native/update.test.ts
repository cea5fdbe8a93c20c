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

test('an edit crosses as one text of what it changed', () => {
  const folder = join(root, 'many');
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  const count = 60;
  const text = (at: number, own: string): string =>
    `${head}import type { Model } from '../models/model${at % 6}.js';\ninterface Own${at} { own: ${own}; model: Model }\n${answers(`Own${at}`)}`;
  const modelText = (at: number, more: string): string =>
    `export interface Model { id: 'model ${at}'; ${more} }\nexport const load = (): Model => null!;\n`;
  for (let at = 0; at < 6; at += 1) write(`src/models/model${at}.ts`, modelText(at, 'a: 1'));
  for (let at = 0; at < count; at += 1) write(`src/handlers/h${at}.ts`, text(at, '1'));
  const analyzer = new NativeAnalyzer(
    JSON.stringify({ root: folder, handlers: 'src/handlers', modules: 'src/modules' }),
  );
  interface Crossed {
    readonly handlers: readonly { readonly id: string }[];
    readonly types: readonly (readonly [string, unknown])[];
    readonly affected: readonly string[];
  }
  const whole = analyzer.update();
  expect((JSON.parse(whole) as Crossed).affected).toHaveLength(count);
  const cross = (file: string, content: string): readonly [crossed: Crossed, length: number] => {
    write(file, content);
    analyzer.invalidate([join(folder, file)]);
    const answer = analyzer.update();
    return [JSON.parse(answer) as Crossed, answer.length];
  };
  const [handler, handlerLength] = cross('src/handlers/h7.ts', text(7, '2'));
  expect(handler.affected).toEqual(['GET /h7']);
  expect(handler.types.map(([id]) => id)).toEqual(['Own7']);
  expect(handler.handlers, 'its row names the type, which has its own').toEqual([]);
  const [model, modelLength] = cross('src/models/model1.ts', modelText(1, 'a: 2'));
  expect(model.affected).toHaveLength(count / 6);
  expect(model.types, 'one definition, whoever mentions it').toHaveLength(1);
  const [layout, layoutLength] = cross('src/models/model1.ts', `\n\n${modelText(1, 'a:\n  2')}`);
  expect(layout).toEqual({ handlers: [], types: [], affected: [] });
  for (const length of [handlerLength, modelLength, layoutLength]) expect(length).toBeLessThan(whole.length / 20);
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
