// What values of the language have, as far as types can be read off them: which members, what
// they take, what they give. Read by library.rs; `Self` is the type of the value itself.
// Overloads stand from the closest to the widest. What is called `XValue` is the value `X`, because
// most of them are types as well. It is one table, kept together: one declaration for each type.

interface Iterated<T> {
  iterated: T;
}

type Flat<T> = T extends readonly (infer U)[] ? U : T;

interface ReadonlyArrayMembers<T> {
  length: number;
  at(index: number): T | undefined;
  concat(...lists: (T | readonly T[])[]): T[];
  entries(): Iterated<[number, T]>;
  every<S extends T>(test: (value: T, index: number, list: readonly T[]) => value is S): Self;
  every(test: (value: T, index: number, list: readonly T[]) => unknown): boolean;
  filter<S extends T>(test: (value: T, index: number, list: readonly T[]) => value is S): S[];
  filter(test: (value: T, index: number, list: readonly T[]) => unknown): T[];
  find<S extends T>(test: (value: T, index: number, list: readonly T[]) => value is S): S | undefined;
  find(test: (value: T, index: number, list: readonly T[]) => unknown): T | undefined;
  findIndex(test: (value: T, index: number, list: readonly T[]) => unknown): number;
  findLast<S extends T>(test: (value: T, index: number, list: readonly T[]) => value is S): S | undefined;
  findLast(test: (value: T, index: number, list: readonly T[]) => unknown): T | undefined;
  findLastIndex(test: (value: T, index: number, list: readonly T[]) => unknown): number;
  flat(): Flat<T>[];
  flatMap<U>(make: (value: T, index: number, list: T[]) => U | readonly U[]): U[];
  forEach(run: (value: T, index: number, list: readonly T[]) => void): void;
  includes(value: T, from?: number): boolean;
  indexOf(value: T, from?: number): number;
  join(separator?: string): string;
  keys(): Iterated<number>;
  lastIndexOf(value: T, from?: number): number;
  map<U>(make: (value: T, index: number, list: readonly T[]) => U): U[];
  reduce(join: (before: T, value: T, index: number, list: readonly T[]) => T): T;
  reduce(join: (before: T, value: T, index: number, list: readonly T[]) => T, first: T): T;
  reduce<U>(join: (before: U, value: T, index: number, list: readonly T[]) => U, first: U): U;
  reduceRight(join: (before: T, value: T, index: number, list: readonly T[]) => T): T;
  reduceRight(join: (before: T, value: T, index: number, list: readonly T[]) => T, first: T): T;
  reduceRight<U>(join: (before: U, value: T, index: number, list: readonly T[]) => U, first: U): U;
  slice(start?: number, end?: number): T[];
  some(test: (value: T, index: number, list: readonly T[]) => unknown): boolean;
  toReversed(): T[];
  toSorted(compare?: (one: T, other: T) => number): T[];
  toSpliced(start: number, count?: number): T[];
  with(index: number, value: T): T[];
  toString(): string;
  values(): Iterated<T>;
}

