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
        config: { port: 0, logging: { requests: true } },
      }),
      { logger, env: { GATI_SERVER: 'native' } },
    );
    const { port } = await app.listen();
    const first = await fetch(`http://127.0.0.1:${port}/long`);
    const text = await first.text();
    const next = await fetch(`http://127.0.0.1:${port}/next`);
    await next.text();
    await app.close();
    expect([first.status, next.status]).toEqual([status, 200]);
    expect(first.headers.get('x-long-0')).toBe(status === 200 ? 'v'.repeat(length) : null);
    // One error, and the line about the request has the status that was sent.
    expect(loggedCodes(lines)).toEqual(status === 200 ? [] : ['GATI_ANSWER_FIELDS']);
    const requests = lines.filter(({ msg }) => String(msg).startsWith('request completed'));
    expect(requests.map((line) => line['http.response.status_code'])).toEqual([status, 200]);
    if (status === 200) return;
    expect(first.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(JSON.parse(text)).toMatchObject({ status: 500, code: 'GATI_ANSWER_FIELDS' });
  },
);
