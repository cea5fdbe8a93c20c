/** `gatic timescape list`. */

import { warmDays } from '@gati-framework/core/tooling';

import { listed } from '../../api/timescape/describe.js';
import { usageOf } from '../../api/timescape/open.js';
import { exit } from '../../exit-codes.js';
import { switchFlag, type Invocation } from '../../invocation.js';
import { listText } from '../../output/timescape/releases.js';
import { withReleases } from './given.js';

/** Prints every release. */
export function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  return withReleases(invocation, async (timescape) => {
    const releases = listed(timescape, await usageOf(timescape, warmDays));
    if (switchFlag(invocation, 'json')) output.line(JSON.stringify({ releases }, null, 2));
    else if (releases.length === 0) output.line('No releases yet. `gatic release` makes the first one.');
    else output.line(listText(releases));
    return exit.ok;
  });
}
