/**
 * A second look at the routes, for requests Fastify's router has none for: which methods the path has (405, OPTIONS),
 * and what GET would answer (HEAD). Kept apart because half as many routes in Fastify's router start almost twice as
 * fast, and because a Fastify application around us has routes that are not ours. Built when it is first needed.
 */

import { mounted, type FoundRoute, type RouteFinder, type RouteSlot } from '../slots.js';
import { Router } from './bundled.js';
import { fastifyRouterOptions, readParams, toFastifyPath } from './route-path.js';

/** The routes below a base path. */
export class RouteIndex implements RouteFinder {
  readonly #slots: readonly RouteSlot[];
  readonly #basePath: string;
  readonly #methods: readonly Router.HTTPMethod[];
  #router: Router.Instance<Router.HTTPVersion.V1> | undefined;

  constructor(slots: Iterable<RouteSlot>, basePath: string) {
    this.#slots = [...slots];
    this.#basePath = basePath;
    this.#methods = [...new Set(this.#slots.map(({ route }) => route.method as Router.HTTPMethod))];
  }

  /** The methods that have a route for the path. */
  methodsOf(url: string): string[] {
    return this.#methods.filter((method) => this.find(method, url) !== undefined);
  }

  /** The route of a method for the path. */
  find(method: string, url: string): FoundRoute | undefined {
    const found = (this.#router ??= this.#build()).find(method as Router.HTTPMethod, url.split('?', 1)[0] ?? url);
    const slot = found?.store as RouteSlot | null | undefined;
    if (found === null || slot === null || slot === undefined) return undefined;
    const params = readParams(found.params, slot.route.catchAll);
    return params === undefined ? undefined : { slot, params };
  }

  #build(): Router.Instance<Router.HTTPVersion.V1> {
    const router = Router({ ...fastifyRouterOptions });
    for (const slot of this.#slots) {
      router.on(slot.route.method as Router.HTTPMethod, mountedPath(this.#basePath, slot.route.path), nothing, slot);
    }
    return router;
  }
}

function nothing(): void {
  // The index only finds; nobody calls what it finds.
}

/** A pattern as Fastify spells it, below a base path. */
export function mountedPath(basePath: string, pattern: string): string {
  return mounted(basePath, toFastifyPath(pattern));
}
