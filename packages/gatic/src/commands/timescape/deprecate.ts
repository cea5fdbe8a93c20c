/** `gatic timescape deprecate <release>`. */

import { deprecating, restoring } from '@gati-framework/core/tooling';

import { knownRoute } from '../../api/timescape/routes-known.js';
import { momentTyped, windowsTyped } from '../../api/timescape/times.js';
import { usageFailure } from '../../failure.js';
import { switchFlag, textFlag, type Invocation } from '../../invocation.js';
import { record, releaseArgument, withReleases } from './given.js';

/** Says that a release, or a route of it, is going to end. */
export async function run(invocation: Invocation): Promise<number> {
  const release = releaseArgument(invocation);
  const sunset = momentTyped('sunset', textFlag(invocation, 'sunset'));
  const at = momentTyped('at', textFlag(invocation, 'at'));
  const successor = textFlag(invocation, 'successor');
  const guide = textFlag(invocation, 'guide');
  const typed = textFlag(invocation, 'route');
  const brownouts = windowsTyped('brownout', textFlag(invocation, 'brownout'));
  const isUndone = switchFlag(invocation, 'undo');
  if (isUndone && [sunset, at, successor, guide, brownouts].some((value) => value !== undefined))
    throw usageFailure(
      '--undo takes the deprecation back, and nothing is said of it then',
      'leave the other flags out',
    );
  return withReleases(invocation, (timescape) => {
    const route = typed === undefined ? undefined : knownRoute(timescape, release, typed);
    const decision = isUndone
      ? restoring(release, 'deprecated', route)
      : deprecating({ release, sunset, at, successor, guide, route, brownouts });
    return record(invocation, timescape, decision);
  });
}
