/** `gatic timescape retire <release>`. */

import { obstacles, restoring, retiring, type RetirementObstacles } from '@gati-framework/core/tooling';

import { usageOf, type Timescape } from '../../api/timescape/open.js';
import { exit } from '../../exit-codes.js';
import { switchFlag, textFlag, type Invocation } from '../../invocation.js';
import { callersText } from '../../output/timescape/releases.js';
import { daysOf, record, releaseArgument, withReleases } from './given.js';

/** Ends a release, unless somebody would miss it. */
export function run(invocation: Invocation): Promise<number> {
  const release = releaseArgument(invocation);
  return withReleases(invocation, async (timescape) => {
    if (switchFlag(invocation, 'undo')) return record(invocation, timescape, restoring(release, 'retired'));
    const days = daysOf(invocation);
    const usage = await usageOf(timescape, days);
    const found = obstacles(timescape, release, usage);
    const force = switchFlag(invocation, 'force');
    if (found.never !== undefined || (found.yet.length > 0 && !force))
      return refuse(invocation, timescape, found, days);
    const successor = textFlag(invocation, 'successor');
    const decision = retiring({ release, force, successor, reason: textFlag(invocation, 'reason') }, usage);
    if (found.yet.length > 0 && !switchFlag(invocation, 'json')) tell(invocation, found, days);
    return record(invocation, timescape, decision);
  });
}

/** Every reason at once, with the callers, so that nobody has to find out one after the other. */
function refuse(invocation: Invocation, { moment }: Timescape, found: RetirementObstacles, days: number): number {
  const { output } = invocation;
  const { red, cyan } = output.style;
  const { release, never, yet, callers } = found;
  if (switchFlag(invocation, 'json')) {
    const refused = never === undefined ? yet : [never];
    output.line(JSON.stringify({ recorded: false, release: release.id, now: moment, refused, callers }, null, 2));
    return exit.failed;
  }
  if (never !== undefined) {
    output.error(`${red('error')}: ${never}`);
    return exit.failed;
  }
  output.error(`${red('error')}: ${release.id} is not retired`);
  tell(invocation, found, days);
  output.error(`${cyan('help')}: --force does it all the same`);
  return exit.failed;
}

function tell({ output }: Invocation, { yet, callers }: RetirementObstacles, days: number): void {
  for (const reason of yet) output.error(`  ${reason}`);
  if (callers.length > 0) output.error(callersText(callers, days));
}
