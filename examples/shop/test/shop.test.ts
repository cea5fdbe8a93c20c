import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { createTestApp, type TestApp } from '@gati-framework/core/testing';

import type { Order, Product } from '../src/types.js';

let app: TestApp;
before(async () => {
  app = await createTestApp();
});
after(() => app.close());

const post = (url: string, json: object) => app.request('POST', url, { json });
const get = (url: string) => app.request('GET', url);

test('products are found by name, tag and stock', async () => {
  assert.equal((await get('/products')).json<Product[]>().length, 3);
  assert.deepEqual(
    (await get('/products?search=MUG')).json<Product[]>().map((product) => product.sku),
    ['MUG-0001'],
  );
  assert.equal((await get('/products?tag=kitchen&inStock=true&limit=1')).json<Product[]>().length, 1);
});

test('a product is added once', async () => {
  const product = { sku: 'PEN-0001', name: ' Pen ', price: 200, stock: 5, tags: [] };
  const added = await post('/products', product);
  assert.equal(added.status, 201);
  assert.equal(added.json<Product>().name, 'Pen');
  assert.equal((await post('/products', product)).status, 409);
  assert.equal((await app.request('DELETE', '/products/PEN-0001')).status, 204);
  assert.equal((await get('/products/PEN-0001')).status, 404);
});

test('an order is placed, read and paid', async () => {
  const placed = await post('/orders', { email: 'ada@example.com', lines: [{ sku: 'TEA-0042', quantity: 2 }] });
  assert.equal(placed.status, 201);
  const { id, total, state } = placed.json<Order>();
  assert.deepEqual([total, state], [1980, 'open']);

  assert.equal((await post(`/payments/${id}/capture`, { amount: 1 })).status, 409);
  const captured = await post(`/payments/${id}/capture`, { amount: total });
  assert.equal(captured.status, 202);
  assert.deepEqual(captured.json(), { state: 'capturing' });
  assert.equal((await get(`/orders/${id}`)).json<Order>().state, 'paid');
});

test('an order for more than there is changes nothing', async () => {
  const refused = await post('/orders', { email: 'ada@example.com', lines: [{ sku: 'LMP-0007', quantity: 1 }] });
  assert.equal(refused.status, 409);
  assert.equal(refused.json<{ code: string }>().code, 'OUT_OF_STOCK');
});

test('a stream and a catch-all', async () => {
  assert.match((await get('/reports/stock')).text, /^\{"sku":"MUG-0001"/);
  assert.equal((await get('/files/legal/terms.txt')).text, 'Be kind.');
  assert.equal((await get('/files/nothing')).status, 404);
});

const misfits = [
  {
    what: 'an email that is not one',
    url: '/orders',
    payload: { email: 'ada', lines: [{ sku: 'TEA-0042', quantity: 1 }] },
    pointer: '/email',
  },
  { what: 'no lines', url: '/orders', payload: { email: 'ada@example.com', lines: [] }, pointer: '/lines' },
  {
    what: 'half a thing',
    url: '/orders',
    payload: { email: 'ada@example.com', lines: [{ sku: 'TEA-0042', quantity: 0.5 }] },
    pointer: '/lines/0/quantity',
  },
  {
    what: 'a wrong sku',
    url: '/products',
    payload: { sku: 'x', name: 'x', price: 1, stock: 1, tags: [] },
    pointer: '/sku',
  },
];

for (const { what, url, payload, pointer } of misfits) {
  test(`${what} is refused with its place`, async () => {
    const response = await post(url, payload);
    assert.equal(response.status, 422);
    assert.ok(response.json<{ errors: { pointer: string }[] }>().errors.some((issue) => issue.pointer === pointer));
  });
}
