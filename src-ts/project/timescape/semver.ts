/** The version a release gets: Semantic Versioning 2.0.0, items 4 and 6 to 8. */

import type { Bump } from '../../timescape/definition.js';
import type { Version } from '../../timescape/semver.js';

/** From nothing to a break. */
const order: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

/** The largest of several; `none` where there is none. */
export function largest(bumps: Iterable<Bump>): Bump {
  let most: Bump = 'none';
  for (const bump of bumps) if (order.indexOf(bump) > order.indexOf(most)) most = bump;
  return most;
}

/** Whether a bump is at least another one. */
export function reaches(bump: Bump, at: Bump): boolean {
  return order.indexOf(bump) >= order.indexOf(at);
}

/** The version after one. Below 1.0.0 a break moves the minor number, and everything else the patch number. */
export function bumped({ numbers: [major, minor, patch] }: Version, bump: Bump): string {
  if (bump === 'none') return `${major}.${minor}.${patch}`;
  if (major === 0) return bump === 'major' ? `0.${minor + 1}.0` : `0.${minor}.${patch + 1}`;
  if (bump === 'major') return `${major + 1}.0.0`;
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}
