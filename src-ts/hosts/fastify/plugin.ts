/**
 * Gati inside an existing Fastify application: `app.register(gati, { dir: './src/handlers' })`. The application keeps
 * its hooks, its error handler, its documentation plugin and its `inject`; the routes of Gati are routes like others.
 */

import { resolve } from 'node:path';

import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';

import type { Logger } from '../../api/contexts.js';
import { Composition } from '../../composition.js';
import type { AppDefinition, Mode } from '../../definition.js';
import { GatiError, reasonOf } from '../../errors/gati-error.js';
import { type BodyPolicy, openPolicy, parseBody, refuseEncoding } from '../../pipeline/body.js';
import type { Page } from '../../pipeline/document.js';
import { Exchange } from '../../pipeline/exchange.js';
import { answerWithoutRoute, fallbackPlan } from '../../pipeline/fallback.js';
import { expire } from '../../pipeline/fail.js';
import { planRoutes, type RoutePlan } from '../../pipeline/plan.js';
import { begin } from '../../pipeline/run.js';
import { versionPages } from '../../timescape/pages.js';
import { describesApi, metricsPages } from '../pages.js';
import type { HostRuntime } from '../runtime.js';
import { freePaths } from '../served.js';
import { slotsOf, type RouteSlot } from '../slots.js';
import { expectedPlan, failVersioned } from '../versioned.js';
import { arriving, isStreamed, readBytes } from './body-reader.js';
import { fastifyPlugin } from './bundled.js';
import { MessageBody } from './incoming-message.js';
import { observe } from './observed.js';
import { createReplyPort, takeArriving } from './ports.js';
import { RouteIndex } from './route-index.js';
import { type NoRoute, registerRoutes } from './routes.js';
import { registerPage } from './pages.js';

/** Where the handlers come from. */
export interface GatiPluginOptions {
  /** A folder of handlers, loaded with the native addon. */
  readonly dir?: string;
  /** The project of `dir`; the current folder unless given. */
  readonly root?: string;
  readonly mode?: Mode;
  /** An application that is already loaded: a built one, or the result of `loadProject`. */
  readonly definition?: AppDefinition;
  /** Comes before every route, in addition to `basePath`. */
  readonly prefix?: string;
}

const rawBody: unique symbol = Symbol('gati.rawBody');

/** The plugin. */
export const gati: FastifyPluginAsync<GatiPluginOptions> = fastifyPlugin(
  async (parent: FastifyInstance, options: GatiPluginOptions) => {
    const definition = options.definition ?? (await load(options));
    const { server } = definition.config;
    if ((typeof server === 'object' ? server.type : server) === 'native') throw new GatiError('GATI_SERVER_EMBEDDED');
    // Fastify gives a route the error handler that is set when the route is loaded, so that is the moment to look.
    let handled = false;
    const hasErrorHandler = (): boolean => handled;
    const prefix = (options.prefix ?? '').replace(/\/$/, '');
    const parts = new Composition(definition, {
      prefix,
      host: () => ({
        port: createReplyPort(hasErrorHandler),
        takeBody(exchange, body) {
          if (body instanceof MessageBody) {
            takeArriving(exchange, body);
            return;
          }
          exchange.req.body = body;
          exchange.req.bytes = (exchange.arrival as { [rawBody]?: Buffer })[rawBody];
        },
      }),
      logger: parent.log as unknown as Logger,
      bodies: 'values',
    });
    const planning = { depth: parts.config.limits.depth, expire, readers: parts.runtime.readers };
    const plans = planRoutes(definition, planning);
    await parts.timescape.start(definition);
    const edition = await parts.timescape.plan(definition, plans, planning);
    parts.timescape.serve(edition);
    await parts.startModules(definition);
    await parts.gctx.runStartup();
    if (definition.mode === 'production')
      parent.addHook('onListen', async () => parts.timescape.ready(parts.gctx.instance.id));
    parent.addHook('preClose', () => parts.gctx.runPreShutdown());
    parent.addHook('onClose', () => parts.stop());

    const base = prefix + parts.config.basePath;
    const slots = slotsOf(definition, plans, edition, (some) => new RouteIndex(some, base));
    const index = new RouteIndex(slots, base);
    const missing = fallbackPlan(definition, expire, (request, response) =>
      answerWithoutRoute(request, response, parts.runtime.cors, index.methodsOf(request.path)),
    );
    const noRoute: NoRoute = (request, reply) => begin(open(parts.runtime, missing, request, reply));
    parent.addHook('onRequest', (request, reply, done) => {
      if (request.is404 && index.methodsOf(request.url).length > 0) noRoute(request, reply);
      else done();
    });
    const pages: Page[] = metricsPages(parts.runtime);
    if (edition !== undefined)
      pages.push(...versionPages(parts.timescape, parts.config, describesApi(parts.config, definition)));
    const isFree = freePaths(slots, base);
    for (const page of pages)
      if (isFree(page.path)) registerPage(parent, parts.runtime, (run) => fallbackPlan(definition, expire, run), page);
    await parent.register(async (instance) => {
      handled = (instance.errorHandler as { name?: string }).name !== 'defaultErrorHandler';
      const { observation } = parts;
      if (observation !== undefined) {
        instance.addHook('onRequest', (request, reply, done) => {
          observe(observation, request.raw, reply.raw);
          done();
        });
      }
      parseBodies(instance, parts, hasErrorHandler);
      registerRoutes(instance, parts.runtime, slots, base, noRoute, definition.schemas ?? {});
    });
  },
  { name: '@gati-framework/core', fastify: '5.x' },
);

