/** What clients are told when they do not get the version they ask for: the problems of this room, with the options. */

import { GatiError } from '../errors/gati-error.js';
import type { VersionedRoute } from './definition.js';
import { offered } from './offer.js';
import type { Refusal } from './refusal.js';
import type { Timeline } from './timeline.js';

/** Where a request was refused. */
export interface RefusedPlace {
  readonly timeline: Timeline;
  /** `GET /users/{}`, and what is known of it; nothing for a document about all routes. */
  readonly route?: { readonly key: string; readonly versions: VersionedRoute };
  /** As answers write it. */
  readonly header: string;
  /** Where the releases are described. */
  readonly path: string | undefined;
}

/** The forms that are read. */
export const acceptedForms: readonly string[] = [
  '2026-01-10T08:00:00Z',
  '2026-01-10T09:00:00+01:00',
  '2026-01-10',
  '2.3.1',
  '2',
  '^2.1',
  '~2.1.3',
  '>=1.4 <3',
  'head',
  'a label such as stable',
];

/** A refusal as an error. */
export function problemFor(refusal: Refusal, place: RefusedPlace): GatiError {
  const { header } = place;
  const around = surroundings(place);
  switch (refusal.refused) {
    case 'required': {
      const { length } = around.versions;
      const count = length === 1 ? '1 version' : `${length} incompatible versions`;
      return new GatiError('GATI_VERSION_REQUIRED', {
        values: { count, header },
        extensions: { ...around, nearest: null },
      });
    }
    case 'malformed':
      return new GatiError('GATI_VERSION_MALFORMED', {
        values: { received: quoted(refusal.received) },
        extensions: { received: refusal.received, accepted: acceptedForms, ...around },
      });
    case 'ambiguous':
      return new GatiError('GATI_VERSION_AMBIGUOUS', {
        values: { received: refusal.received.slice(0, 5).map(quoted).join(' and ') },
        extensions: { received: refusal.received.slice(0, 5).map((text) => text.slice(0, 64)), ...around },
      });
    case 'unknown':
      return new GatiError('GATI_VERSION_UNKNOWN', {
        values: {
          received: quoted(refusal.received),
          reason: refusal.pending === true ? ' yet: it was not activated' : '',
        },
        extensions: { received: refusal.received, nearest: refusal.nearest, ...around },
      });
    case 'future':
      return new GatiError('GATI_VERSION_IN_FUTURE', {
        values: { received: quoted(refusal.received), now: refusal.now },
        extensions: { received: refusal.received, now: refusal.now, ...around },
      });
    case 'old':
      return new GatiError('GATI_VERSION_TOO_OLD', {
        values: { received: quoted(refusal.received), first: refusal.first },
        extensions: {
          received: refusal.received,
          first: refusal.first,
          nearest: { before: null, after: refusal.first },
          ...around,
        },
      });
    case 'retired':
      return new GatiError('GATI_VERSION_RETIRED', {
        values: {
          version: refusal.release,
          successor: refusal.successor === null ? '' : `; its successor is ${refusal.successor}`,
        },
        extensions: { version: refusal.release, successor: refusal.successor, ...around },
      });
    case 'brownout': {
      const { release, until, sunset, successor } = refusal;
      return new GatiError('GATI_VERSION_BROWNOUT', {
        values: {
          version: release,
          until,
          sunset: sunset === undefined ? '' : `, and may be served no more from ${sunset} on`,
        },
        extensions: { version: release, until, ...(sunset === undefined ? {} : { sunset }), successor, ...around },
      });
    }
    case 'elsewhere':
      return new GatiError('GATI_VERSION_ELSEWHERE', {
        values: { version: refusal.release, newest: refusal.newest ?? 'none' },
        extensions: { version: refusal.release, newest: refusal.newest, header },
      });
    case 'pins':
      return new GatiError('GATI_VERSION_PINS', {
        values: { header },
        headers: { 'retry-after': '5' },
        extensions: around,
      });
  }
}

/** The error of a request whose release does not have the route. */
export function notInVersion(version: string, place: RefusedPlace): GatiError {
  return new GatiError('GATI_ROUTE_NOT_IN_VERSION', {
    values: { version, route: place.route?.key ?? 'route' },
    extensions: { version, ...surroundings(place) },
  });
}

/** What each of them says beside its own. */
function surroundings({ timeline, route, header, path }: RefusedPlace): {
  readonly header: string;
  readonly route?: string;
  readonly versions: readonly object[];
  readonly docs?: string;
} {
  return {
    header,
    ...(route === undefined ? {} : { route: route.key }),
    versions: offered(timeline, route?.versions, header),
    ...(path === undefined
      ? {}
      : { docs: route === undefined ? path : `${path}?route=${encodeURIComponent(route.key)}` }),
  };
}

/** Text of a client within a sentence, cut. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);
}
