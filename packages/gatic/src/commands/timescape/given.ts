/** What the commands of `gatic timescape` have in common: the project, the flags, the registry. */

import { decide, withTimescape, type Recorded, type Timescape } from '../../api/timescape/open.js';
import { projectRoot } from '../../api/project-root.js';
import { exit } from '../../exit-codes.js';
import { switchFlag, textFlag, type Invocation } from '../../invocation.js';
import { printRecorded } from '../../output/timescape/recorded.js';

/** How many days are looked back on unless it is said. */
const lookedBack = 30;

/** Runs a command with the releases of the project. */
export function withReleases(invocation: Invocation, work: (timescape: Timescape) => Promise<number>): Promise<number> {
  const { output } = invocation;
  const warn = (message: string): void => output.error(`${output.style.yellow('warning')}: ${message}`);
  return withTimescape(projectRoot(textFlag(invocation, 'root')), warn, work);
}

/** Records a decision, or says in a dry run what would be, and prints it. */
export async function record(
  invocation: Invocation,
  timescape: Timescape,
  decision: Parameters<typeof decide>[1],
): Promise<number> {
  print(invocation, timescape, await recorded(invocation, timescape, decision));
  return exit.ok;
}

/** The same without printing. */
export function recorded(
  invocation: Invocation,
  timescape: Timescape,
  decision: Parameters<typeof decide>[1],
): Promise<Recorded> {
  return decide(timescape, decision, { dryRun: switchFlag(invocation, 'dry-run') });
}

function print(invocation: Invocation, { registry }: Timescape, what: Recorded): void {
  printRecorded(invocation.output, what, {
    place: registry.place,
    json: switchFlag(invocation, 'json'),
    dryRun: switchFlag(invocation, 'dry-run'),
  });
}

/** How many days to look back on. */
export function daysOf(invocation: Invocation): number {
  const given = Number(textFlag(invocation, 'days') ?? lookedBack);
  return Math.max(1, Math.min(given, 36_500));
}

/** The release a command is about. */
export function releaseArgument(invocation: Invocation): string {
  return invocation.args[0] ?? '';
}
