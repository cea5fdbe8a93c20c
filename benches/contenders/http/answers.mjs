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
