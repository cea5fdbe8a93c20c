/** What holds, folded from what happened. Pure: no clock, and the same events give the same state everywhere. */

import type { RegistryEntry, TimescapeEvent, Window } from './events.js';
import { laterThan } from './ids.js';

/** A release that the application brings along. */
export interface KnownRelease {
  readonly id: string;
  readonly semver?: string | undefined;
}

/** From `at` on, until the next activation, a request of now gets `release`. */
export interface Activation {
  readonly at: string;
  readonly release: string;
}

/** What deprecation says. */
export interface Deprecation {
  readonly at: string;
  readonly sunset: string | undefined;
  readonly successor: string | undefined;
  readonly guide: string | undefined;
  /** When it is not served; absent: it always is. */
  readonly brownouts?: readonly Window[];
}

/** That the release is served no more. */
export interface Retirement {
  readonly at: string;
  readonly successor: string | undefined;
  readonly forced: boolean;
  readonly reason: string | undefined;
}

/** That the release should not be used. */
export interface Withdrawal {
  readonly at: string;
  readonly reason: string | undefined;
  /** Whether who is pinned to it is refused (410), too. */
  readonly strict: boolean;
  /** What is served instead, where the release was rolled back. */
  readonly to: string | undefined;
}

/** A release and what happened to it. */
export interface ReleaseState {
  readonly id: string;
  readonly semver: string | undefined;
  /** When it was activated first; `undefined` while it is waited for. */
  readonly activatedAt: string | undefined;
  /** Whether it is active from its id on because no event speaks of its activation. */
  readonly implicit: boolean;
  /** Who is waited for, from its registration to its activation. */
  readonly waiting: { readonly expects: number; readonly ready: readonly string[] } | undefined;
  readonly deprecation: Deprecation | undefined;
  /** Those of single routes, by route; absent: there are none. */
  readonly routes?: Readonly<Record<string, Deprecation>>;
  readonly retirement: Retirement | undefined;
  readonly withdrawal: Withdrawal | undefined;
}

/** Everything the events say. */
export interface TimescapeState {
  /** The revision of the last entry; 0 where nothing happened. */
  readonly revision: number;
  /** Ascending by id. */
  readonly releases: readonly ReleaseState[];
  /** Ascending by time; no two at the same one by events. */
  readonly timeline: readonly Activation[];
  readonly labels: Readonly<Record<string, string>>;
  /** `undefined` where no event says it: the configuration or the first release decides. */
  readonly baseline: string | undefined;
}

/** The words for where a release is in its life. */
export type ReleaseStatus = 'pending' | 'current' | 'supported' | 'deprecated' | 'retired' | 'yanked';

/** What holds when nothing has happened: each release is active from its id on. */
export function initialState(known: readonly KnownRelease[] = []): TimescapeState {
  const releases = known
    .map(({ id, semver }): ReleaseState => ({ ...unheard(id), semver, activatedAt: id, implicit: true }))
    .sort(byId);
  const timeline = releases.map(({ id }): Activation => ({ at: id, release: id }));
  return { revision: 0, releases, timeline, labels: {}, baseline: undefined };
}

/** The state after these entries. `folded(folded(s, a), b)` is `folded(s, [...a, ...b])`. */
export function folded(state: TimescapeState, entries: Iterable<RegistryEntry>): TimescapeState {
  let now = state;
  for (const entry of entries) {
    for (const event of entry.events) now = after(now, event, entry.at);
    now = { ...now, revision: entry.revision };
  }
  return now;
}

/** When a release begins that no event speaks of: at the moment it is named after, or not before an event says so. */
export type Begins = 'at-its-id' | 'when-activated';

/**
 * The state as it is served. Where releases begin when they are activated, those that are later than every release the
 * events speak of were not deployed yet. Events are folded into the state before this, not into its answer.
 */
export function settled(state: TimescapeState, begins: Begins): TimescapeState {
  const spoken = state.releases.findLast(({ implicit }) => !implicit)?.id;
  if (begins === 'at-its-id' || spoken === undefined) return state;
  const isWaiting = ({ id, implicit }: ReleaseState): boolean => implicit && id > spoken;
  const waiting = new Set(state.releases.filter(isWaiting).map(({ id }) => id));
  return {
    ...state,
    timeline: state.timeline.filter(({ release }) => !waiting.has(release)),
    releases: state.releases.map((release) =>
      waiting.has(release.id) ? { ...release, implicit: false, activatedAt: undefined } : release,
    ),
  };
}

