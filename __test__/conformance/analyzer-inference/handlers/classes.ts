// Services and other objects with methods.
import { users, Users } from './store.js';
import { db, type Order, type User } from './models.js';

class Cart {
  lines: { sku: string; count: number }[] = [];
  constructor(private readonly owner: User) {}
  add(sku: string, count = 1) {
    this.lines.push({ sku, count });
    return this.lines.length;
  }
  summary() {
    return { owner: this.owner.name, lines: this.lines, total: this.lines.reduce((sum, line) => sum + line.count, 0) };
  }
  get first() {
    return this.lines[0] ?? null;
  }
}

export const service = {
  async open(user: string) {
    const orders = await db.orders.of(user);
    return orders.filter((order) => order.status === 'open');
  },
  label: (order: Order) => `#${order.id}`,
};

export const summarised = (user: User) => new Cart(user).summary();
export const firstLine = (user: User) => new Cart(user).first;
export const added = (user: User) => ({ count: new Cart(user).add('x') });
export const lookedUp = (id: string) => users.find(id) ?? { missing: id };
export const listedUsers = () => users.list();
export const sizes = () => ({ size: users.size, fresh: new Users().size });
export const opened = (id: string) => service.open(id);
export const labelledOrder = (order: Order) => ({ label: service.label(order) });
export const dates = () => ({ now: new Date(), then: new Date(0) });
