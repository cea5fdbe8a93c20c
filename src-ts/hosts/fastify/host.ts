/**
 * The stand-alone host. It owns the HTTP server, so that an application can be replaced without giving up its
 * socket: Fastify instances come and go behind one listener, and requests under way finish where they started.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type {
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  InjectOptions as FastifyInjectOptions,
} from 'fastify';

import type { InjectOptions } from '../../api/inject.js';
import type { ResolvedConfig } from '../../config/resolve.js';
import { GatiError } from '../../errors/gati-error.js';
import { problemOf, problemType } from '../../errors/problem.js';
import { documentType } from '../../pipeline/document.js';
import { answerWithoutRoute, everyMethod } from '../../pipeline/fallback.js';
import { Exchange } from '../../pipeline/exchange.js';
import type { RoutePlan, Run } from '../../pipeline/plan.js';
import { begin } from '../../pipeline/run.js';
import type { Timescape } from '../../timescape/timescape.js';
import { drain } from '../drain.js';
import type { HealthSource, Host } from '../host.js';
import { streamIn } from '../injected-body.js';
import type { HostRuntime } from '../runtime.js';
import { serve } from '../serve.js';
import { freePaths, servedOf, type Served } from '../served.js';
import { mounted, type RouteSlot } from '../slots.js';
import { readTls, renewTls, type TlsTexts } from '../tls.js';
import { failVersioned } from '../versioned.js';
import { createFastify } from './bundled.js';
import { drainable, listen, onClientError, onExpectation, refuse, secure, serverOf } from './listener.js';
import { answeredByStream } from './ports.js';
import { readBodiesAsBytes, readBytes } from './body-reader.js';
import { observe, routed } from './observed.js';
import { registerPage } from './pages.js';
import { RouteIndex } from './route-index.js';
import { registerRoutes, type NoRoute } from './routes.js';
import { fastifyRouterOptions } from './route-path.js';
import { routeUpgrades, type Strays } from './upgrades.js';

interface Installed {
  readonly instance: FastifyInstance;
  readonly served: Served;
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
export async function createFastifyHost(
  config: ResolvedConfig,
  runtime: HostRuntime,
  health: HealthSource,
  timescape: Timescape,
): Promise<Host> {
  let current: Installed | undefined;
  const serveRaw = (request: IncomingMessage, response: ServerResponse): void => {
    if (runtime.observation !== undefined) observe(runtime.observation, request, response);
    if (current === undefined) refuse(response, 'GATI_STOPPING');
    // Only OPTIONS can be asked of the server itself.
    else if (request.url?.startsWith('*') === true && !(request.url === '*' && request.method === 'OPTIONS'))
      refuse(response, 'GATI_REQUEST_MALFORMED');
    else current.instance.routing(request, response);
  };
  const { tls, http2 } = config.server;
  if (http2 === true)
    runtime.logger.warn('server.http2 is off: the Fastify host, which GATI_SERVER asks for, speaks HTTP/1.1 alone');
  const strays: Strays = new Set();
  const server = await serverOf(config, strays, serveRaw);
  let root = '';
  const readCertificates = async (): Promise<TlsTexts | undefined> => tls && readTls(tls, root, runtime.logger);
  routeUpgrades(server, strays, serveRaw);
  if (config.limits.connections > 0) server.maxConnections = config.limits.connections;
  server.on('checkExpectation', (request, response) => onExpectation(request, response, runtime.observation));
  server.on('clientError', (error, socket) => onClientError(error, socket as Socket, runtime.observation));

  return {
    async install(definition) {
      root = definition.root;
      const next = await servedOf(definition, { config, runtime, timescape }, (some) => {
        return new RouteIndex(some, config.basePath);
      });
      if (current?.served.becomes(next) === true) {
        timescape.serve(next.edition);
        return;
      }
      const instance = await build(next, config, runtime, health);
      const earlier = current;
      current = { instance, served: next };
      timescape.serve(next.edition);
      await earlier?.instance.close();
    },
    async listen(address) {
      const texts = await readCertificates();
      if (texts !== undefined) secure(server, texts);
      return listen(server, address.host, address.port);
    },
    renewCertificates: () => renewTls(runtime.logger, readCertificates, (texts) => secure(server, texts)),
    async inject(options) {
      if (current === undefined)
        throw new GatiError('GATI_NOT_RUNNING', { values: { state: 'not started', action: 'inject' } });
      return current.instance.inject(withStream(options) as FastifyInjectOptions);
    },
    async close() {
      runtime.draining = true;
      if (server.listening) await drain(drainable(server, strays), config.shutdown, runtime);
      // Clients that have just left are told of after their sockets have closed.
      if (runtime.observation !== undefined) await new Promise((resolve) => setImmediate(resolve));
      await current?.instance.close();
      current = undefined;
      runtime.deadlines.stop();
    },
  };
}

/** A request of tests whose body is a stream of any kind, as one of Node.js. A real client would say that it sends chunks. */
function withStream(options: InjectOptions): InjectOptions {
  if (typeof options === 'string') return options;
  const payload = streamIn(options.payload);
  if (payload === undefined) return options;
  const { headers = {} } = options;
  const isDeclared = Object.keys(headers).some((name) => name.toLowerCase() === 'content-length');
  return { ...options, payload, headers: isDeclared ? headers : { ...headers, 'transfer-encoding': 'chunked' } };
}

