/* oxlint-disable typescript/no-explicit-any -- the definitions of the language say `any`. */
// What the types of the language have: the members that ECMAScript 2022 gives them, and the utility types by their
// definitions. Written from the language's documentation for the evaluator alone, which reads it once per process; the
// differential test holds every name against the declarations TypeScript ships.

export {};

interface Bytes {
  slice(start?: number, end?: number): Uint8Array;
}

interface Steps<T> {
  next(): { done?: boolean; value: T };
  [Symbol.iterator](): Steps<T>;
}

interface Constructor {
  new (): unknown;
}

interface Object {
  constructor: Function;
  toString(): string;
  toLocaleString(): string;
  valueOf(): Object;
  hasOwnProperty(v: PropertyKey): boolean;
  isPrototypeOf(v: Object): boolean;
  propertyIsEnumerable(v: PropertyKey): boolean;
}

interface Function {
  apply(this: Function, thisArg: any, argArray?: any): any;
  call(this: Function, thisArg: any, ...argArray: any[]): any;
  bind(this: Function, thisArg: any, ...argArray: any[]): any;
  toString(): string;
  prototype: any;
  readonly length: number;
  arguments: any;
  caller: Function;
  readonly name: string;
  [Symbol.hasInstance](value: any): boolean;
}

interface String {
  toString(): string;
  charAt(pos: number): string;
  charCodeAt(index: number): number;
  concat(...strings: string[]): string;
  indexOf(searchString: string, position?: number): number;
  lastIndexOf(searchString: string, position?: number): number;
  localeCompare(that: string, locales?: string | string[], options?: object): number;
  match(regexp: string | RegExp): string[] | null;
  replace(searchValue: string | RegExp, replaceValue: string): string;
  search(regexp: string | RegExp): number;
  slice(start?: number, end?: number): string;
  split(separator: string | RegExp, limit?: number): string[];
  substring(start: number, end?: number): string;
  toLowerCase(): string;
  toLocaleLowerCase(locales?: string | string[]): string;
  toUpperCase(): string;
  toLocaleUpperCase(locales?: string | string[]): string;
  trim(): string;
  readonly length: number;
  substr(from: number, length?: number): string;
  valueOf(): string;
  readonly [index: number]: string;
  codePointAt(pos: number): number | undefined;
  includes(searchString: string, position?: number): boolean;
  endsWith(searchString: string, endPosition?: number): boolean;
  normalize(form?: string): string;
  repeat(count: number): string;
  startsWith(searchString: string, position?: number): boolean;
  anchor(name: string): string;
  big(): string;
  blink(): string;
  bold(): string;
  fixed(): string;
  fontcolor(color: string): string;
  fontsize(size: number): string;
  italics(): string;
  link(url: string): string;
  small(): string;
  strike(): string;
  sub(): string;
  sup(): string;
  [Symbol.iterator](): Steps<string>;
  padStart(maxLength: number, fillString?: string): string;
  padEnd(maxLength: number, fillString?: string): string;
  trimEnd(): string;
  trimStart(): string;
  trimLeft(): string;
  trimRight(): string;
  matchAll(regexp: RegExp): object;
  replaceAll(searchValue: string | RegExp, replaceValue: string): string;
  at(index: number): string | undefined;
}

interface Number {
  toString(radix?: number): string;
  toFixed(fractionDigits?: number): string;
  toExponential(fractionDigits?: number): string;
  toPrecision(precision?: number): string;
  valueOf(): number;
  toLocaleString(locales?: string | string[], options?: object): string;
}

interface Boolean {
  valueOf(): boolean;
}

interface Symbol {
  toString(): string;
  valueOf(): symbol;
  readonly description: string | undefined;
  [Symbol.toPrimitive](hint: string): symbol;
  readonly [Symbol.toStringTag]: string;
}

interface BigInt {
  toString(radix?: number): string;
  toLocaleString(locales?: string | string[], options?: object): string;
  valueOf(): bigint;
  readonly [Symbol.toStringTag]: 'BigInt';
}

