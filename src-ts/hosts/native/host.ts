/**
 * The host whose HTTP is Rust on the JavaScript thread (`crates/gati-host`). It knows requests as records of a shared buffer,
 * and takes them into the same pipeline as every host.
 */

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

import type { InjectOptions, InjectResponse } from '../../api/inject.js';
import type { ResolvedConfig } from '../../config/resolve.js';
import type { AppDefinition } from '../../definition.js';
import { GatiError, reasonOf } from '../../errors/gati-error.js';
import { Exchange } from '../../pipeline/exchange.js';
import { answerWithoutRoute, fallbackPlan } from '../../pipeline/fallback.js';
import { expire } from '../../pipeline/fail.js';
import { planRoutes, type RoutePlan } from '../../pipeline/plan.js';
import { begin } from '../../pipeline/run.js';
import { routeKey } from '../../timescape/route-key.js';
import { versionPages } from '../../timescape/pages.js';
import type { Timescape } from '../../timescape/timescape.js';
import { nativeRouter } from '../../native/index.js';
import type { Address, HealthSource, Host, ListenAddress } from '../host.js';
import { describesApi, openApiPage, type Described, type Page } from '../pages.js';
import type { HostRuntime } from '../runtime.js';
import { serve } from '../serve.js';
import { mounted, slotsOf, type RouteFinder, type RouteSlot } from '../slots.js';
import { failVersioned } from '../versioned.js';
import { clientAddressOf } from './client-address.js';
import { namesIn, namesOf, type Destination, type TableRow } from './destinations.js';
import { injectThrough } from './inject.js';
import { optionsOf } from './options.js';
import { Door, type Arrivals } from './door.js';
import { fieldIds, methods, noRoute, RequestFlag, RequestWord } from './packed.js';
import type { ClientAddress, PackedRequest } from './packed-request.js';
import { refusalOf } from './refusals.js';
import type { Turn } from './turn.js';
import { unroutedWords } from './unrouted.js';

const noParams: Readonly<Record<string, string>> = Object.freeze(Object.create(null) as Record<string, string>);
const contentTypeId = fieldIds.get('content-type') as number;
const transferEncodingId = fieldIds.get('transfer-encoding') as number;
const methodsWithoutBody = new Set(['GET', 'HEAD', 'TRACE']);

interface Installed {
  /** The table as the addon reads it. */
  readonly routes: string;
  readonly definition: AppDefinition;
  readonly slots: ReadonlyMap<string, RouteSlot>;
  readonly destinations: readonly Destination[];
  readonly outline: string;
  readonly described: Described;
}

/** The host. Nothing listens before `listen`, and nothing is served before `install`. */
export class NativeHost implements Host, Arrivals {
  readonly clientAddress: ClientAddress;
  readonly #config: ResolvedConfig;
  readonly #runtime: HostRuntime;
  readonly #health: HealthSource;
  readonly #timescape: Timescape;
  #installed: Installed | undefined;
  /** Where clients come in, and where the requests of tests do. */
  #door: Door | undefined;
  #injecting: { readonly door: Door; readonly address: Address } | undefined;

  constructor(config: ResolvedConfig, runtime: HostRuntime, health: HealthSource, timescape: Timescape) {
    this.#config = config;
    this.#runtime = runtime;
    this.#health = health;
    this.#timescape = timescape;
    this.clientAddress = clientAddressOf(config.server.trustProxy);
  }

