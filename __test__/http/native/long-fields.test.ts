/** Fields of answers that are longer than a record can tell. */

import { expect, test } from 'vitest';

import type { Request } from '../../../src-ts/api/request.js';
import type { Response } from '../../../src-ts/api/response.js';
import { createApp } from '../../../src-ts/app.js';
import { define, memoryLogger } from '../definition.js';

test.each([
  [1, 10_000, 200],
  [1, 65_536, 500],
  [1, 300_000, 500],
  [9, 60_000, 500],
])(
  '%i fields of %i bytes are answered with %i, and nothing of them is taken for something else',
  async (count, length, status) => {
    const long = (_req: Request, res: Response): unknown => {
      for (let index = 0; index < count; index += 1) res.header(`x-long-${index}`, 'v'.repeat(length));
      return { a: 1 };
    };
    const app = createApp(define({ routes: { 'GET /long': long as never, 'GET /next': () => 'next' } }), {
      logger: memoryLogger().logger,
      env: { GATI_SERVER: 'native' },
    });
    const answers = [await app.inject('/long'), await app.inject('/next')];
    await app.close();
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([status, 200]);
    expect(answers[0]?.headers['x-long-0']).toBe(status === 200 ? 'v'.repeat(length) : undefined);
  },
);
