/** tRPC, Hono and Nest with validators of `validate<T>()`: the real libraries, each by its own way of checking. */
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { repository, run } from '../cli/harness.js';

const issues = [
  { message: 'expected string, received 1', path: ['id'] },
  { message: 'is required', path: ['placed'] },
  { message: 'is required', path: ['lines', 0, 'count'] },
];

/** tRPC calls `parse`, whose error has the issues with everything that is known of them. */
const own = [
  { pointer: '/id', code: 'type', expected: 'string', received: '1', message: 'expected string, received 1' },
  { pointer: '/placed', code: 'key.missing', expected: 'Date', received: 'undefined', message: 'is required' },
  { pointer: '/lines/0/count', code: 'key.missing', expected: 'number', received: 'undefined', message: 'is required' },
];

test('each takes the validator, hands on what it gives, and says what does not fit', async () => {
  const program = join(repository, '__test__/validators/libraries.ts');
  const { code, stdout, stderr } = await run(process.execPath, ['--import', '@gati-framework/core/register', program], {
    cwd: repository,
  });
  expect(stderr.replaceAll(/^.*(Warning|node --trace-warnings).*\n/gm, '')).toBe('');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    standard: [1, 'gati', true, true],
    // What an answer does not declare stays inside.
    trpc: [
      { id: 'a', year: 2026 },
      { code: 'BAD_REQUEST', issues: own },
    ],
    hono: [
      [200, { id: 'a', year: 2026, rest: ['lines'] }],
      [400, { data: { id: 1, lines: [{ sku: 's' }] }, error: issues, success: false }],
    ],
    nest: [
      { isDate: true, keys: ['id', 'placed', 'lines'] },
      {
        statusCode: 400,
        error: 'Bad Request',
        message: ['id: expected string, received 1', 'placed: is required', 'lines.0.count: is required'],
      },
    ],
  });
}, 60_000);
