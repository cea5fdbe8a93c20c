/** What changes for clients of one release that are served by another one. */

import type { ReleaseChange } from '../../timescape/definition.js';
import { routeKeyOf } from '../../timescape/route-key.js';
import type { Releases } from './folder.js';
import type { ReleaseFile } from './release-file.js';

/** By handler: the changes of every release after the earlier one, up to the later one. */
export function changesBetween(
  releases: Releases,
  one: ReleaseFile,
  other: ReleaseFile,
): (handler: string) => readonly ReleaseChange[] {
  const [earlier, later] = one.id < other.id ? [one.id, other.id] : [other.id, one.id];
  const changes = releases.files
    .filter(({ id }) => id > earlier && id <= later)
    .flatMap((release) => release.changes.map((change) => ({ key: routeKeyOf(change.route), change })));
  return (handler) => {
    const key = routeKeyOf(handler);
    return changes.filter((one) => one.key === key).map(({ change }) => change);
  };
}
