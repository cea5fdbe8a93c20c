/**
 * The releases of a running application: the edition that is served, the state of the registry, the counters. Requests
 * never wait for the registry; what it says takes the place of what it said before, in one step.
 */

import type { Logger } from '../api/contexts.js';
import type { TimescapeSettings } from '../config/resolve-timescape.js';
import type { AppDefinition } from '../definition.js';
import { GatiError } from '../errors/gati-error.js';
import type { Arrival } from '../pipeline/arrival.js';
import type { PlanSettings, RoutePlan } from '../pipeline/plan.js';
import type { TimescapeDefinition } from './definition.js';
import { Edition, type PinnedTo } from './edition.js';
import type { Refusal } from './refusal.js';
import type { RegistryEntry } from './registry/events.js';
import { join, leave, type Joining } from './registry/life-cycle/activate.js';
import type { Registry, RegistryWatch } from './registry/registry.js';
import { folded, initialState, settled, type KnownRelease } from './registry/state.js';
import type { UsageCount } from './registry/usage.js';
import { Shelf } from './shelf.js';
import { Timeline, type Resolved } from './timeline.js';
import { takenCounts } from './usage-counts.js';
import { daysBack, hotDays } from './warmth.js';

/** What the releases of an application need. */
export interface TimescapeOptions {
  readonly settings: TimescapeSettings;
  readonly logger: Logger;
  /** Opens what records what happens to releases; called once, when there are releases. */
  readonly registry: () => Registry;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

const unreachable = 'the registry of releases cannot be reached; what it said last holds';

/** How often counters are handed over, in milliseconds. */
const flushing = 10_000;

/** How long to wait before the registry is told again, in milliseconds. */
const retrying = 5_000;

/** The longest a timer can wait. */
const longestTimer = 2_147_483_647;

/** How often it is looked whether contracts of older releases are still used, in milliseconds. */
const sweeping = 60_000;

/** How long one stays loaded that nobody uses, in milliseconds. */
const idleness = 30 * 60_000;

/** How long a start waits for the counters, in milliseconds. */
const counting = 1_000;

/** How long a request waits for the release its caller is pinned to, in milliseconds. */
const pinning = 3_000;

/** Callers whose release is remembered. */
const mostPins = 10_000;

/** The releases of an application. */
export class Timescape {
  readonly settings: TimescapeSettings;
  readonly #logger: Logger;
  readonly #open: () => Registry;
  readonly #clock: () => number;
  readonly #entries: RegistryEntry[] = [];
  readonly #pins = new Map<string, string>();
  #registry: Registry | undefined;
  #watch: RegistryWatch | undefined;
  #edition: Edition | undefined;
  #reading: Promise<void> = Promise.resolve();
  #flushTimer: NodeJS.Timeout | undefined;
  #sweepTimer: NodeJS.Timeout | undefined;
  #turnTimer: NodeJS.Timeout | undefined;
  #joinTimer: NodeJS.Timeout | undefined;
  #joined: { readonly joining: Joining; readonly known: readonly KnownRelease[] } | undefined;
  #unsent: UsageCount[] = [];
  #isCounting = false;
  #turned: () => void = () => undefined;
  #isStopped = false;

  constructor({ settings, logger, registry, clock = Date.now }: TimescapeOptions) {
    this.settings = settings;
    this.#logger = logger;
    this.#open = registry;
    this.#clock = clock;
    if (settings.on && settings.missing === 'latest')
      logger.warn('timescape.missing is "latest": clients that send no version break with the next major release');
  }

  /** The edition that is served; nothing where there are no releases. */
  get edition(): Edition | undefined {
    return this.#edition;
  }

  /** Calls when what is said of releases may be something else. */
  watch(turned: () => void): void {
    this.#turned = turned;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#clock();
  }

