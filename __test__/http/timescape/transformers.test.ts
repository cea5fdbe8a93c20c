/** What transformers do wrong, and what handlers do: who is told what. */
import { describe, expect, test } from 'vitest';

import type { TimescapeConfig } from '../../../src-ts/api/config.js';
import type { Request } from '../../../src-ts/api/request.js';
import type { Response } from '../../../src-ts/api/response.js';
import type { AppDefinition, Mode, StandardSchema } from '../../../src-ts/definition.js';
import { UnprocessableContent } from '../../../src-ts/errors/http-errors.js';
import { createTestApp, type TestResponse } from '../../../src-ts/testing.js';
import type { RequestParts, VersionedContract } from '../../../src-ts/timescape/definition.js';
import { loggedCodes, memoryLogger } from '../definition.js';
import { answers, date, defineReleases, number, object, string } from './releases.js';
import { serverEnv } from '../server-env.js';

const first = '2026-01-01T00:00:00Z';

interface Made {
  readonly response: TestResponse;
  readonly lines: readonly Record<string, unknown>[];
  readonly seen: unknown[];
}

interface Input {
  readonly step: Partial<VersionedContract>;
  readonly mode?: Mode;
  readonly timescape?: TimescapeConfig;
  readonly answer?: (body: unknown) => unknown;
  readonly change?: (definition: AppDefinition) => AppDefinition;
  readonly body?: object;
}

const schema: StandardSchema = {
  '~standard': {
    validate: (value) =>
      (value as { full: string }).full === 'refused'
        ? { issues: [{ message: 'not this one', path: ['full'] }] }
        : { value },
  },
};

/** A request of an old client, `{ name }`, to a handler that knows `{ full }`. */
async function made({ step, mode = 'test', timescape, answer, change, body = { name: 'Ada' } }: Input): Promise<Made> {
  const seen: unknown[] = [];
  const definition = defineReleases({
    mode,
    config: {
      ...(timescape === undefined ? {} : { timescape }),
      use: [
        ((req: Request, _r: unknown, _g: unknown, _l: unknown, next: () => unknown) => (
          seen.push(req.body),
          next()
        )) as never,
      ],
    },
    head: {
      'POST /users': { body: object({ full: string }), ...answers({ 200: object({ full: string, at: date }) }) },
    },
    releases: [
      {
        id: first,
        semver: '1.0.0',
        contracts: {
          'POST /users': { body: object({ name: string }), ...answers({ 200: object({ name: string, at: string }) }) },
        },
        steps: { 'POST /users': { transformer: 'users.rename', ...step } },
      },
    ],
    handlers: {
      'POST /users': (req: Request) =>
        answer === undefined
          ? { full: (req.body as { full: string }).full, at: new Date(0), more: 1 }
          : answer(req.body),
    },
  });
  const { logger, lines } = memoryLogger();
  await using app = await createTestApp({
    definition: change === undefined ? definition : change(definition),
    logger,
    env: serverEnv,
  });
  const response = await app.request('POST', '/users', { json: body, headers: { 'x-api-version': first } });
  return { response, lines, seen };
}

const up = (parts: RequestParts): RequestParts => ({ ...parts, body: { full: (parts.body as { name: string }).name } });
const down: VersionedContract['down'] = {
  200: {
    status: 200,
    value: (value) => {
      const { full, at } = value as { full: string; at: Date };
      return { name: full, at: at.toISOString(), extra: 'never sent' };
    },
  },
};

test('a request goes up, once, before middleware sees it; an answer comes down to the members of its contract', async () => {
  const { response, seen } = await made({ step: { up, down } });
  expect([response.status, response.text]).toEqual([200, '{"name":"Ada","at":"1970-01-01T00:00:00.000Z"}']);
  expect(seen).toEqual([{ full: 'Ada' }]);
});

const throwing = (): never => {
  throw new Error('the secret');
};