interface ArrayMembers<T> {
  length: number;
  at(index: number): T | undefined;
  concat(...lists: (T | readonly T[])[]): T[];
  entries(): Iterated<[number, T]>;
  every<S extends T>(test: (value: T, index: number, list: T[]) => value is S): Self;
  every(test: (value: T, index: number, list: T[]) => unknown): boolean;
  fill(value: T, start?: number, end?: number): Self;
  filter<S extends T>(test: (value: T, index: number, list: T[]) => value is S): S[];
  filter(test: (value: T, index: number, list: T[]) => unknown): T[];
  find<S extends T>(test: (value: T, index: number, list: T[]) => value is S): S | undefined;
  find(test: (value: T, index: number, list: T[]) => unknown): T | undefined;
  findIndex(test: (value: T, index: number, list: T[]) => unknown): number;
  findLast<S extends T>(test: (value: T, index: number, list: T[]) => value is S): S | undefined;
  findLast(test: (value: T, index: number, list: T[]) => unknown): T | undefined;
  findLastIndex(test: (value: T, index: number, list: T[]) => unknown): number;
  flat(): Flat<T>[];
  flatMap<U>(make: (value: T, index: number, list: T[]) => U | readonly U[]): U[];
  forEach(run: (value: T, index: number, list: T[]) => void): void;
  includes(value: T, from?: number): boolean;
  indexOf(value: T, from?: number): number;
  join(separator?: string): string;
  keys(): Iterated<number>;
  lastIndexOf(value: T, from?: number): number;
  map<U>(make: (value: T, index: number, list: T[]) => U): U[];
  pop(): T | undefined;
  push(...values: T[]): number;
  reduce(join: (before: T, value: T, index: number, list: T[]) => T): T;
  reduce(join: (before: T, value: T, index: number, list: T[]) => T, first: T): T;
  reduce<U>(join: (before: U, value: T, index: number, list: T[]) => U, first: U): U;
  reduceRight(join: (before: T, value: T, index: number, list: T[]) => T): T;
  reduceRight(join: (before: T, value: T, index: number, list: T[]) => T, first: T): T;
  reduceRight<U>(join: (before: U, value: T, index: number, list: T[]) => U, first: U): U;
  reverse(): T[];
  shift(): T | undefined;
  slice(start?: number, end?: number): T[];
  some(test: (value: T, index: number, list: T[]) => unknown): boolean;
  sort(compare?: (one: T, other: T) => number): Self;
  splice(start: number, count?: number): T[];
  splice(start: number, count: number, ...values: T[]): T[];
  toReversed(): T[];
  toSorted(compare?: (one: T, other: T) => number): T[];
  toSpliced(start: number, count?: number): T[];
  toString(): string;
  unshift(...values: T[]): number;
  values(): Iterated<T>;
  with(index: number, value: T): T[];
}

interface StringMembers {
  length: number;
  at(index: number): string | undefined;
  charAt(index: number): string;
  charCodeAt(index: number): number;
  codePointAt(index: number): number | undefined;
  concat(...parts: string[]): string;
  endsWith(part: string, end?: number): boolean;
  includes(part: string, from?: number): boolean;
  indexOf(part: string, from?: number): number;
  lastIndexOf(part: string, from?: number): number;
  localeCompare(other: string): number;
  normalize(form?: string): string;
  padEnd(length: number, fill?: string): string;
  padStart(length: number, fill?: string): string;
  repeat(count: number): string;
  replace(search: string | RegExp, by: string | ((found: string) => string)): string;
  replaceAll(search: string | RegExp, by: string | ((found: string) => string)): string;
  search(search: string | RegExp): number;
  slice(start?: number, end?: number): string;
  split(separator: string | RegExp, limit?: number): string[];
  startsWith(part: string, from?: number): boolean;
  substring(start: number, end?: number): string;
  substr(start: number, length?: number): string;
  toLocaleLowerCase(): string;
  toLocaleUpperCase(): string;
  toLowerCase(): string;
  toString(): string;
  toUpperCase(): string;
  trim(): string;
  trimEnd(): string;
  trimStart(): string;
  valueOf(): string;
}

interface NumberMembers {
  toExponential(digits?: number): string;
  toFixed(digits?: number): string;
  toLocaleString(): string;
  toPrecision(digits?: number): string;
  toString(radix?: number): string;
  valueOf(): number;
}

interface BigIntMembers {
  toLocaleString(): string;
  toString(radix?: number): string;
  valueOf(): bigint;
}

interface BooleanMembers {
  toString(): string;
  valueOf(): boolean;
}

interface DateMembers {
  getDate(): number;
  getDay(): number;
  getFullYear(): number;
  getHours(): number;
  getMilliseconds(): number;
  getMinutes(): number;
  getMonth(): number;
  getSeconds(): number;
  getTime(): number;
  getTimezoneOffset(): number;
  getUTCDate(): number;
  getUTCDay(): number;
  getUTCFullYear(): number;
  getUTCHours(): number;
  getUTCMilliseconds(): number;
  getUTCMinutes(): number;
  getUTCMonth(): number;
  getUTCSeconds(): number;
  setDate(value: number): number;
  setFullYear(value: number): number;
  setHours(value: number): number;
  setMilliseconds(value: number): number;
  setMinutes(value: number): number;
  setMonth(value: number): number;
  setSeconds(value: number): number;
  setTime(value: number): number;
  toDateString(): string;
  toISOString(): string;
  toJSON(): string;
  toLocaleDateString(): string;
  toLocaleString(): string;
  toLocaleTimeString(): string;
  toString(): string;
  toTimeString(): string;
  toUTCString(): string;
  valueOf(): number;
}

