// Plain answers: literals, members, operators, destructuring.
import { Level, limits, roles, version, type Order, type User, type Product, type Role } from './models.js';

export function constant() {
  return { status: 'ok', uptime: 12, ready: true };
}
export const arrow = () => ({ a: 1, b: null, c: undefined });
export const list = () => [1, 2, 3];
export const mixed = () => ['a', 1, null];
export const nothing = () => {};
export function early(user: User) {
  if (user.age === undefined) return;
  return user.age;
}
export async function awaitable() {
  return { at: new Date(), id: 'x' };
}
export const literal = () => 'hello';
export const literals = (flag: boolean) => (flag ? 'yes' : 'no');
export const constants = () => ({ kind: 'a', level: 2 }) as const;
export const asserted = () => ({ role: 'admin' as Role, id: <string>'x' });
export const satisfied = () => ({ role: 'admin' }) satisfies { role: Role };
export const keep = () => ({ role: 'admin' as const, n: 1 as const });
export function member(user: User) {
  return { name: user.name, manager: user.manager?.name, deep: user.manager?.manager?.email ?? 'none' };
}
export function shorthand({ name, email }: User) {
  return { name, email };
}
export function renamed({ name: title, tags: [head, ...tail], age = 3 }: User) {
  return { title, head, tail, age };
}
export function rest({ email, ...others }: User) {
  return { email, others };
}
export function spread(user: User) {
  return { ...user, email: undefined, extra: user.tags.length };
}
export function overridden(user: User, patch: Partial<User>) {
  return { ...user, ...patch };
}
export function conditionalSpread(user: User, admin: boolean) {
  return { id: user.id, ...(admin ? { role: user.role } : {}), ...(admin && { email: user.email }) };
}
export function template(user: User) {
  return { greeting: `Hello ${user.name}`, plain: `x`, sum: 1 + 2, text: 'a' + 1, neg: -5, not: !user.age };
}
export function comparisons(order: Order) {
  return { big: order.lines.length > 3, open: order.status === 'open', kind: typeof order };
}
export function defaults(product: Product) {
  const discount = product.discount ?? 0;
  const label = product.title || 'untitled';
  return { discount, label, cheap: product.price < 10 && discount > 0, flag: product.stock && product.title };
}
export function computed(user: User) {
  const key = 'dynamic';
  return { [key]: 1, ['x']: user.name };
}
export function computedByName(name: string) {
  return { [name]: 1 };
}
export function locals() {
  const a = 1;
  let b = 'x';
  const c = [a, 2];
  var d = { b };
  b = 'y';
  return { a, b, c, d };
}
export function declared() {
  let value: string | number = 'x';
  const other: string | null = null;
  return { value, other };
}
export function reassigned(flag: boolean) {
  let value: string | number = 'x';
  if (flag) value = 3;
  return value;
}
export function undeclared(flag: boolean) {
  let value;
  if (flag) value = 3;
  else value = 'x';
  return { value };
}
export function nulled(user: User, flag: boolean) {
  let found = null;
  if (flag) found = user;
  return found;
}
export function collected(users: User[]) {
  const out = [];
  for (const user of users) {
    out.push({ id: user.id, senior: (user.age ?? 0) > 60 });
  }
  return out;
}
export function enums(flag: boolean) {
  const level = flag ? Level.High : Level.Low;
  return { level, low: Level.Low, name: Level };
}
export const shared = () => ({ limits, roles, version, first: roles[0], page: limits.page });
export function indexed(user: User, key: 'name' | 'tags') {
  return { value: user[key], first: user.tags[0], byName: user['email'] };
}
export function tupled(): [string, number] {
  return ['a', 1];
}
export function untupled() {
  const [name, count] = tupled();
  const pair: [string, boolean] = ['x', true];
  return { name, count, pair };
}
export function nested() {
  return { a: { b: { c: [{ d: 1 }, { d: 2, e: 'x' }] } }, none: [] };
}
export function counted() {
  let count = 0;
  for (let i = 0; i < 10; i++) count += i;
  return { count };
}
export function sequence() {
  let x = 1;
  return (x++, `${x}`);
}
export function nonNull(user: User) {
  return { manager: user.manager!, name: user.manager!.name };
}
// Found by random bodies.
export function constantSpread(flag: boolean) {
  return { ...(flag ? { a: 1 } : {}), c: -1 } as const;
}
export function constantBeside(user: User, flag: boolean) {
  if (flag) return { a: user.name, b: !user.age };
  return { a: true } as const;
}
export function defaultsOfList(users: User[], flag: boolean) {
  const [head, second = 'nobody'] = users;
  const [, last = null] = [1, flag] as const;
  return { head, second, last };
}
export function negatedNever(user: User) {
  return user != null ? 'there' : !user;
}
export function comparedToUndefined(words: string[], flag: boolean) {
  if (words !== undefined) return flag ? words : undefined;
  return flag ? 1 : undefined;
}
export function behindNullish(user: User | null, text: string | undefined) {
  return { user: user ?? user, text: text ?? { text } };
}
export function computedBesideSpread(
  user: User,
  stock: Record<string, number>,
  key: string,
  role: 'a' | 'b',
  n: number,
) {
  return {
    known: { ...user, [key]: 1 },
    counted: { ...stock, [key]: 'x' },
    named: { ...stock, name: 'x' },
    both: { ...stock, total: true, [key]: 'x' },
    literal: { [role]: 1 },
    numbered: { a: 'x', 1: true, [n]: 2 },
    template: { [`x-${key}`]: 1, other: 'x' },
  };
}