describe.each(['test', 'production'] as const)('in %s', (mode) => {
  test.each([
    ['up throws', { up: throwing, down }],
    ['up is asynchronous', { up: (async (parts: RequestParts) => parts) as never, down }],
    ['up gives nothing', { up: (() => undefined) as never, down }],
    ['down throws', { up, down: { 200: { status: 200, value: throwing } } }],
  ])('%s: a fault that names the transformer and tells nothing of what is inside', async (_what, step) => {
    const { response, lines } = await made({ step, mode });
    expect(response.json()).toMatchObject({ status: 500, code: 'GATI_TRANSFORM_FAILED', transformer: 'users.rename' });
    expect(response.text).not.toContain('secret');
    expect(response.headers['x-api-version']).toBe(first);
    expect(loggedCodes(lines)).toEqual(['GATI_TRANSFORM_FAILED']);
  });

  test('what a person wrote is held to what the handler takes', async () => {
    const wrong = (parts: RequestParts): RequestParts => ({ ...parts, body: { full: 7 } });
    const { response, lines, seen } = await made({ step: { up: wrong, down, custom: true }, mode });
    expect([response.status, response.json(), seen]).toMatchObject([
      500,
      { code: 'GATI_TRANSFORM_MISFIT', transformer: 'users.rename' },
      [],
    ]);
    expect(response.text).not.toContain('full');
    expect(lines.find(({ err }) => err !== undefined)).toMatchObject({
      err: { message: expect.stringContaining('users.rename') as unknown },
    });
  });

  test('a person may decide that a request is refused', async () => {
    const refusing = (): never => {
      throw new UnprocessableContent('send a name of two words', { code: 'TWO_WORDS' });
    };
    const { response } = await made({ step: { up: refusing, down, custom: true }, mode });
    expect(response.json()).toMatchObject({ status: 422, code: 'TWO_WORDS', detail: 'send a name of two words' });
  });

  test('time and size of what a person wrote are capped', async () => {
    const slow = (parts: RequestParts): RequestParts => {
      for (const end = performance.now() + 20; performance.now() < end;);
      return up(parts);
    };
    const late = await made({ step: { up: slow, down, custom: true }, mode, timescape: { limits: { time: 5 } } });
    expect(late.response.json()).toMatchObject({
      status: 500,
      code: 'GATI_TRANSFORM_LIMIT',
      transformer: 'users.rename',
    });
    expect(late.response.text).toContain('5 ms');
    const unlimited = await made({ step: { up: slow, down, custom: true }, mode, timescape: { limits: { time: 0 } } });
    expect(unlimited.response.status).toBe(200);
    const large: VersionedContract['down'] = {
      200: { status: 200, value: () => ({ name: 'x'.repeat(5000), at: '' }) },
    };
    const big = await made({ step: { up, down: large, custom: true }, mode, timescape: { limits: { size: 4000 } } });
    expect(big.response.json()).toMatchObject({ code: 'GATI_TRANSFORM_LIMIT' });
    expect(
      (await made({ step: { up, down: large }, mode, timescape: { limits: { size: 4000 } } })).response.status,
    ).toBe(200);
  });

  test('a schema value of the handler has the last word, and speaks of the members the client sent', async () => {
    const change = (definition: AppDefinition): AppDefinition => ({
      ...definition,
      validators: { 'POST /users': { body: schema } },
    });
    const pointer = (place: string): string => (place === 'body/full' ? 'body/name' : place);
    const refused = await made({ step: { up, down, pointer }, change, mode, body: { name: 'refused' } });
    expect(refused.response.json()).toMatchObject({
      status: 422,
      errors: [{ in: 'body', pointer: '/name', message: 'not this one' }],
    });
    expect((await made({ step: { up, down, pointer }, change, mode })).response.status).toBe(200);
  });
});

test('a mistake of the handler is said to be one, where mistakes are looked for', async () => {
  const { response, lines } = await made({ step: { up, down }, answer: () => ({ full: 7, at: new Date(0) }) });
  expect([response.status, loggedCodes(lines)]).toEqual([500, ['GATI_RESPONSE_MISFIT']]);
});

test('a request that fits the old contract by text only is refused before anything is transformed', async () => {
  const { response, seen } = await made({ step: { up: throwing, down }, body: { name: 7 } });
  expect([response.status, response.json(), seen]).toMatchObject([
    422,
    { errors: [{ in: 'body', pointer: '/name' }] },
    [],
  ]);
});

test('parameters of the path that had other names keep their values', async () => {
  const definition = defineReleases({
    head: {
      'GET /a/:userId/b/:tagId': {
        params: object({ userId: number, tagId: string }),
        ...answers({ 200: object({ userId: number, tagId: string }) }),
      },
    },
    releases: [
      {
        id: first,
        semver: '1.0.0',
        contracts: {
          'GET /a/:tagId/b/:id': {
            params: object({ tagId: number, id: string }),
            ...answers({ 200: object({ userId: number, tagId: string }) }),
          },
        },
      },
    ],
    handlers: { 'GET /a/:userId/b/:tagId': (req: Request) => req.params },
  });
  await using app = await createTestApp({ definition, env: serverEnv });
  const old = (url: string): Promise<TestResponse> => app.request('GET', url, { headers: { 'x-api-version': first } });
  // `tagId` is the name of another place today: values are moved at once, and none over another.
  expect((await old('/a/7/b/x')).json()).toEqual({ userId: 7, tagId: 'x' });
  expect((await old('/a/z/b/x')).json()).toMatchObject({ errors: [{ in: 'params', pointer: '/tagId' }] });
});

test('an answer that was transformed has another tag than what it was made from, and the handler sees its own', async () => {
  const handler = (req: Request, res: Response): unknown => {
    res.header('etag', '"v1"');
    return req.headers['if-none-match'] === '"v1"' ? res.status(304).end() : { full: 'Ada' };
  };
  const definition = defineReleases({
    head: { 'GET /user': answers({ 200: object({ full: string }) }) },
    releases: [
      {
        id: first,
        semver: '1.0.0',
        contracts: { 'GET /user': answers({ 200: object({ name: string }) }) },
        steps: {
          'GET /user': { down: { 200: { status: 200, value: (user) => ({ name: (user as { full: string }).full }) } } },
        },
      },
    ],
    handlers: { 'GET /user': handler as never },
  });
  await using app = await createTestApp({ definition, env: serverEnv });
  const get = async (version: string, tags?: string): Promise<readonly [number, unknown]> => {
    const headers = { 'x-api-version': version, ...(tags === undefined ? {} : { 'if-none-match': tags }) };
    const { status, headers: answered } = await app.request('GET', '/user', { headers });
    return [status, answered['etag']];
  };
  expect(await get('head')).toEqual([200, '"v1"']);
  const [, tag] = await get(first);
  expect(tag).toMatch(/^"v1;[\w-]{8}"$/);
  expect(await get(first, String(tag))).toEqual([304, tag]);
  expect(await get(first, `"other", ${String(tag)}`)).toEqual([304, tag]);
  // What one release gave is never taken for what another one gets.
  expect(await get(first, '"v1"')).toEqual([200, tag]);
  expect(await get('head', String(tag))).toEqual([200, '"v1"']);
});
