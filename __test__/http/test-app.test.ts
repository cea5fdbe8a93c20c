import { expect, test } from 'vitest';

import type { Request } from '../../src-ts/api/request.js';
import { createTestApp } from '../../src-ts/testing.js';
import { define, memoryLogger, userBody } from './definition.js';
import { serverEnv } from './server-env.js';

test('createTestApp runs the real pipeline and closes with its scope', async () => {
  const stopped: string[] = [];
  {
    await using app = await createTestApp({
      definition: define({
        routes: {
          'POST /users': { handler: (req: Request) => req.body, contract: { body: userBody } },
          'GET /query': (req: Request) => ({ ...req.query, header: req.headers['x-a'] }),
        },
        config: { modules: { db: { name: 'db', exports: 7, shutdown: () => void stopped.push('db') } } },
      }),
      logger: memoryLogger().logger,
      env: serverEnv,
    });
    expect(app.gctx.modules).toEqual({ db: 7 });
    const good = await app.request('POST', '/users', { json: { name: 'a', age: 1, extra: true } });
    expect([good.status, good.json()]).toEqual([200, { name: 'a', age: 1 }]);
    const bad = await app.request('POST', '/users', { json: { name: 'a' } });
    expect([bad.status, bad.json<{ code: string }>().code]).toEqual([422, 'GATI_VALIDATION_FAILED']);
    const raw = await app.request('POST', '/users', { body: '{', headers: { 'content-type': 'application/json' } });
    expect(raw.status).toBe(400);
    const query = await app.request('GET', '/query', { query: { a: ['1', '2'] }, headers: { 'x-a': 'b' } });
    expect(query.json()).toEqual({ a: ['1', '2'], header: 'b' });
  }
  expect(stopped).toEqual(['db']);
});
