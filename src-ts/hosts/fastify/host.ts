/**
 * The stand-alone host. It owns the HTTP server, so that an application can be replaced without giving up its
 * socket: Fastify instances come and go behind one listener, and requests under way finish where they started.
 */

import { createServer, type ServerResponse } from 'node:http';

import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  InjectOptions as FastifyInjectOptions,
} from 'fastify';

import type { ResolvedConfig } from '../../config/resolve.js';
import type { AppDefinition } from '../../definition.js';
import { GatiError } from '../../errors/gati-error.js';
import { problemOf, problemType } from '../../errors/problem.js';
import { answerWithoutRoute, fallbackPlan } from '../../pipeline/fallback.js';
import { Exchange } from '../../pipeline/exchange.js';
import { expire } from '../../pipeline/fail.js';
import { planRoutes, type RoutePlan } from '../../pipeline/plan.js';
import { begin } from '../../pipeline/run.js';
import type { Edition } from '../../timescape/edition.js';
import { versionPages } from '../../timescape/pages.js';
import type { Timescape } from '../../timescape/timescape.js';
import type { HealthSource, Host } from '../host.js';
import { describesApi, openApiPage, type Described, type Page } from '../pages.js';
import type { HostRuntime } from '../runtime.js';
import { serve } from '../serve.js';
import { slotsOf, type RouteSlot } from '../slots.js';
import { failVersioned } from '../versioned.js';
import { createFastify } from './bundled.js';
import { drain, listen, onClientError } from './listener.js';
import { answeredByStream } from './ports.js';
import { readBodiesAsBytes } from './body-reader.js';
import { registerPage } from './pages.js';
import { RouteIndex } from './route-index.js';
import { registerRoutes, type NoRoute } from './routes.js';
import { fastifyRouterOptions } from './route-path.js';

interface Installed {
  readonly instance: FastifyInstance;
  readonly slots: ReadonlyMap<string, RouteSlot>;
  readonly outline: string;
  readonly described: Described;
}

/**
 * Contracts were compiled when the application was built, so that no route of this host has a schema. Without these
 * Fastify would load two schema compilers to have them at hand, for a quarter of the time to the first answer.
 */
const noCompilers = {
  buildValidator: () => (): never => schemaWithoutCompiler(),
  buildSerializer: () => (): never => schemaWithoutCompiler(),
};

function schemaWithoutCompiler(): never {
  throw new GatiError('GATI_DEFINITION_INVALID', {
    values: { reason: 'a route of the stand-alone host has a schema of its own' },
  });
}

/** Makes a host. Nothing listens before `listen`, and nothing is served before `install`. */
export function createFastifyHost(
  config: ResolvedConfig,
  runtime: HostRuntime,
  health: HealthSource,
  timescape: Timescape,
): Host {
  let current: Installed | undefined;
  const server = createServer(
    {
      requestTimeout: config.times.request,
      headersTimeout:
        config.times.request === 0
          ? config.times.headers
          : Math.min(config.times.headers || config.times.request, config.times.request),
      keepAliveTimeout: config.times.keepAlive,
    },
    (request, response) => {
      if (current === undefined) refuse(response);
      else current.instance.routing(request, response);
    },
  );
  if (config.limits.connections > 0) server.maxConnections = config.limits.connections;
  server.on('clientError', onClientError);

  return {
    async install(definition) {
      const planning = { depth: config.limits.depth, expire, readers: runtime.readers };
      const plans = planRoutes(definition, planning);
      const edition = await timescape.plan(definition, plans, planning);
      const slots = slotsOf(definition, plans, edition, (some) => new RouteIndex(some, config.basePath));
      const outline = JSON.stringify([edition !== undefined, ...slots.map(({ route }) => route)]);
      if (current !== undefined && current.outline === outline) {
        // The routes are the same, so only what they lead to is exchanged.
        for (const next of slots) {
          const slot = current.slots.get(next.route.id);
          if (slot === undefined) continue;
          slot.plan = next.plan;
          slot.versioned = next.versioned;
        }
        current.described.definition = definition;
        current.described.text = undefined;
        timescape.serve(edition);
        return;
      }
      const installed = await build({ definition, slots, outline, edition }, config, runtime, health, timescape);
      const earlier = current;
      current = installed;
      timescape.serve(edition);
      await earlier?.instance.close();
    },
    listen: (address) => listen(server, address.host, address.port),
    async inject(options) {
      if (current === undefined)
        throw new GatiError('GATI_NOT_RUNNING', { values: { state: 'not started', action: 'inject' } });
      return current.instance.inject(options as FastifyInjectOptions);
    },
    async close() {
      await drain(server, config.shutdown, runtime);
      await current?.instance.close();
      current = undefined;
      runtime.deadlines.stop();
    },
  };
}

/** What is to be installed. */
interface Installing extends Pick<Installed, 'outline'> {
  readonly definition: AppDefinition;
  readonly slots: readonly RouteSlot[];
  readonly edition: Edition | undefined;
}