/** The state of a project: the releases it has, and what the registry says. */
export function stateOf(known: readonly KnownRelease[], entries: Iterable<RegistryEntry>): TimescapeState {
  return folded(initialState(known), entries);
}

/** The state as it would be after these events. */
export function withEvents(state: TimescapeState, events: readonly TimescapeEvent[]): TimescapeState {
  return folded(state, [{ revision: state.revision, at: '', events }]);
}

/** One event. `recorded` is the time of its entry. */
function after(state: TimescapeState, event: TimescapeEvent, recorded: string): TimescapeState {
  switch (event.kind) {
    case 'labelled': {
      const { [event.label]: _before, ...others } = state.labels;
      return { ...state, labels: event.release === null ? others : { ...others, [event.label]: event.release } };
    }
    case 'baseline':
      return { ...state, baseline: event.release };
    case 'activated':
      return activated(state, event.release, event.at);
    case 'registered':
      return changed(explicit(state, event.release), event.release, (release) => ({
        ...release,
        semver: event.semver ?? release.semver,
        waiting: { expects: event.expects, ready: release.waiting?.ready ?? [] },
      }));
    default:
      return changed(state, event.release, (release) => ({ ...release, ...told(release, event, recorded) }));
  }
}

type Told = Exclude<TimescapeEvent, { kind: 'labelled' | 'baseline' | 'activated' | 'registered' }>;

/** What an event changes about its release. */
function told(release: ReleaseState, event: Told, recorded: string): Partial<ReleaseState> {
  switch (event.kind) {
    case 'ready':
      return {
        waiting: withInstances(release, (ready) => [...ready.filter((one) => one !== event.instance), event.instance]),
      };
    case 'left':
      return { waiting: withInstances(release, (ready) => ready.filter((one) => one !== event.instance)) };
    case 'deprecated': {
      const { at, sunset, successor, guide, route, brownouts } = event;
      const said = { at, sunset, successor, guide, ...(brownouts === undefined ? {} : { brownouts }) };
      return route === undefined ? { deprecation: said } : { routes: { ...release.routes, [route]: said } };
    }
    case 'retired': {
      const { successor, forced = false, reason } = event;
      return { retirement: { at: recorded, successor, forced, reason } };
    }
    case 'yanked': {
      const { reason, strict } = event;
      return { withdrawal: { at: recorded, reason, strict, to: undefined } };
    }
    case 'rolledBack': {
      const { reason, strict, to } = event;
      return { withdrawal: { at: recorded, reason, strict, to } };
    }
    case 'restored': {
      if (event.route === undefined || event.from !== 'deprecated') return restored[event.from];
      const { [event.route]: _before, ...others } = release.routes ?? {};
      return { routes: others };
    }
  }
}

const restored: Readonly<Record<'deprecated' | 'retired' | 'yanked', Partial<ReleaseState>>> = {
  deprecated: { deprecation: undefined },
  retired: { retirement: undefined },
  yanked: { withdrawal: undefined },
};

/** Sorted, because it does not matter who was ready first. Who is ready before anybody waits is forgotten. */
function withInstances(
  { waiting }: ReleaseState,
  change: (ready: readonly string[]) => string[],
): ReleaseState['waiting'] {
  return waiting === undefined ? undefined : { ...waiting, ready: change(waiting.ready).sort() };
}

/**
 * Times of activation that events name only ever grow, whatever the clock of the writer said: one that is not later than
 * the last becomes the second after it. What resolved to a release once, does so for ever.
 */
function activated(before: TimescapeState, id: string, wanted: string): TimescapeState {
  const state = explicit(before, id);
  const last = lastActivation(state);
  const at = last === undefined || wanted > last ? wanted : laterThan(0, [last]);
  const later = state.timeline.findIndex((one) => one.at > at);
  const index = later === -1 ? state.timeline.length : later;
  return changed({ ...state, timeline: state.timeline.toSpliced(index, 0, { at, release: id }) }, id, (release) => ({
    ...release,
    activatedAt: release.activatedAt ?? at,
    waiting: undefined,
    withdrawal: undefined,
  }));
}

