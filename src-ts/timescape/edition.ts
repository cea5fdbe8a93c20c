/**
 * The releases of one application definition, planned: for each route, what a client of each release gets. Its timeline
 * is exchanged while requests are served; everything that depends on it is looked up through it.
 */

import type { IncomingHttpHeaders } from 'node:http';

import type { TimescapeSettings } from '../config/resolve-timescape.js';
import type { AppDefinition } from '../definition.js';
import { GatiError } from '../errors/gati-error.js';
import type { RouteEntry } from '../manifest/manifest.js';
import type { Arrival } from '../pipeline/arrival.js';
import { fallbackPlan } from '../pipeline/fallback.js';
import type { PlanSettings, RoutePlan } from '../pipeline/plan.js';
import type { ReleaseMark } from '../pipeline/version.js';
import { Announcements } from './announcements.js';
import type { TimescapeDefinition, VersionedRoute } from './definition.js';
import { notInVersion, problemFor, type RefusedPlace } from './problems.js';
import type { Refusal } from './refusal.js';
import { refusalPage, wantsPage } from './refusal-page.js';
import { brownoutAt, deprecationOf } from './registry/state.js';
import { requestedVersion, type AskedPlaces } from './requested.js';
import { routeKeyOf } from './route-key.js';
import { Variant, type Shelf } from './shelf.js';
import type { UsageCount } from './registry/usage.js';
import { headPosition, type Resolved, type Timeline } from './timeline.js';
import { variantOf } from './variants.js';

/** How a request goes on. */
export interface Choice {
  /** What it goes through, as soon as it is here; nothing where its release does not have the route. */
  readonly variant: Variant | undefined;
  readonly mark: ReleaseMark;
  readonly route: RouteVersions;
  /** Nothing where it is refused. */
  readonly resolved: Resolved | undefined;
  /** How many requests went this way since the counters were taken. */
  count: number;
  /** How many of them each program sent, where that will be asked. */
  readonly agents: Map<string, number> | undefined;
}

/** One route, over all releases. */
export interface RouteVersions {
  readonly key: string;
  readonly edition: Edition;
  readonly versions: VersionedRoute;
  /** What today's clients go through; nothing where only older releases have the route. */
  readonly head: RoutePlan | undefined;
  readonly today: Variant | undefined;
  /** By position: the same for clients of each release. */
  readonly variants: readonly (Variant | undefined)[];
  /** By position and way of asking, for as long as the timeline holds. */
  choices: (Choice | undefined)[];
  /** The choice of who names no version, where the route came later than the release they would get; null for none. */
  later: Choice | null | undefined;
}

/** Who can say which release a caller is pinned to, given what is known of the request. */
export type PinnedTo = (
  edition: Edition,
  arrival: Arrival,
  ip: () => string,
) => Resolved | Refusal | undefined | Promise<Resolved | Refusal>;

/** What an edition is made from. */
export interface EditionOptions {
  readonly app: AppDefinition;
  readonly definition: TimescapeDefinition;
  readonly plans: ReadonlyMap<string, RoutePlan>;
  readonly settings: TimescapeSettings;
  readonly planning: PlanSettings;
  readonly timeline: Timeline;
  readonly pinnedTo: PinnedTo | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where variants are that were loaded. */
  readonly shelf: Shelf;
}

/** Ways of asking there are. */
const ways = { id: 0, timestamp: 1, semver: 2, label: 3, principal: 4, none: 5 } as const;
const wayCount = 6;

/** How many variants are loaded side by side. */
const atOnce = 32;

/** Planned releases. */
export class Edition {
  readonly definition: TimescapeDefinition;
  /** By `routeKey`. */
  readonly routes: ReadonlyMap<string, RouteVersions>;
  readonly #app: AppDefinition;
  readonly #settings: TimescapeSettings;
  readonly #places: AskedPlaces;
  readonly #expire: PlanSettings['expire'];
  readonly #pinnedTo: PinnedTo | undefined;
  readonly #shelf: Shelf;
  #announcements: Announcements;
  #timeline: Timeline;

