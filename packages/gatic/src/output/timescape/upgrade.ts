/** An upgrade, as text. */

import type { Upgrade } from '../../api/timescape/upgrade.js';
import type { Style } from '../output.js';

/** Release by release, and call by call. */
export function upgradeText({ from, to, calls, changes, others }: Upgrade, style: Style): string {
  const changed = new Set(changes.map(({ call }) => call)).size;
  const lines = [style.bold(`from ${from.semver} to ${to.semver}: ${changed} of ${calls.length} calls change`)];
  let release = '';
  for (const change of changes) {
    if (change.release !== release) lines.push('', `${change.semver} (${change.release})`);
    ({ release } = change);
    const bump = change.bump === 'major' ? style.red(change.bump) : change.bump;
    lines.push(`  ${bump}${' '.repeat(5 - change.bump.length)}  ${change.call}: ${change.text}`);
  }
  if (others > 0)
    lines.push('', `${others === 1 ? '1 change concerns' : `${others} changes concern`} none of these calls`);
  return lines.join('\n');
}