  /** Reads what happened to the releases of a definition, and listens to what happens from here on. */
  async start({ timescape, mode }: AppDefinition): Promise<void> {
    if (!this.settings.on || timescape === undefined || timescape.releases.length === 0) return;
    if (this.#registry !== undefined) return;
    const registry = this.#open();
    this.#registry = registry;
    // Read after it is listened to, so that nothing is recorded in between.
    this.#watch = await registry.watch({
      onRevision: () => this.#catchUp(),
      onError: (err) => this.#logger.warn({ err }, unreachable),
    });
    this.#take(await registry.read());
    // Those who develop are no callers that a release has to be kept for.
    this.#isCounting = mode === 'production';
    this.#sweepTimer = setInterval(() => this.#edition?.sweep(performance.now()), sweeping);
    this.#sweepTimer.unref();
    if (!this.#isCounting) return;
    this.#flushTimer = setInterval(() => void this.flush(), flushing);
    this.#flushTimer.unref();
  }

  /** Plans the releases of a definition, and loads what is asked for most; nothing where there are none. */
  async plan(
    app: AppDefinition,
    plans: ReadonlyMap<string, RoutePlan>,
    planning: PlanSettings,
  ): Promise<Edition | undefined> {
    const { timescape: definition } = app;
    if (!this.settings.on || definition === undefined || definition.releases.length === 0) return undefined;
    checkOrder(definition);
    const timeline = this.#timelineOf(definition);
    this.#checkBaseline(timeline);
    const settings = this.settings;
    const pinnedTo = settings.missing === 'pin-principal' ? this.#pinnedTo : undefined;
    const shelf = new Shelf({ most: settings.loaded, idle: idleness });
    const parts = { app, definition, plans, settings, planning, timeline, pinnedTo, shelf };
    const edition = new Edition({ ...parts, now: this.#clock });
    // Who develops waits for an older release when one is asked for, and for none before.
    if (app.mode === 'production') await edition.load(await this.#lately(), settings.loaded);
    return edition;
  }

  /** The calls of the last days, where the registry tells of them in time. */
  async #lately(): Promise<readonly UsageCount[]> {
    const registry = this.#registry;
    if (registry === undefined) return [];
    try {
      return await within(counting, registry.usage({ since: daysBack(this.#clock(), hotDays) }));
    } catch (err) {
      this.#logger.warn(
        { err },
        'the counters of releases are not known; what they would name is loaded when it is asked for',
      );
      return [];
    }
  }

  /** Serves an edition from here on; requests under way finish with theirs. */
  serve(edition: Edition | undefined): void {
    this.#collect();
    this.#edition = edition;
    this.#turn();
  }

  /** What happened is taken in at once. */
  hear(entries: readonly RegistryEntry[]): void {
    this.#take(entries);
    this.#turn();
  }

  /** Says that this instance can serve its newest release, where releases begin when every instance can. */
  ready(instance: string): void {
    const registry = this.#registry;
    const newest = this.#edition?.definition.releases.at(-1);
    if (registry?.begins !== 'when-activated' || newest === undefined) return;
    const known = this.#edition?.definition.releases ?? [];
    const joining: Joining = { release: newest.id, semver: newest.semver, instance };
    const say = async (): Promise<void> => {
      try {
        const { entry } = await join(registry, joining, { known, by: instance });
        this.#joined = { joining, known };
        if (entry !== undefined) this.#catchUp();
      } catch (err) {
        this.#logger.error({ err }, 'the registry was not told that this instance is ready; it will be told again');
        if (!this.#isStopped) this.#joinTimer = setTimeout(() => void say(), retrying).unref();
      }
    };
    void say();
  }

  /** Hands the counters over. What cannot be handed over is kept for the next time. */
  async flush(): Promise<void> {
    this.#collect();
    const rows = this.#unsent;
    if (rows.length === 0 || this.#registry === undefined) return;
    this.#unsent = [];
    try {
      await this.#registry.count(rows);
    } catch (err) {
      this.#logger.warn({ err }, 'the counters of releases could not be handed over yet');
      // A registry that is away for days must not fill the memory.
      this.#unsent = [...rows, ...this.#unsent].slice(-10_000);
    }
  }

  /** The last counters are handed over, and nobody listens any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#flushTimer);
    clearInterval(this.#sweepTimer);
    clearTimeout(this.#turnTimer);
    clearTimeout(this.#joinTimer);
    await this.#leave();
    await this.#watch?.close();
    await this.#reading;
    await this.flush();
    await this.#registry?.close();
  }

  async #leave(): Promise<void> {
    if (this.#registry === undefined || this.#joined === undefined) return;
    const { joining, known } = this.#joined;
    try {
      await leave(this.#registry, joining, { known, by: joining.instance });
    } catch (err) {
      this.#logger.warn({ err }, 'the registry was not told that this instance is gone');
    }
  }

  #take(entries: readonly RegistryEntry[]): void {
    const last = this.#entries.at(-1)?.revision ?? 0;
    this.#entries.push(...entries.filter(({ revision }) => revision > last));
  }

  #catchUp(): void {
    const read = async (): Promise<void> => {
      try {
        const entries = await this.#registry?.read(this.#entries.at(-1)?.revision ?? 0);
        if (entries !== undefined && !this.#isStopped) this.hear(entries);
      } catch (err) {
        this.#logger.warn({ err }, unreachable);
      }
    };
    this.#reading = this.#reading.then(read);
  }

  /** Another timeline takes over, and the one after it when it is time. */
  #turn(): void {
    clearTimeout(this.#turnTimer);
    const edition = this.#edition;
    if (edition === undefined) return;
    this.#collect();
    const timeline = this.#timelineOf(edition.definition);
    edition.timeline = timeline;
    this.#turned();
    if (timeline.until === undefined || this.#isStopped) return;
    // A little late rather than early: a second that has not come would be waited for again and again.
    const wait = Math.max(timeline.until - this.#clock(), 0) + 1;
    this.#turnTimer = setTimeout(() => this.#turn(), Math.min(wait, longestTimer));
    this.#turnTimer.unref();
  }

  #timelineOf({ releases }: TimescapeDefinition): Timeline {
    const said = folded(initialState(releases), this.#entries);
    const state = settled(said, this.#registry?.begins ?? 'at-its-id');
    const { missing, baseline } = this.settings;
    return new Timeline({
      releases,
      state,
      clock: this.#clock,
      baseline,
      // Who has no pin and cannot have one gets what everybody gets.
      missing: missing === 'pin-principal' ? 'baseline' : missing,
    });
  }

  #checkBaseline({ missing }: Timeline): void {
    const { baseline } = this.settings;
    if (baseline === undefined || !('refused' in missing) || missing.refused === 'required') return;
    const problems = `timescape.baseline is ${JSON.stringify(baseline)}, which is no release that was activated`;
    throw new GatiError('GATI_CONFIG_INVALID', { values: { count: 'a problem', problems } });
  }

  #collect(): void {
    if (this.#isCounting && this.#edition !== undefined)
      this.#unsent.push(...takenCounts(this.#edition, this.#clock()));
  }

  /** The release of a caller: the newest one there was when the caller came first. */
  readonly #pinnedTo: PinnedTo = (edition, arrival, ip) => {
    const principal = this.settings.principal?.(requestOf(arrival, ip));
    if (principal === undefined || principal === '') return undefined;
    const known = this.#pins.get(principal);
    return known === undefined ? this.#pin(edition, principal) : edition.timeline.pinned(known);
  };

  async #pin(edition: Edition, principal: string): Promise<Resolved | Refusal> {
    const registry = this.#registry;
    const newest = edition.timeline.latest('principal');
    const id = edition.definition.releases[newest.position]?.id;
    if (id === undefined || registry === undefined) return newest;
    try {
      const held = await within(pinning, registry.pin(principal, id));
      if (this.#pins.size >= mostPins) this.#pins.clear();
      this.#pins.set(principal, held);
      return edition.timeline.pinned(held);
    } catch (err) {
      this.#logger.error({ err }, 'the release of a caller could not be looked up');
      return { refused: 'pins' };
    }
  }
}

/** What a promise gives in time. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_done, refuse) => {
    timer = setTimeout(() => refuse(new Error(`there was no answer within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function requestOf(
  { method = 'GET', url = '/', headers }: Arrival,
  ip: () => string,
): Parameters<NonNullable<TimescapeSettings['principal']>>[0] {
  return {
    method,
    url,
    headers,
    get ip() {
      return ip();
    },
  };
}

function checkOrder({ releases }: TimescapeDefinition): void {
  for (const [index, { id }] of releases.entries()) {
    if (index > 0 && id <= (releases[index - 1]?.id ?? ''))
      throw new GatiError('GATI_DEFINITION_INVALID', { values: { reason: `the release ${id} is not in its place` } });
  }
}
