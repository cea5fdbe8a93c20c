import { listArticles } from './answers.mjs';

/** The requests the servers are measured with, and those that must be refused before anything is measured. */

const item = (index) => ({
  sku: `ABC-${1000 + index}`,
  name: `Article number ${index}`,
  quantity: 1 + index,
  price: 9.5 + index,
  tags: ['kitchen', 'new'],
});

export const order = {
  customer: {
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    address: { street: '12 Analytical Row', city: 'London', zip: '12345', country: 'GB' },
  },
  items: Array.from({ length: 7 }, (_, index) => item(index)),
  note: 'Please leave it with the neighbour at number fourteen if nobody answers the door before noon. '
    .repeat(3)
    .trim(),
  express: true,
};

export const orderText = JSON.stringify(order);

/** Twenty orders. */
export const batchText = JSON.stringify({ orders: Array.from({ length: 20 }, () => order) });

const accepted = { id: 'order-28', customer: 'Ada Lovelace', count: 28, total: 378, state: 'accepted' };

/** What is sent under load. `key` is what `--json` calls it; `invalid` is sent instead of every hundredth body. */
export const requests = [
  { key: 'hello', name: 'GET /hello', method: 'GET', path: '/hello', expected: { message: 'hello' } },
  {
    key: 'params2',
    name: 'GET /users/:id/orders/:number',
    method: 'GET',
    path: '/users/42/orders/7',
    expected: { id: 7, customer: 42, total: 378, state: 'accepted' },
  },
  {
    key: 'post1k',
    name: `POST /orders, ${orderText.length} B validated`,
    method: 'POST',
    path: '/orders',
    body: orderText,
    expected: accepted,
  },
  {
    key: 'post20k',
    name: `POST /batches, ${(batchText.length / 1000).toFixed(0)} kB validated`,
    method: 'POST',
    path: '/batches',
    body: batchText,
    expected: { accepted: 20, total: 7560 },
  },
  { key: 'list100', name: 'GET /articles, 100 objects', method: 'GET', path: '/articles', expected: listArticles() },
  { key: 'missing', name: 'GET /nowhere, 404', method: 'GET', path: '/nowhere', status: 404 },
  {
    key: 'invalid1',
    name: 'POST /orders, 1 % invalid',
    method: 'POST',
    path: '/orders',
    body: orderText,
    invalid: orderText.replace('"quantity":4', '"quantity":"many"'),
    expected: accepted,
  },
];

const changed = (change) => {
  const copy = structuredClone(order);
  change(copy);
  return JSON.stringify(copy);
};

/** Each has to be answered with 4xx by a server that validates. */
export const refused = [
  { name: 'id is not a number', method: 'GET', path: '/users/abc' },
  { name: 'id below the minimum', method: 'GET', path: '/users/0' },
  ...Object.entries({
    'not JSON': '{"customer":',
    'not an object': '[]',
    'customer missing': changed((copy) => delete copy.customer),
    'deep key missing': changed((copy) => delete copy.customer.address.city),
    'customer is an array': changed((copy) => (copy.customer = [])),
    'wrong type in an item': changed((copy) => (copy.items[3].quantity = 'many')),
    'not an integer': changed((copy) => (copy.items[3].quantity = 1.5)),
    'above the maximum': changed((copy) => (copy.items[6].quantity = 101)),
    'infinite price': orderText.replace('"price":9.5', '"price":1e999'),
    pattern: changed((copy) => (copy.items[6].sku = 'abc-1')),
    'not in the enumeration': changed((copy) => (copy.customer.address.country = 'XX')),
    'no items': changed((copy) => (copy.items = [])),
    'text too long': changed((copy) => (copy.note = 'x'.repeat(501))),
    'object for a boolean': changed((copy) => (copy.express = { yes: true })),
  }).map(([name, body]) => ({ name, method: 'POST', path: '/orders', body })),
];
