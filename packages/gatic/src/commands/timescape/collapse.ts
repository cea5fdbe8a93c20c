/** `gatic timescape collapse <release>`. */

import { called, planCollapse, releaseNamed, writeCollapse } from '@gati-framework/core/tooling';

import { reasonsAgainst } from '../../api/timescape/collapse.js';
import { usageOf } from '../../api/timescape/open.js';
import { exit } from '../../exit-codes.js';
import { projectFailure } from '../../failure.js';
import { switchFlag, type Invocation } from '../../invocation.js';
import { collapseText } from '../../output/timescape/collapse.js';
import { releaseArgument, withReleases } from './given.js';

/** Folds the releases from one on into the last one. */
export function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const dryRun = switchFlag(invocation, 'dry-run');
  return withReleases(invocation, async (timescape) => {
    const { root, state, moment } = timescape;
    const first = releaseNamed(state, releaseArgument(invocation), moment);
    const plan = planCollapse(root, first.id);
    const against = reasonsAgainst(timescape, plan.folded, await usageOf(timescape, 36_500));
    const isRefused = against.length > 0 && !switchFlag(invocation, 'force');
    const isOpen = plan.release === undefined;
    const isWritten = !isRefused && !isOpen && !dryRun;
    if (isWritten) writeCollapse(root, plan);
    const { release, folded, open, renamed, removed } = plan;
    if (switchFlag(invocation, 'json')) {
      const ids = folded.map(({ id }) => id);
      const names = renamed.map(({ from, to }) => ({ from, to }));
      const said = {
        written: isWritten,
        folded: ids,
        release: release ?? null,
        open,
        renamed: names,
        removed,
        against,
      };
      output.line(JSON.stringify(said, null, 2));
      return isRefused || isOpen ? exit.failed : exit.ok;
    }
    if (isRefused)
      throw projectFailure(
        `${called(first)} and what follows is not folded: ${against.join('; ')}`,
        '--force does it all the same',
      );
    output.line(collapseText(plan, { dryRun }, output.style));
    return isOpen ? exit.failed : exit.ok;
  });
}