interface RegExpMembers {
  flags: string;
  global: boolean;
  lastIndex: number;
  source: string;
  test(text: string): boolean;
  toString(): string;
}

interface UrlMembers {
  hash: string;
  host: string;
  hostname: string;
  href: string;
  origin: string;
  password: string;
  pathname: string;
  port: string;
  protocol: string;
  search: string;
  username: string;
  toJSON(): string;
  toString(): string;
}

interface MapMembers<K, V> {
  size: number;
  clear(): void;
  delete(key: K): boolean;
  entries(): Iterated<[K, V]>;
  forEach(run: (value: V, key: K) => void): void;
  get(key: K): V | undefined;
  has(key: K): boolean;
  keys(): Iterated<K>;
  set(key: K, value: V): Self;
  values(): Iterated<V>;
}

interface SetMembers<T> {
  size: number;
  add(value: T): Self;
  clear(): void;
  delete(value: T): boolean;
  entries(): Iterated<[T, T]>;
  forEach(run: (value: T) => void): void;
  has(value: T): boolean;
  keys(): Iterated<T>;
  values(): Iterated<T>;
}

interface PromiseMembers<T> {
  catch<U>(failed: (reason: any) => U | Promise<U>): Promise<T | U>;
  finally(run: () => void): Promise<T>;
  then<U>(done: (value: T) => U | Promise<U>): Promise<U>;
  then<U, W>(done: (value: T) => U | Promise<U>, failed: (reason: any) => W | Promise<W>): Promise<U | W>;
}

interface ObjectMembers {
  hasOwnProperty(name: string | number): boolean;
  toString(): string;
}

declare const ArrayValue: {
  from(list: string): string[];
  from<T>(list: readonly T[] | Set<T> | Iterated<T>): T[];
  from<K, V>(list: Map<K, V>): [K, V][];
  from<U>(list: { length: number }, make: (value: unknown, index: number) => U): U[];
  from<T, U>(list: readonly T[] | Set<T> | Iterated<T>, make: (value: T, index: number) => U): U[];
  isArray(value: any): value is any[];
  of<T>(...values: T[]): T[];
};

declare const BooleanValue: { (value?: unknown): boolean };
declare const BigIntValue: { (value: string | number | bigint | boolean): bigint };

declare const DateValue: {
  new (): Date;
  new (value: number | string | Date): Date;
  new (
    year: number,
    month: number,
    day?: number,
    hours?: number,
    minutes?: number,
    seconds?: number,
    ms?: number,
  ): Date;
  UTC(year: number, month?: number, day?: number, hours?: number, minutes?: number, seconds?: number): number;
  now(): number;
  parse(text: string): number;
};

declare const JSONValue: {
  parse(text: string, revive?: (name: string, value: any) => any): any;
  stringify(value: any, replace?: any, space?: string | number): string;
};

declare const MapValue: {
  new <K, V>(entries?: readonly (readonly [K, V])[] | null): Map<K, V>;
  new <K, V>(entries: Iterated<[K, V]> | Map<K, V>): Map<K, V>;
};

declare const SetValue: {
  new <T>(values?: readonly T[] | null): Set<T>;
  new <T>(values: Iterated<T> | Set<T>): Set<T>;
};

declare const URLValue: {
  new (url: string | URL, base?: string | URL): URL;
};

declare const RegExpValue: {
  new (source: string | RegExp, flags?: string): RegExp;
};

declare const ErrorValue: {
  new (message?: string, options?: { cause?: unknown }): Error;
  (message?: string, options?: { cause?: unknown }): Error;
};
declare const TypeErrorValue: { new (message?: string): Error };
declare const RangeErrorValue: { new (message?: string): Error };

