/** `gatic timescape label <label> [release]`. */

import { labelling } from '@gati-framework/core/tooling';

import { projectFailure, usageFailure } from '../../failure.js';
import { switchFlag, type Invocation } from '../../invocation.js';
import { record, withReleases } from './given.js';

/** Gives a name, moves it, or takes it away. */
export async function run(invocation: Invocation): Promise<number> {
  const [label = '', release] = invocation.args;
  const isRemoved = switchFlag(invocation, 'remove');
  if (isRemoved && release !== undefined)
    throw usageFailure('--remove takes the name away from whatever has it', 'leave the release out');
  if (!isRemoved && release === undefined)
    throw usageFailure('label needs the release', `gatic timescape label ${label} <release>, or --remove`);
  return withReleases(invocation, (timescape) => {
    const { baseline } = timescape.settings;
    if (label === 'baseline' && baseline !== undefined)
      throw projectFailure(
        `gati.config.ts says that the baseline is ${baseline}`,
        'change timescape.baseline there, or take it out',
      );
    return record(invocation, timescape, labelling(label, release ?? null));
  });
}