async function build(
  served: Served,
  config: ResolvedConfig,
  runtime: HostRuntime,
  health: HealthSource,
): Promise<FastifyInstance> {
  const { slots } = served;
  // What is served may be exchanged behind the same routes.
  const planOf = (run: Run): RoutePlan => served.fallback(run);
  const failing =
    (error: unknown): NoRoute =>
    (request, reply) => {
      const plan = planOf(() => {
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
  readBodiesAsBytes(instance, config.limits);
  const isFree = freePaths(slots, config.basePath);
  const free = (path: string | undefined): string | undefined =>
    path !== undefined && isFree(path) ? path : undefined;
  const live = free(config.health?.live);
  const ready = free(config.health?.ready);
  const pages = served.pages.filter(({ path }) => isFree(path));
  const beside = [live, ready, ...pages.map(({ path }) => path)].filter((path) => path !== undefined);
  const index = new RouteIndex(slots, config.basePath, beside);
  const methodsOf = (path: string): readonly string[] => (path === '*' ? everyMethod : index.methodsOf(path));
  const unrouted: Run = (request, response) =>
    answerWithoutRoute(request, response, runtime.cors, methodsOf(request.path));
  const noRoute: NoRoute = (request, reply) => {
    // HEAD is GET without the body, which Node leaves out by itself.
    const get = request.raw.method === 'HEAD' ? index.find('GET', request.raw.url ?? '/') : undefined;
    if (get === undefined) begin(open(runtime, planOf(unrouted), request, reply));
    else {
      routed(reply.raw, mounted(config.basePath, get.slot.route.path));
      serve(get.slot, runtime, request, reply, get.params);
    }
  };
  instance.setNotFoundHandler(noRoute as never);
  instance.setErrorHandler((error, request, reply) => {
    const { code } = error as FastifyError;
    const isOwn = reply.raw.headersSent || answeredByStream.has(reply.raw);
    if (code !== 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || isOwn) {
      answerFastifyError(error, request, reply, runtime, failing, config.basePath);
      return;
    }
    // A type that is none is the route's to refuse, where there is a route, and a contract that minds.
    const { handler, config: own } = request.routeOptions;
    readBytes(request.raw, request.raw, config.limits.body, (refused, bytes) => {
      if (refused !== null) answerFastifyError(refused, request, reply, runtime, failing, config.basePath);
      else if ((own as { gati?: RouteSlot }).gati === undefined) noRoute(request, reply);
      else {
        request.body = bytes;
        (handler as unknown as NoRoute)(request, reply);
      }
    });
  });
  registerRoutes(instance, runtime, slots, config.basePath, noRoute);
  if (live !== undefined)
    instance.get(live, { exposeHeadRoute: true }, (_request, reply) => {
      routed(reply.raw, live);
      tell(reply, runtime, 200, { status: 'ok' });
    });
  if (ready !== undefined) {
    instance.get(ready, { exposeHeadRoute: true }, (_request, reply) => {
      routed(reply.raw, ready);
      void health.ready().then(({ ready: well, document }) => tell(reply, runtime, well ? 200 : 503, document));
    });
  }
  for (const page of pages) registerPage(instance, runtime, planOf, page);
  await instance.ready();
  return instance;
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
  basePath: string,
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
  if (slot === undefined) {
    failing(error)(request, reply);
    return;
  }
  routed(reply.raw, mounted(basePath, slot.route.path));
  failVersioned(slot, runtime, request, reply, error);
}

/** Answers without the pipeline. */
function tell(reply: FastifyReply, runtime: HostRuntime, status: number, document: object): void {
  const text = JSON.stringify(document);
  reply.raw.writeHead(status, {
    'content-type': documentType,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...(runtime.draining ? { connection: 'close' } : {}),
  });
  reply.raw.end(text);
}
