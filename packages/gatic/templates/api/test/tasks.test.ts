import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createTestApp, type TestApp } from '@gati-framework/core/testing';

import type { Task } from '../src/types.js';

let app: TestApp;
before(async () => {
  app = await createTestApp();
});
after(() => app.close());

test('a task lives from its creation to its removal', async () => {
  const created = await app.request('POST', '/tasks', { json: { title: '  write a test ' } });
  assert.equal(created.status, 201);
  const { id, title } = created.json<Task>();
  assert.equal(title, 'write a test');

  const changed = await app.request('PATCH', `/tasks/${id}`, { json: { done: true } });
  assert.equal(changed.json<Task>().done, true);

  const listed = await app.request('GET', '/tasks?done=true&limit=5');
  assert.equal(listed.json<Task[]>().length, 1);

  const removed = await app.request('DELETE', `/tasks/${id}`);
  assert.equal(removed.status, 204);
  const gone = await app.request('GET', `/tasks/${id}`);
  assert.equal(gone.status, 404);
});

const refused: { what: string; method: string; url: string; json?: object }[] = [
  { what: 'a title of spaces', method: 'POST', url: '/tasks', json: { title: '   ' } },
  { what: 'no title', method: 'POST', url: '/tasks', json: {} },
  { what: 'a title that is a number', method: 'POST', url: '/tasks', json: { title: 1 } },
  { what: 'a limit that is not a number', method: 'GET', url: '/tasks?limit=many' },
  { what: 'a limit that is too large', method: 'GET', url: '/tasks?limit=1000' },
];

for (const { what, method, url, json } of refused) {
  test(`${what} is a 422 that names every problem`, async () => {
    const response = await app.request(method, url, { json });
    assert.equal(response.status, 422);
    assert.ok(response.json<{ errors: unknown[] }>().errors.length > 0);
  });
}
