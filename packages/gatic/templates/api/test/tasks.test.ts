import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createTestApp, type TestApp } from '@gati-framework/core/testing';

let app: TestApp;
before(async () => {
  app = await createTestApp();
});
after(() => app.close());

test('a task lives from its creation to its removal', async () => {
  const created = await app.inject({ method: 'POST', url: '/tasks', payload: { title: '  write a test ' } });
  assert.equal(created.statusCode, 201);
  const { id, title } = created.json();
  assert.equal(title, 'write a test');

  const changed = await app.inject({ method: 'PATCH', url: `/tasks/${id}`, payload: { done: true } });
  assert.equal(changed.json().done, true);

  const listed = await app.inject({ method: 'GET', url: '/tasks?done=true&limit=5' });
  assert.equal(listed.json().length, 1);

  const removed = await app.inject({ method: 'DELETE', url: `/tasks/${id}` });
  assert.equal(removed.statusCode, 204);
  const gone = await app.inject({ method: 'GET', url: `/tasks/${id}` });
  assert.equal(gone.statusCode, 404);
});

const refused = [
  { title: 'a title of spaces', method: 'POST', url: '/tasks', payload: { title: '   ' } },
  { title: 'no title', method: 'POST', url: '/tasks', payload: {} },
  { title: 'a title that is a number', method: 'POST', url: '/tasks', payload: { title: 1 } },
  { title: 'a limit that is not a number', method: 'GET', url: '/tasks?limit=many' },
  { title: 'a limit that is too large', method: 'GET', url: '/tasks?limit=1000' },
] as const;

for (const { title, ...request } of refused) {
  test(`${title} is a 422 that names every problem`, async () => {
    const response = await app.inject(request);
    assert.equal(response.statusCode, 422);
    assert.ok(response.json().issues.length > 0);
  });
}
