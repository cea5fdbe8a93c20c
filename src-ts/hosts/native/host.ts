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
import { answerDocument, documentType, type PageDocument } from '../../pipeline/document.js';
import type { Observation } from '../../observe/observation.js';
import { Exchange } from '../../pipeline/exchange.js';
import { answerWithoutRoute } from '../../pipeline/fallback.js';
import type { RoutePlan, Run } from '../../pipeline/plan.js';
import { begin } from '../../pipeline/run.js';
import type { Edition } from '../../timescape/edition.js';
import type { Timescape } from '../../timescape/timescape.js';
import { nativeRouter } from '../../native/index.js';
import { drain } from '../drain.js';
import type { Address, HealthSource, Host, ListenAddress } from '../host.js';
import type { HostRuntime } from '../runtime.js';
import { serve } from '../serve.js';
import { freePaths, servedOf, type Served } from '../served.js';
import { mounted, type RouteFinder, type RouteSlot } from '../slots.js';
import { invalidTls, readTls, renewTls, type TlsTexts } from '../tls.js';
import { failVersioned } from '../versioned.js';
import { clientAddressOf, hasProxies } from './client-address.js';
import { namesIn, namesOf, type Destination, type StaticPage, type TableRow } from './destinations.js';
import { injectThrough } from './inject.js';
import { optionsOf, tlsOptionsOf } from './options.js';
import { Door, type Arrivals, type KeptPage, type RecordingOf } from './door.js';
import { fieldIds, methods, noRoute, RequestFlag, RequestWord } from './packed.js';
import { PackedBody } from './packed-body.js';
import type { ClientAddress, PackedRequest } from './packed-request.js';
import { failureOf, refusalOf } from './refusals.js';
import { teachMisfits } from './port.js';
import type { Turn } from './turn.js';
import { Recording } from './recording.js';
import { areRefusalsSeen, unroutedWords } from './unrouted.js';

const noParams: Readonly<Record<string, string>> = Object.freeze(Object.create(null) as Record<string, string>);
const contentTypeId = fieldIds.get('content-type') as number;
const transferEncodingId = fieldIds.get('transfer-encoding') as number;
const healthFields = [
  ['content-type', documentType],
  ['cache-control', 'no-store'],
] as const;
/** What requests are answered with that do not fit their contract. */
const misfitStatus = 422;
const methodsWithoutBody = new Set(['GET', 'HEAD', 'TRACE']);

interface Installed {
  /** The table as the addon reads it. */
  readonly routes: string;
  readonly served: Served;
  readonly destinations: readonly Destination[];
  /** Whether the addon answers where there is no route. */
  readonly isUnroutedThere: boolean;
}

/** The host. Nothing listens before `listen`, and nothing is served before `install`. */
export class NativeHost implements Host, Arrivals {
  readonly clientAddress: ClientAddress;
  /** Whether nobody here wants to see requests that are refused before any handler. */
  answersAlone = false;
  readonly #config: ResolvedConfig;
  readonly #runtime: HostRuntime;
  readonly #health: HealthSource;
  readonly #timescape: Timescape;
  readonly #arePagesSeen: boolean;
  #installed: Installed | undefined;
  /** Where paths of the configuration begin. */
  #root = '';
  /** How often everything that was kept was forgotten. */
  #forgotten = 0;
  /** Where clients come in, and where the requests of tests do. */
  #door: Door | undefined;
  #injecting: { readonly door: Door; readonly address: Address } | undefined;

