/** Whether releases were somebody's: only those that were not may become one. */

import { callersOf, releaseOf, type ReleaseFile, type UsageCount } from '@gati-framework/core/tooling';

import type { Timescape } from './open.js';

/** Why releases should not be folded: somebody has, or may have, a client of one of them. The last one keeps its id. */
export function reasonsAgainst(
  { registry, state }: Timescape,
  folded: readonly ReleaseFile[],
  usage: readonly UsageCount[],
): string[] {
  const going = folded.slice(0, -1);
  const reasons = going.flatMap(({ id, semver }) => {
    const release = releaseOf(state, id);
    const labels = Object.entries(state.labels).flatMap(([label, target]) => (target === id ? [label] : []));
    const callers = callersOf(usage.filter((row) => row.release === id));
    return [
      ...(release?.activatedAt !== undefined && !release.implicit
        ? [`${semver} was activated at ${release.activatedAt}`]
        : []),
      ...(labels.length > 0 ? [`${semver} has the label ${labels.join(', ')}`] : []),
      ...(state.baseline === id ? [`${semver} is the baseline`] : []),
      ...(callers.length > 0
        ? [`${callers.length === 1 ? '1 caller' : `${callers.length} callers`} used ${semver}`]
        : []),
    ];
  });
  if (reasons.length > 0 || registry.begins !== 'at-its-id') return reasons;
  // Where releases begin by themselves, nothing says whether they were ever deployed.
  return ['a registry in a file does not know where they were deployed'];
}
