/** Fastify's own router, configured and filled as the Fastify host does it. */
import FindMyWay, { type HTTPMethod } from 'find-my-way';
import { fastifyRouterOptions, readParams, toFastifyPath } from '../../src-ts/hosts/fastify/route-path.js';

/** Splits at the first space only, so that an empty path is a path. */
export function splitRequest(text: string): [method: HTTPMethod, path: string] {
  const space = text.indexOf(' ');
  return [text.slice(0, space) as HTTPMethod, text.slice(space + 1)];
}

/** Trailing slash and alternative spellings are the pattern parser's business; the corpus uses the former alone. */
function canonical(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** What a lookup says: an undecodable path, a route with its values, or nothing. */
export type Outcome = 'bad' | { readonly route: string; readonly params: Record<string, string> } | undefined;

/** A lookup of one method and one raw path. */
export type Find = (method: HTTPMethod, path: string) => Outcome;

/** Fastify's router with these routes (`METHOD /pattern`), as the Fastify host fills and asks it. */
export function createFind(routes: readonly string[]): Find {
  const router = FindMyWay({ ...fastifyRouterOptions, onBadUrl: () => undefined });
  const add = (method: HTTPMethod, pattern: string, id: string): void => {
    const path = canonical(pattern);
    const catchAll = /\/\*(\w+)$/.exec(path)?.[1];
    router.on(method, toFastifyPath(path), () => undefined, { id, catchAll });
  };
  for (const id of routes) add(...splitRequest(id), id);
  // What Fastify's exposeHeadRoutes does: a HEAD route beside each GET route that has none of its own.
  for (const id of routes) {
    const [method, pattern] = splitRequest(id);
    if (method === 'GET' && router.findRoute('HEAD', toFastifyPath(canonical(pattern))) === null)
      add('HEAD', pattern, id);
  }
  return (method, path) => {
    const found = router.find(method, path);
    if (found === null) return undefined;
    if (found.store === null) return 'bad';
    const { id, catchAll } = found.store as { id: string; catchAll?: string };
    const params = readParams(found.params, catchAll);
    return params === undefined ? undefined : { route: id, params };
  };
}
