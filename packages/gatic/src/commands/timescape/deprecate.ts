/** `gatic timescape deprecate <release>`. */

import { deprecating, restoring } from '@gati-framework/core/tooling';

import { momentTyped } from '../../api/timescape/times.js';
import { usageFailure } from '../../failure.js';
import { switchFlag, textFlag, type Invocation } from '../../invocation.js';
import { record, releaseArgument, withReleases } from './given.js';

/** Says that a release is going to end. */
export async function run(invocation: Invocation): Promise<number> {
  const release = releaseArgument(invocation);
  const sunset = momentTyped('sunset', textFlag(invocation, 'sunset'));
  const at = momentTyped('at', textFlag(invocation, 'at'));
  const successor = textFlag(invocation, 'successor');
  const guide = textFlag(invocation, 'guide');
  const isUndone = switchFlag(invocation, 'undo');
  if (isUndone && [sunset, at, successor, guide].some((value) => value !== undefined))
    throw usageFailure(
      '--undo takes the deprecation back, and nothing is said of it then',
      'leave the other flags out',
    );
  const decision = isUndone ? restoring(release, 'deprecated') : deprecating({ release, sunset, at, successor, guide });
  return withReleases(invocation, (timescape) => record(invocation, timescape, decision));
}
