/** Where generated code stands: what it has for a value, and where it goes when something does not fit. */

/** A value while it is checked, by the names that the code has for it. */
export interface Place {
  readonly value: string;
  /** What holds the value, and whether it is sure to be there. */
  readonly holder: string | undefined;
  readonly isHeld: boolean;
  readonly key: string;
  /** Expressions whose texts make the pointer, from the value of the function on. */
  readonly path: readonly string[];
  /** The name that is checked. */
  readonly propertyName: string | undefined;
}

/** Where the code goes on when something does not fit; each gives statements that leave. */
export interface Exit {
  readonly isTried: boolean;
  /** With one error, alone unless several schemas are tried. */
  readonly alone: (error: string) => string;
  /** With one error behind those that led to it. */
  readonly also: (error: string) => string;
  /** With the errors of a call. */
  readonly called: (errors: string) => string;
  /** Without another error. */
  readonly leave: string;
  /** The code stands in a branch of `if`, which has more to say of the errors of a call. */
  readonly isBranch: boolean;
}

/** The way out of a block, with errors kept. */
export function leaving(label: string): Exit {
  const keep = (error: string): string => `E = add(E, ${error}); break ${label};`;
  const called = (errors: string): string => `E = addAll(E, ${errors}); break ${label};`;
  return { isTried: true, alone: keep, also: keep, called, leave: `break ${label};`, isBranch: false };
}

/** The pointer to a place. */
export function pathCode({ path }: Place): string {
  return path.length === 0 ? '""' : path.join(' + ');
}
