// What the handlers beside this file work with: a small shop.
export type Role = 'admin' | 'editor' | 'reader';

export interface User {
  id: string;
  name: string;
  email: string;
  role: Role;
  age?: number;
  tags: string[];
  manager: User | null;
  createdAt: Date;
}

export interface Product {
  sku: string;
  title: string;
  price: number;
  stock: number;
  discount?: number;
}

export interface Line {
  product: Product;
  quantity: number;
}

export interface Order {
  id: string;
  user: string;
  status: 'open' | 'paid' | 'sent';
  lines: Line[];
  note?: string;
}

export type Payment =
  { kind: 'card'; last4: string; brand: string } | { kind: 'transfer'; iban: string } | { kind: 'cash' };

export type Result<T> = { ok: true; value: T } | { ok: false; error: string };

export interface Page<T> {
  items: T[];
  next?: string;
}

export enum Level {
  Low = 1,
  High = 2,
}

export class AppError extends Error {
  constructor(
    message: string,
    public readonly code: number,
  ) {
    super(message);
  }
}

export class NotFoundError extends AppError {
  resource = 'thing';
}

export declare const db: {
  users: {
    find(id: string): Promise<User | null>;
    list(limit?: number): Promise<User[]>;
    byRole(role: Role): Promise<readonly User[]>;
    count(): Promise<number>;
  };
  products: { get(sku: string): Product | undefined; all(): Product[] };
  orders: {
    find(id: string): Promise<Order | undefined>;
    of(user: string): Promise<Order[]>;
    save(order: Order): Promise<void>;
  };
  raw<T>(sql: string): Promise<T[]>;
};

export declare function pay(order: Order): Promise<Result<Payment>>;
export declare function isUser(value: unknown): value is User;
export declare function must(value: unknown, message?: string): asserts value;
export declare function mustUser(value: User | null | undefined): asserts value is User;
export declare function fail(message: string): never;
export declare function wrap<T>(value: T): { data: T };
export declare function first<T>(values: readonly T[]): T | undefined;
export declare function pick<T, K extends keyof T>(value: T, ...keys: K[]): Pick<T, K>;
export declare function pluck<T, K extends keyof T>(value: T, key: K): T[K];
export declare function paginate<T>(items: T[], next?: string): Page<T>;
export declare function parse(text: string): number;
export declare function parse(text: string, exact: true): bigint;
export declare function format(value: number): string;
export declare function format(value: Date): { iso: string };
export declare function option<const T>(value: T): T;
export declare function tagged<T extends string>(tag: T): { tag: T };

export const limits = { page: 20, names: ['a', 'b'], deep: { on: true } };
export const roles = ['admin', 'editor', 'reader'] as const;
export const version = '1.2.3';