declare const MathValue: {
  E: number;
  LN10: number;
  LN2: number;
  PI: number;
  SQRT2: number;
  abs(x: number): number;
  acos(x: number): number;
  asin(x: number): number;
  atan(x: number): number;
  atan2(y: number, x: number): number;
  cbrt(x: number): number;
  ceil(x: number): number;
  cos(x: number): number;
  exp(x: number): number;
  floor(x: number): number;
  hypot(...values: number[]): number;
  log(x: number): number;
  log10(x: number): number;
  log2(x: number): number;
  max(...values: number[]): number;
  min(...values: number[]): number;
  pow(x: number, y: number): number;
  random(): number;
  round(x: number): number;
  sign(x: number): number;
  sin(x: number): number;
  sqrt(x: number): number;
  tan(x: number): number;
  trunc(x: number): number;
};

declare const NumberValue: {
  (value?: unknown): number;
  EPSILON: number;
  MAX_SAFE_INTEGER: number;
  MAX_VALUE: number;
  MIN_SAFE_INTEGER: number;
  isFinite(value: unknown): boolean;
  isInteger(value: unknown): boolean;
  isNaN(value: unknown): boolean;
  isSafeInteger(value: unknown): boolean;
  parseFloat(text: string): number;
  parseInt(text: string, radix?: number): number;
};

declare const ObjectValue: {
  assign<T, U>(target: T, source: U): T & U;
  assign<T, U, V>(target: T, one: U, other: V): T & U & V;
  entries<T>(value: { [name: string]: T } | readonly T[]): [string, T][];
  entries(value: {}): [string, any][];
  freeze<
    T extends { [name: string]: U | null | undefined | object },
    U extends string | bigint | number | boolean | symbol,
  >(
    value: T,
  ): Readonly<T>;
  fromEntries<T = any>(
    entries: readonly (readonly [string | number, T])[] | Iterated<[string, T]> | Map<string, T>,
  ): { [name: string]: T };
  hasOwn(value: {}, name: string | number | symbol): boolean;
  is(one: any, other: any): boolean;
  keys(value: {}): string[];
  values<T>(value: { [name: string]: T } | readonly T[]): T[];
  values(value: {}): any[];
};

declare const PromiseValue: {
  all<const T extends readonly unknown[]>(values: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;
  allSettled<const T extends readonly unknown[]>(
    values: T,
  ): Promise<{
    -readonly [K in keyof T]: { status: 'fulfilled'; value: Awaited<T[K]> } | { status: 'rejected'; reason: any };
  }>;
  race<T>(values: readonly T[]): Promise<Awaited<T>>;
  any<T>(values: readonly T[]): Promise<Awaited<T>>;
  reject(reason?: any): Promise<never>;
  resolve(): Promise<void>;
  resolve<T>(value: T): Promise<Awaited<T>>;
};

declare const StringValue: {
  (value?: any): string;
  fromCharCode(...codes: number[]): string;
  fromCodePoint(...codes: number[]): string;
};

declare const consoleValue: {
  debug(...values: any[]): void;
  error(...values: any[]): void;
  info(...values: any[]): void;
  log(...values: any[]): void;
  warn(...values: any[]): void;
};

declare const performanceValue: { now(): number };

declare function decodeURIValue(text: string): string;
declare function decodeURIComponentValue(text: string): string;
declare function encodeURIValue(text: string): string;
declare function encodeURIComponentValue(value: string | number | boolean): string;
declare function isFiniteValue(value: number): boolean;
declare function isNaNValue(value: number): boolean;
declare function parseFloatValue(text: string): number;
declare function parseIntValue(text: string, radix?: number): number;
declare function structuredCloneValue<T>(value: T): T;

interface RequestMembers {
  method: string;
  url: string;
  path: string;
  ip: string;
  cookies: Readonly<Record<string, string>>;
}

interface GlobalContextMembers {
  instance: {
    readonly id: string;
    readonly region: string | undefined;
    readonly zone: string | undefined;
    readonly startedAt: number;
  };
  mode: 'development' | 'production' | 'test';
}

interface LocalContextMembers {
  requestId: string;
  traceId: string;
  parentSpanId: string | undefined;
  startTime: number;
  timestamp: number;
  client: { readonly ip: string; readonly userAgent: string | undefined };
}

declare function defineModuleValue<const M>(module: M): M;