  async install(definition: AppDefinition): Promise<void> {
    const config = this.#config;
    const timescape = this.#timescape;
    const planning = { depth: config.limits.depth, expire, readers: this.#runtime.readers };
    const plans = planRoutes(definition, planning);
    const edition = await timescape.plan(definition, plans, planning);
    const slots = slotsOf(definition, plans, edition, (some) => this.#finderOf(some));
    const unrouted = edition === undefined ? unroutedWords(definition, this.#runtime) : undefined;
    const outline = JSON.stringify([edition !== undefined, unrouted !== undefined, ...slots.map(({ route }) => route)]);
    const earlier = this.#installed;
    if (earlier !== undefined && earlier.outline === outline) {
      for (const next of slots) {
        const slot = earlier.slots.get(next.route.id);
        if (slot === undefined) continue;
        slot.plan = next.plan;
        slot.versioned = next.versioned;
      }
      this.#installed = { ...earlier, definition };
      earlier.described.definition = definition;
      earlier.described.text = undefined;
      timescape.serve(edition);
      return;
    }
    const described: Described = { definition, text: undefined };
    const isDescribed = describesApi(config, definition);
    const pages: Page[] = edition === undefined ? [] : versionPages(timescape, config, isDescribed);
    const { path } = config.openapi;
    if (isDescribed && path !== undefined && definition.openapi !== undefined) pages.push(openApiPage(path, described));
    const { destinations, table } = this.#tableOf(definition, slots, pages);
    const routes = JSON.stringify({ routes: table, unrouted });
    for (const door of this.#doors()) door.install(routes);
    this.#installed = {
      routes,
      definition,
      slots: new Map(slots.map((slot) => [slot.route.id, slot])),
      destinations,
      outline,
      described,
    };
    timescape.serve(edition);
  }

  async listen({ host, port, sharing }: ListenAddress): Promise<Address> {
    try {
      const numeric = isIP(host) === 0 ? (await lookup(host)).address : host;
      // Whoever shares a port is not told that it is taken, not even by somebody else.
      if (sharing === 'first') this.#probe(numeric, port);
      this.#door = this.#makeDoor();
      return this.#door.listen({ host: numeric, port, shared: sharing !== 'none' });
    } catch (cause) {
      this.#door?.close();
      this.#door = undefined;
      throw isTaken(cause)
        ? new GatiError('GATI_PORT_TAKEN', { values: { host, port }, cause })
        : new GatiError('GATI_LISTEN_FAILED', { values: { host, port, reason: reasonOf(cause) }, cause });
    }
  }

  async inject(options: InjectOptions): Promise<InjectResponse> {
    if (this.#injecting === undefined) {
      const door = this.#makeDoor();
      this.#injecting = { door, address: door.listen({ host: '127.0.0.1', port: 0 }) };
    }
    return injectThrough(options, this.#injecting.address);
  }

  async close(): Promise<void> {
    this.#injecting?.door.close();
    if (this.#door !== undefined) await this.#drain(this.#door);
    for (const door of this.#doors()) door.close();
    this.#door = undefined;
    this.#injecting = undefined;
    this.#installed = undefined;
    this.#runtime.deadlines.stop();
  }

  arrive(door: Door, request: PackedRequest, { words, bytes }: Turn, base: number): void {
    const runtime = this.#runtime;
    const route = words[base + RequestWord.route] as number;
    const refusal = words[base + RequestWord.refusal] as number;
    const destination = route === noRoute ? undefined : this.#installed?.destinations[route];
    if (refusal !== 0) {
      this.#refuse(request, destination, refusalOf(refusal, this.#config));
      return;
    }
    if (destination === undefined) {
      this.#withoutRoute(request, words[base + RequestWord.methods] as number);
      return;
    }
    switch (destination.kind) {
      case 'route': {
        giveBody(door, request, words, bytes, base);
        const { slot, names } = destination;
        serve(slot, runtime, request, request, names.length === 0 ? noParams : request.readParams(names));
        return;
      }
      case 'page': {
        const params = request.readParams(destination.names);
        begin(new Exchange(runtime, destination.plan, request, params, undefined, undefined, request, request));
        return;
      }
      case 'live':
        tell(request, 200, { status: 'ok' });
        return;
      default:
        void this.#health.ready().then(({ ready, document }) => tell(request, ready ? 200 : 503, document));
    }
  }

  #makeDoor(): Door {
    if (this.#installed === undefined)
      throw new GatiError('GATI_NOT_RUNNING', { values: { state: 'not started', action: 'serve' } });
    return new Door(JSON.stringify(optionsOf(this.#config)), this.#installed.routes, this);
  }

  #doors(): Door[] {
    return [this.#door, this.#injecting?.door].filter((door) => door !== undefined);
  }

  #refuse(request: PackedRequest, destination: Destination | undefined, error: GatiError): void {
    const runtime = this.#runtime;
    if (destination?.kind === 'route') {
      failVersioned(destination.slot, runtime, request, request, error);
      return;
    }
    const plan = this.#fallback(() => {
      throw error;
    });
    begin(new Exchange(runtime, plan, request, noParams, undefined, undefined, request, request));
  }

  #withoutRoute(request: PackedRequest, bits: number): void {
    // GET brings HEAD along, and every path has OPTIONS.
    const has = (name: (typeof methods)[number]): boolean => (bits & (1 << methods.indexOf(name))) !== 0;
    const known = methods.filter((name) => has(name) && name !== 'OPTIONS' && !(name === 'HEAD' && has('GET')));
    const plan = this.#fallback((req, res) => answerWithoutRoute(req, res, this.#runtime.cors, known));
    begin(new Exchange(this.#runtime, plan, request, noParams, undefined, undefined, request, request));
  }

  #fallback(run: RoutePlan['run']): RoutePlan {
    return fallbackPlan((this.#installed as Installed).definition, expire, run);
  }

  /** The routes in the order of their destinations. A route of the application wins over a page on its path. */
  #tableOf(
    definition: AppDefinition,
    slots: readonly RouteSlot[],
    pages: readonly Page[],
  ): { readonly destinations: Destination[]; readonly table: TableRow[] } {
    const { basePath, health } = this.#config;
    const destinations: Destination[] = slots.map((slot) => ({ kind: 'route', slot, names: namesOf(slot) }));
    const table: TableRow[] = slots.map(({ route }) => ({
      method: route.method,
      path: mounted(basePath, route.path),
    }));
    const taken = new Set(table.map(({ method, path }) => routeKey(method, path)));
    const add = (path: string, destination: Destination): void => {
      const key = routeKey('GET', path);
      if (taken.has(key)) return;
      taken.add(key);
      table.push({ method: 'GET', path });
      destinations.push(destination);
    };
    if (health !== undefined) {
      add(health.live, { kind: 'live' });
      add(health.ready, { kind: 'ready' });
    }
    for (const { path, run } of pages)
      add(path, {
        kind: 'page',
        names: namesIn(path),
        plan: { ...fallbackPlan(definition, expire, run), id: `GET ${path}`, path },
      });
    return { destinations, table };
  }

  /** Finds some of the routes, for a release that has only those. */
  #finderOf(slots: readonly RouteSlot[]): RouteFinder {
    const { basePath } = this.#config;
    const rows = slots.map(({ route }) => ({ method: route.method, path: mounted(basePath, route.path) }));
    const router = nativeRouter(JSON.stringify(rows));
    const pathOf = (url: string): string => url.split('?', 1)[0] ?? url;
    return {
      methodsOf: (url) => [...router.methods(pathOf(url))],
      find(method, url) {
        const found = router.find(method, pathOf(url));
        if (found === null) return undefined;
        const [position, ...values] = JSON.parse(found) as [number, ...string[]];
        const slot = slots[position];
        if (slot === undefined) return undefined;
        const params = Object.fromEntries(namesOf(slot).map((name, index) => [name, values[index] ?? '']));
        return { slot, params };
      },
    };
  }

  /** Throws what stands in the way of listening alone. */
  #probe(host: string, port: number): void {
    const door = this.#makeDoor();
    try {
      door.listen({ host, port });
    } finally {
      door.close();
    }
  }

  /** Stops without dropping anything, as the Fastify host does: the listener first, quiet connections after a moment. */
  async #drain(door: Door): Promise<void> {
    const { grace, drain } = this.#config.shutdown;
    const runtime = this.#runtime;
    runtime.draining = true;
    await new Promise((resolve) => setImmediate(resolve));
    let connections = 0;
    const closed = new Promise<void>((resolve) => {
      connections = door.stop(resolve);
    });
    if (connections === 0) return;
    await Promise.race([closed, pause(drain)]);
    door.closeIdle();
    const isDone = await Promise.race([closed.then(() => true), pause(grace).then(() => false)]);
    if (isDone) return;
    runtime.logger.warn(
      { inFlight: runtime.inFlight },
      'requests were cut off: they did not finish within shutdown.grace',
    );
    door.closeAll();
    await closed;
  }
}

/** The bytes of a body. Small ones are in the buffer of the turn, and stay the addon's. */
function giveBody(door: Door, request: PackedRequest, words: Uint32Array, bytes: Buffer, base: number): void {
  const flags = (words[base] as number) >>> 8;
  if ((flags & RequestFlag.body) === 0 || methodsWithoutBody.has(request.method)) return;
  const at = words[base + RequestWord.bodyAt] as number;
  const length = words[base + RequestWord.bodyLength] as number;
  // As under Fastify: a length of 0 that says nothing of a type is no body.
  if (length === 0 && !request.has(contentTypeId) && !request.has(transferEncodingId)) return;
  if ((flags & RequestFlag.detached) !== 0) {
    request.body = door.body(at);
    return;
  }
  request.body = bytes.subarray(at, at + length);
  request.isBodyLent = true;
}

/** Answers without the pipeline. */
function tell(request: PackedRequest, status: number, document: object): void {
  if (request.isLost) return;
  const text = JSON.stringify(document);
  request.isAnswered = true;
  request.door.writer.answer(request, status, 'application/json; charset=utf-8', { 'cache-control': 'no-store' }, text);
  request.end(false);
}

function isTaken(cause: unknown): boolean {
  return (cause as { code?: unknown }).code === 'GATI_PORT_TAKEN' || reasonOf(cause).includes('GATI_PORT_TAKEN');
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