interface Array<T> {
  length: number;
  toString(): string;
  toLocaleString(): string;
  pop(): T | undefined;
  push(...items: T[]): number;
  concat(...items: (T | readonly T[])[]): T[];
  join(separator?: string): string;
  reverse(): T[];
  shift(): T | undefined;
  slice(start?: number, end?: number): T[];
  sort(compareFn?: (a: T, b: T) => number): this;
  splice(start: number, deleteCount?: number, ...items: T[]): T[];
  unshift(...items: T[]): number;
  indexOf(searchElement: T, fromIndex?: number): number;
  lastIndexOf(searchElement: T, fromIndex?: number): number;
  every(predicate: (value: T, index: number, array: T[]) => unknown, thisArg?: any): boolean;
  some(predicate: (value: T, index: number, array: T[]) => unknown, thisArg?: any): boolean;
  forEach(callbackfn: (value: T, index: number, array: T[]) => void, thisArg?: any): void;
  map<U>(callbackfn: (value: T, index: number, array: T[]) => U, thisArg?: any): U[];
  filter(predicate: (value: T, index: number, array: T[]) => unknown, thisArg?: any): T[];
  reduce<U>(callbackfn: (previous: U, current: T, index: number, array: T[]) => U, initial: U): U;
  reduceRight<U>(callbackfn: (previous: U, current: T, index: number, array: T[]) => U, initial: U): U;
  [n: number]: T;
  find(predicate: (value: T, index: number, obj: T[]) => unknown, thisArg?: any): T | undefined;
  findIndex(predicate: (value: T, index: number, obj: T[]) => unknown, thisArg?: any): number;
  fill(value: T, start?: number, end?: number): this;
  copyWithin(target: number, start: number, end?: number): this;
  [Symbol.iterator](): Steps<T>;
  entries(): Steps<[number, T]>;
  keys(): Steps<number>;
  values(): Steps<T>;
  readonly [Symbol.unscopables]: { [K in keyof any[]]?: boolean };
  includes(searchElement: T, fromIndex?: number): boolean;
  flatMap<U>(callback: (value: T, index: number, array: T[]) => U | readonly U[]): U[];
  flat<D extends number>(depth?: D): unknown[];
  at(index: number): T | undefined;
}

interface ReadonlyArray<T> {
  readonly length: number;
  toString(): string;
  toLocaleString(): string;
  concat(...items: (T | readonly T[])[]): T[];
  join(separator?: string): string;
  slice(start?: number, end?: number): T[];
  indexOf(searchElement: T, fromIndex?: number): number;
  lastIndexOf(searchElement: T, fromIndex?: number): number;
  every(predicate: (value: T, index: number, array: readonly T[]) => unknown, thisArg?: any): boolean;
  some(predicate: (value: T, index: number, array: readonly T[]) => unknown, thisArg?: any): boolean;
  forEach(callbackfn: (value: T, index: number, array: readonly T[]) => void, thisArg?: any): void;
  map<U>(callbackfn: (value: T, index: number, array: readonly T[]) => U, thisArg?: any): U[];
  filter(predicate: (value: T, index: number, array: readonly T[]) => unknown, thisArg?: any): T[];
  reduce<U>(callbackfn: (previous: U, current: T, index: number, array: readonly T[]) => U, initial: U): U;
  reduceRight<U>(callbackfn: (previous: U, current: T, index: number, array: readonly T[]) => U, initial: U): U;
  readonly [n: number]: T;
  find(predicate: (value: T, index: number, obj: readonly T[]) => unknown, thisArg?: any): T | undefined;
  findIndex(predicate: (value: T, index: number, obj: readonly T[]) => unknown, thisArg?: any): number;
  [Symbol.iterator](): Steps<T>;
  entries(): Steps<[number, T]>;
  keys(): Steps<number>;
  values(): Steps<T>;
  readonly [Symbol.unscopables]: { [K in keyof (readonly any[])]?: boolean };
  includes(searchElement: T, fromIndex?: number): boolean;
  flatMap<U>(callback: (value: T, index: number, array: readonly T[]) => U | readonly U[]): U[];
  flat<D extends number>(depth?: D): unknown[];
  at(index: number): T | undefined;
}

interface Date {
  toString(): string;
  toDateString(): string;
  toTimeString(): string;
  toLocaleString(locales?: string | string[], options?: object): string;
  toLocaleDateString(locales?: string | string[], options?: object): string;
  toLocaleTimeString(locales?: string | string[], options?: object): string;
  valueOf(): number;
  getTime(): number;
  getFullYear(): number;
  getUTCFullYear(): number;
  getMonth(): number;
  getUTCMonth(): number;
  getDate(): number;
  getUTCDate(): number;
  getDay(): number;
  getUTCDay(): number;
  getHours(): number;
  getUTCHours(): number;
  getMinutes(): number;
  getUTCMinutes(): number;
  getSeconds(): number;
  getUTCSeconds(): number;
  getMilliseconds(): number;
  getUTCMilliseconds(): number;
  getTimezoneOffset(): number;
  setTime(time: number): number;
  setMilliseconds(ms: number): number;
  setUTCMilliseconds(ms: number): number;
  setSeconds(sec: number, ms?: number): number;
  setUTCSeconds(sec: number, ms?: number): number;
  setMinutes(min: number, sec?: number, ms?: number): number;
  setUTCMinutes(min: number, sec?: number, ms?: number): number;
  setHours(hours: number, min?: number, sec?: number, ms?: number): number;
  setUTCHours(hours: number, min?: number, sec?: number, ms?: number): number;
  setDate(date: number): number;
  setUTCDate(date: number): number;
  setMonth(month: number, date?: number): number;
  setUTCMonth(month: number, date?: number): number;
  setFullYear(year: number, month?: number, date?: number): number;
  setUTCFullYear(year: number, month?: number, date?: number): number;
  toUTCString(): string;
  toISOString(): string;
  toJSON(key?: any): string;
  [Symbol.toPrimitive](hint: string): string | number;
}