  constructor({ app, definition, plans, settings, planning, timeline, pinnedTo, shelf, now }: EditionOptions) {
    this.definition = definition;
    this.#app = app;
    this.#settings = settings;
    this.#places = {
      headers: settings.headers.map((name) => name.toLowerCase()),
      queryParameter: settings.queryParameter,
    };
    this.#expire = planning.expire;
    this.#pinnedTo = pinnedTo;
    this.#shelf = shelf;
    this.#timeline = timeline;
    this.#announcements = new Announcements(definition, timeline, settings);
    const options = { app, plans, settings: planning, limits: settings.limits, now };
    const routes = new Map<string, RouteVersions>();
    for (const [key, versions] of Object.entries(definition.routes)) {
      const head = versions.head === null ? undefined : plans.get(versions.head);
      const path = head?.path ?? versions.entry?.path;
      const method = key.slice(0, key.indexOf(' '));
      if (path === undefined || (versions.head !== null && head === undefined)) throw broken(`${key} leads nowhere`);
      if (versions.byRelease.length !== definition.releases.length)
        throw broken(`${key} does not say what every release has`);
      const today = head === undefined ? undefined : Variant.of(head);
      const known = new Map<string, Variant>();
      const variants = versions.byRelease.map((has) => {
        if (has === null) return undefined;
        if (has === true) return today;
        const entry = Object.hasOwn(definition.entries, has) ? definition.entries[has] : undefined;
        if (entry === undefined) throw broken(`${key} has the entry ${has}, which there is not`);
        const variant = known.get(has) ?? variantOf(path, method, entry, shelf, options);
        known.set(has, variant);
        return variant;
      });
      routes.set(key, { key, edition: this, versions, head, today, variants, choices: [], later: undefined });
    }
    this.routes = routes;
    this.#kept();
  }

  get timeline(): Timeline {
    return this.#timeline;
  }

  /** From here on requests are resolved by another timeline. Counters have to be taken before. */
  set timeline(timeline: Timeline) {
    this.#announcements = new Announcements(this.definition, timeline, this.#settings);
    this.#timeline = timeline;
    for (const route of this.routes.values()) {
      route.choices = [];
      route.later = undefined;
    }
    if (this.#app.mode !== 'production') return;
    // Another release may be the newest one now. What fails here is said to the first who asks for it.
    for (const variant of this.#kept()) void Promise.resolve(variant.take()).catch(() => undefined);
  }

  /**
   * Loads what is asked for at once: what the newest release has, what those get who name none, and what somebody asked
   * for lately, `most` of it.
   */
  async load(usage: readonly UsageCount[], most: number): Promise<void> {
    const wanted = new Set(this.#kept());
    const called = [...usage].sort((left, right) => right.count - left.count);
    for (const { release, route } of called) {
      if (wanted.size >= most) break;
      const position = this.definition.releases.findIndex(({ id }) => id === release);
      const variant = this.routes.get(routeKeyOf(route))?.variants[position];
      if (variant !== undefined) wanted.add(variant);
    }
    const left = [...wanted].filter(({ plan }) => plan === undefined);
    // Each opens a file, and a process may have only so many open.
    while (left.length > 0) await Promise.all(left.splice(0, atOnce).map((variant) => variant.take()));
  }

  /** Time passes: what nobody asks for any more is let go of. `now` is in milliseconds. */
  sweep(now: number): void {
    this.#kept();
    this.#shelf.sweep(now);
  }

  /** What stays loaded though nobody asks for it. */
  #kept(): Variant[] {
    const { missing } = this.#timeline;
    const positions = new Set([this.#timeline.latest().position]);
    if (!('refused' in missing)) positions.add(missing.position);
    const kept: Variant[] = [];
    for (const { variants } of this.routes.values()) {
      for (const variant of variants) if (variant !== undefined) variant.kept = false;
      for (const position of positions) {
        const variant = variants[position];
        if (variant === undefined || !variant.isFetched) continue;
        variant.kept = true;
        kept.push(variant);
      }
    }
    return kept;
  }

  /** The versions of a handler's route. */
  of(route: RouteEntry): RouteVersions | undefined {
    return this.routes.get(routeKeyOf(`${route.method} ${route.path}`));
  }

  /** Rows for routes that only older releases have. */
  get olderRoutes(): RouteEntry[] {
    return [...this.routes.values()].flatMap(({ head, versions: { entry } }) =>
      head === undefined && entry !== undefined ? [entry] : [],
    );
  }

  /** How a request goes on. Only a caller whose pin is not known yet is waited for. */
  choose(route: RouteVersions, arrival: Arrival, query: unknown, ip: () => string): Choice | Promise<Choice> {
    const asked = this.requested(arrival.headers, query);
    if (typeof asked === 'string') return this.#taken(route, this.#timeline.resolve(asked));
    if (asked !== undefined) return this.refused(route, { refused: 'ambiguous', received: asked.values });
    const pinned = this.#pinnedTo?.(this, arrival, ip);
    if (pinned === undefined) return this.#taken(route, this.#timeline.missing);
    return pinned instanceof Promise ? pinned.then((found) => this.#taken(route, found)) : this.#taken(route, pinned);
  }

  /** Whether requests that ask for the same go on in the same way for as long as the timeline holds. */
  isLasting(asked: ReturnType<typeof requestedVersion>): asked is string | undefined {
    if (typeof asked === 'string') return this.#timeline.isLasting(asked);
    return asked === undefined && this.#pinnedTo === undefined;
  }

  /** Where requests say which release they want. */
  get places(): AskedPlaces {
    return this.#places;
  }

  /** What a request asks for. */
  requested(headers: IncomingHttpHeaders, query: unknown): ReturnType<typeof requestedVersion> {
    return requestedVersion(headers, query, this.#places);
  }

  /** A query without the parameter that names a version: handlers do not declare it. */
  withoutVersion(query: unknown): unknown {
    const { queryParameter } = this.#places;
    if (queryParameter === undefined || typeof query !== 'object' || query === null || !(queryParameter in query))
      return query;
    const { [queryParameter]: _version, ...others } = query as Record<string, unknown>;
    return others;
  }

  /** How a request that got a release goes on at a route. */
  choice(route: RouteVersions, resolved: Resolved): Choice {
    const place = (resolved.position + 1) * wayCount + ways[resolved.asked];
    return (route.choices[place] ??= this.#made(route, resolved));
  }

  /** How a request goes on that names no version, at a route that came later than the release it would get. */
  later(route: RouteVersions): Choice | undefined {
    if (route.later === undefined) route.later = this.#firstOf(route);
    return route.later ?? undefined;
  }

  #firstOf(route: RouteVersions): Choice | null {
    const { missing } = this.#timeline;
    if ('refused' in missing) return null;
    const isServed = this.definition.releases.map(({ id }) => this.#timeline.release(id)?.offered === true);
    // The first that has it: what it answers then, it answers from here on.
    const position = route.variants.findIndex(
      (variant, index) => index > missing.position && variant !== undefined && isServed[index] === true,
    );
    if (position !== -1) return this.choice(route, { position, asked: 'none' });
    return route.head === undefined ? null : this.choice(route, { position: headPosition, asked: 'none' });
  }

  /** The answer to a request whose release does not have the route. */
  absent(route: RouteVersions, { position, asked }: Resolved): Choice {
    const id = this.nameOf(position);
    const error = notInVersion(id, this.#placeOf(route));
    const mark = this.#announcements.markOf(route, position, asked);
    return this.#failing(route, error, mark);
  }

  /** The answer to a request that does not get what it asks for. */
  refused(route: RouteVersions, refusal: Refusal): Choice {
    return this.#failing(route, problemFor(refusal, this.#placeOf(route)), this.#announcements.refusalMark);
  }

  /** The id of a position. */
  nameOf(position: number): string {
    return this.definition.releases[position]?.id ?? 'head';
  }

  #taken(route: RouteVersions, found: Resolved | Refusal): Choice {
    return 'refused' in found ? this.refused(route, found) : this.choice(route, found);
  }

  #made(route: RouteVersions, resolved: Resolved): Choice {
    const { position, asked } = resolved;
    const variant = position === headPosition ? route.today : route.variants[position];
    const brownout = this.#brownout(route, position);
    const mark = this.#announcements.markOf(route, position, asked);
    if (brownout !== undefined) return this.#failing(route, problemFor(brownout, this.#placeOf(route)), mark);
    // Who calls is asked before a release is retired, and the newest one is not.
    const isNewest = position === this.#timeline.latest().position;
    return { variant, mark, route, resolved, count: 0, agents: isNewest ? undefined : new Map() };
  }

  /** Whether a route of a release is not served right now; the timeline ends when that does. */
  #brownout(route: RouteVersions, position: number): Refusal | undefined {
    const id = this.definition.releases[position]?.id;
    const release = id === undefined ? undefined : this.#timeline.release(id);
    if (release === undefined || id === undefined) return undefined;
    const until = brownoutAt(release.state, route.key, this.#timeline.now);
    if (until === undefined) return undefined;
    const deprecation = deprecationOf(release.state, route.key);
    const successor = this.#timeline.successorOf(release, deprecation?.successor);
    return { refused: 'brownout', release: id, until, sunset: deprecation?.sunset, successor };
  }

  #failing(route: RouteVersions, error: GatiError, mark: ReleaseMark): Choice {
    const plan = fallbackPlan(this.#app, this.#expire, (req, res) => {
      res.header('vary', [res.getHeader('vary') ?? [], 'Accept'].flat().join(', '));
      if (!wantsPage(req.headers['accept'])) throw error;
      return res
        .headers(error.headers ?? {})
        .status(error.status ?? 400)
        .html(refusalPage(error));
    });
    const variant = Variant.of({ ...plan, id: route.key });
    return { variant, mark, route, resolved: undefined, count: 0, agents: undefined };
  }

  #placeOf({ key, versions }: RouteVersions): RefusedPlace {
    const { headers, path } = this.#settings;
    return { timeline: this.#timeline, route: { key, versions }, header: headers[0] ?? 'X-API-Version', path };
  }
}

function broken(reason: string): GatiError {
  return new GatiError('GATI_DEFINITION_INVALID', { values: { reason: `its releases are not whole: ${reason}` } });
}
