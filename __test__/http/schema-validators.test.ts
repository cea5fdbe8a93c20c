import { expect, test } from 'vitest';

import type { Request } from '../../src-ts/api/request.js';
import type { StandardResult, StandardSchema } from '../../src-ts/definition.js';
import { describeSchema } from '../../src-ts/project/schema-values/describe.js';
import { createTestApp } from '../../src-ts/testing.js';
import { define, memoryLogger } from './definition.js';
import { serverEnv } from './server-env.js';

const standard = (validate: (value: unknown) => StandardResult | Promise<StandardResult>): StandardSchema => ({
  '~standard': { validate },
});

const passwords = (value: unknown): StandardResult => {
  const { password, again } = value as { password: string; again: string };
  return password === again ? { value: { password } } : { issues: [{ message: 'differ', path: ['a/b', { key: 0 }] }] };
};

test.each([
  ['at once', passwords],
  ['later', async (value: unknown) => passwords(value)],
])('a schema that answers %s has the last word on a body', async (_name, validate) => {
  const definition = {
    ...define({ routes: { 'POST /users': (req: Request) => req.body } }),
    validators: { 'POST /users': { body: standard(validate) } },
  };
  await using app = await createTestApp({ definition, logger: memoryLogger().logger, env: serverEnv });
  const good = await app.request('POST', '/users', { json: { password: 'x', again: 'x' } });
  expect([good.status, good.json()]).toEqual([200, { password: 'x' }]);
  const bad = await app.request('POST', '/users', { json: { password: 'x', again: 'y' } });
  expect(bad.status).toBe(422);
  expect(bad.json<{ errors: unknown[] }>().errors).toEqual([
    {
      in: 'body',
      pointer: '/a~1b/0',
      code: 'schema',
      expected: 'what the schema accepts',
      received: 'nothing',
      message: 'differ',
    },
  ]);
});

test.each([
  ['plain JSON Schema', { type: 'string' }, { input: { type: 'string' }, canValidate: false, saysMore: false }],
  [
    'TypeBox, in whose words a date is a type',
    { '~kind': 'Object', type: 'object', properties: { at: { '~kind': 'Date', type: 'Date' } } },
    { input: { properties: { at: { format: 'date-time', 'x-gati': { type: 'date' } } } }, canValidate: false },
  ],
  [
    'a library that cannot describe what it gives',
    {
      '~standard': {
        vendor: 'mine',
        validate: passwords,
        jsonSchema: {
          input: () => ({ type: 'string' }),
          output: () => {
            throw new Error('a morph');
          },
        },
      },
    },
    { input: { type: 'string' }, output: { 'x-gati': { unresolved: 'mine says: a morph' } }, canValidate: true },
  ],
  ['nothing at all', undefined, { failed: 'it is undefined once its file has run' }],
  ['something else', { name: 'x' }, { failed: 'it is no schema that is understood' }],
])('%s is described', (_name, value, expected) => {
  expect(describeSchema(value, () => undefined)).toMatchObject(expected);
});