async function build(
  { definition, slots: places, outline, edition }: Installing,
  config: ResolvedConfig,
  runtime: HostRuntime,
  health: HealthSource,
  timescape: Timescape,
): Promise<Installed> {
  const failing =
    (error: unknown): NoRoute =>
    (request, reply) => {
      const plan = fallbackPlan(definition, expire, () => {
        throw error;
      });
      begin(open(runtime, plan, request, reply));
    };
  const instance = createFastify({
    logger: false,
    // Bodies are read by this host, which has its own limit.
    bodyLimit: Number.MAX_SAFE_INTEGER,
    trustProxy: config.server.trustProxy as string[],
    routerOptions: { ...fastifyRouterOptions, maxParamLength: config.limits.paramLength },
    frameworkErrors: (error, request, reply) => {
      // Errors of routing come before any body is read.
      failing(routingError(error, config))(request as FastifyRequest, reply as FastifyReply);
    },
    return503OnClosing: false,
    exposeHeadRoutes: false,
    schemaController: { compilersFactory: noCompilers },
  });
  readBodiesAsBytes(instance, config.limits.body);
  const slots = new Map(places.map((slot) => [slot.route.id, slot]));
  const index = new RouteIndex(slots.values(), config.basePath);
  const unrouted = fallbackPlan(definition, expire, (request, response) =>
    answerWithoutRoute(request, response, runtime.cors, index.methodsOf(request.path)),
  );
  const noRoute: NoRoute = (request, reply) => {
    // HEAD is GET without the body, which Node leaves out by itself.
    const get = request.raw.method === 'HEAD' ? index.find('GET', request.raw.url ?? '/') : undefined;
    if (get === undefined) begin(open(runtime, unrouted, request, reply));
    else serve(get.slot, runtime, request, reply, get.params);
  };
  instance.setNotFoundHandler(noRoute as never);
  instance.setErrorHandler((error, request, reply) => answerFastifyError(error, request, reply, runtime, failing));
  registerRoutes(instance, runtime, slots.values(), config.basePath, noRoute);
  registerHealth(instance, config, health, runtime);
  const described: Described = { definition, text: undefined };
  const { path } = config.openapi;
  const isDescribed = describesApi(config, definition);
  const pages: Page[] = edition === undefined ? [] : versionPages(timescape, config, isDescribed);
  if (isDescribed && path !== undefined && definition.openapi !== undefined) pages.push(openApiPage(path, described));
  for (const page of pages) registerPage(instance, runtime, definition, slots.values(), config.basePath, page);
  await instance.ready();
  return { instance, slots, outline, described };
}

function open(runtime: HostRuntime, plan: RoutePlan, request: FastifyRequest, reply: FastifyReply): Exchange {
  return new Exchange(runtime, plan, request.raw, {}, request.query, undefined, request, reply);
}

function routingError(error: FastifyError, config: ResolvedConfig): Error {
  if (error.code === 'FST_ERR_BAD_URL') return new GatiError('GATI_URL_INVALID', { cause: error });
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') {
    return new GatiError('GATI_PARAM_TOO_LONG', { values: { limit: config.limits.paramLength }, cause: error });
  }
  return error;
}

/** Fastify met an error before a handler ran (the body), or after one had answered (a stream). */
function answerFastifyError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  runtime: HostRuntime,
  failing: (error: unknown) => NoRoute,
): void {
  if (reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  if (answeredByStream.has(reply.raw)) {
    runtime.logger.error({ err: error }, 'a stream failed before its first byte');
    const problem = problemOf(error, undefined, false);
    reply.raw.writeHead(problem.status, { 'content-type': problemType });
    reply.raw.end(JSON.stringify(problem.document));
    return;
  }
  const slot = (request.routeOptions.config as { gati?: RouteSlot }).gati;
  const known = error as FastifyError;
  const cause =
    known.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE'
      ? new GatiError('GATI_MEDIA_TYPE', {
          values: { received: 'of the request', accepted: 'application/json' },
          cause: error,
        })
      : error;
  if (slot === undefined) {
    failing(cause)(request, reply);
    return;
  }
  failVersioned(slot, runtime, request, reply, cause);
}

function registerHealth(
  instance: FastifyInstance,
  config: ResolvedConfig,
  health: HealthSource,
  runtime: HostRuntime,
): void {
  if (config.health === undefined) return;
  const { live, ready } = config.health;
  const answer = (reply: FastifyReply, status: number, document: object): void => {
    const text = JSON.stringify(document);
    reply.raw.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      ...(runtime.draining ? { connection: 'close' } : {}),
    });
    reply.raw.end(text);
  };
  // A route of the application on the same path wins.
  if (!instance.hasRoute({ method: 'GET', url: live })) {
    instance.get(live, { exposeHeadRoute: true }, (_request, reply) => answer(reply, 200, { status: 'ok' }));
  }
  if (!instance.hasRoute({ method: 'GET', url: ready })) {
    instance.get(ready, { exposeHeadRoute: true }, (_request, reply) => {
      void health.ready().then(({ ready: well, document }) => answer(reply, well ? 200 : 503, document));
    });
  }
}

function refuse(response: ServerResponse): void {
  const problem = problemOf(new GatiError('GATI_STOPPING'), undefined, false);
  response.writeHead(problem.status, { 'content-type': problemType, connection: 'close' });
  response.end(JSON.stringify(problem.document));
}
