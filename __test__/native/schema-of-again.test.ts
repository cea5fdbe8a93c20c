/** `schemaOf` keeps what it read of a project, and never answers with what is no longer so. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { schemaOf } from '../../src-ts/tooling.js';

const root = mkdtempSync(join(tmpdir(), 'gati-schema-of-again-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

function shape() {
  const { schema, diagnostics } = schemaOf({ root, file: 'main.ts', type: 'Item', target: 'json-schema-7' });
  const { definitions } = schema as { definitions: { Item: { properties: object } } };
  return { properties: definitions.Item.properties, codes: diagnostics.map(({ code }) => code) };
}

const item = (type: string) =>
  `import type { Part } from './part.js';\nexport interface Item { a: ${type}; b: Part }\n`;
const string = { type: 'string' };
const number = { type: 'number' };

/** Each step changes one thing; the answer after it is the one of a project that was never read before. */
const steps: readonly (readonly [what: string, change: () => void, a: object, b: object])[] = [
  ['a file of the project', () => write('main.ts', item('number')), number, {}],
  ['a file that was looked for and not found', () => write('part.ts', 'export type Part = string;'), number, string],
  ['a text of the same length', () => write('part.ts', 'export type Part = number;'), number, number],
  [
    'a text of the same length and time, once both are old',
    () => {
      const old = new Date(Date.now() - 60_000);
      utimesSync(join(root, 'part.ts'), old, old);
      expect(shape().properties).toEqual({ a: number, b: number });
      write('part.ts', 'export type Part = string;');
      utimesSync(join(root, 'part.ts'), old, old);
    },
    number,
    string,
  ],
  [
    'the tsconfig',
    () => {
      write('elsewhere/part.ts', 'export type Part = boolean;');
      write('main.ts', item('string').replace('./part.js', '#part'));
      write('tsconfig.json', '{ "compilerOptions": { "paths": { "#part": ["./elsewhere/part.ts"] } } }');
    },
    string,
    { type: 'boolean' },
  ],
  [
    'where a link leads',
    () => {
      rmSync(join(root, 'elsewhere'), { recursive: true });
      write('other/part.ts', 'export type Part = null;');
      symlinkSync(join(root, 'other'), join(root, 'elsewhere'));
    },
    string,
    { type: 'null' },
  ],
];

test('changes of what was read, and of what was not there, are seen', () => {
  write('main.ts', item('string'));
  expect(shape()).toEqual({ properties: { a: string, b: {} }, codes: expect.arrayContaining([expect.any(String)]) });
  for (const [what, change, a, b] of steps) {
    expect(shape(), `asking again before ${what}`).toEqual(shape());
    change();
    expect(shape().properties, what).toEqual({ a, b });
  }
  expect(shape().codes).toEqual([]);
});
