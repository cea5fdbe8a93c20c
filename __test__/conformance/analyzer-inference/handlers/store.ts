// Helpers without a declared result, as they stand in other files.
import { db, type Order, type User } from './models.js';

export async function loadUser(id: string) {
  const user = await db.users.find(id);
  if (!user) return { found: false as const };
  return { found: true as const, user };
}

export const describe = ({ name, role }: User) => `${name} (${role})`;

export function totalOf(order: Order) {
  let total = 0;
  for (const line of order.lines) total += line.product.price * line.quantity;
  return total;
}

export const averageOf = (order: Order) => (order.lines.length === 0 ? null : totalOf(order) / order.lines.length);

export function makeStore() {
  const rows = new Map<string, User>();
  return {
    count: 0,
    all: () => [...rows.values()],
    get(id: string) {
      return rows.get(id) ?? null;
    },
  };
}

export class Users {
  private readonly rows = new Map<string, User>();
  #seen = 0;
  readonly limit = 10;
  private async load() {
    return [...this.rows.values()];
  }
  get size() {
    return this.rows.size;
  }
  find(id: string) {
    this.#seen += 1;
    return this.rows.get(id);
  }
  async list(limit = this.limit) {
    const all = await this.load();
    return { users: all.slice(0, limit), seen: this.#seen, size: this.size };
  }
}

export const users = new Users();
