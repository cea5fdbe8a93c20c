/** Saying no, with the reason and what to do. */

import { GatiError } from '../../../errors/gati-error.js';
import { activeAt, releaseOf, type ReleaseState, type TimescapeState } from '../state.js';

/** The error of something that would break somebody. */
export function refused(reason: string): GatiError {
  return new GatiError('GATI_TIMESCAPE_REFUSED', { values: { reason } });
}

/** The release that is meant by an id, a version, a label, `current` or `baseline`. */
export function releaseNamed(state: TimescapeState, asked: string, moment: string): ReleaseState {
  const found = releaseOf(state, idOf(state, asked, moment) ?? '');
  if (found !== undefined) return found;
  const ids = state.releases.map(({ id, semver }) => (semver === undefined ? id : `${id} (${semver})`));
  const hint = ids.length === 0 ? '; there are none yet' : `; there are ${ids.slice(-5).join(', ')}`;
  throw new GatiError('GATI_TIMESCAPE_RELEASE_UNKNOWN', { values: { asked, hint } });
}

function idOf(state: TimescapeState, asked: string, moment: string): string | undefined {
  if (asked === 'current') return activeAt(state, moment);
  if (asked === 'baseline') return baselineOf(state);
  if (Object.hasOwn(state.labels, asked)) return state.labels[asked];
  return state.releases.findLast(({ id, semver }) => id === asked || semver === asked)?.id;
}

/** What a request without a release gets by the registry: what was set, otherwise the first release. */
export function baselineOf(state: TimescapeState): string | undefined {
  return state.baseline ?? state.timeline[0]?.release;
}

/** How a release is called where people read. */
export function called({ id, semver }: ReleaseState): string {
  return semver === undefined ? id : `${id} (${semver})`;
}
