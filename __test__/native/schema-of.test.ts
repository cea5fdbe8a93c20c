/** What one can ask `schemaOf` about a file, and what it answers. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { schemaOf, type SchemaOfOptions } from '../../src-ts/tooling.js';

const root = mkdtempSync(join(tmpdir(), 'gati-schema-of-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

// No tsconfig: a file is a file.
const files = {
  'main.ts': `
    import type { Sku } from './parts.js';
    import type { Money } from 'money';
    /** What is sold. */
    export interface Item { sku: Sku; price: Money; notify: () => void; /** @default 1 */ count: number }
    export class Basket { items: Item[] = []; private total = 0; add(item: Item): void { this.items.push(item); } }
    export enum State { Open = 'open', Closed = 'closed' }
    export type Code = string;
    export type Page<T> = { items: T[] };
    export namespace Shop { export interface Owner { name: string } }
    interface Hidden { h: 1 }
    export default interface Main { state: State }
  `,
  'parts.ts': 'export type Sku = `sku-${number}`;\n',
  'script.ts': 'interface Order { lines: Line[] }\ntype Line = { n: number };\n',
  'node_modules/money/package.json': '{ "name": "money", "version": "1.0.0", "types": "index.d.ts" }',
  'node_modules/money/index.d.ts': 'export interface Money { cents: number }\n',
};
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

type Schema = Record<string, unknown>;

function ask(options: Partial<SchemaOfOptions>) {
  const answer = schemaOf({ root, file: 'main.ts', type: '*', target: 'json-schema-7', ...options });
  const { definitions = {} } = answer.schema as { definitions?: Record<string, Schema> };
  return { ...answer, definitions };
}

describe('every type of a file', () => {
  test('has a definition of its name, closed where asked', () => {
    const { definitions, types, diagnostics } = ask({ closed: true });
    expect(diagnostics).toEqual([]);
    expect(types).toEqual(['Basket', 'Code', 'Item', 'Shop.Owner', 'State', 'default']);
    for (const type of types) expect(definitions).toHaveProperty([type]);
    expect(definitions['Basket']).toEqual({
      type: 'object',
      properties: { items: { type: 'array', items: { $ref: '#/definitions/Item' } } },
      required: ['items'],
      additionalProperties: false,
    });
    expect(definitions['State']).toEqual({ type: 'string', enum: ['open', 'closed'] });
    expect(definitions['Code']).toEqual({ type: 'string' });
    expect(definitions['default']).toEqual({ $ref: '#/definitions/Main' });
  });

  test('of a script is every one it declares', () => {
    expect(ask({ file: 'script.ts' }).types).toEqual(['Line', 'Order']);
  });
});

describe('one type', () => {
  test('follows imports from files and packages, and leaves functions out', () => {
    const { definitions, schema, diagnostics } = ask({ type: 'Item' });
    expect(diagnostics).toEqual([]);
    expect(schema).toMatchObject({ allOf: [{ $ref: '#/definitions/Item' }] });
    expect(definitions['Item']).toMatchObject({ description: 'What is sold.', required: ['sku', 'price', 'count'] });
    expect(Object.keys(definitions['Item']?.['properties'] as Schema)).toEqual(['sku', 'price', 'count']);
    expect(definitions['Item']).not.toHaveProperty('additionalProperties');
    expect(definitions).toHaveProperty('Money');
  });

  test('that is sent may lack what has a default', () => {
    expect(ask({ type: 'Item', direction: 'input' }).definitions['Item']).toMatchObject({
      required: ['sku', 'price'],
    });
  });

  test.each(['Hidden', 'Shop.Owner', 'default'])('%s can be asked for', (type) => {
    const { types, diagnostics } = ask({ type });
    expect({ types, diagnostics }).toEqual({ types: [type], diagnostics: [] });
  });

  test('is written in either dialect', () => {
    expect(ask({ type: 'Code' }).schema).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      allOf: [{ $ref: '#/definitions/Code' }],
      definitions: { Code: { type: 'string' } },
    });
    expect(schemaOf({ root, file: 'main.ts', type: 'Code' }).schema).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $ref: '#/$defs/Code',
      $defs: { Code: { type: 'string' } },
    });
  });
});

test.each([
  [{ type: 'Itm' }, 'GT1005', 'the file has no type `Itm`'],
  [{ type: 'Page' }, 'GT2003', '`Page` has type parameters, so it is not one type'],
  [{ file: 'gone.ts' }, 'GT1002', 'there is no such file, or it is not UTF-8 text'],
])('%j gives a diagnostic', (options, code, message) => {
  const { types, diagnostics } = ask(options);
  expect(types).toEqual([]);
  expect(diagnostics).toMatchObject([{ code, message }]);
});
