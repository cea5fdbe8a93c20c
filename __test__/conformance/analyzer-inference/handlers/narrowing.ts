// What conditions leave.
import {
  AppError,
  NotFoundError,
  db,
  fail,
  isUser,
  must,
  mustUser,
  type Order,
  type Payment,
  type Result,
  type User,
} from './models.js';

export async function missing(id: string) {
  const user = await db.users.find(id);
  if (!user) return { error: 'not found' };
  return user;
}
export async function missingThrown(id: string) {
  const user = await db.users.find(id);
  if (user === null) throw new AppError('gone', 404);
  return { name: user.name, user };
}
export async function loose(id: string) {
  const order = await db.orders.find(id);
  if (order == null) return null;
  return order.lines;
}
export function elseBranch(user: User | null) {
  if (user) {
    return { found: true, id: user.id };
  } else {
    return { found: false };
  }
}
export function kinds(payment: Payment) {
  switch (payment.kind) {
    case 'card':
      return { brand: payment.brand };
    case 'transfer':
      return { iban: payment.iban };
    case 'cash':
      return { cash: true };
  }
}
export function kindsDefault(payment: Payment) {
  switch (payment.kind) {
    case 'card':
    case 'transfer':
      return payment;
    default:
      return payment.kind;
  }
}
export function discriminant(result: Result<User>) {
  if (!result.ok) return { error: result.error };
  return { user: result.value };
}
export function discriminantEqual(result: Result<number>) {
  if (result.ok === true) return result.value;
  return result.error;
}
export function types(value: string | number | boolean | User[]) {
  if (typeof value === 'string') return { text: value };
  if (typeof value === 'number') return { number: value };
  if (typeof value === 'boolean') return { flag: value };
  return { ids: value.map((user) => user.id) };
}
export function unknowns(value: unknown) {
  if (typeof value === 'string') return value;
  if (isUser(value)) return value.id;
  return null;
}
export function lists(value: string | string[]) {
  return { values: Array.isArray(value) ? value : [value] };
}
export function inside(payment: { iban: string } | { card: string }) {
  if ('iban' in payment) return payment.iban;
  return payment.card;
}
export function caught(run: () => number) {
  try {
    return { value: run() };
  } catch (error) {
    if (error instanceof NotFoundError) return { resource: error.resource, code: error.code };
    if (error instanceof AppError) return { code: error.code };
    if (error instanceof Error) return { message: error.message };
    return { error: String(error) };
  }
}
export function finallyDone(run: () => string) {
  let done = false;
  try {
    run();
    done = true;
  } catch {
    return { done };
  } finally {
    done = done && true;
  }
  return { done, after: 1 };
}
export function asserts(user: User | null) {
  must(user);
  return user.name;
}
export function assertsType(user: User | null | undefined) {
  mustUser(user);
  return user;
}
export function never(user: User | undefined) {
  if (!user) {
    fail('no user');
  }
  return user;
}
export function chain(user: User | undefined) {
  if (user?.manager?.name === 'x') return user.manager;
  return user?.manager;
}
export function named(user: User | null) {
  const exists = user !== null;
  if (exists) return user;
  return 'none';
}
export function members(order: Order) {
  if (order.note) return { note: order.note };
  return { note: null };
}
export function memberOf(box: { user: User | null }) {
  if (box.user === null) return 0;
  return box.user.id;
}
export function closures(user: User | null) {
  if (!user) return [];
  return [1, 2].map((n) => user.id + n);
}
export function loops(users: User[]) {
  let found: User | undefined;
  for (const user of users) {
    if (user.role === 'admin') {
      found = user;
      break;
    }
  }
  return found;
}
export function whiles(order: Order | undefined) {
  let current: Order | undefined = order;
  while (current) {
    current = undefined;
  }
  return current;
}
export function ands(user: User | null, order?: Order) {
  if (user && order) return { user, order };
  if (user || order) return { some: user ?? order };
  return { user, order };
}
export function ternary(user: User | null) {
  return user ? { id: user.id } : null;
}
export function ternaries(n: number) {
  return n > 10 ? { size: 'big', n } : n > 5 ? { size: 'middle' } : { size: 'small', tiny: true };
}
export function equalLiteral(text: string) {
  if (text === 'a' || text === 'b') return { text };
  return 'other';
}
export function typeofSwitch(value: string | number | undefined) {
  switch (typeof value) {
    case 'string':
      return 's';
    case 'number':
      return value;
    default:
      return value;
  }
}
export function assignedLater(flag: boolean) {
  let label: 'a' | 'b' | null = null;
  if (flag) label = 'a';
  return label;
}
export function nullish(user: User | null | undefined) {
  const name = user?.name ?? null;
  return { name };
}
export function logicalAssignment(order: Order) {
  order.note ??= 'none';
  return { note: order.note };
}
export function infinite() {
  while (true) {
    if (Math.random() > 0.5) return 'x';
  }
}
export function labelled(rows: number[][]) {
  outer: for (const row of rows) {
    for (const cell of row) {
      if (cell === 0) continue outer;
      if (cell < 0) break outer;
    }
  }
  return rows.length;
}
export function aliasOfDiscriminant(payment: Payment) {
  const isCard = payment.kind === 'card';
  if (isCard) return payment;
  return payment.kind;
}
export function aliasOfMember(order: Order) {
  const hasNote = order.note !== undefined;
  return hasNote ? order.note : null;
}
export function aliasOfReadonly(box: { readonly user: User | null }) {
  const has = box.user !== null;
  return has ? box.user : 'none';
}
export function aliasReassigned(user: User | null, other: User | null) {
  const has = user !== null;
  user = other;
  return has ? user : 'none';
}
export function aliasOfAlias(payment: Payment, flag: boolean) {
  const isCard = payment.kind === 'card';
  const isBoth = isCard && flag;
  if (isBoth) return payment;
  return null;
}
export function discriminantWithName(payment: Payment) {
  const kind = payment.kind;
  if (kind === 'card') return payment;
  return kind;
}
export function takenApart(payment: Payment) {
  const { kind } = payment;
  if (kind === 'transfer') return payment.iban;
  return { kind, payment };
}
type Loaded = { data: User; error: null } | { data: null; error: string };
export function siblings(loaded: Loaded) {
  const { data, error } = loaded;
  if (error) return { error };
  return { data, loaded };
}
export function siblingsChecked({ data, error }: Loaded) {
  if (error !== null) throw new Error(error);
  return data;
}
export function siblingsRenamed(loaded: Loaded) {
  const { data: user, error: problem, ...rest } = loaded;
  if (!user) return { problem, rest };
  return user.name;
}
export function siblingsLet(loaded: Loaded) {
  let { data, error } = loaded;
  if (error) return error;
  data = data ?? null;
  return data;
}
export function siblingsSwitch(action: { type: 'add'; value: number } | { type: 'name'; value: string }) {
  const { type, value } = action;
  switch (type) {
    case 'add':
      return value;
    default:
      return { value, action };
  }
}
export function siblingsOfTuple(pair: [null, User] | [string, null]) {
  const [error, user] = pair;
  if (error !== null) return error;
  return user;
}
export function siblingsLooped(all: Loaded[]) {
  for (const { data, error } of all) {
    if (data === null) return error;
  }
  return 'none';
}
export function siblingsInClosure(loaded: Loaded) {
  const { data, error } = loaded;
  if (error !== null) return [];
  return [1].map((n) => data.id + n);
}
export function siblingsBoth(loaded: Loaded) {
  const { data, error } = loaded;
  if (data && !error) return { data, error };
  return { data };
}
export function unreached(flag: boolean) {
  if (flag) {
    return 1;
  } else {
    return 'x';
  }
  return true;
}
export function exhaustedDefault(payment: Payment) {
  switch (payment.kind) {
    case 'card':
      return payment.brand;
    case 'transfer':
      return payment.iban;
    case 'cash':
      return null;
    default:
      return payment;
  }
}
export const onlyOne = (count: number, value: unknown) => count && (value || undefined);
export function memberAfterOwner(payment: Payment) {
  if (payment.kind === 'cash') return null;
  if ('brand' in payment) return payment.kind;
  return payment.kind;
}
