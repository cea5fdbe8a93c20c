/** Errors that end a command with a sentence for people instead of a stack trace. */

import { exit } from './exit-codes.js';

/** Ends a command: the message is printed as it is, the code becomes the exit code. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: number;
  /** What to do about it. */
  readonly help: string | undefined;

  constructor(message: string, exitCode: number, help?: string) {
    super(message);
    this.exitCode = exitCode;
    this.help = help;
  }
}

/** The command line itself is wrong. */
export function usageFailure(message: string, help?: string): CommandFailure {
  return new CommandFailure(message, exit.usage, help);
}

/** The machine lacks something. */
export function environmentFailure(message: string, help?: string): CommandFailure {
  return new CommandFailure(message, exit.environment, help);
}

/** The project has a fault. */
export function projectFailure(message: string, help?: string): CommandFailure {
  return new CommandFailure(message, exit.failed, help);
}
