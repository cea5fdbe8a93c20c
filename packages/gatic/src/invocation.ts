/** What a command is given, and the shape of a command's module. */

import type { Output } from './output/output.js';

/** One call of a command after parsing. */
export interface Invocation {
  /** Positional arguments, in the order of the table. */
  readonly args: readonly string[];
  /** Values of flags by their long name; a switch that was given is `true`, `--no-x` is `x: false`. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  readonly output: Output;
}

/** A command's module: it runs, and answers with the exit code. */
export interface CommandModule {
  readonly run: (invocation: Invocation) => Promise<number>;
}

/** The text value of a flag, if it was given one. */
export function textFlag(invocation: Invocation, name: string): string | undefined {
  const value = invocation.flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** Whether a switch is on. */
export function switchFlag(invocation: Invocation, name: string): boolean {
  return invocation.flags[name] === true;
}

/** Whether files of the project are run to learn what its schema values are: `--no-run` leaves them alone. */
export function schemaRuns(invocation: Invocation): 'run' | 'leave' {
  return invocation.flags['run'] === false ? 'leave' : 'run';
}
