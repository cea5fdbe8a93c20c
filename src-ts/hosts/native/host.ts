/**
 * The host whose HTTP is Rust on the JavaScript thread (`crates/gati-host`). It knows requests as records of a shared buffer,
 * and takes them into the same pipeline as every host.
 */

import type { InjectOptions, InjectResponse } from '../../api/inject.js';
import type { ResolvedConfig } from '../../config/resolve.js';
import type { AppDefinition } from '../../definition.js';
import { GatiError } from '../../errors/gati-error.js';
import { Exchange } from '../../pipeline/exchange.js';
import { answerWithoutRoute, fallbackPlan } from '../../pipeline/fallback.js';
import { expire, fail } from '../../pipeline/fail.js';
import { planRoutes, type RoutePlan } from '../../pipeline/plan.js';
import { begin } from '../../pipeline/run.js';
import { routeKey } from '../../timescape/route-key.js';
import { versionPages } from '../../timescape/pages.js';
import type { Timescape } from '../../timescape/timescape.js';
import { nativeHost, nativeRouter, type NativeHostObject } from '../../native/index.js';
import type { Address, HealthSource, Host, HostMaker } from '../host.js';
import { describesApi, openApiPage, type Described, type Page } from '../pages.js';
import type { HostRuntime } from '../runtime.js';
import { serve } from '../serve.js';
import { slotsOf, type RouteFinder, type RouteSlot } from '../slots.js';
import { exchangeOf } from '../versioned.js';
import { AnswerWriter } from './answers.js';
import { clientAddressOf } from './client-address.js';
import { mounted, namesOf, type Destination, type TableRow } from './destinations.js';
import { injectThrough } from './inject.js';
import { optionsOf } from './options.js';
import { Arrived, Control, methods, noRoute, RequestFlag, RequestWord } from './packed.js';
import { PackedRequest, type ClientAddress } from './packed-request.js';
import { createNativePort, type Outgoing } from './port.js';
import { refusalOf } from './refusals.js';
import { turnOf, type Turn } from './turn.js';

/** Bytes of the buffer of requests, and of that of answers. */
const bufferSize = 262_144;

const noParams: Readonly<Record<string, string>> = Object.freeze(Object.create(null) as Record<string, string>);
const methodsWithoutBody = new Set(['GET', 'HEAD', 'TRACE']);

interface Installed {
  readonly definition: AppDefinition;
  readonly slots: ReadonlyMap<string, RouteSlot>;
  readonly destinations: readonly Destination[];
  readonly outline: string;
  readonly described: Described;
}

/** What makes a host, in the order in which its parts come to be: the port is there before what requests share. */
export function nativeHostMaker(): HostMaker {
  let host: NativeHost | undefined;
  return {
    port: createNativePort(() => (host as NativeHost).outgoing),
    takeBody,
    create(config, runtime, health, timescape) {
      host = new NativeHost(config, runtime, health, timescape);
      return host;
    },
  };
}

/** Small bodies are in the buffer of the turn, and stay the addon's until somebody asks for them. */
function takeBody(exchange: Exchange, body: unknown): void {
  const request = exchange.hostRequest as PackedRequest;
  exchange.req.bytes = body as Buffer;
  exchange.req.areBytesLent = request.isBodyLent;
  request.exchange = exchange;
}

class NativeHost implements Host {
  readonly outgoing: Outgoing;
  readonly #native: NativeHostObject;
  readonly #requests: Turn = turnOf(bufferSize);
  readonly #answers: Turn = turnOf(bufferSize);
  readonly #control = new Uint32Array(4);
  readonly #writer: AnswerWriter;
  readonly #clientAddress: ClientAddress;
  readonly #config: ResolvedConfig;
  readonly #runtime: HostRuntime;
  readonly #health: HealthSource;
  readonly #timescape: Timescape;
  /** The requests of this turn. */
  readonly #current: PackedRequest[] = [];
  /** Requests that outlived their turn, by their slot. */
  readonly #kept: (PackedRequest | undefined)[] = [];
  #installed: Installed | undefined;
  #isListening = false;
  /** Where requests of tests go. */
  #injecting: Address | undefined;
  #onClosed: (() => void) | undefined;

