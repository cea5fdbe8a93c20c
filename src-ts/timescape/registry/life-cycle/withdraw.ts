/** Releases that turned out to be wrong: yanked, or rolled back to an earlier one. */

import type { TimescapeEvent } from '../events.js';
import { momentAt } from '../ids.js';
import type { Decision } from '../registry.js';
import { releaseOf, statusOf, withEvents, type ReleaseState, type TimescapeState } from '../state.js';
import { activation, written } from './activate.js';
import { baselineOf, called, refused, releaseNamed } from './refuse.js';

/** A yank as it is asked for. */
export interface Yanking {
  readonly release: string;
  readonly reason: string;
  /** Whether who is pinned to it is refused. */
  readonly strict?: boolean;
}

/** Says that a release should not be used. The current one is rolled back instead. */
export function yanking({
  release: asked,
  reason,
  strict = false,
}: Yanking): (given: Decision) => readonly TimescapeEvent[] {
  return ({ state, now }) => {
    const moment = momentAt(now);
    const release = releaseNamed(state, asked, moment);
    const status = statusOf(state, release.id, moment);
    if (status === 'current') throw refused(`${called(release)} is the current release: roll it back instead`);
    if (status === 'retired') throw refused(`${called(release)} is retired already`);
    if (baselineOf(state) === release.id)
      throw refused(
        `${called(release)} is the baseline, which requests get that name no release: set another one first`,
      );
    return [...withoutLabels(state, release.id), { kind: 'yanked', release: release.id, reason, strict }];
  };
}

/** A rollback as it is asked for. */
export interface RollingBack {
  /** What has to be current when it is done: what somebody looked at before. */
  readonly from?: string | undefined;
  /** What to go back to; what was current before unless said. */
  readonly to?: string | undefined;
  readonly reason?: string | undefined;
  /** Whether who is pinned to what is withdrawn is refused, instead of getting the earlier contract. */
  readonly strict?: boolean;
}

/** Which release is withdrawn, and which one is current again. */
export interface RollbackPair {
  readonly from: ReleaseState;
  readonly to: ReleaseState;
  /** When what is withdrawn was current: from its activations to the next ones, or until now. */
  readonly windows: readonly { readonly since: string; readonly until: string }[];
}

/** Finds both releases, or says why there are none. */
export function rollbackPair({ state, now }: Decision, asked: RollingBack): RollbackPair {
  const moment = momentAt(now);
  const coming = state.timeline.at(-1);
  const from = coming === undefined ? undefined : releaseOf(state, coming.release);
  if (from === undefined) throw refused('no release is active, so there is nothing to roll back');
  if (asked.from !== undefined && asked.from !== from.id)
    throw refused(`${called(from)} has become the current release in the meantime: look at it again`);
  const to = asked.to === undefined ? releaseBefore(state, from.id, moment) : releaseNamed(state, asked.to, moment);
  if (to === undefined)
    throw refused(`${called(from)} is the first release that can be served: there is nothing to go back to`);
  if (to.id === from.id) throw refused(`${called(to)} is the current release already`);
  if (to.id > from.id)
    throw refused(`${called(to)} is later than the current release ${called(from)}: activate it instead`);
  const status = statusOf(state, to.id, moment);
  if (status === 'pending' || status === 'retired' || status === 'yanked')
    throw refused(`${called(to)} is ${status}: it cannot be current again`);
  return { from, to, windows: windowsOf(state, from.id, moment) };
}

/** The last one that was current before, and can be again. */
function releaseBefore(state: TimescapeState, id: string, moment: string): ReleaseState | undefined {
  const before = state.timeline.findLast(({ release, at }) => {
    if (release >= id || at > moment) return false;
    const status = statusOf(state, release, moment);
    return status === 'supported' || status === 'deprecated' || status === 'current';
  });
  return before === undefined ? undefined : releaseOf(state, before.release);
}

function windowsOf(state: TimescapeState, id: string, moment: string): RollbackPair['windows'] {
  return state.timeline.flatMap(({ at, release }, index) =>
    release === id ? [{ since: at, until: state.timeline[index + 1]?.at ?? (at > moment ? at : moment) }] : [],
  );
}

/** Withdraws the current release in favour of an earlier one. History is not rewritten: it is a new activation. */
export function rollingBack(asked: RollingBack): (given: Decision) => readonly TimescapeEvent[] {
  return (given) => {
    const { state, now } = given;
    const { from, to } = rollbackPair(given, asked);
    const { reason, strict = false } = asked;
    const events: TimescapeEvent[] = [
      ...written(state),
      ...withoutLabels(state, from.id, to.id),
      ...(to.deprecation === undefined ? [] : [{ kind: 'restored', release: to.id, from: 'deprecated' } as const]),
      { kind: 'rolledBack', release: from.id, to: to.id, ...(reason === undefined ? {} : { reason }), strict },
    ];
    if (state.baseline === from.id) events.push({ kind: 'baseline', release: to.id });
    return [...events, activation(withEvents(state, events), to.id, now)];
  };
}

/** No name leads to what is withdrawn: names of it go to `to`, or nowhere. */
function withoutLabels(state: TimescapeState, from: string, to: string | null = null): TimescapeEvent[] {
  return Object.entries(state.labels).flatMap(([label, release]) =>
    release === from ? [{ kind: 'labelled', label, release: to } as const] : [],
  );
}
