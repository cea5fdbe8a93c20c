/** Documents beside the routes. They take the way of requests: with the headers, the errors and the hooks of errors that those have. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { AppDefinition } from '../../definition.js';
import { Exchange } from '../../pipeline/exchange.js';
import { fallbackPlan } from '../../pipeline/fallback.js';
import { expire } from '../../pipeline/fail.js';
import { begin } from '../../pipeline/run.js';
import { routeKey } from '../../timescape/route-key.js';
import type { Page } from '../pages.js';
import type { HostRuntime } from '../runtime.js';
import type { RouteSlot } from '../slots.js';
import { mountedPath } from './route-index.js';

/** Serves a page. A route of the application on the same path wins. */
export function registerPage(
  instance: FastifyInstance,
  runtime: HostRuntime,
  definition: AppDefinition,
  slots: Iterable<RouteSlot>,
  basePath: string,
  { path, run }: Page,
): void {
  const key = routeKey('GET', path);
  for (const { route } of slots)
    if (route.method === 'GET' && routeKey('GET', mountedPath(basePath, route.path)) === key) return;
  const plan = fallbackPlan(definition, expire, run);
  const named = { ...plan, id: `GET ${path}`, path };
  instance.get(path, { exposeHeadRoute: true }, (request, reply) => {
    begin(open(runtime, named, request as FastifyRequest, reply as FastifyReply));
  });
}

function open(runtime: HostRuntime, plan: Exchange['plan'], request: FastifyRequest, reply: FastifyReply): Exchange {
  const { params, query } = request;
  return new Exchange(runtime, plan, request.raw, params, query, undefined, request, reply);
}
