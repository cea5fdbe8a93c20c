/**
 * What leads from one release of a handler to the next, in the JSON form that the Rust crate `gati-timescape` writes
 * and reads. Types only; operations are carried and never looked into.
 */

import type { JsonValue, NamedTypesJson, UnknownKeys } from './gtype.js';
import type { ContractJson, ManifestHandler } from './manifest.js';

/** One handler's contract as a release keeps it. */
export interface FrozenContract {
  readonly frozen: 1;
  readonly method: string;
  readonly path: string;
  readonly contract: ContractJson;
  readonly types?: NamedTypesJson;
  readonly docs?: ManifestHandler['docs'];
  /** What happens to members nobody declared, where a type does not decide for itself. */
  readonly unknownKeys: UnknownKeys;
}

/** What is done to one value, in order. */
export interface TransformJson {
  readonly transform: 1;
  readonly ops: readonly JsonValue[];
  readonly shapes?: Readonly<Record<string, readonly JsonValue[]>>;
}

/** What leads from a handler to the one after it. */
export interface StepJson {
  /** The id of the handler after it; `null` where there is none. */
  readonly to: string | null;
  /** What makes its requests `{ params, query, headers, body }` those of the next. */
  readonly request?: TransformJson;
  /** What makes answers of the next its own, by the status of the next. */
  readonly responses?: Readonly<Record<string, ResponseStepJson>>;
  /** The change file whose functions are called. */
  readonly custom?: string;
  /** What was decided about requests that the next contract refuses. */
  readonly narrowed?: readonly NarrowedJson[];
  /** Whom the step holds for beside those who know the next contract: the clients of every release. */
  readonly applies?: 'all';
  /** Why it does. */
  readonly reason?: string;
}

/** What becomes of an answer. */
export interface ResponseStepJson {
  readonly status: number;
  readonly transform?: TransformJson;
  /** The transform is done to each element of a stream. */
  readonly extent?: 'element';
}

/** A place of a request where the next contract takes less, and what was decided. */
export interface NarrowedJson {
  readonly at: string;
  readonly choice: NarrowedChoice;
  /** The place as the next contract calls it, where that is another one. */
  readonly to?: string;
  /** With `reject`: when requests begin to be refused, a time or a day. */
  readonly from?: string;
  /** With `reject`: what those who are refused should do instead. */
  readonly guide?: string;
}

/**
 * What happens to values that a new contract refuses: they are served as before, made to fit, refused from a day on, or
 * refused at once.
 */
export type NarrowedChoice = 'grandfather' | 'coerce' | 'reject' | 'all';

/**
 * What people decided about a step. `at` is a position and a JSON Pointer (`body#/items/*`, `responses/200#`), `request`
 * (all parts of one), or a named type and a pointer within it (`User#/address`). Renames and their like are said in the
 * words of the old contract, values in those of the contract that needs them.
 */
export interface Decisions {
  readonly renames?: readonly MemberNames[];
  /** Members that are not the same, though it looks like it. */
  readonly apart?: readonly MemberNames[];
  readonly moves?: readonly { readonly at: string; readonly from: readonly string[]; readonly to: readonly string[] }[];
  readonly envelopes?: readonly {
    readonly at: string;
    readonly member: string;
    readonly now: 'wrapped' | 'unwrapped';
  }[];
  readonly literals?: readonly { readonly at: string; readonly from: JsonValue; readonly to: JsonValue }[];
  /** What stands where a contract needs a value that the other side does not have. */
  readonly values?: readonly { readonly at: string; readonly value: JsonValue }[];
  readonly narrowed?: readonly Omit<NarrowedJson, 'to'>[];
  /** What narrows requests holds for the clients of every release, unless `narrowed` says otherwise of a place. */
  readonly applies?: 'all';
  /** Why it does. */
  readonly reason?: string;
  /** The change file. */
  readonly file?: string;
  /** What its functions make: the whole value at a place, or members of it. */
  readonly custom?: readonly {
    readonly at: string;
    /** The members that lead to the function in what the file exports. */
    readonly call: readonly string[];
    readonly reads?: readonly string[];
    readonly writes?: readonly string[];
  }[];
}

/** A member of the object at a place, under its old and its new name. */
export interface MemberNames {
  readonly at: string;
  readonly from: string;
  readonly to: string;
}

/** What does not follow from two contracts. */
export type OpenQuestion = {
  /** The same for the same question, however often it is planned. */
  readonly id: string;
  readonly direction: 'request' | 'response';
  readonly position: string;
  readonly path: string;
  /** The place as a decision names it. */
  readonly at: string;
  readonly text: string;
} & (
  | { readonly kind: 'stub'; readonly wanted: string; readonly given?: string; readonly hint?: string }
  | {
      readonly kind: 'confirm';
      readonly what: 'rename' | 'move' | 'wrap' | 'unwrap' | 'literal';
      readonly from: JsonValue;
      readonly to: JsonValue;
      readonly score: number;
      /** Whether the answer has to be given before a build passes. */
      readonly blocking: boolean;
    }
  | { readonly kind: 'narrowed'; readonly from: string; readonly to: string }
);

/** A step, and what has to be answered before it is whole. */
export interface PlannedStep {
  readonly step: StepJson;
  readonly open: readonly OpenQuestion[];
}

/** A chain of steps, printed. */
export interface FusedChain {
  /** A JavaScript expression of a {@link FusedFunctions}; `null` where nothing has to be done. */
  readonly code: string | null;
  readonly up: boolean;
  /** The answers that change: the handler's status, the client's, and whether the body changes as well. */
  readonly down: readonly {
    readonly status: number;
    readonly to: number;
    readonly value: boolean;
    readonly element?: true;
  }[];
  readonly pointers: boolean;
  /** The change files whose functions are called. */
  readonly custom: readonly string[];
}

/** What a printed chain is, given what its change files export by default. */
export type FusedFunctions = (custom: Readonly<Record<string, unknown>>) => {
  readonly up?: (parts: {
    readonly params: unknown;
    readonly query: unknown;
    readonly headers: unknown;
    readonly body: unknown;
  }) => { readonly params: unknown; readonly query: unknown; readonly headers: unknown; readonly body: unknown };
  readonly down?: Readonly<
    Record<
      number,
      {
        readonly status: number;
        readonly value?: (value: unknown) => unknown;
        readonly element?: (element: unknown) => unknown;
      }
    >
  >;
  /** Where a place of the handler's contract (`body/fullName/0`) is in the client's. */
  readonly pointer?: (place: string) => string;
};