  constructor(config: ResolvedConfig, runtime: HostRuntime, health: HealthSource, timescape: Timescape) {
    this.#config = config;
    this.#runtime = runtime;
    this.#health = health;
    this.#timescape = timescape;
    this.clientAddress = clientAddressOf(config.server.trustProxy);
    // The way of all requests sets cross-origin headers, and knows whose word it is where a client is.
    const isProxied = runtime.observation?.isRecording === true && hasProxies(config.server.trustProxy);
    this.#arePagesSeen = isProxied || runtime.cors !== undefined;
    const forget = (): void => this.#forget();
    health.watch(forget);
    timescape.watch(forget);
    runtime.observation?.countedBy(async () => (await this.#door?.recording?.counts()) ?? { rows: [], active: {} });
  }

  async install(definition: AppDefinition): Promise<void> {
    const timescape = this.#timescape;
    this.#root = definition.root;
    const parts = { config: this.#config, runtime: this.#runtime, timescape };
    const next = await servedOf(definition, parts, (some) => this.#finderOf(some));
    const words = next.edition === undefined ? unroutedWords(definition, this.#runtime) : undefined;
    const earlier = this.#installed;
    const isUnroutedThere = words !== undefined;
    if (earlier === undefined || earlier.isUnroutedThere !== isUnroutedThere || !earlier.served.becomes(next)) {
      const { destinations, table, pages } = this.#tableOf(next);
      const routes = JSON.stringify({ routes: table, pages, unrouted: words, releases: releasesOf(next.edition) });
      for (const door of this.#doors()) door.install(routes);
      this.#installed = { routes, served: next, destinations, isUnroutedThere };
    }
    this.answersAlone = !areRefusalsSeen(definition, this.#runtime);
    timescape.serve(next.edition);
    this.#forget();
  }

  async listen({ host, port, sharing }: ListenAddress): Promise<Address> {
    const tls = await this.#readTls();
    try {
      const numeric = isIP(host) === 0 ? (await lookup(host)).address : host;
      // Whoever shares a port is not told that it is taken, not even by somebody else.
      if (sharing === 'first') this.#probe(numeric, port);
      this.#door = this.#makeDoor(this.#runtime.observation, tls);
      return this.#door.listen({ host: numeric, port, shared: sharing !== 'none' });
    } catch (cause) {
      this.#door?.close();
      this.#door = undefined;
      if ((cause as { code?: unknown }).code === 'GATI_TLS_INVALID') throw invalidTls(cause);
      throw isTaken(cause)
        ? new GatiError('GATI_PORT_TAKEN', { values: { host, port }, cause })
        : new GatiError('GATI_LISTEN_FAILED', { values: { host, port, reason: reasonOf(cause) }, cause });
    }
  }

  renewCertificates(): Promise<void> {
    const { server } = this.#config;
    const show = (tls: TlsTexts): void => this.#door?.secure(tlsOptionsOf(server, tls));
    return renewTls(this.#runtime.logger, () => this.#readTls(), show);
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
    this.#runtime.draining = true;
    if (this.#door !== undefined) await drain(this.#door, this.#config.shutdown, this.#runtime);
    await this.#runtime.observation?.settle();
    for (const door of this.#doors()) door.close();
    this.#door = undefined;
    this.#injecting = undefined;
    this.#installed = undefined;
    this.#runtime.deadlines.stop();
  }

  arrive(door: Door, request: PackedRequest, { words }: Turn, base: number): void {
    const runtime = this.#runtime;
    const route = words[base + RequestWord.route] as number;
    const refusal = words[base + RequestWord.refusal] as number;
    const destination = route === noRoute ? undefined : this.#installed?.destinations[route];
    if (refusal !== 0) {
      const isStreamed = destination?.kind === 'route' && destination.slot.plan.givesStream;
      const error = isStreamed ? this.failureOf(refusal) : refusalOf(refusal, this.#config);
      this.#refuse(request, destination, error);
      return;
    }
    if (destination === undefined) {
      this.#withoutRoute(request, words[base + RequestWord.methods] as number);
      return;
    }
    switch (destination.kind) {
      case 'route': {
        giveBody(door, request, words, base);
        const { slot, names } = destination;
        if (request.isBodyLent && words[base + RequestWord.read] === 0)
          request.likeness =
            request.known?.likeness ??
            (slot.versioned === undefined ? door.lessons.likeness(route, undefined) : undefined);
        const { plan, versioned } = slot;
        serve(slot, runtime, request, request, names.length === 0 ? noParams : request.readParams(names));
        if (request.status === misfitStatus && versioned === undefined) teachMisfits(request, route, plan, runtime);
        return;
      }
      case 'page': {
        const params = request.readParams(destination.names);
        const plan = this.#planOf(destination, route, door, request);
        begin(new Exchange(runtime, plan, request, params, undefined, undefined, request, request));
        return;
      }
      default:
        void this.#tellReady(route, door, request);
    }
  }

  /** Answers with a page. Where nobody would have seen it, the addon answers those who ask for it later. */
  #planOf(
    { page }: Extract<Destination, { readonly kind: 'page' }>,
    route: number,
    door: Door,
    { url }: PackedRequest,
  ): RoutePlan {
    const { path } = page;
    const served = (this.#installed as Installed).served;
    if ('run' in page) return { ...served.fallback(page.run), id: `GET ${path}`, path };
    const run: Run = (req, res) => {
      const document = page.documentFor(req);
      // What a query means is known here alone.
      if (!this.#arePagesSeen && !url.includes('?')) door.keepPage(route, keptDocument(url, document));
      return answerDocument(req, res, document);
    };
    return { ...served.fallback(run), id: `GET ${path}`, path };
  }

  async #tellReady(route: number, door: Door, request: PackedRequest): Promise<void> {
    const asked = this.#forgotten;
    const { ready, document, holds } = await this.#health.ready();
    const { url } = request;
    // Whatever changed while it was found out is found out again.
    if (holds && asked === this.#forgotten && !url.includes('?') && this.#doors().includes(door))
      door.keepPage(route, { path: url, fields: healthFields, body: JSON.stringify(document) });
    tell(request, ready ? 200 : 503, document);
  }

  /** What was said may not hold any more. */
  #forget(): void {
    this.#forgotten += 1;
    for (const door of this.#doors()) {
      door.forgetPages();
      door.lessons.forget();
    }
  }

  failureOf(reason: number): GatiError {
    return failureOf(reason, this.#config);
  }

  async #readTls(): Promise<TlsTexts | undefined> {
    const { tls } = this.#config.server;
    return tls && readTls(tls, this.#root, this.#runtime.logger);
  }

  #makeDoor(observation?: Observation, tls?: TlsTexts): Door {
    if (this.#installed === undefined)
      throw new GatiError('GATI_NOT_RUNNING', { values: { state: 'not started', action: 'serve' } });
    const options = JSON.stringify(optionsOf(this.#config, observation, this.#runtime.logger, tls));
    const record: RecordingOf | undefined =
      observation === undefined
        ? undefined
        : (writer, ask) => new Recording(observation, writer, hasProxies(this.#config.server.trustProxy), ask);
    return new Door(options, this.#installed.routes, this, record);
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
    return (this.#installed as Installed).served.fallback(run);
  }

  /** The routes in the order of their destinations. A route of the application wins over a page on its path. */
  #tableOf({ slots, pages }: Served): {
    readonly destinations: Destination[];
    readonly table: TableRow[];
    readonly pages: StaticPage[];
  } {
    const { basePath, health } = this.#config;
    const destinations: Destination[] = slots.map((slot) => ({ kind: 'route', slot, names: namesOf(slot) }));
    const quietly = (path: string): { quiet?: true } => {
      return this.#runtime.observation?.ignores(path) === true ? { quiet: true } : {};
    };
    const rowOf = (method: string, path: string): TableRow => ({ method, path, ...quietly(path) });
    const table = slots.map(({ route, plan }) => ({
      ...rowOf(route.method, mounted(basePath, route.path)),
      ...(plan.givesStream ? { streams: true as const } : {}),
    }));
    const isFree = freePaths(slots, basePath);
    const add = (path: string, destination: Destination): void => {
      if (!isFree(path)) return;
      table.push(rowOf('GET', path));
      destinations.push(destination);
    };
    const fixed: StaticPage[] = [];
    if (health !== undefined) {
      const { live, ready } = health;
      if (isFree(live))
        fixed.push({
          path: live,
          status: 200,
          fields: healthFields,
          body: JSON.stringify({ status: 'ok' }),
          ...quietly(live),
        });
      add(ready, { kind: 'ready' });
    }
    for (const page of pages) add(page.path, { kind: 'page', page, names: namesIn(page.path) });
    return { destinations, table, pages: fixed };
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
}

/** The bytes of a body. Small ones are in the buffer of the turn, and stay the addon's. */
function giveBody(door: Door, request: PackedRequest, words: Uint32Array, base: number): void {
  const flags = (words[base] as number) >>> 8;
  if ((flags & RequestFlag.body) === 0 || methodsWithoutBody.has(request.method)) return;
  if ((flags & RequestFlag.follows) !== 0) {
    request.incoming = new PackedBody(request);
    return;
  }
  const at = words[base + RequestWord.bodyAt] as number;
  const length = words[base + RequestWord.bodyLength] as number;
  // As under Fastify: a length of 0 that says nothing of a type is no body.
  if (length === 0 && !request.has(contentTypeId) && !request.has(transferEncodingId)) return;
  if ((flags & RequestFlag.detached) !== 0) {
    request.bytes = door.body(at);
    return;
  }
  request.isBodyLent = true;
}

/** What the addon gives to those who ask later. */
function keptDocument(path: string, { text, headers, tag, second }: PageDocument): KeptPage {
  const fields = [...(tag === undefined ? [] : [['etag', tag] as const]), ...Object.entries(headers)];
  return { path, fields: [...fields, ['content-type', documentType]], body: text, tag, second, saysRequestId: true };
}

/** Where requests say which release they want, for the addon, which looks there for what it was told of before. */
function releasesOf(edition: Edition | undefined): object | undefined {
  if (edition === undefined) return undefined;
  const { headers, queryParameter } = edition.places;
  return { headers, parameter: queryParameter };
}

/** Answers without the pipeline. */
function tell(request: PackedRequest, status: number, document: object): void {
  if (request.isLost) return;
  const text = JSON.stringify(document);
  request.isAnswered = true;
  request.door.writer.answer(request, status, documentType, { 'cache-control': 'no-store' }, text);
  request.end(false);
}

function isTaken(cause: unknown): boolean {
  return (cause as { code?: unknown }).code === 'GATI_PORT_TAKEN' || reasonOf(cause).includes('GATI_PORT_TAKEN');
}
