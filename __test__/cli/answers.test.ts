/** Answers that do not fit their declared types: refused while a program is written, projected when it is built. */

import { expect, onTestFinished, test } from 'vitest';

import { createTestApp } from '../../dist/testing.js';
import { makeProject } from './harness.js';

const handler = (response: string, value: string): string =>
  `import type { Handler } from '@gati-framework/core';
interface Tree { name: string; children: Tree[] }
export const handler: Handler<{ response: ${response} }> = () => (${value}) as never;
export type Used = Tree;
`;

const faults = [
  ['/wrong', '/message', 'type'],
  ['/missing', '/message', 'key.missing'],
  ['/list', '', 'type'],
  ['/tree', '/children/0/children', 'key.missing'],
  ['/tag', '/kind', 'union.tag'],
] as const;

test('what does not fit is refused with its place, and what fits leaves with its declared members', async () => {
  const root = await makeProject({
    'src/handlers/fits.ts': handler('{ message: string; at: Date }', "{ message: 'x', at: new Date(0), more: 1 }"),
    'src/handlers/wrong.ts': handler('{ message: string }', '{ message: 42 }'),
    'src/handlers/missing.ts': handler('{ message: string }', '{}'),
    'src/handlers/list.ts': handler('string[]', "'x'"),
    'src/handlers/tree.ts': handler('Tree', "{ name: 'a', children: [{ name: 'b' }] }"),
    'src/handlers/tag.ts': handler("{ kind: 'a'; a: 1 } | { kind: 'b'; b: 2 }", "{ kind: 'c' }"),
  });
  const app = await createTestApp({ root });
  onTestFinished(() => app.close());

  const fitting = await app.request('GET', '/fits');
  expect([fitting.status, fitting.json()]).toEqual([200, { message: 'x', at: '1970-01-01T00:00:00.000Z' }]);
  for (const [path, pointer, code] of faults) {
    const response = await app.request('GET', path);
    expect(response.status, path).toBe(500);
    expect(response.json(), path).toMatchObject({
      code: 'GATI_RESPONSE_MISFIT',
      errors: [{ in: 'response', pointer, code }],
    });
  }
});
