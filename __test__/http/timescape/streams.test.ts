/** Streams for clients of older releases: element by element, and what a person decided where an answer became one. */
import { expect, test } from 'vitest';

import { Gone } from '../../../src-ts/errors/http-errors.js';
import { createTestApp } from '../../../src-ts/testing.js';
import type { VersionedContract } from '../../../src-ts/timescape/definition.js';
import type { ContractJson } from '../../../src-ts/manifest/manifest.js';
import { loggedCodes, memoryLogger } from '../definition.js';
import { answers, defineReleases, list, number, object, string } from './releases.js';

const first = '2026-01-01T00:00:00Z';
const id = 'GET /rows';

async function* rows(): AsyncGenerator<object> {
  yield { full: 'Ada', at: 1, secret: true };
  yield { full: 'Bob', at: 2, secret: true };
}

const stream: ContractJson = { responses: [{ status: 200, elements: object({ full: string, at: number }) }] };
const names: ContractJson = { responses: [{ status: 200, elements: object({ name: string }) }] };
const listed: ContractJson = answers({ 200: list(object({ name: string })) });
const name = (row: unknown): object => ({ name: (row as { full: string }).full, leaked: true });
const lines = '{"name":"Ada"}\n{"name":"Bob"}\n';

type Down = NonNullable<VersionedContract['down']>[number];

const table: readonly (readonly [
  what: string,
  head: ContractJson,
  old: ContractJson,
  down: Down | undefined,
  answer: () => unknown,
  expected: readonly [status: number, text: unknown, code?: string],
])[] = [
  ['elements are changed one by one', stream, names, { status: 200, element: name }, rows, [200, lines]],
  [
    'what is new is left out',
    stream,
    { responses: [{ status: 200, elements: object({ at: number }) }] },
    undefined,
    rows,
    [200, '{"at":1}\n{"at":2}\n'],
  ],
  [
    'a list is sent as the stream it was',
    answers({ 200: list(object({ full: string })) }),
    names,
    { status: 200, value: (all) => (all as unknown[]).map(name) },
    () => [{ full: 'Ada' }, { full: 'Bob' }],
    [200, lines],
  ],
  [
    'a stream is refused where it was a list',
    stream,
    listed,
    {
      status: 200,
      value: () => {
        throw new Gone('rows are a stream now');
      },
    },
    rows,
    [410, expect.stringContaining('rows are a stream now')],
  ],
  [
    'a stream is never sent where a list was',
    stream,
    listed,
    { status: 200, value: () => [{ name: 'nobody' }] },
    rows,
    [200, '[{"name":"nobody"}]'],
  ],
  [
    'a transformer that fails at the first element',
    stream,
    names,
    {
      status: 200,
      element: () => {
        throw new Error('no');
      },
    },
    rows,
    [500, expect.stringContaining('rows.old'), 'GATI_TRANSFORM_FAILED'],
  ],
  [
    'a handler that is wrong is told so before a transformer is',
    stream,
    names,
    { status: 200, element: name },
    () =>
      (async function* () {
        yield { full: 7, at: 1 };
      })(),
    [500, expect.stringContaining('GATI_RESPONSE_MISFIT'), 'GATI_RESPONSE_MISFIT'],
  ],
];

test.each(table)('%s', async (_what, head, old, down, answer, [status, text, code]) => {
  const { logger, lines: logged } = memoryLogger();
  const step: Partial<VersionedContract> = {
    transformer: 'rows.old',
    ...(down === undefined ? {} : { down: { 200: down } }),
  };
  await using app = await createTestApp({
    definition: defineReleases({
      mode: 'test',
      head: { [id]: head },
      releases: [{ id: first, semver: '1.0.0', contracts: { [id]: old }, steps: { [id]: step } }],
      handlers: { [id]: answer },
    } as Parameters<typeof defineReleases>[0]),
    logger,
    env: {},
  });
  const response = await app.request('GET', '/rows', { headers: { 'x-api-version': first } });
  expect([response.status, response.text]).toEqual([status, text]);
  if (code !== undefined) expect(loggedCodes(logged)).toContain(code);
});
