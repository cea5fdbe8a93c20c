/**
 * How a release becomes the current one. In two steps, so that no instance is asked for what it does not have yet: it is
 * registered, each instance that can serve it says so, and the last of them lets it begin two seconds later.
 */

import type { TimescapeEvent } from '../events.js';
import { laterThan } from '../ids.js';
import { update, type Decision, type Registry, type Updated, type UpdateOptions } from '../registry.js';
import { lastActivation, releaseOf, withEvents, type TimescapeState } from '../state.js';

/** How long before its activation a release is known to be activated, so that every instance hears of it in time. */
export const notice = 2000;

/** A release that is going to be served. */
export interface Announcement {
  readonly release: string;
  readonly semver?: string | undefined;
  /** How many instances there have to be before the release begins. */
  readonly expects: number;
}

/** An instance with the bundle of a release. */
export interface Joining {
  readonly release: string;
  readonly semver?: string | undefined;
  /** A name that no other instance has. */
  readonly instance: string;
}

/**
 * Says before a deployment how many instances are going to serve a release. Said again with another number, that one
 * counts.
 */
export function announce(registry: Registry, release: Announcement, options: UpdateOptions = {}): Promise<Updated> {
  return update(registry, announcing(release), options);
}

/** What an announcement records. */
export function announcing(release: Announcement): (given: Decision) => readonly TimescapeEvent[] {
  return (given) => andActivated(given, announced(given, release), release.release);
}

/**
 * Says that an instance can serve a release, and activates it when all of them are there: one, where nobody announced the
 * release. One that is active already, or was and was withdrawn, is left as it is.
 */
export function join(registry: Registry, joining: Joining, options: UpdateOptions = {}): Promise<Updated> {
  const { release, semver, instance } = joining;
  return update(
    registry,
    (given) => {
      const isKnown = releaseOf(given.state, release)?.waiting !== undefined;
      const before = isKnown ? [] : announced(given, { release, semver, expects: 1 });
      const waiting = releaseOf(withEvents(given.state, before), release)?.waiting;
      if (waiting === undefined || waiting.ready.includes(instance)) return before;
      return andActivated(given, [...before, { kind: 'ready', release, instance }], release);
    },
    options,
  );
}

/** Says that an instance has gone, which counts only while its release is waited for. */
export function leave(registry: Registry, joined: Joining, options: UpdateOptions = {}): Promise<Updated> {
  const { release, instance } = joined;
  const isReady = (state: TimescapeState): boolean =>
    releaseOf(state, release)?.waiting?.ready.includes(instance) === true;
  return update(registry, ({ state }) => (isReady(state) ? [{ kind: 'left', release, instance }] : []), options);
}

/** What there is to record before a release is waited for. */
function announced({ state }: Decision, { release, semver, expects }: Announcement): TimescapeEvent[] {
  const found = releaseOf(state, release);
  // What was released before there was a registry stays active from when it was: at the first look, all there is.
  if (found?.implicit === true && state.releases.every(({ implicit }) => implicit)) return written(state);
  const isOver = found?.activatedAt !== undefined && !found.implicit;
  if (isOver || found?.waiting?.expects === expects) return [];
  return [
    ...written(state, release),
    { kind: 'registered', release, ...(semver === undefined ? {} : { semver }), expects },
  ];
}

/** These events, and the activation if with them everybody is there. */
function andActivated(
  { state, now }: Decision,
  events: readonly TimescapeEvent[],
  release: string,
): readonly TimescapeEvent[] {
  const next = withEvents(state, events);
  const waiting = releaseOf(next, release)?.waiting;
  if (waiting === undefined || waiting.ready.length < waiting.expects) return events;
  return [...events, activation(next, release, now)];
}

/**
 * Writes down when those releases began of which no event says it, so that nothing recorded from here on can change it;
 * all `but` one.
 */
export function written(state: TimescapeState, but?: string): TimescapeEvent[] {
  const last = lastActivation(state);
  return state.releases
    .filter(({ id, implicit }) => implicit && id !== but && (last === undefined || id > last))
    .flatMap(({ id, semver }): TimescapeEvent[] => [
      { kind: 'registered', release: id, ...(semver === undefined ? {} : { semver }), expects: 1 },
      { kind: 'activated', release: id, at: id },
    ]);
}

/** The activation of a release at the earliest moment that everybody can know of in time. */
export function activation(state: TimescapeState, release: string, now: number): TimescapeEvent {
  const last = lastActivation(state);
  return { kind: 'activated', release, at: laterThan(now + notice, last === undefined ? [] : [last]) };
}
