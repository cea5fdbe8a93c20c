import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createTestApp, type TestApp } from '@gati-framework/core/testing';

import type { User } from '../src/types.js';

let app: TestApp;
before(async () => {
  app = await createTestApp();
});
after(() => app.close());

test('a known user is answered', async () => {
  const response = await app.request('GET', '/users/7f9c24e8-3b12-4fef-91e0-56a2d5a1c0de');
  assert.equal(response.status, 200);
  assert.equal(response.json<User>().name, 'Ada Lovelace');
});

test('an unknown user is a 404', async () => {
  const response = await app.request('GET', '/users/00000000-0000-4000-8000-000000000000');
  assert.equal(response.status, 404);
});

test('an id that is not a UUID never reaches the handler', async () => {
  const response = await app.request('GET', '/users/42');
  assert.equal(response.status, 422);
  assert.match(String(response.headers['content-type']), /^application\/problem\+json/);
});
