/** What clients of each release send, and what they get, under both hosts. */
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createApp } from '../../../src-ts/app.js';
import type { InjectOptions, InjectResponse } from '../../../src-ts/api/inject.js';
import { gati } from '../../../src-ts/fastify.js';
import { memoryLogger } from '../definition.js';
import { first, second, shop, third } from './shop.js';
import { serverEnv } from '../server-env.js';

interface Served {
  readonly inject: (options: InjectOptions) => Promise<InjectResponse>;
  readonly close: () => Promise<void>;
}

const hosts: Readonly<Record<string, () => Promise<Served>>> = {
  'the stand-alone host': async () => {
    const app = createApp(shop(), { logger: memoryLogger().logger, env: serverEnv });
    await app.start();
    return app;
  },
  'the plugin': async () => {
    const app = Fastify();
    void app.register(gati, { definition: shop() });
    await app.ready();
    return {
      inject: (options) => app.inject(options as never) as unknown as Promise<InjectResponse>,
      close: () => app.close(),
    };
  },
};

/** Request line, version, body to send, status, and the text or the members of the answer. */
type Case = readonly [
  line: string,
  version: string | undefined,
  payload: object | undefined,
  status: number,
  answer: unknown,
];

const ada = '"born":"2000-01-02T03:04:05.000Z"';

const cases: readonly Case[] = [
  ['GET /users/5', first, undefined, 200, `{"id":5,"name":"Ada",${ada}}`],
  ['GET /users/5', '1.0.0', undefined, 200, `{"id":5,"name":"Ada",${ada}}`],
  ['GET /users/5', undefined, undefined, 200, `{"id":5,"name":"Ada",${ada}}`],
  ['GET /users/5', third, undefined, 200, `{"id":5,"fullName":"Ada",${ada},"tags":["a"]}`],
  ['GET /users/5', 'head', undefined, 200, `{"id":5,"fullName":"Ada",${ada},"tags":["a"]}`],
  ['GET /same', first, undefined, 200, '{"same":"same"}'],
  // A status that was another one, with the body of the older contract.
  ['POST /users', first, { name: 'Ada' }, 200, `{"id":1,"name":"Ada",${ada}}`],
  ['POST /users', third, { fullName: 'Ada' }, 201, `{"id":1,"fullName":"Ada",${ada},"tags":["a"]}`],
  ['DELETE /users/1', first, undefined, 204, ''],
  ['DELETE /users/1', third, undefined, 200, '{"deleted":1}'],
  ['GET /people', second, undefined, 200, `[{"id":1,"name":"Ada",${ada}},{"id":2,"name":"Grace",${ada}}]`],
  // Element by element, and text as it is.
  ['GET /events', first, undefined, 200, '{"name":"Ada"}\na line as it is\n{"name":"Grace"}\n'],
  ['GET /events', third, undefined, 200, '{"fullName":"Ada","secret":"new"}\na line as it is\n{"fullName":"Grace"}\n'],
  // Issues speak of what the client sent.
  ['POST /users', first, { fullName: 'Ada' }, 422, { errors: [{ in: 'body', pointer: '/name', code: 'key.missing' }] }],
  ['POST /users', third, { name: 'Ada' }, 422, { errors: [{ in: 'body', pointer: '/fullName' }] }],
  ['GET /users/x', first, undefined, 422, { errors: [{ in: 'params', pointer: '/id' }] }],
  ['GET /users/x', third, undefined, 422, { errors: [{ in: 'params', pointer: '/userId' }] }],
  // Errors that a handler threw go down where the older contract declares their status.
  ['GET /users/404', first, undefined, 404, { status: 404, code: 'GONE', name: 'nobody', fullName: undefined }],
  ['GET /users/404', third, undefined, 404, { status: 404, code: 'GONE', fullName: 'nobody', name: undefined }],
  ['GET /users/409', first, undefined, 409, { title: 'Conflict', detail: 'twice' }],
  ['GET /users/500', first, undefined, 500, { code: 'GATI_INTERNAL' }],
  // Routes that today does not have: another handler, and one that was kept.
  ['GET /old/x', first, undefined, 200, '{"what":"x"}'],
  ['GET /old/x', undefined, undefined, 200, '{"what":"x"}'],
  ['GET /kept', second, undefined, 200, '{"kept":"as it was"}'],
  ['GET /old/x', third, undefined, 404, { code: 'GATI_ROUTE_NOT_IN_VERSION', version: third, route: 'GET /old/{}' }],
  ['GET /old/x', 'head', undefined, 404, { code: 'GATI_ROUTE_NOT_IN_VERSION', version: 'head' }],
  // Routes that the client's release did not have.
  ['GET /new/x', second, undefined, 404, { code: 'GATI_ROUTE_NOT_IN_VERSION', version: second }],
  ['GET /new/x', third, undefined, 200, '{"what":"x","more":"more"}'],
  [
    'GET /added',
    second,
    undefined,
    404,
    { type: 'https://gati.dev/problems/route-not-in-version', versions: [{ id: third }] },
  ],
  // Who names no version can still reach a route that came after the baseline.
  ['GET /added', undefined, undefined, 200, '{"added":"added"}'],
  // A route of today must not hide one of an older release: `me` was an id.
  ['GET /users/me', first, undefined, 422, { errors: [{ in: 'params', pointer: '/id', received: '"me"' }] }],
  ['GET /users/me', undefined, undefined, 422, { errors: [{ pointer: '/id' }] }],
  ['GET /users/me', second, undefined, 200, '{"me":"Ada"}'],
  ['HEAD /users/5', first, undefined, 200, ''],
  ['GET /nowhere', first, undefined, 404, { code: 'GATI_ROUTE_NOT_FOUND' }],
];

describe.each(Object.keys(hosts))('under %s', (host) => {
  let app: Served;
  beforeAll(async () => {
    app = await hosts[host]!();
  });
  afterAll(() => app.close());

  test.each(cases)('%s as %s', async (line, version, payload, status, answer) => {
    const [method = '', url = ''] = line.split(' ');
    // Fastify answers what no route is for by itself, and HEAD as the application is set up to.
    if (host === 'the plugin' && url === '/nowhere') answer = { statusCode: 404 };
    const headers = version === undefined ? {} : { 'x-api-version': version };
    const response = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    expect(response.statusCode, response.body).toBe(status);
    if (typeof answer === 'string') expect(response.body).toBe(answer);
    else {
      // `undefined` is a member that must not be there.
      const members = Object.entries(answer as Record<string, unknown>);
      expect(response.json()).toMatchObject(Object.fromEntries(members.filter(([, value]) => value !== undefined)));
      for (const [name, value] of members) if (value === undefined) expect(response.json()).not.toHaveProperty(name);
    }
    expect(response.headers['x-api-version']).toBe(url === '/nowhere' ? undefined : (served(version, url) ?? version));
  });

  /** What is said to a client that named its version in another way. */
  function served(version: string | undefined, url: string): string | undefined {
    if (version === undefined) return url === '/added' ? third : first;
    return version === '1.0.0' ? first : undefined;
  }
});
