/** Positions of handlers whose types TypeScript is asked for. Types only. */

/** A position as the analyzer asks for it. */
export interface Position {
  /** The file of the handler, absolute. */
  readonly file: string;
  readonly export: string;
  readonly position: string;
  /** The files of the project that its type may depend on, absolute. */
  readonly files: readonly string[];
}

/** The text of a type, in the words of the handler's file, or what to do about there being none. */
export type Answer = { readonly type: string } | { readonly unknown: string };
