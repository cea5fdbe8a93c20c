/** What does not fit in a body of a contract as applications have it is told without JavaScript, whatever is wrong. */
import { expect, test } from 'vitest';
import { comparing, tally } from './explain-compare.js';

const text = (constraints: object): object => ({ kind: 'refined', base: { kind: 'string' }, constraints });
const number = (constraints: object): object => ({ kind: 'refined', base: { kind: 'number' }, constraints });
const literals = (...values: unknown[]): object => ({
  kind: 'union',
  members: values.map((value) => ({ kind: 'literal', value })),
});
const object = (members: Readonly<Record<string, object>>): object => ({
  kind: 'object',
  properties: Object.entries(members).map(([name, type]) => ({
    name: name.replace('?', ''),
    type,
    ...(name.endsWith('?') ? { optional: true } : {}),
  })),
});
const order = {
  root: { kind: 'ref', id: 'Order' },
  types: {
    Order: {
      type: object({
        id: text({ format: 'uuid' }),
        placed: { kind: 'date' },
        status: literals('open', 'paid', 'sent'),
        customer: { kind: 'ref', id: 'Customer' },
        items: {
          kind: 'refined',
          base: { kind: 'array', items: { kind: 'ref', id: 'Item' } },
          constraints: { minItems: 1 },
        },
        'note?': text({ transforms: ['trim'], minLength: 1, maxLength: 80 }),
        payment: {
          kind: 'union',
          members: [
            object({
              type: literals('card'),
              number: text({ patterns: ['^\\d{12,19}$'] }),
              cvv: text({ maxLength: 4 }),
            }),
            object({ type: literals('invoice'), days: number({ integer: true, minimum: 1, maximum: 90 }) }),
          ],
        },
        'tags?': {
          kind: 'refined',
          base: { kind: 'array', items: { kind: 'string' } },
          constraints: { uniqueItems: true },
        },
        'labels?': { kind: 'object', properties: [], index: [{ key: { kind: 'string' }, value: { kind: 'string' } }] },
      }),
    },
    Customer: {
      type: object({
        name: text({ minLength: 1, maxLength: 40 }),
        email: text({ format: 'email' }),
        'site?': text({ format: 'url' }),
        'password?': text({ minLength: 12 }),
        address: { kind: 'union', members: [{ kind: 'ref', id: 'Address' }, { kind: 'null' }] },
      }),
    },
    Address: {
      type: object({
        street: { kind: 'string' },
        city: { kind: 'string' },
        country: text({ patterns: ['^[A-Z]{2}$'] }),
      }),
    },
    Item: {
      type: object({
        sku: text({ minLength: 3 }),
        price: number({ minimum: 0, multipleOf: [0.01] }),
        count: number({ integer: true, minimum: 1 }),
        'gift?': { kind: 'boolean' },
      }),
    },
  },
};
const placed = {
  id: '01234567-89ab-cdef-0123-456789abcdef',
  placed: '2026-02-28T10:00:00Z',
  status: 'open',
  customer: {
    name: 'Zoë',
    email: 'zoe@example.com',
    site: 'https://example.com/zoe',
    password: 'correct horse battery',
    address: { street: 'Main Street 1', city: 'Zürich', country: 'CH' },
  },
  items: [
    { sku: 'A-1', price: 10.25, count: 2 },
    { sku: 'B-22', price: 0, count: 1, gift: true },
  ],
  note: 'leave it at the door',
  payment: { type: 'card', number: '4111111111111111', cvv: '123' },
  tags: ['new', 'vip'],
  labels: { a: 'b' },
};
const wrong: unknown[] = [
  null,
  true,
  '',
  'x',
  'é😀',
  'x'.repeat(100),
  0,
  -1,
  1.234,
  1e30,
  [],
  [1],
  ['x', 'x'],
  {},
  { a: 1 },
  { type: 'card' },
];

/** The value with one change, for every place and every change. */
function* changed(value: unknown): Generator<unknown> {
  yield* wrong;
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    const copy = (): Record<string, unknown> & unknown[] =>
      (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown> & unknown[];
    for (const other of changed(inner)) yield Object.assign(copy(), { [key]: other });
    if (Array.isArray(value)) continue;
    const without = copy();
    delete without[key];
    yield without;
    yield Object.assign({ ...without }, { [`${key}s`]: inner });
  }
}

test.each(['strip', 'strict', 'open'] as const)('a contract as applications have it: %s', (mode) => {
  const compare = comparing(order, mode);
  const figures = tally();
  for (const value of changed(placed)) figures.add(compare?.(JSON.stringify(value)) ?? 'none');
  expect(figures.told()).toBe(1);
  expect(figures.counts['told']).toBeGreaterThan(400);
});
