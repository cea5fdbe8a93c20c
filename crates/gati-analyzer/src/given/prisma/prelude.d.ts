// What every client of Prisma has beside its models, written from the documentation of Prisma: the types of scalars, and
// what a query gives by its `select`, `include` and `omit`. Only the evaluator reads it.

export declare class Decimal {
  private readonly decimal: string;
  toFixed(places?: number): string;
  toJSON(): string;
  toNumber(): number;
  toString(): string;
}
export type Bytes = Uint8Array;
export type JsonValue = string | number | boolean | JsonObject | JsonArray | null;
export type JsonObject = { [Key in string]?: JsonValue };
export interface JsonArray extends Array<JsonValue> {}
export interface PrismaPromise<T> extends Promise<T> {}
export type BatchPayload = { count: number };

type $Payload = { objects: {}; scalars: {} };
type $Left = false | undefined | null;
type $Default<P extends $Payload, A> = A extends { omit: infer O }
  ? { [K in keyof P['scalars'] as K extends keyof O ? (O[K] extends true ? never : K) : K]: P['scalars'][K] }
  : P['scalars'];
type $Counts<O> = { [K in keyof O]: number };
type $Counted<P extends $Payload, A> = A extends { select: infer S extends object }
  ? { [K in keyof S as S[K] extends $Left ? never : K]: number }
  : $Counts<P['objects']>;
type $Related<O, A> = O extends (infer P extends $Payload)[] ? $Find<P, A>[] : O extends $Payload ? $Find<O, A> : O;
type $Picked<P extends $Payload, S> = {
  [K in keyof S as S[K] extends $Left ? never : K]: K extends '_count'
    ? $Counted<P, S[K]>
    : K extends keyof P['objects']
      ? $Related<P['objects'][K], S[K]>
      : K extends keyof P['scalars']
        ? P['scalars'][K]
        : never;
};
type $Find<P extends $Payload, A> = A extends { select: infer S extends object }
  ? $Picked<P, S>
  : A extends { include: infer I extends object }
    ? $Picked<P, I> & $Default<P, A>
    : $Default<P, A>;
type $Wanted<O> = boolean | (O extends (infer P extends $Payload)[] ? $Args<P> : O extends $Payload ? $Args<O> : never);
type $Include<P extends $Payload> = { [K in keyof P['objects']]?: $Wanted<P['objects'][K]> } & {
  _count?: boolean | { select?: { [K in keyof P['objects']]?: boolean | object } | null };
};
type $Omit<P extends $Payload> = { [K in keyof P['scalars']]?: boolean };
type $Select<P extends $Payload> = $Omit<P> & $Include<P>;
type $Args<P extends $Payload> = {
  select?: $Select<P> | null;
  include?: $Include<P> | null;
  omit?: $Omit<P> | null;
  where?: object;
  orderBy?: object;
  cursor?: object;
  take?: number;
  skip?: number;
  distinct?: unknown;
};
export type SelectSubset<T, U> = T & U;
export type Subset<T, U> = T & U;
interface $Delegate<P extends $Payload> {
  findUnique<T extends object>(args: SelectSubset<T, {}>): PrismaPromise<$Find<P, T> | null>;
  findUniqueOrThrow<T extends object>(args: SelectSubset<T, {}>): PrismaPromise<$Find<P, T>>;
  findFirst<T extends object>(args?: SelectSubset<T, {}>): PrismaPromise<$Find<P, T> | null>;
  findFirstOrThrow<T extends object>(args?: SelectSubset<T, {}>): PrismaPromise<$Find<P, T>>;
  findMany<T extends object>(args?: SelectSubset<T, {}>): PrismaPromise<$Find<P, T>[]>;
  create<T extends object>(args: SelectSubset<T, {}>): PrismaPromise<$Find<P, T>>;
  createMany(args?: object): PrismaPromise<BatchPayload>;
  createManyAndReturn<T extends object>(args?: SelectSubset<T, {}>): PrismaPromise<$Find<P, T>[]>;
  update<T extends object>(args: SelectSubset<T, {}>): PrismaPromise<$Find<P, T>>;
  updateMany(args: object): PrismaPromise<BatchPayload>;
  updateManyAndReturn<T extends object>(args: SelectSubset<T, {}>): PrismaPromise<$Find<P, T>[]>;
  upsert<T extends object>(args: SelectSubset<T, {}>): PrismaPromise<$Find<P, T>>;
  delete<T extends object>(args: SelectSubset<T, {}>): PrismaPromise<$Find<P, T>>;
  deleteMany(args?: object): PrismaPromise<BatchPayload>;
  count<T extends object>(
    args?: Subset<T, {}>,
  ): PrismaPromise<T extends { select: infer S } ? (S extends true ? number : $Counts<S>) : number>;
}
