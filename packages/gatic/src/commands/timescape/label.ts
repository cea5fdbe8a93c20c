/** `gatic timescape label <label> [release]`. */

import { labelling } from '@gati-framework/core/tooling';

import { usageFailure } from '../../failure.js';
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
  return withReleases(invocation, (timescape) => record(invocation, timescape, labelling(label, release ?? null)));
}
