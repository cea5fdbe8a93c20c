/** What is said of a schema value once it was run. Types only. */

/** A JSON Schema that may carry `x-gati` where JSON Schema has no word. */
export interface Schema {
  [keyword: string]: unknown;
}

/** Which of its two types a schema value is described by. */
export type Side = 'input' | 'output';

/** A schema value as JSON Schemas, and what they leave out. */
export interface DescribedSchema {
  readonly input: Schema;
  readonly output: Schema;
  /** Whether it can be asked at run time. */
  readonly canValidate: boolean;
  /** Whether asking it would say anything that its input does not. */
  readonly saysMore: boolean;
  /** What it checks that its types do not say, each in a few words. */
  readonly unsaid: readonly string[];
}

/** Why a value could not be described. */
export interface FailedSchema {
  readonly failed: string;
  readonly help: string;
}

export type Described = DescribedSchema | FailedSchema;

/** Finds packages of the project: those beside the file that declares a schema. */
export type LoadPackage = (name: string) => unknown;

/** A part of a schema that has no type. */
export function unresolved(reason: string): Schema {
  return { 'x-gati': { unresolved: reason } };
}

/** JSON Schemas of the kinds JSON has no word for, in the words the importer knows. */
export const kinds = {
  date: (): Schema => ({ type: 'string', format: 'date-time', 'x-gati': { type: 'date' } }),
  bigint: (): Schema => ({ type: 'string', 'x-gati': { type: 'bigint' } }),
  bytes: (): Schema => ({ type: 'string', 'x-gati': { type: 'bytes' } }),
  file: (): Schema => ({ type: 'string', 'x-gati': { type: 'file' } }),
  regexp: (): Schema => ({ type: 'string', 'x-gati': { type: 'regexp' } }),
  url: (): Schema => ({ type: 'string', 'x-gati': { type: 'url' } }),
  undefined: (): Schema => ({ not: {}, 'x-gati': { type: 'undefined' } }),
  void: (): Schema => ({ not: {}, 'x-gati': { type: 'void' } }),
  symbol: (): Schema => ({ not: {}, 'x-gati': { type: 'symbol' } }),
  function: (): Schema => ({ not: {}, 'x-gati': { type: 'function' } }),
  set: (items: Schema): Schema => ({ type: 'array', items, 'x-gati': { type: 'set' } }),
  map: (key: Schema, value: Schema): Schema => ({
    type: 'array',
    items: { type: 'array', prefixItems: [key, value], items: false, minItems: 2 },
    'x-gati': { type: 'map' },
  }),
} as const;

/** The kinds that libraries call by one name and that hold nothing further. */
const plainKinds: Readonly<Record<string, () => Schema>> = {
  date: kinds.date,
  bigint: kinds.bigint,
  file: kinds.file,
  undefined: kinds.undefined,
  void: kinds.void,
  symbol: kinds.symbol,
  function: kinds.function,
};

/** The schema of a kind by the name that libraries give it; `undefined` for any other name. */
export function plainKind(name: string): Schema | undefined {
  return Object.hasOwn(plainKinds, name) ? plainKinds[name]?.() : undefined;
}

/** Puts a schema in the place of another that is being built. */
export function replace(target: Schema, by: Schema): void {
  for (const key of Object.keys(target)) delete target[key];
  Object.assign(target, by);
}