  /** Nothing listens before `listen`, and nothing is served before `install`. */
  constructor(config: ResolvedConfig, runtime: HostRuntime, health: HealthSource, timescape: Timescape) {
    this.#config = config;
    this.#runtime = runtime;
    this.#health = health;
    this.#timescape = timescape;
    this.#clientAddress = clientAddressOf(config.server.trustProxy);
    this.#native = nativeHost(JSON.stringify(optionsOf(config)));
    this.#writer = new AnswerWriter(this.#answers, this.#control, this.#native);
    this.outgoing = { writer: this.#writer, unsent: (slot, key) => this.#native.unsent(slot, key) };
  }

  async install(definition: AppDefinition): Promise<void> {
    const config = this.#config;
    const timescape = this.#timescape;
    const planning = { depth: config.limits.depth, expire, readers: this.#runtime.readers };
    const plans = planRoutes(definition, planning);
    const edition = timescape.plan(definition, plans, planning);
    const slots = slotsOf(definition, plans, edition, (some) => this.#finderOf(some));
    const outline = JSON.stringify([edition !== undefined, ...slots.map(({ route }) => route)]);
    const earlier = this.#installed;
    if (earlier !== undefined && earlier.outline === outline) {
      for (const next of slots) {
        const slot = earlier.slots.get(next.route.id);
        if (slot === undefined) continue;
        slot.plan = next.plan;
        slot.versioned = next.versioned;
      }
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
    this.#native.install(JSON.stringify(table));
    this.#installed = {
      definition,
      slots: new Map(slots.map((slot) => [slot.route.id, slot])),
      destinations,
      outline,
      described,
    };
    timescape.serve(edition);
  }

  async listen(address: Address): Promise<Address> {
    const { host, port } = address;
    try {
      return this.#open({ host, port });
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      throw code === 'EADDRINUSE' || message.includes('EADDRINUSE')
        ? new GatiError('GATI_PORT_TAKEN', { values: { host, port }, cause })
        : new GatiError('GATI_LISTEN_FAILED', { values: { host, port, reason: message }, cause });
    }
  }

  inject(options: InjectOptions): Promise<InjectResponse> {
    if (this.#installed === undefined)
      throw new GatiError('GATI_NOT_RUNNING', { values: { state: 'not started', action: 'inject' } });
    this.#injecting ??= this.#open({ host: '127.0.0.1', port: 0 });
    return injectThrough(options, this.#injecting);
  }

  async close(): Promise<void> {
    if (this.#isListening) await this.#drain();
    this.#native.close();
    this.#installed = undefined;
    this.#runtime.deadlines.stop();
  }

  #open(address: { readonly host: string; readonly port: number }): Address {
    const bound = this.#native.listen(
      JSON.stringify(address),
      this.#requests.words,
      this.#answers.words,
      this.#control,
      this.#turn,
      this.#keep,
    );
    this.#isListening = true;
    return JSON.parse(bound) as Address;
  }

  /** Everything that arrived in a turn of the event loop. */
  readonly #turn = (count: number): void => {
    const { words } = this.#requests;
    this.#current.length = 0;
    let base = 0;
    for (let index = 0; index < count; index += 1) {
      const kind = (words[base] as number) & 0xff;
      if (kind === Arrived.request) this.#arrive(base);
      else this.#happen(kind, words[base + RequestWord.slot] as number, words[base + RequestWord.key] as number);
      base += words[base + RequestWord.size] as number;
    }
  };

  /** The turn is over, and what still waits copies what it may need. */
  readonly #keep = (): void => {
    for (const request of this.#current) {
      if (request.isOver) continue;
      request.keep();
      this.#kept[request.slot] = request;
    }
    this.#current.length = 0;
    this.#control[Control.waiting] = 0;
  };

  #happen(kind: number, slot: number, key: number): void {
    if (kind === Arrived.closed) {
      this.#onClosed?.();
      return;
    }
    const request = this.#kept[slot];
    if (request === undefined || request.key !== key) return;
    if (kind === Arrived.writable) {
      request.onWritable?.();
      return;
    }
    this.#kept[slot] = undefined;
    request.end(kind === Arrived.gone);
  }

  #arrive(base: number): void {
    const { words } = this.#requests;
    const request = new PackedRequest(this.#requests, base, this.#clientAddress);
    this.#current.push(request);
    this.#control[Control.waiting] = (this.#control[Control.waiting] as number) + 1;
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
        this.#giveBody(request, base);
        const { slot, names } = destination;
        serve(slot, runtime, request, request, names.length === 0 ? noParams : request.readParams(names));
        return;
      }
      case 'page':
        begin(new Exchange(runtime, destination.plan, request, noParams, undefined, undefined, request, request));
        return;
      case 'live':
        this.#tell(request, 200, { status: 'ok' });
        return;
      default:
        void this.#health.ready().then(({ ready, document }) => this.#tell(request, ready ? 200 : 503, document));
    }
  }

  #giveBody(request: PackedRequest, base: number): void {
    const { words, bytes } = this.#requests;
    const flags = (words[base] as number) >>> 8;
    if ((flags & RequestFlag.body) === 0 || methodsWithoutBody.has(request.method)) return;
    const at = words[base + RequestWord.bodyAt] as number;
    if ((flags & RequestFlag.detached) !== 0) {
      request.body = this.#native.body(at);
      return;
    }
    request.body = bytes.subarray(at, at + (words[base + RequestWord.bodyLength] as number));
    request.isBodyLent = true;
  }

  #refuse(request: PackedRequest, destination: Destination | undefined, error: GatiError): void {
    const runtime = this.#runtime;
    if (destination?.kind === 'route') {
      fail(exchangeOf(destination.slot, runtime, request, request), error);
      return;
    }
    const plan = this.#fallback(() => {
      throw error;
    });
    begin(new Exchange(runtime, plan, request, noParams, undefined, undefined, request, request));
  }

  #withoutRoute(request: PackedRequest, bits: number): void {
    const known = methods.filter((method, index) => method !== 'HEAD' && (bits & (1 << index)) !== 0);
    const plan = this.#fallback((req, res) => answerWithoutRoute(req, res, this.#runtime.cors, known));
    begin(new Exchange(this.#runtime, plan, request, noParams, undefined, undefined, request, request));
  }

  #fallback(run: RoutePlan['run']): RoutePlan {
    return fallbackPlan((this.#installed as Installed).definition, expire, run);
  }

  /** Answers without the pipeline. */
  #tell(request: PackedRequest, status: number, document: object): void {
    if (request.isLost) return;
    const fields = { 'cache-control': 'no-store' };
    request.isAnswered = true;
    this.#writer.answer(request, status, 'application/json; charset=utf-8', fields, JSON.stringify(document));
    request.end(false);
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
      add(path, { kind: 'page', plan: { ...fallbackPlan(definition, expire, run), id: `GET ${path}`, path } });
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
        const slot = found === null ? undefined : slots[found.route];
        if (found === null || slot === undefined) return undefined;
        const params = Object.fromEntries(namesOf(slot).map((name, index) => [name, found.params[index] ?? '']));
        return { slot, params };
      },
    };
  }

  /** Stops without dropping anything, as the Fastify host does: the listener first, quiet connections after a moment. */
  async #drain(): Promise<void> {
    const { grace, drain } = this.#config.shutdown;
    const runtime = this.#runtime;
    runtime.draining = true;
    await new Promise((resolve) => setImmediate(resolve));
    const closed = new Promise<void>((resolve) => {
      this.#onClosed = resolve;
    });
    this.#native.stop();
    if (this.#native.connections() === 0) return;
    await Promise.race([closed, pause(drain)]);
    this.#native.closeIdle();
    const isDone = await Promise.race([closed.then(() => true), pause(grace).then(() => false)]);
    if (isDone) return;
    runtime.logger.warn(
      { inFlight: runtime.inFlight },
      'requests were cut off: they did not finish within shutdown.grace',
    );
    this.#native.closeAll();
    await closed;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
