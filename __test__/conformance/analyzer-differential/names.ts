/** What a file of random types has declared so far, by what may be written with it. */

/** An enum: how its members are mentioned. */
export interface EnumName {
  readonly name: string;
  readonly members: readonly string[];
}

/** A class, or what can be constructed like one. */
export interface ClassName {
  readonly name: string;
  /** Its statics and values, for `typeof`. */
  readonly abstract: boolean;
}

/** A generic type, and how many arguments it takes. */
export interface GenericName {
  readonly name: string;
  /** What the argument has to be. */
  readonly takes: 'anything' | 'list' | 'text' | 'object' | 'number';
}

/** The names of a file. */
export class Names {
  readonly objects: string[] = [];
  readonly plain: string[] = [];
  readonly lists: string[] = [];
  readonly enums: EnumName[] = [];
  readonly consts: string[] = [];
  readonly tuples: string[] = [];
  readonly functions: string[] = [];
  readonly classes: ClassName[] = [];
  readonly generics: GenericName[] = [];
  /** Constants that are a `unique symbol`, or a literal, and may be a computed key. */
  readonly keys: string[] = [];
}

/** What declarations and types ask of each other. */
export interface Grammar {
  readonly names: Names;
  any(depth: number): string;
  object(depth: number): string;
  list(depth: number): string;
  value(depth: number): string;
  members(depth: number): string;
  pattern(depth: number): string;
  key(): string;
  /** Writes something in which type parameters may be mentioned. */
  within(params: readonly string[], write: () => string): string;
}

/** The names of members. */
export const KEYS = ['a', 'b', 'c', 'd', 'kind'] as const;
