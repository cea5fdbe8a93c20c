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

/** What is sent under load. */
export const requests = [
  { name: 'GET /hello', method: 'GET', path: '/hello', expected: { message: 'hello' } },
  {
    name: 'GET /users/:id',
    method: 'GET',
    path: '/users/42',
    expected: { id: 42, name: 'Ada Lovelace', email: 'ada@example.com', active: true, roles: ['admin', 'author'] },
  },
  {
    name: `POST /orders, ${orderText.length} B validated`,
    method: 'POST',
    path: '/orders',
    body: orderText,
    expected: { id: 'order-28', customer: 'Ada Lovelace', count: 28, total: 378, state: 'accepted' },
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
