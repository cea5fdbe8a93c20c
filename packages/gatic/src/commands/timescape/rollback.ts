/** `gatic timescape rollback`. */

import { rollingBack } from '@gati-framework/core/tooling';

import { recorded, withReleases } from './given.js';
import { rollbackOf } from '../../api/timescape/rollback.js';
import { exit } from '../../exit-codes.js';
import { switchFlag, textFlag, type Invocation } from '../../invocation.js';
import { rollbackText } from '../../output/timescape/rollback.js';
import { printRecorded } from '../../output/timescape/recorded.js';

/** Says what the rollback means for whom, then does it. */
export function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const asked = {
    to: textFlag(invocation, 'to'),
    reason: textFlag(invocation, 'reason'),
    strict: switchFlag(invocation, 'strict'),
  };
  return withReleases(invocation, async (timescape) => {
    const rollback = await rollbackOf(timescape, asked);
    // Those two releases and no others: what was said of them is what is done.
    const decided = { ...asked, from: rollback.from, to: rollback.to };
    const what = await recorded(invocation, timescape, rollingBack(decided));
    if (switchFlag(invocation, 'json')) {
      const { events, entry } = what;
      const revision = entry?.revision ?? null;
      output.line(JSON.stringify({ recorded: entry !== undefined, revision, ...rollback, events }, null, 2));
      return exit.ok;
    }
    output.line(rollbackText(rollback, output.style));
    output.line();
    const dryRun = switchFlag(invocation, 'dry-run');
    printRecorded(output, what, { place: timescape.registry.place, json: false, dryRun });
    return exit.ok;
  });
}
