/** `gatic timescape yank <release>`. */

import { restoring, yanking } from '@gati-framework/core/tooling';

import { usageFailure } from '../../failure.js';
import { switchFlag, textFlag, type Invocation } from '../../invocation.js';
import { record, releaseArgument, withReleases } from './given.js';

/** Says that a release should not be used. */
export async function run(invocation: Invocation): Promise<number> {
  const release = releaseArgument(invocation);
  const reason = textFlag(invocation, 'reason');
  const isUndone = switchFlag(invocation, 'undo');
  if (!isUndone && reason === undefined)
    throw usageFailure('yank needs --reason: its clients are going to ask', '--reason "totals were rounded wrongly"');
  const strict = switchFlag(invocation, 'strict');
  const decision = isUndone ? restoring(release, 'yanked') : yanking({ release, reason: reason ?? '', strict });
  return withReleases(invocation, (timescape) => record(invocation, timescape, decision));
}