interface RegExp {
  exec(string: string): string[] | null;
  test(string: string): boolean;
  readonly source: string;
  readonly global: boolean;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  lastIndex: number;
  compile(pattern: string, flags?: string): this;
  readonly flags: string;
  readonly sticky: boolean;
  readonly unicode: boolean;
  [Symbol.match](string: string): string[] | null;
  [Symbol.replace](string: string, replaceValue: string): string;
  [Symbol.search](string: string): number;
  [Symbol.split](string: string, limit?: number): string[];
  readonly dotAll: boolean;
  [Symbol.matchAll](str: string): object;
  readonly hasIndices: boolean;
}

interface Map<K, V> {
  clear(): void;
  delete(key: K): boolean;
  forEach(callbackfn: (value: V, key: K, map: Map<K, V>) => void, thisArg?: any): void;
  get(key: K): V | undefined;
  has(key: K): boolean;
  set(key: K, value: V): this;
  readonly size: number;
  [Symbol.iterator](): Steps<[K, V]>;
  entries(): Steps<[K, V]>;
  keys(): Steps<K>;
  values(): Steps<V>;
  readonly [Symbol.toStringTag]: string;
}

interface Set<T> {
  add(value: T): this;
  clear(): void;
  delete(value: T): boolean;
  forEach(callbackfn: (value: T, value2: T, set: Set<T>) => void, thisArg?: any): void;
  has(value: T): boolean;
  readonly size: number;
  [Symbol.iterator](): Steps<T>;
  entries(): Steps<[T, T]>;
  keys(): Steps<T>;
  values(): Steps<T>;
  readonly [Symbol.toStringTag]: string;
}

interface ReadonlyMap<K, V> {
  forEach(callbackfn: (value: V, key: K, map: ReadonlyMap<K, V>) => void, thisArg?: any): void;
  get(key: K): V | undefined;
  has(key: K): boolean;
  readonly size: number;
  [Symbol.iterator](): Steps<[K, V]>;
  entries(): Steps<[K, V]>;
  keys(): Steps<K>;
  values(): Steps<V>;
}

interface ReadonlySet<T> {
  forEach(callbackfn: (value: T, value2: T, set: ReadonlySet<T>) => void, thisArg?: any): void;
  has(value: T): boolean;
  readonly size: number;
  [Symbol.iterator](): Steps<T>;
  entries(): Steps<[T, T]>;
  keys(): Steps<T>;
  values(): Steps<T>;
}

interface PromiseLike<T> {
  then<A, B>(onfulfilled?: ((value: T) => A) | null, onrejected?: ((reason: any) => B) | null): PromiseLike<A | B>;
}

interface ArrayLike<T> {
  readonly length: number;
  readonly [n: number]: T;
}

interface Promise<T> {
  then<A, B>(onfulfilled?: ((value: T) => A) | null, onrejected?: ((reason: any) => B) | null): Promise<A | B>;
  catch<A>(onrejected?: ((reason: any) => A) | null): Promise<T | A>;
  readonly [Symbol.toStringTag]: string;
  finally(onfinally?: (() => void) | null): Promise<T>;
}

type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type Parameters<T extends (...args: any) => any> = T extends (...args: infer P) => any ? P : never;
type ConstructorParameters<T extends abstract new (...args: any) => any> = T extends abstract new (
  ...args: infer P
) => any
  ? P
  : never;
type ReturnType<T extends (...args: any) => any> = T extends (...args: any) => infer R ? R : any;
type InstanceType<T extends abstract new (...args: any) => any> = T extends abstract new (...args: any) => infer R
  ? R
  : any;
type ThisParameterType<T> = T extends (this: infer U, ...args: never) => any ? U : unknown;