/** The last time of activation that an event names. */
export function lastActivation({ timeline, releases }: TimescapeState): string | undefined {
  const implicit = new Set(releases.flatMap((release) => (release.implicit ? [release.id] : [])));
  return timeline.findLast(({ release }) => !implicit.has(release))?.at;
}

/** A release that events speak of is active when they say so, and not from its id on. */
function explicit(state: TimescapeState, id: string): TimescapeState {
  if (releaseOf(state, id)?.implicit !== true) return state;
  const timeline = state.timeline.filter(({ release }) => release !== id);
  return changed({ ...state, timeline }, id, (release) => ({ ...release, implicit: false, activatedAt: undefined }));
}

/** The state with another one of its releases; with a new one, where nobody had heard of it. */
function changed(state: TimescapeState, id: string, change: (release: ReleaseState) => ReleaseState): TimescapeState {
  const index = state.releases.findIndex((release) => release.id === id);
  const before = state.releases[index];
  const releases =
    before === undefined
      ? [...state.releases, change(unheard(id))].sort(byId)
      : state.releases.with(index, change(before));
  return { ...state, releases };
}

function unheard(id: string): ReleaseState {
  return {
    id,
    semver: undefined,
    activatedAt: undefined,
    implicit: false,
    waiting: undefined,
    deprecation: undefined,
    retirement: undefined,
    withdrawal: undefined,
  };
}

function byId(left: ReleaseState, right: ReleaseState): number {
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

/** A release by its id. */
export function releaseOf(state: TimescapeState, id: string): ReleaseState | undefined {
  return state.releases.find((release) => release.id === id);
}

/** What a request of `moment` gets by the activations: the last one that is not later. */
export function activeAt(state: TimescapeState, moment: string): string | undefined {
  return state.timeline.findLast(({ at }) => at <= moment)?.release;
}

/** When something holds that did not hold at `moment`, without any further event; `undefined` where nothing is to come. */
export function nextChange(state: TimescapeState, moment: string): string | undefined {
  const times = [
    ...state.timeline.map(({ at }) => at),
    ...state.releases.flatMap(({ deprecation, routes = {} }) =>
      [...(deprecation === undefined ? [] : [deprecation]), ...Object.values(routes)].flatMap(
        ({ at, sunset, brownouts = [] }) => [
          at,
          ...(sunset === undefined ? [] : [sunset]),
          ...brownouts.flatMap(({ from, to }) => [from, to]),
        ],
      ),
    ),
  ];
  return times.filter((at) => at > moment).sort()[0];
}

/** What was said of the end of a route: of the route itself where that was said, else of its release. */
export function deprecationOf({ deprecation, routes = {} }: ReleaseState, route: string): Deprecation | undefined {
  const own = Object.hasOwn(routes, route) ? routes[route] : undefined;
  if (own === undefined || deprecation === undefined) return own ?? deprecation;
  const { sunset = deprecation.sunset, successor = deprecation.successor, guide = deprecation.guide } = own;
  return { ...own, sunset, successor, guide };
}

/** When a route is served again that is not at `moment`; `undefined` where it is served. */
export function brownoutAt(release: ReleaseState, route: string, moment: string): string | undefined {
  const own = release.routes !== undefined && Object.hasOwn(release.routes, route) ? release.routes[route] : undefined;
  const windows = [...(release.deprecation?.brownouts ?? []), ...(own?.brownouts ?? [])];
  const held = windows.filter(({ from, to }) => from <= moment && moment < to).map(({ to }) => to);
  return held.sort().at(-1);
}

/** Where a release is in its life at `moment`; `undefined` for one nobody has heard of. */
export function statusOf(state: TimescapeState, id: string, moment: string): ReleaseStatus | undefined {
  const release = releaseOf(state, id);
  if (release === undefined) return undefined;
  if (release.withdrawal !== undefined) return 'yanked';
  if (release.retirement !== undefined) return 'retired';
  if (release.activatedAt === undefined || release.activatedAt > moment) return 'pending';
  if (activeAt(state, moment) === id) return 'current';
  return release.deprecation !== undefined && release.deprecation.at <= moment ? 'deprecated' : 'supported';
}
