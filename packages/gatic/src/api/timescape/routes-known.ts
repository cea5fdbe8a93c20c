/** Routes as people type them, looked up in a release. */

import { releaseNamed, routeKeyOf } from '@gati-framework/core/tooling';

import { usageFailure } from '../../failure.js';
import type { Timescape } from './open.js';

/** The route of a release that is meant by `GET /users/:id` or `GET /users/{id}`. */
export function knownRoute({ state, files, moment }: Timescape, release: string, typed: string): string {
  const { id } = releaseNamed(state, release, moment);
  const handlers = Object.keys(files.find((file) => file.id === id)?.handlers ?? {});
  const route = routeKeyOf(typed.trim());
  if (handlers.some((handler) => routeKeyOf(handler) === route)) return route;
  const hint = handlers.length === 0 ? 'its file is not in this project' : `it has ${handlers.slice(0, 8).join(', ')}`;
  throw usageFailure(`the release ${release} has no route ${JSON.stringify(typed)}`, hint);
}
