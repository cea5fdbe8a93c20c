// Calls: repositories, functions of other files, callbacks, generics.
import {
  db,
  first,
  format,
  option,
  paginate,
  parse,
  pay,
  pick,
  pluck,
  tagged,
  wrap,
  type Line,
  type Order,
  type Product,
  type User,
} from './models.js';
import { averageOf, describe, loadUser, makeStore, totalOf } from './store.js';

export async function listed() {
  const users = await db.users.list();
  return users.map((user) => ({ id: user.id, name: user.name }));
}
export async function paged(limit: number) {
  const items = await db.users.list(limit);
  return { items, total: await db.users.count(), next: items.length === limit ? items[limit - 1].id : null };
}
export async function parallel(id: string) {
  const [user, orders, total] = await Promise.all([db.users.find(id), db.orders.of(id), db.users.count()]);
  return { user, orders, total };
}
export async function parallelMap(ids: string[]) {
  const users = await Promise.all(ids.map((id) => db.users.find(id)));
  return users.filter((user) => user !== null);
}
export async function parallelAsync(ids: string[]) {
  return Promise.all(ids.map(async (id) => ({ id, user: await db.users.find(id) })));
}
export function filtered(products: Product[]) {
  return products.filter((product) => product.stock > 0).map(({ sku, price }) => ({ sku, price }));
}
export function guarded(values: (string | undefined)[]) {
  return values.filter((value): value is string => typeof value === 'string');
}
export function guessed(values: (User | null)[]) {
  return values.filter((value) => value != null);
}
export function notGuessed(values: (string | null)[]) {
  return values.filter((value) => !!value);
}
export function reduced(lines: Line[]) {
  return lines.reduce((sum, line) => sum + line.quantity * line.product.price, 0);
}
export function reducedTo(users: User[]) {
  return users.reduce<Record<string, User[]>>((groups, user) => {
    (groups[user.role] ??= []).push(user);
    return groups;
  }, {});
}
export function reducedAs(users: User[]) {
  return users.reduce((names, user) => ({ ...names, [user.id]: user.name }), {} as Record<string, string>);
}
export function found(products: Product[], sku: string) {
  return products.find((product) => product.sku === sku);
}
export function foundOr(products: Product[], sku: string) {
  const product = products.find((one) => one.sku === sku) ?? null;
  return { product, index: products.findIndex((one) => one.sku === sku), has: products.some((one) => one.stock > 0) };
}
export function flattened(orders: Order[]) {
  return orders.flatMap((order) => order.lines);
}
export function sorted(users: User[]) {
  return [...users]
    .sort((a, b) => a.name.localeCompare(b.name))
    .slice(0, 10)
    .reverse();
}
export function texts(user: User) {
  return {
    upper: user.name.toUpperCase(),
    words: user.name.split(' '),
    at: user.createdAt.toISOString(),
    time: user.createdAt.getTime(),
    fixed: (3.14159).toFixed(2),
    joined: user.tags.join(','),
    includes: user.tags.includes('x'),
    trimmed: user.email.trim().toLowerCase().slice(0, 3),
    char: user.name.charAt(0),
    at0: user.tags.at(0),
  };
}
export function numbers(values: number[]) {
  return {
    max: Math.max(...values),
    rounded: Math.round(1.5),
    now: Date.now(),
    parsed: Number('1'),
    int: parseInt('1', 10),
    pi: Math.PI,
  };
}
export function objects(stock: Record<string, number>) {
  return { keys: Object.keys(stock), values: Object.values(stock), entries: Object.entries(stock) };
}
export function fromEntries(products: Product[]) {
  return Object.fromEntries(products.map((product) => [product.sku, product.price]));
}
export function entriesMapped(stock: Record<string, number>) {
  return Object.entries(stock).map(([sku, count]) => ({ sku, count }));
}
export function mapped(users: User[]) {
  const byId = new Map<string, User>();
  for (const user of users) byId.set(user.id, user);
  return { one: byId.get('x'), size: byId.size, all: [...byId.values()], ids: Array.from(byId.keys()) };
}
export function uniq(tags: string[]) {
  return [...new Set(tags)];
}
export function mapOfPairs(users: User[]) {
  const ages = new Map(users.map((user) => [user.id, user.age] as const));
  return ages.get('a') ?? 0;
}
export const wrapped = (user: User) => wrap(user);
export const wrappedLiteral = () => wrap('x');
export const wrappedObject = () => wrap({ a: 1, b: ['x'] });
export const firstOf = (users: User[]) => first(users);
export const firstName = (users: User[]) => first(users.map((user) => user.name)) ?? 'nobody';
export const picked = (user: User) => pick(user, 'id', 'name');
export const plucked = (user: User) => pluck(user, 'tags');
export const pages = (orders: Order[]) =>
  paginate(
    orders.map((order) => order.id),
    'next',
  );
export const overloads = () => ({ a: parse('1'), b: parse('1', true), c: format(1), d: format(new Date()) });
export const constParameter = () => option({ a: 'x', b: [1, 2] });
export const stringParameter = () => tagged('x');
export const explicit = () => db.raw<{ n: number }>('select 1');
export async function paid(order: Order) {
  const result = await pay(order);
  if (!result.ok) return { status: 'failed', reason: result.error };
  return { status: 'paid', payment: result.value };
}
export async function helped(id: string) {
  return loadUser(id);
}
export const described = (user: User) => describe(user);
export const total = (order: Order) => ({ total: totalOf(order), average: averageOf(order) });
export function stored() {
  const store = makeStore();
  return { all: store.all(), one: store.get('x'), count: store.count };
}
export function local(users: User[]) {
  function nameOf(user: User) {
    return user.name.toUpperCase();
  }
  const ageOf = (user: User) => user.age ?? null;
  return users.map((user) => ({ name: nameOf(user), age: ageOf(user) }));
}
export async function then(id: string) {
  return db.users.find(id).then((user) => (user ? user.name : null));
}
export const resolved = () => Promise.resolve({ a: 1 });
export async function saved(order: Order) {
  await db.orders.save(order);
  return { ...order, status: 'sent' as const };
}
export const arrayFrom = () => Array.from({ length: 3 }, (_, index) => ({ index }));
export const assigned = (user: User) => Object.assign({}, user, { extra: 1 });
export const json = (user: User) => JSON.stringify(user);
export const awaitAll = async (users: User[]) => {
  const orders = await Promise.all(users.map((user) => db.orders.of(user.id)));
  return orders.flat();
};
export const everything = (users: User[]) => users.every((user) => user.tags.length > 0);
export const grouped = (users: User[]) => {
  const groups: { [role: string]: User[] } = {};
  for (const user of users) (groups[user.role] ??= []).push(user);
  return groups;
};
export async function settled(ids: string[]) {
  const [user, total] = await Promise.allSettled([db.users.find('x'), db.users.count()]);
  const all = await Promise.allSettled(ids.map((id) => db.users.find(id)));
  return { user, count: total.status === 'fulfilled' ? total.value : 0, all };
}
export async function settledWell(ids: string[]) {
  const all = await Promise.allSettled(ids.map((id) => db.users.find(id)));
  return all.filter((one) => one.status === 'fulfilled').map((one) => one.value);
}
export const owns = (stock: Record<string, number>, sku: string) => ({
  has: Object.hasOwn(stock, sku),
  uri: encodeURI(sku),
});
export function keptInArguments() {
  const kept = Object.freeze({ make: () => ({ state: 'on', tags: ['a'] }), later: async () => 'on' });
  return kept.make();
}
