/** Routes as rows, and the one `curl` line that works. */

import type { Manifest, ManifestHandler, RouteTable } from '@gati-framework/core/tooling';

/** Method, path and source of every route, in the order they are tried. */
export function routeRows(routes: RouteTable, manifest: Manifest): string[][] {
  const handlers = new Map(manifest.handlers.map((handler) => [handler.id, handler]));
  return routes.routes.map((route) => {
    const source = handlers.get(route.id)?.source;
    return [route.method, route.path, source === undefined ? '' : `${source.file}:${source.line}`];
  });
}

/** A request that the app answers well: a GET that demands nothing, or the health check that is always there. */
export function curlLine(
  url: string,
  manifest: Manifest,
  basePath: string,
  health: string | undefined,
): string | undefined {
  const simple = manifest.handlers.find((handler) => handler.method === 'GET' && demandsNothing(handler));
  const path = simple === undefined ? health : `${basePath}${simple.path}`;
  return path === undefined ? undefined : `curl ${url}${path}`;
}

function demandsNothing(handler: ManifestHandler): boolean {
  if (/[:*]/u.test(handler.path)) return false;
  return [handler.contract.query, handler.contract.headers].every(
    (node) =>
      node === undefined ||
      (node.kind === 'object' &&
        node.properties.every((property) => property.optional || property.docs?.default !== undefined)),
  );
}
