/** The application as it begins: release 1.0.0. What follows is in `changes.ts`, as edits of these files. */

import type { Files } from '../harness.js';

const types = `import type { Brand, Integer, MaxLen, Min, Pattern, Timestamp } from '@gati-framework/core';

export interface User {
  id: string;
  name: string;
  email: string;
  role: 'admin' | 'member';
  createdAt: Timestamp;
}

export interface NewUser {
  name: string;
  email: string;
  role?: 'admin' | 'member';
}

export interface UserPatch {
  name?: string;
  email?: string;
}

export interface UserSummary {
  id: string;
  name?: string;
  email?: string;
}

export interface UserQuery {
  sort?: string & Brand<'FieldName'>;
  fields?: string & Brand<'FieldName'>;
}

export interface Image {
  type: 'image';
  url: string;
  alt?: string;
}

export interface Video {
  type: 'video';
  url: string;
  seconds: number;
}

export interface Product {
  sku: string;
  title: string;
  price: number;
  width: number;
  height: number;
  media: (Image | Video)[];
}

export interface ProductQuery {
  /** @default 20 */
  limit: number & Integer & Min<1>;
}

export interface Category {
  name: string;
  products: string[];
  children: Category[];
}

export interface Line {
  sku: string;
  quantity: number & Integer & Min<1>;
}

export interface Card {
  type: 'card';
  lastDigits: string;
}

export interface Invoice {
  type: 'invoice';
  days: number;
}

export interface Order {
  id: string;
  number: number;
  user: string;
  lines: Line[];
  street: string;
  city: string;
  status: 'open' | 'paid';
  payment: Card | Invoice;
  coupon: string | null;
  note?: string;
}

export interface NewOrder {
  user: string;
  lines: Line[];
  street: string;
  city: string;
  payment: Card | Invoice;
  priority?: 'low' | 'normal' | 'high';
  coupon?: string;
  note?: string;
  reference?: number;
  currency?: string;
}

export interface OrderQuery {
  customer?: string;
  status?: 'open' | 'paid';
}

export interface Failure {
  error: 'missing' | 'taken';
  text: string;
}
`;

const shop = `import { defineModule } from '@gati-framework/core';
import { asBrand } from '@gati-framework/core';
import type { Timestamp } from '@gati-framework/core';
import type { Category, NewOrder, NewUser, Order, Product, User, UserPatch } from '../types.js';

const date = (text: string) => asBrand<Timestamp>(text);

function seeds() {
  const users: User[] = [
    { id: 'u1', name: 'Ada Lovelace', email: 'ada@example.com', role: 'admin', createdAt: date('2026-01-10T08:00:00.000Z') },
    { id: 'u2', name: 'Grace Hopper', email: 'grace@example.com', role: 'member', createdAt: date('2026-01-11T09:30:00.000Z') },
  ];
  const products: Product[] = [
    { sku: 'mug', title: 'Mug', price: 900, width: 8, height: 10, media: [{ type: 'image', url: '/mug.png', alt: 'A mug' }, { type: 'video', url: '/mug.mp4', seconds: 12 }] },
    { sku: 'pen', title: 'Pen', price: 250, width: 1, height: 14, media: [] },
    { sku: 'ink', title: 'Ink', price: 700, width: 4, height: 6, media: [{ type: 'image', url: '/ink.png' }] },
  ];
  const categories: Category = {
    name: 'All',
    products: [],
    children: [
      { name: 'Kitchen', products: ['mug'], children: [] },
      { name: 'Desk', products: ['pen'], children: [{ name: 'Ink', products: ['ink'], children: [] }] },
    ],
  };
  const orders: Order[] = [
    { id: 'o1', number: 1001, user: 'u1', lines: [{ sku: 'mug', quantity: 2 }], street: 'Main St 1', city: 'London', status: 'open', payment: { type: 'card', lastDigits: '4242' }, coupon: null },
    { id: 'o2', number: 1002, user: 'u1', lines: [{ sku: 'pen', quantity: 1 }], street: 'Main St 1', city: 'London', status: 'paid', payment: { type: 'invoice', days: 30 }, coupon: 'SPRING' },
  ];
  return { users, products, categories, orders };
}

export default defineModule({
  name: 'shop',
  init() {
    let state = seeds();
    let count = 2;
    return {
      get users() {
        return state.users;
      },
      get products() {
        return state.products;
      },
      get categories() {
        return state.categories;
      },
      get orders() {
        return state.orders;
      },
      /** As it was in the beginning. */
      reset(): void {
        state = seeds();
        count = 2;
      },
      sorted(key: string): User[] {
        const name = key.replace(/^-/, '') as keyof User;
        const sign = key.startsWith('-') ? -1 : 1;
        return [...state.users].sort((one, other) => (String(one[name]) < String(other[name]) ? -sign : sign));
      },
      addUser({ name, email, role = 'member' }: NewUser): User | undefined {
        if (state.users.some((user) => user.email === email)) return undefined;
        count += 1;
        const user: User = { id: \`u\${count}\`, name, email, role, createdAt: date('2026-02-01T00:00:00.000Z') };
        state.users.push(user);
        return user;
      },
      changeUser(id: string, patch: UserPatch): User | undefined {
        const user = state.users.find((one) => one.id === id);
        return user === undefined ? undefined : Object.assign(user, patch);
      },
      removeUser(id: string): boolean {
        const at = state.users.findIndex((one) => one.id === id);
        if (at !== -1) state.users.splice(at, 1);
        return at !== -1;
      },
      addOrder({ user, lines, street, city, payment, coupon, note }: NewOrder): Order | undefined {
        if (!state.users.some(({ id }) => id === user)) return undefined;
        count += 1;
        const order: Order = { id: \`o\${count}\`, number: 1000 + count, user, lines, street, city, status: 'open', payment, coupon: coupon?.toUpperCase() ?? null, ...(note === undefined ? {} : { note }) };
        state.orders.push(order);
        return order;
      },
    };
  },
});
`;

