/** What changes for clients of one release that are served by another one. */

import type { ReleaseChange } from '../../timescape/definition.js';
import { routeKeyOf } from '../../timescape/route-key.js';
import type { Releases } from './folder.js';
import { diffFrozen, releasedContracts } from './frozen.js';
import type { ReleaseFile } from './release-file.js';

/** By handler of `one`: what its clients meet who are served by `other`, whichever of the two is earlier. */
export function changesBetween(
  releases: Releases,
  one: ReleaseFile,
  other: ReleaseFile,
): (handler: string) => readonly ReleaseChange[] {
  const { changes } = diffFrozen(releasedContracts(releases, one), releasedContracts(releases, other));
  const keyed = changes.map((change) => ({ key: routeKeyOf(change.route), change }));
  return (handler) => {
    const key = routeKeyOf(handler);
    return keyed.filter((found) => found.key === key).map(({ change }) => change);
  };
}
