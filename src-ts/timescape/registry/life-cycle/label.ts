/** Names of releases, and the one that is meant when a request names none. */

import { isLabel, type TimescapeEvent } from '../events.js';
import { momentAt } from '../ids.js';
import type { Decision } from '../registry.js';
import { statusOf } from '../state.js';
import { called, refused, releaseNamed } from './refuse.js';

/** Words that mean something by themselves. */
const reserved = ['head', 'latest', 'current', 'pending'];

/** Gives a release a name, or takes the name away. The name `baseline` is for requests without a release. */
export function labelling(label: string, asked: string | null): (given: Decision) => readonly TimescapeEvent[] {
  return ({ state, now }) => {
    const moment = momentAt(now);
    if (reserved.includes(label)) throw refused(`${label} means something by itself and cannot be a label`);
    if (!isLabel(label))
      throw refused(
        `${JSON.stringify(label)} cannot be a label: a small letter, then small letters, digits, ".", "_", "-"`,
      );
    if (asked === null) {
      if (label === 'baseline') throw refused('there is always a baseline: name the release that shall be it');
      if (!Object.hasOwn(state.labels, label)) throw refused(`there is no label ${label}`);
      return [{ kind: 'labelled', label, release: null }];
    }
    const release = releaseNamed(state, asked, moment);
    const status = statusOf(state, release.id, moment);
    if (status === 'pending' || status === 'retired' || status === 'yanked')
      throw refused(`${called(release)} is ${status}: no request can get it under a name`);
    if (label === 'baseline') return state.baseline === release.id ? [] : [{ kind: 'baseline', release: release.id }];
    return state.labels[label] === release.id ? [] : [{ kind: 'labelled', label, release: release.id }];
  };
}
