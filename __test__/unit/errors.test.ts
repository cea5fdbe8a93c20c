import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { catalogue, messageOf } from '../../src-ts/errors/catalogue.js';
import { GatiError } from '../../src-ts/errors/gati-error.js';
import { HandlerError, HttpError } from '../../src-ts/errors/http-error.js';
import * as httpErrors from '../../src-ts/errors/http-errors.js';
import { problemOf } from '../../src-ts/errors/problem.js';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

describe('the catalogue', () => {
  test('docs/errors.md has exactly these codes, messages and statuses', () => {
    const documented = [...page.matchAll(/^### (GATI_\w+)\n\n(?:Status (\d+)\. )?`([^\n]*)`\n\n(\S)/gm)].map(
      ([, code, status, message]) => [code, status === undefined ? undefined : Number(status), message],
    );
    const known = Object.entries(catalogue).map(([code, { status, message }]) => [
      code,
      status,
      message.replaceAll('\n', ' '),
    ]);
    const byCode = (a: unknown[], b: unknown[]): number => String(a[0]).localeCompare(String(b[0]));
    expect(documented.sort(byCode)).toEqual(known.sort(byCode));
  });

  test('places are filled, and a missing value stays visible', () => {
    expect(messageOf('GATI_PORT_TAKEN', { port: 3000 })).toContain('port 3000 on {host}');
  });
});

describe('HTTP errors', () => {
  test('every class has its own status and name', () => {
    const statuses = Object.entries(httpErrors).map(([name, make]) => {
      const error = new make();
      expect([error.name, error instanceof HttpError, error instanceof Error, error.statusCode]).toEqual([
        name,
        true,
        true,
        error.status,
      ]);
      return error.status;
    });
    expect(statuses.sort()).toEqual([
      400, 401, 402, 403, 404, 405, 409, 410, 412, 413, 415, 422, 429, 500, 501, 502, 503, 504,
    ]);
  });

  test.each([200, 99, 600, 404.5, Number.NaN])('%s is no error status', (status) => {
    expect(() => new HttpError(status)).toThrow(RangeError);
  });

  test.each<readonly [string, unknown, object]>([
    [
      'the context of a client error is told',
      new HandlerError('m', 409, { a: 1 }),
      { status: 409, detail: 'm', context: { a: 1 } },
    ],
    [
      'extensions cannot replace members',
      new HttpError(400, 'm', { extensions: { status: 1, x: 2 } }),
      { status: 400, x: 2 },
    ],
    [
      'an error without a meaning',
      new Error('secret'),
      { status: 500, code: 'GATI_INTERNAL', detail: 'the server failed to answer' },
    ],
    [
      'a 5xx of a library',
      Object.assign(new Error('secret'), { statusCode: 503 }),
      { status: 500, code: 'GATI_INTERNAL' },
    ],
    [
      'an operator error never becomes an answer',
      new GatiError('GATI_PORT_TAKEN'),
      { status: 500, code: 'GATI_INTERNAL' },
    ],
    ['undefined', undefined, { status: 500 }],
  ])('%s', (_name, thrown, wanted) => {
    const { document } = problemOf(thrown, 'r', false);
    expect(document).toMatchObject(wanted);
    expect(JSON.stringify(document)).not.toContain('secret');
  });

  test('the context of a server error is not told', () => {
    expect(problemOf(new HandlerError('m', 500, { a: 1 }), undefined, true).document).not.toHaveProperty('context');
  });
});