async function load({ dir, root = process.cwd(), mode }: GatiPluginOptions): Promise<AppDefinition> {
  if (dir === undefined) {
    throw new GatiError('GATI_PROJECT_LOADER_MISSING', {
      values: { dir: '(none)', reason: 'register the plugin with a dir or a definition' },
    });
  }
  try {
    const { loadProject } = await import('../../project/project.js');
    return await loadProject({
      root: resolve(root),
      handlers: dir,
      mode: mode ?? (process.env['NODE_ENV'] === 'production' ? 'production' : 'development'),
    });
  } catch (cause) {
    if (cause instanceof GatiError) throw cause;
    throw new GatiError('GATI_PROJECT_LOADER_MISSING', { values: { dir, reason: reasonOf(cause) }, cause });
  }
}

function open(runtime: HostRuntime, plan: RoutePlan, request: FastifyRequest, reply: FastifyReply): Exchange {
  return new Exchange(runtime, plan, request.raw, {}, request.query, undefined, request, reply);
}

/** How the body of a request is read: as the contract of its release has it. */
function policyFor(slot: RouteSlot | undefined, request: FastifyRequest): BodyPolicy | Promise<BodyPolicy> {
  if (slot === undefined) return openPolicy;
  const plan = expectedPlan(slot, request);
  return plan instanceof Promise ? plan.then(({ bodyPolicy }) => bodyPolicy) : plan.bodyPolicy;
}

/**
 * Bodies are parsed before the application's validation hooks, which expect to see values. Parsers the application
 * has added for other types (multipart, say) stay.
 */
function parseBodies(instance: FastifyInstance, parts: Composition, hasErrorHandler: () => boolean): void {
  const parse = (
    request: FastifyRequest,
    payload: NodeJS.ReadableStream,
    done: (error: Error | null, body?: unknown) => void,
  ): void => {
    const slot = (request.routeOptions.config as { gati?: RouteSlot }).gati;
    if (isStreamed(request)) {
      arriving(request, payload, parts.config.limits.stream, done);
      return;
    }
    const limit = Math.min(parts.config.limits.body, request.routeOptions.bodyLimit);
    readBytes(request.raw, payload, limit, (error, bytes) => {
      const failed = (cause: unknown): void => {
        const reply = replies.get(request.raw);
        if (hasErrorHandler() || slot === undefined || reply === undefined) done(cause as Error);
        else failVersioned(slot, parts.runtime, request, reply, cause);
      };
      const take = (policy: BodyPolicy): void =>
        done(null, parseBody(bytes as Buffer, request.headers['content-type'], policy));
      try {
        if (error !== null || bytes === undefined) throw error ?? new GatiError('GATI_BODY_INCOMPLETE');
        (request.raw as { [rawBody]?: Buffer })[rawBody] = bytes;
        const encoding = request.headers['content-encoding'];
        // A hook of the application that decodes bodies puts a stream of its own in the place of the request.
        if (encoding !== undefined && bytes.length > 0 && payload === request.raw) refuseEncoding(encoding);
        const policy = policyFor(slot, request);
        if (policy instanceof Promise) policy.then(take).catch(failed);
        else take(policy);
      } catch (cause) {
        failed(cause);
      }
    });
  };
  const replies = new WeakMap<object, FastifyReply>();
  instance.addHook('onRequest', (request, reply, done) => {
    replies.set(request.raw, reply);
    done();
  });
  instance.removeContentTypeParser(['application/json', 'text/plain']);
  instance.addContentTypeParser(['application/json', 'text/plain'], parse);
  instance.addContentTypeParser(/^[^;]+\+json(?:;|$)/, parse);
  for (const type of ['application/x-www-form-urlencoded', '*']) {
    if (!instance.hasContentTypeParser(type === '*' ? '' : type)) instance.addContentTypeParser(type, parse);
  }
}
