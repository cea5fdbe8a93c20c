/** What passes between the thread that asks for schema values and the one that runs them. */

/** A file to run, and the values of it to describe. */
export interface Task {
  readonly id: number;
  /** The compiled file. */
  readonly url: string;
  /** The source file, which packages are looked for from. */
  readonly file: string;
  /** An exported name, and the members that lead from it. */
  readonly values: readonly (readonly string[])[];
}

/** What came of it, in the order of the values. */
export interface Answer {
  readonly id: number;
  /** JSON, so that nothing of a library's own has to cross. */
  readonly described: string;
}

/** What a thread that stands still can see of the other one. */
export const answers = { none: 0, given: 1, over: 2 } as const;
