/** What every server answers, so that all do the same work beside their own. */

export const hello = () => ({ message: 'hello' });

/** @param {number} id */
export const findUser = (id) => ({
  id,
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  active: true,
  roles: ['admin', 'author'],
});

/** @param {{ customer: { name: string }, items: readonly { quantity: number, price: number }[] }} order */
export function acceptOrder(order) {
  let total = 0;
  let count = 0;
  for (const item of order.items) {
    total += item.quantity * item.price;
    count += item.quantity;
  }
  return { id: `order-${count}`, customer: order.customer.name, count, total, state: 'accepted' };
}

/** @param {number} id @param {number} number */
export const findOrder = (id, number) => ({ id: number, customer: id, total: 378, state: 'accepted' });

const articles = Array.from({ length: 100 }, (_, index) => ({
  sku: `ABC-${1000 + index}`,
  name: `Article number ${index}`,
  price: 9.5 + index,
  stock: index,
  tags: ['kitchen', 'new'],
}));

export const listArticles = () => articles;

/** @param {{ orders: readonly Parameters<typeof acceptOrder>[0][] }} batch */
export function acceptBatch(batch) {
  let total = 0;
  for (const order of batch.orders) total += acceptOrder(order).total;
  return { accepted: batch.orders.length, total };
}
