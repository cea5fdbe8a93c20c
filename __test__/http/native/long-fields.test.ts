/** Fields of answers that are longer than a record can tell. */

import { Readable } from 'node:stream';

import { expect, test } from 'vitest';

import type { Request } from '../../../src-ts/api/request.js';
import type { Response } from '../../../src-ts/api/response.js';
import { createApp } from '../../../src-ts/app.js';
import { define, loggedCodes, memoryLogger } from '../definition.js';

const answers: Readonly<Record<string, (res: Response) => unknown>> = {
  'a value': () => ({ a: 1 }),
  'a large text': (res) => res.text('t'.repeat(100_000)),
  'a stream': (res) => res.stream(Readable.from(['one', 'two'])),
};

const lengths: readonly (readonly [count: number, length: number, status: number])[] = [
  [1, 10_000, 200],
  [1, 65_536, 500],
  [1, 300_000, 500],
  [9, 60_000, 500],
];

test.each(Object.keys(answers).flatMap((name) => lengths.map((row) => [name, ...row] as const)))(
  '%s with %i fields of %i bytes is answered with %i, and nothing of them is taken for something else',
  async (name, count, length, status) => {
    const { logger, lines } = memoryLogger();
    const long = (_req: Request, res: Response): unknown => {
      for (let index = 0; index < count; index += 1) res.header(`x-long-${index}`, 'v'.repeat(length));
      return answers[name]?.(res);
    };
    const app = createApp(
      define({
        routes: { 'GET /long': long as never, 'GET /next': () => 'next' },
        config: { logging: { requests: true } },
      }),
      { logger, env: { GATI_SERVER: 'native' } },
    );
    const told = [await app.inject('/long'), await app.inject('/next')];
    await app.close();
    expect(told.map(({ statusCode }) => statusCode)).toEqual([status, 200]);
    const [first] = told;
    expect(first?.headers['x-long-0']).toBe(status === 200 ? 'v'.repeat(length) : undefined);
    // One error, and the line about the request has the status that was sent.
    expect(loggedCodes(lines)).toEqual(status === 200 ? [] : ['GATI_ANSWER_FIELDS']);
    expect(lines.filter(({ msg }) => msg === 'request').map((line) => line['status'])).toEqual([status, 200]);
    if (status === 200) return;
    expect(first?.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(first?.json()).toMatchObject({ status: 500, code: 'GATI_ANSWER_FIELDS' });
  },
);
