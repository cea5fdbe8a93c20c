/** The numbers `gatic` leaves with. The help text and docs/cli.md are written from this table. */

/** One row of the exit code table. */
export interface ExitCodeRow {
  readonly code: number;
  readonly name: string;
  readonly meaning: string;
}

/** Every exit code, in order. */
export const exitCodes: readonly ExitCodeRow[] = [
  {
    code: 0,
    name: 'ok',
    meaning: 'It worked. A server that was stopped by Ctrl-C or SIGTERM and closed cleanly also leaves with 0.',
  },
  {
    code: 1,
    name: 'failed',
    meaning: 'The project has errors: diagnostics, type errors, failed tests, or an app that could not start.',
  },
  {
    code: 2,
    name: 'usage',
    meaning: 'The command line was not understood: an unknown command or flag, a bad value, a missing argument.',
  },
  {
    code: 3,
    name: 'environment',
    meaning: 'The machine is not ready: a taken port, a missing native addon, a tool that is not installed.',
  },
  { code: 70, name: 'bug', meaning: 'gatic itself failed in a way it did not foresee. Please report it.' },
  { code: 130, name: 'interrupted', meaning: 'Cancelled by the person at the keyboard before anything was finished.' },
];

/** The codes by name, for the code that leaves with them. */
export const exit = {
  ok: 0,
  failed: 1,
  usage: 2,
  environment: 3,
  bug: 70,
  interrupted: 130,
} as const;
