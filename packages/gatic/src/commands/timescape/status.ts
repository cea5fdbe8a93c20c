/** `gatic timescape status`. */

import { warmDays } from '@gati-framework/core/tooling';

import { statusOfAll } from '../../api/timescape/describe.js';
import { usageOf } from '../../api/timescape/open.js';
import { exit } from '../../exit-codes.js';
import { switchFlag, type Invocation } from '../../invocation.js';
import { statusText } from '../../output/timescape/releases.js';
import { daysOf, withReleases } from './given.js';

/** Prints what stands out. */
export function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  return withReleases(invocation, async (timescape) => {
    const days = daysOf(invocation);
    const usage = await usageOf(timescape, days);
    const status = statusOfAll(timescape, usage, await usageOf(timescape, warmDays));
    const isJson = switchFlag(invocation, 'json');
    output.line(isJson ? JSON.stringify(status, null, 2) : statusText(status, days, output.style));
    return exit.ok;
  });
}
