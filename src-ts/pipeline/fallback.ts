/** Requests that no route is for: they go through the pipeline too, so that errors look the same and hooks see them. */

import type { Request } from '../api/request.js';
import type { Response } from '../api/response.js';
import type { CorsSettings } from '../config/resolve-cors.js';
import type { AppDefinition } from '../definition.js';
import { GatiError } from '../errors/gati-error.js';
import { applyPreflight, isPreflight } from './cors.js';
import { openPolicy } from './body.js';
import type { Exchange } from './exchange.js';
import type { Run, RoutePlan } from './plan.js';

/** A plan for requests without a route, which ends in what `run` throws or answers. */
export function fallbackPlan(definition: AppDefinition, expire: (exchange: Exchange) => void, run: Run): RoutePlan {
  const { config } = definition;
  return {
    id: '(no route)',
    method: '*',
    path: '*',
    run,
    params: undefined,
    query: undefined,
    headers: undefined,
    body: undefined,
    explains: undefined,
    validators: undefined,
    checked: false,
    bodyPolicy: openPolicy,
    takesStream: false,
    givesStream: false,
    bodyReader: () => undefined,
    defaultStatus: 200,
    serializeDefault: undefined,
    serializers: {},
    elements: undefined,
    staged: false,
    middlewares: [],
    errorMiddlewares: config.useError ?? [],
    before: [],
    after: [],
    catch: config.hooks?.catch ?? [],
    showFaults: definition.mode !== 'production',
    expire,
    version: undefined,
  };
}

/** Answers a request whose path has the given methods, none of which is the request's. */
export function answerWithoutRoute(
  req: Request,
  res: Response,
  cors: CorsSettings | undefined,
  methods: readonly string[],
): unknown {
  const allow = allowed(methods).join(', ');
  if (cors !== undefined && isPreflight(req)) {
    applyPreflight(req, res, cors);
    return res.status(204).end();
  }
  if (methods.length === 0) {
    throw new GatiError('GATI_ROUTE_NOT_FOUND', { values: { method: req.method, path: shown(req.path) } });
  }
  if (req.method === 'OPTIONS') return res.header('allow', allow).status(204).end();
  throw new GatiError('GATI_METHOD_NOT_ALLOWED', {
    values: { path: shown(req.path), method: req.method, allow },
    headers: { allow },
  });
}

/** The methods that routes can have, in the order in which they are told. */
export const everyMethod: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'];

/** HEAD comes with GET, and OPTIONS is always answered. */
function allowed(methods: readonly string[]): string[] {
  const all = new Set(methods);
  if (all.has('GET')) all.add('HEAD');
  all.add('OPTIONS');
  return everyMethod.filter((method) => all.has(method));
}

function shown(path: string): string {
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}