const users = `import type { Handler, Status } from '@gati-framework/core';
import type { Failure, NewUser, User, UserQuery, UserSummary } from '../../types.js';

export const GET: Handler<{ query: UserQuery; response: UserSummary[] }> = ({ query }, _res, { modules }) => {
  const fields = query.fields?.split(',');
  const has = (name: string) => fields === undefined || fields.includes(name);
  return modules.shop.sorted(query.sort ?? 'id').map(({ id, name, email }) => ({
    id,
    ...(has('name') ? { name } : {}),
    ...(has('email') ? { email } : {}),
  }));
};

export const POST: Handler<{ body: NewUser; response: User | Status<409, Failure> }> = ({ body }, res, { modules }) => {
  const user = modules.shop.addUser(body);
  if (user === undefined) return res.status(409).json({ error: 'taken', text: 'the address is taken' });
  res.header('location', \`/users/\${user.id}\`);
  return user;
};
`;

const user = `import type { Handler, Status } from '@gati-framework/core';
import type { Failure, User, UserPatch } from '../../types.js';

const missing = { error: 'missing', text: 'no such user' };

export const GET: Handler<{ params: { id: string }; response: User | Status<404, Failure> }> = ({ params }, res, { modules }) =>
  modules.shop.users.find(({ id }) => id === params.id) ?? res.status(404).json(missing);

export const PATCH: Handler<{ params: { id: string }; body: UserPatch; response: User | Status<404, Failure> }> = (
  { params, body },
  res,
  { modules },
) => modules.shop.changeUser(params.id, body) ?? res.status(404).json(missing);

export const DELETE: Handler<{ params: { id: string }; response: Status<204, void> | Status<404, Failure> }> = ({ params }, res, { modules }) => {
  if (!modules.shop.removeUser(params.id)) return res.status(404).json(missing);
};
`;

const products = `import type { Handler } from '@gati-framework/core';
import type { Product, ProductQuery } from '../../types.js';

export const GET: Handler<{ query: ProductQuery; response: Product[] }> = ({ query }, _res, { modules }) =>
  modules.shop.products.slice(0, query.limit);
`;

const product = `import { NotFound, type Handler } from '@gati-framework/core';
import type { Product } from '../../types.js';

export const GET: Handler<{ params: { sku: string }; response: Product | NotFound }> = ({ params }, _res, { modules }) => {
  const found = modules.shop.products.find(({ sku }) => sku === params.sku);
  if (found === undefined) throw new NotFound('no such product');
  return found;
};
`;

const categories = `import type { Handler } from '@gati-framework/core';
import type { Category } from '../types.js';

export const GET: Handler<{ response: Category }> = (_req, _res, { modules }) => modules.shop.categories;
`;

const orders = `import type { Handler, Status } from '@gati-framework/core';
import type { Failure, NewOrder, Order, OrderQuery } from '../../types.js';

export const GET: Handler<{ query: OrderQuery; response: Order[] }> = ({ query }, _res, { modules }) =>
  modules.shop.orders.filter(
    ({ user, status }) =>
      (query.customer === undefined || user === query.customer) && (query.status === undefined || status === query.status),
  );

export const POST: Handler<{ headers: { 'x-request-source'?: string }; body: NewOrder; response: Order | Status<409, Failure> }> = (
  { body, headers },
  res,
  { modules },
) => {
  const order = modules.shop.addOrder(body);
  if (order === undefined) return res.status(409).json({ error: 'missing', text: 'no such user' });
  res.header('location', \`/orders/\${order.id}\`).header('x-source', headers['x-request-source'] ?? 'unknown');
  return order;
};
`;

const order = `import type { Handler, Status } from '@gati-framework/core';
import type { Failure, Order } from '../../types.js';

export const GET: Handler<{ params: { id: string }; response: Order | Status<404, Failure> }> = ({ params }, res, { modules }) =>
  modules.shop.orders.find(({ id }) => id === params.id) ?? res.status(404).json({ error: 'missing', text: 'no such order' });
`;

const reset = `import type { Handler } from '@gati-framework/core';

export const POST: Handler = (_req, _res, { modules }) => modules.shop.reset();
`;

const ping = `import type { Handler } from '@gati-framework/core';

export const GET: Handler<{ response: { pong: true } }> = () => ({ pong: true });
`;

/** Its files. */
export const application: Files = {
  'gati.config.ts': `export default { openapi: { info: { title: 'Shop', version: '0' } } };\n`,
  'src/types.ts': types,
  'src/modules/shop.ts': shop,
  'src/handlers/users/index.ts': users,
  'src/handlers/users/[id].ts': user,
  'src/handlers/products/index.ts': products,
  'src/handlers/products/[sku].ts': product,
  'src/handlers/categories.ts': categories,
  'src/handlers/orders/index.ts': orders,
  'src/handlers/orders/[id].ts': order,
  'src/handlers/ping.ts': ping,
  'src/handlers/reset.ts': reset,
};
