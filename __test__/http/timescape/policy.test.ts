/** Clients of older releases under rules and decisions of today. */
import { describe, expect, test } from 'vitest';

import type { GatiConfig } from '../../../src-ts/api/config.js';
import type { Request } from '../../../src-ts/api/request.js';
import { Forbidden } from '../../../src-ts/errors/http-errors.js';
import type { NodeJson } from '../../../src-ts/manifest/gtype.js';
import { createTestApp } from '../../../src-ts/testing.js';
import type { VersionedContract } from '../../../src-ts/timescape/definition.js';
import { loggedCodes, memoryLogger } from '../definition.js';
import { answers, defineReleases, object, string } from './releases.js';
import { serverEnv } from '../server-env.js';

const first = '2026-01-01T00:00:00Z';
const short: NodeJson = { kind: 'refined', base: string, constraints: { maxLength: 3 } };

describe.each(['', '/api'])('authorisation below %j', (basePath) => {
  const config: GatiConfig = {
    ...(basePath === '' ? {} : { basePath }),
    hooks: {
      before: [
        (req) => {
          if (req.path.startsWith(`${basePath}/admin`)) throw new Forbidden(`${req.path} of ${req.url}`);
          if ((req.query as { role?: string }).role === 'admin') throw new Forbidden('a role');
        },
      ],
    },
  };
  const definition = defineReleases({
    config,
    head: {
      'GET /admin/people/:name': { params: object({ name: string }), ...answers({ 200: object({ got: string }) }) },
      'GET /things': { query: object({ 'role?': string }), ...answers({ 200: object({ got: string }) }) },
    },
    releases: [
      {
        id: first,
        semver: '1.0.0',
        contracts: {
          'GET /people/:id': { params: object({ id: string }), ...answers({ 200: object({ got: string }) }) },
          'GET /things': { query: object({ 'as?': string }), ...answers({ 200: object({ got: string }) }) },
        },
        steps: {
          'GET /people/:id': { target: 'GET /admin/people/:name' },
          'GET /things': { up: (parts) => ({ ...parts, query: { role: (parts.query as { as?: string }).as } }) },
        },
      },
    ],
    handlers: {
      'GET /admin/people/:name': () => ({ got: 'it' }),
      'GET /things': () => ({ got: 'it' }),
    },
  });

  test.each([
    ['/people/a%20b?x=1', 403, `${basePath}/admin/people/a%20b of ${basePath}/admin/people/a%20b?x=1`],
    ['/things?as=admin', 403, 'a role'],
    // What is no name of its release is nothing at all.
    ['/things?role=admin', 200, undefined],
    ['/things?as=guest', 200, undefined],
  ])('%s is asked of the request of today', async (path, status, detail) => {
    await using app = await createTestApp({ definition, env: serverEnv });
    const answer = await app.request('GET', `${basePath}${path}`, { headers: { 'x-api-version': first } });
    expect([answer.status, answer.json<{ detail?: string }>().detail]).toEqual([status, detail]);
  });
});

interface Tightened {
  readonly step: Partial<VersionedContract>;
  readonly mode: 'test' | 'production';
}

async function send({ step, mode }: Tightened, body: object): Promise<[number, unknown, unknown]> {
  const contract = answers({ 200: object({ got: string }) });
  const definition = defineReleases({
    mode,
    head: { 'POST /users': { body: object({ full: short }), ...contract } },
    releases: [
      {
        id: first,
        semver: '1.0.0',
        contracts: { 'POST /users': { body: object({ name: string }), ...contract } },
        steps: {
          'POST /users': {
            up: (parts) => ({ ...parts, body: { full: (parts.body as { name: string }).name } }),
            ...step,
          },
        },
      },
    ],
    handlers: { 'POST /users': (req: Request) => ({ got: (req.body as { full: string }).full }) },
  });
  const { logger, lines } = memoryLogger();
  await using app = await createTestApp({ definition, logger, env: serverEnv });
  const answer = await app.request('POST', '/users', { json: body, headers: { 'x-api-version': first } });
  return [answer.status, answer.json(), loggedCodes(lines)];
}

test.each(['test', 'production'] as const)(
  'in %s a request that passes on purpose is not held to the contract of the handler',
  async (mode) => {
    const step = { spared: [{ at: 'body/full' }], custom: true };
    expect(await send({ step, mode }, { name: 'Lovelace' })).toEqual([200, { got: 'Lovelace' }, []]);
    expect(await send({ step: { custom: true }, mode }, { name: 'Lovelace' })).toMatchObject([
      500,
      { code: 'GATI_TRANSFORM_MISFIT' },
      ['GATI_TRANSFORM_MISFIT'],
    ]);
  },
);
