/** Registering routes: one Fastify handler for each, which goes straight into the pipeline. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { FastifySchemas } from '../../definition.js';
import { mountedPath } from './route-index.js';
import { readParams } from './route-path.js';
import type { HostRuntime } from '../runtime.js';
import { serve } from '../serve.js';
import { mounted, type RouteSlot } from '../slots.js';
import { routed } from './observed.js';

/** What a request without a route goes through. */
export type NoRoute = (request: FastifyRequest, reply: FastifyReply) => void;

const noParams: Readonly<Record<string, string>> = Object.freeze(Object.create(null) as Record<string, string>);

/** Registers every slot below the base path. */
export function registerRoutes(
  instance: FastifyInstance,
  runtime: HostRuntime,
  slots: Iterable<RouteSlot>,
  basePath: string,
  noRoute: NoRoute,
  schemas?: Readonly<Record<string, FastifySchemas>>,
): void {
  for (const slot of slots) {
    const { route } = slot;
    const schema = schemas?.[route.id];
    instance.route({
      method: route.method as 'GET',
      url: mountedPath(basePath, route.path),
      handler: handlerOf(slot, runtime, noRoute, mounted(basePath, route.path)),
      config: { gati: slot } as object,
      ...(schema === undefined
        ? {}
        : { schema, validatorCompiler: noValidator as never, serializerCompiler: plainJson }),
    });
  }
}

/** Schemas are there to be read by documentation plugins; the contract has validated already. */
function noValidator(): undefined {
  return undefined;
}

function plainJson(): (data: unknown) => string {
  return (data) => JSON.stringify(data);
}

/** Fastify hands over here. Nothing is returned, so that Fastify does nothing afterwards. */
function handlerOf(
  slot: RouteSlot,
  runtime: HostRuntime,
  noRoute: NoRoute,
  pattern: string,
): (request: FastifyRequest, reply: FastifyReply) => void {
  const { params: names, catchAll } = slot.route;
  const bare = names.length === 0 && catchAll === undefined;
  return (request, reply) => {
    let params = noParams;
    if (!bare) {
      const read = readParams(request.params as Record<string, string | undefined>, catchAll);
      if (read === undefined) {
        noRoute(request, reply);
        return;
      }
      params = read;
    }
    routed(reply.raw, pattern);
    serve(slot, runtime, request, reply, params);
  };
}
