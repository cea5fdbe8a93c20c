/** The places of routes: what leads to each of them can be exchanged while it is served. */

import type { AppDefinition } from '../definition.js';
import type { RouteEntry } from '../manifest/manifest.js';
import { answerWithoutRoute, fallbackPlan } from '../pipeline/fallback.js';
import { expire } from '../pipeline/fail.js';
import type { RoutePlan } from '../pipeline/plan.js';
import type { Edition, RouteVersions } from '../timescape/edition.js';
import { headPosition } from '../timescape/timeline.js';

/** A route whose plan can be replaced while it is served. */
export interface RouteSlot {
  readonly route: RouteEntry;
  plan: RoutePlan;
  /** The releases of the route, where there are any. */
  versioned: VersionedSlot | undefined;
}

/** A route and the parameters of a path. */
export interface FoundRoute {
  readonly slot: RouteSlot;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds routes by their paths, as the router of a host does. */
export interface RouteFinder {
  /** The methods that have a route for the path. */
  methodsOf(url: string): string[];
  /** The route of a method for the path. */
  find(method: string, url: string): FoundRoute | undefined;
}

/** Makes what finds some of the routes. */
export type FinderOf = (slots: readonly RouteSlot[]) => RouteFinder;

/** What a route with releases has beside its plan. */
export interface VersionedSlot {
  readonly versions: RouteVersions;
  readonly own: OwnRoutes;
}

/**
 * The routes as a release has them. The router that is asked first has those of all releases, of which the most specific
 * one is found; a client of a release without it means the one that its release has there.
 */
export class OwnRoutes {
  readonly #slots: readonly RouteSlot[];
  readonly #finderOf: FinderOf;
  readonly #finders = new Map<number, RouteFinder>();

  constructor(slots: readonly RouteSlot[], finderOf: FinderOf) {
    this.#slots = slots;
    this.#finderOf = finderOf;
  }

  /** The route of a release for a path. */
  find(position: number, method: string, url: string): FoundRoute | undefined {
    let finder = this.#finders.get(position);
    if (finder === undefined) {
      const has = ({ versioned }: RouteSlot): boolean => versioned !== undefined && isAt(versioned.versions, position);
      finder = this.#finderOf(this.#slots.filter(has));
      this.#finders.set(position, finder);
    }
    return finder.find(method, url);
  }
}

function isAt({ head, variants }: RouteVersions, position: number): boolean {
  return (position === headPosition ? head : variants[position]) !== undefined;
}

/** A place for every route of today and of every release. */
export function slotsOf(
  definition: AppDefinition,
  plans: ReadonlyMap<string, RoutePlan>,
  edition: Edition | undefined,
  finderOf: FinderOf,
): RouteSlot[] {
  const slots = definition.routes.routes.flatMap((route): RouteSlot[] => {
    const plan = plans.get(route.id);
    return plan === undefined ? [] : [{ route, plan, versioned: undefined }];
  });
  if (edition === undefined) return slots;
  // Without a release this is a path that has no route.
  const nowhere = fallbackPlan(definition, expire, (request, response) =>
    answerWithoutRoute(request, response, undefined, []),
  );
  for (const route of edition.olderRoutes) slots.push({ route, plan: nowhere, versioned: undefined });
  const own = new OwnRoutes(slots, finderOf);
  for (const slot of slots) {
    const versions = edition.of(slot.route);
    if (versions !== undefined) slot.versioned = { versions, own };
  }
  return slots;
}

/** A path below a base path, in whatever spelling. */
export function mounted(basePath: string, path: string): string {
  if (basePath === '') return path;
  return path === '/' ? basePath : basePath + path;
}
