import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createTestApp, type TestApp } from '@gati-framework/core/testing';

let app: TestApp;
before(async () => {
  app = await createTestApp();
});
after(() => app.close());

test('it says hello', async () => {
  const response = await app.request('GET', '/hello');
  assert.deepEqual(response.json(), { message: 'Hello, world' });
});

test('the id arrives as a number', async () => {
  const response = await app.request('GET', '/users/42');
  assert.deepEqual(response.json(), { id: 42, name: 'user 42' });
});

test('an id that is not a number is refused', async () => {
  const response = await app.request('GET', '/users/forty-two');
  assert.equal(response.status, 422);
});
