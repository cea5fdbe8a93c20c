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
  readonly #beside: readonly string[];
  readonly #methods: readonly Router.HTTPMethod[];
  #router: Router.Instance<Router.HTTPVersion.V1> | undefined;

  /** `beside` are paths that answer GET and are no routes. */
  constructor(slots: Iterable<RouteSlot>, basePath: string, beside: readonly string[] = []) {
    this.#slots = [...slots];
    this.#basePath = basePath;
    this.#beside = beside;
    const methods = this.#slots.map(({ route }) => route.method as Router.HTTPMethod);
    this.#methods = [...new Set(beside.length === 0 ? methods : [...methods, 'GET' as const])];
  }

  /** The methods that have a route for the path. */
  methodsOf(url: string): string[] {
    return this.#methods.filter((method) => this.#lookUp(method, url) !== undefined);
  }

  /** The route of a method for the path. */
  find(method: string, url: string): FoundRoute | undefined {
    const found = this.#lookUp(method, url);
    return found === undefined || found === 'beside' ? undefined : found;
  }

  #lookUp(method: string, url: string): FoundRoute | 'beside' | undefined {
    const found = (this.#router ??= this.#build()).find(method as Router.HTTPMethod, url.split('?', 1)[0] ?? url);
    if (found === null) return undefined;
    const slot = found.store as RouteSlot | null | undefined;
    const params = readParams(found.params, slot?.route.catchAll);
    if (params === undefined) return undefined;
    return slot === null || slot === undefined ? 'beside' : { slot, params };
  }

  #build(): Router.Instance<Router.HTTPVersion.V1> {
    const router = Router({ ...fastifyRouterOptions });
    for (const slot of this.#slots) {
      router.on(slot.route.method as Router.HTTPMethod, mountedPath(this.#basePath, slot.route.path), nothing, slot);
    }
    for (const path of this.#beside) router.on('GET', path, nothing);
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
