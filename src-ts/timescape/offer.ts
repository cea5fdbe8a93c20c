/** Which versions of a route there are to choose from, for people and programs that have to. */

import type { RouteOfRelease, VersionedRoute } from './definition.js';
import type { Timeline, TimelineRelease } from './timeline.js';

/** One version, as problems and `/versions` tell it. */
export interface OfferedVersion {
  readonly id: string;
  readonly semver: string | undefined;
  readonly status: string;
  readonly sunset?: string;
  /** The header to send. */
  readonly send: string;
}

/** The releases that clients can choose between, newest first: of a route, the newest of each of its contracts. */
export function offered(timeline: Timeline, route: VersionedRoute | undefined, header: string): OfferedVersion[] {
  const found: OfferedVersion[] = [];
  let later: RouteOfRelease | undefined;
  for (const release of [...timeline.releases].reverse()) {
    if (!release.offered || release.position === undefined) continue;
    const has = route === undefined ? undefined : (route.byRelease[release.position] ?? null);
    if (has === null || (has !== undefined && has === later)) continue;
    later = has;
    found.push(described(release, header));
  }
  return found;
}

function described({ id, state, status }: TimelineRelease, header: string): OfferedVersion {
  const sunset = state.deprecation?.sunset;
  return { id, semver: state.semver, status, ...(sunset === undefined ? {} : { sunset }), send: `${header}: ${id}` };
}
