/** Types that TypeScript is asked for. Types only. */

/** What a handler returns, or a type that is written in a file. */
export type Question =
  | { readonly file: string; readonly export: string; readonly text?: never }
  | { readonly file: string; readonly text: string; readonly export?: never };

/** A type as the analyzer asks for it. */
export type Position = Question & {
  /** A hash of the sources that have a say in it, the same in every layout. */
  readonly origin: string;
  /** Files of the packages that have a say in it, absolute. */
  readonly packages: readonly string[];
};

/**
 * The text of a type, in the words of the file that asks; or that TypeScript does not know it; or that it could not be
 * asked; or that what it once said no longer holds, and nobody may ask it here.
 */
export type Answer = { readonly type: string } | { readonly unknown: string } | { readonly stale: string };
