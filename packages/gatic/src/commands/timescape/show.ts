/** `gatic timescape show <release>`. */

import { releaseNamed, warmDays } from '@gati-framework/core/tooling';

import { shownRelease } from '../../api/timescape/describe.js';
import { usageOf } from '../../api/timescape/open.js';
import { exit } from '../../exit-codes.js';
import { switchFlag, type Invocation } from '../../invocation.js';
import { showText } from '../../output/timescape/releases.js';
import { daysOf, releaseArgument, withReleases } from './given.js';

/** Prints everything about one release. */
export function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  return withReleases(invocation, async (timescape) => {
    const release = releaseNamed(timescape.state, releaseArgument(invocation), timescape.moment);
    const days = daysOf(invocation);
    const usage = await usageOf(timescape, days, release.id);
    const shown = shownRelease(timescape, release, usage, await usageOf(timescape, warmDays, release.id));
    const isJson = switchFlag(invocation, 'json');
    output.line(isJson ? JSON.stringify(shown, null, 2) : showText(shown, days, output.style));
    return exit.ok;
  });
}
