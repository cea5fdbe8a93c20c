/** The releases of an application as `/versions` describes them. Pure: what is said follows from the edition and its timeline. */

import type { Bump, ReleaseChange, ReleaseInfo, RouteOfRelease, VersionedRoute } from './definition.js';
import type { Edition } from './edition.js';
import type { Deprecation } from './registry/state.js';
import { routeKeyOf } from './route-key.js';
import type { Timeline, TimelineRelease } from './timeline.js';

/** What is described, and of whom. */
export interface Described {
  readonly edition: Edition;
  /** The name of the application, where it has one. */
  readonly application: string | undefined;
  readonly missing: string;
  readonly header: string;
}

/** All releases, newest first; of one route, or after one release. */
export function describeAll(
  { edition, application, missing, header }: Described,
  { route, after }: { readonly route?: string | undefined; readonly after?: string | undefined },
): object {
  const { timeline, definition } = edition;
  const without = timeline.missing;
  const routes = Object.entries(definition.routes).filter(([key]) => route === undefined || key === route);
  const releases = timeline.releases.filter(({ id }) => after === undefined || id > after);
  return {
    ...(application === undefined ? {} : { application }),
    baseline: missing !== 'baseline' || 'refused' in without ? null : edition.nameOf(without.position),
    current: edition.nameOf(timeline.latest().position),
    missing,
    header,
    versions: [...releases].reverse().map((release) => versionOf(edition, release, route)),
    routes: Object.fromEntries(
      routes.map(([key, versions]) => [key, turnsOf(timeline, definition.releases, versions)]),
    ),
  };
}

/** One release, with the routes it has. */
export function describeOne({ edition }: Described, id: string): object | undefined {
  const release = edition.timeline.release(id);
  if (release === undefined) return undefined;
  const { position } = release;
  const routes =
    position === undefined
      ? undefined
      : [...edition.routes.values()].filter(({ variants }) => variants[position] !== undefined).map(({ key }) => key);
  const note = position === undefined ? undefined : edition.definition.releases[position]?.note;
  return {
    ...versionOf(edition, release, undefined),
    ...(note === undefined ? {} : { note }),
    ...(routes === undefined ? {} : { routes: routes.sort() }),
  };
}

/** What changed from one release to another, whichever is the older one. */
export function describeBetween({ edition }: Described, one: string, other: string): object {
  const [from, to] = one < other ? [one, other] : [other, one];
  const passed = edition.timeline.releases.filter(({ id }) => id > from && id <= to);
  const bumps = passed.map(({ position }) => edition.definition.releases[position ?? -1]?.bump ?? 'none');
  return {
    from,
    to,
    bump: bumps.reduce(larger, 'none'),
    versions: [...passed].reverse().map((release) => versionOf(edition, release, undefined)),
  };
}

const bumps: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

function larger(left: Bump, right: Bump): Bump {
  return bumps.indexOf(left) >= bumps.indexOf(right) ? left : right;
}

function versionOf({ definition, timeline }: Edition, release: TimelineRelease, route: string | undefined): object {
  const { id, state, status, position } = release;
  const info = position === undefined ? undefined : definition.releases[position];
  const labels = Object.entries(timeline.state.labels).flatMap(([label, target]) => (target === id ? [label] : []));
  const changes = info?.changes.filter((change) => route === undefined || routeKeyOf(change.route) === route);
  const { deprecation, retirement, withdrawal, routes = {} } = state;
  const ending = Object.entries(routes).filter(([key]) => route === undefined || key === route);
  const isOver = deprecation !== undefined || retirement !== undefined || withdrawal !== undefined;
  return {
    id,
    ...(state.semver === undefined ? {} : { semver: state.semver }),
    status,
    labels: labels.sort(),
    ...(state.activatedAt === undefined ? {} : { activated: state.activatedAt }),
    ...(info === undefined ? {} : { bump: info.bump, changes: changes?.map(changeOf) }),
    ...(deprecation === undefined ? {} : { deprecation: deprecation.at }),
    ...(deprecation?.sunset === undefined ? {} : { sunset: deprecation.sunset }),
    ...(isOver ? { successor: timeline.successorOf(release) } : {}),
    ...(deprecation?.guide === undefined ? {} : { guide: deprecation.guide }),
    ...(deprecation?.brownouts === undefined ? {} : { brownouts: deprecation.brownouts }),
    ...(ending.length === 0 ? {} : { deprecatedRoutes: Object.fromEntries(ending.map(endingOf)) }),
    ...(withdrawal?.reason === undefined ? {} : { reason: withdrawal.reason }),
  };
}

/** What was said of the end of one route. */
function endingOf([route, said]: readonly [string, Deprecation]): readonly [string, object] {
  const { at, sunset, successor, guide, brownouts } = said;
  return [
    route,
    {
      deprecation: at,
      ...(sunset === undefined ? {} : { sunset }),
      ...(successor === undefined ? {} : { successor }),
      ...(guide === undefined ? {} : { guide }),
      ...(brownouts === undefined ? {} : { brownouts }),
    },
  ];
}

function changeOf({ id, route, direction, path, bump, text, transformer, ...policy }: ReleaseChange): object {
  const automatic = transformer === undefined ? {} : { automatic: transformer === 'auto' };
  const { applies, reason, rejects } = policy;
  return {
    route: routeKeyOf(route),
    kind: id,
    direction,
    bump,
    path,
    text,
    ...automatic,
    ...(applies === undefined ? {} : { applies, reason }),
    ...(rejects === undefined ? {} : { rejects }),
  };
}

/** The releases at which a route became another one, ascending; those that are not active yet left out. */
function turnsOf(timeline: Timeline, releases: readonly ReleaseInfo[], { byRelease }: VersionedRoute): string[] {
  const turns: string[] = [];
  let before: RouteOfRelease = null;
  for (const [position, has] of byRelease.entries()) {
    const id = releases[position]?.id ?? '';
    if (timeline.release(id)?.active !== true) continue;
    if (has !== before && has !== null) turns.push(id);
    before = has;
  }
  return turns;
}
