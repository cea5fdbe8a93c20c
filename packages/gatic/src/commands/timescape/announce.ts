/** `gatic timescape announce [release]`. */

import { announcing, releaseNamed, statusOf } from '@gati-framework/core/tooling';

import { projectFailure, usageFailure } from '../../failure.js';
import { textFlag, type Invocation } from '../../invocation.js';
import { record, withReleases } from './given.js';

/** Says how many instances a release is going to have. */
export async function run(invocation: Invocation): Promise<number> {
  const expects = Number(textFlag(invocation, 'instances') ?? 0);
  if (expects < 1) throw usageFailure('announce needs --instances, a whole number from 1 on');
  return withReleases(invocation, (timescape) => {
    const { registry, state, files, moment } = timescape;
    if (registry.begins === 'at-its-id')
      throw projectFailure(
        `with the registry ${registry.place} a release begins at the time it is named after, and nobody is waited for`,
        'several instances need a registry in PostgreSQL: timescape.registry in gati.config.ts',
      );
    const name = invocation.args[0] ?? files.at(-1)?.id;
    if (name === undefined) throw projectFailure('there is no release yet', 'make one with gatic release');
    const { id, semver } = releaseNamed(state, name, moment);
    const status = statusOf(state, id, moment);
    if (status !== 'pending' && state.releases.some(({ implicit }) => !implicit))
      throw projectFailure(`${id} is ${String(status)}: it has begun already`);
    return record(invocation, timescape, announcing({ release: id, semver, expects }));
  });
}
