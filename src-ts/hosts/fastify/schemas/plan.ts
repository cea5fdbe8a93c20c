/**
 * What a schema asks of values, decided once: which words are looked at in which order, what each of them says of a
 * misfit, what is turned, filled in and taken away. Two write it out: code.ts as JavaScript, checks.ts as closures for
 * where no text may become code. Neither knows a word of JSON Schema that is not here.
 */

import type { Kind } from './kinds.js';

/** What is said of a misfit, all but its place. */
export interface Said {
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A rule about one value of the right kind, in both forms. */
export interface Rule {
  readonly holds: (data: never) => boolean;
  /** As an expression about the value of that name; `constant` gives the name of a constant. */
  readonly code: (name: string, constant: (value: unknown) => string) => string;
}

/** A schema that is compiled by itself, because somebody refers to it; the plan is there when all are made. */
export interface Target {
  plan: Plan | undefined;
}

/** A schema of some members. */
export interface Member {
  readonly name: string;
  readonly plan: Plan;
}

/** What keys `additionalProperties` is about: all others than these. */
export interface Others {
  readonly names: readonly string[];
  readonly patterns: readonly RegExp[];
}

/** One word of a schema. */
export type Step =
  | { readonly step: 'rule'; readonly rule: Rule; readonly said: Said }
  | { readonly step: 'required'; readonly names: readonly { readonly name: string; readonly said: Said }[] }
  | {
      readonly step: 'unique';
      readonly schemaPath: string;
      readonly find: (data: readonly unknown[]) => readonly [number, number] | undefined;
    }
  | { readonly step: 'call'; readonly target: Target }
  | { readonly step: 'all'; readonly plans: readonly Plan[] }
  | { readonly step: 'refuse'; readonly said: Said }
  | { readonly step: 'not'; readonly plan: Plan; readonly said: Said }
  | { readonly step: 'any'; readonly plans: readonly Plan[]; readonly said: Said }
  | { readonly step: 'one'; readonly plans: readonly Plan[]; readonly said: Said }
  | {
      readonly step: 'if';
      readonly test: Plan;
      readonly yes: Plan | undefined;
      readonly no: Plan | undefined;
      readonly said: (failing: 'then' | 'else') => Said;
    }
  | { readonly step: 'items'; readonly from: number; readonly plan: Plan }
  | { readonly step: 'tuple'; readonly plans: readonly Plan[] }
  | { readonly step: 'contains'; readonly plan: Plan; readonly said: Said }
  | { readonly step: 'names'; readonly plan: Plan; readonly said: (propertyName: string) => Said }
  | { readonly step: 'remove'; readonly others: Others }
  | { readonly step: 'additional'; readonly others: Others; readonly plan: Plan }
  | {
      readonly step: 'dependencies';
      readonly lists: readonly {
        readonly name: string;
        readonly wanted: readonly { readonly name: string; readonly said: Said }[];
      }[];
      readonly schemas: readonly Member[];
    }
  | { readonly step: 'members'; readonly members: readonly Member[] }
  | { readonly step: 'patterns'; readonly patterns: readonly { readonly pattern: RegExp; readonly plan: Plan }[] };

/** The members that get a value where they have none. */
export type Defaults = readonly (readonly [name: string | number, value: unknown])[];

/** The words about values of one kind. */
export interface Group {
  readonly kind: Kind | undefined;
  /** Whether values of other kinds come here, which the words are not about. */
  readonly isAsked: boolean;
  readonly defaults: Defaults;
  readonly steps: readonly Step[];
}

/** A schema at a place. */
export type Plan =
  | { readonly plan: 'always' }
  | { readonly plan: 'never'; readonly isTried: boolean; readonly said: Said }
  | {
      readonly plan: 'words';
      /** One of several that are tried: its errors are kept beside others. */
      readonly isTried: boolean;
      readonly kinds: readonly Kind[];
      /** The kinds that another value is turned into. */
      readonly to: readonly Kind[];
      /** The kind is asked for where its words are, which is after `enum` and the like. */
      readonly isLate: boolean;
      readonly misfit: Said;
      readonly groups: readonly Group[];
      /** What is looked at for its changes although the kind is wrong, where others are tried. */
      readonly ofAnything: readonly Step[];
    };

/** A plan that every value fits. */
export const always: Plan = { plan: 'always' };
