/** Where it is kept what happened to releases: an append-only log that several processes write to. */

import { GatiError } from '../../errors/gati-error.js';
import type { RegistryEntry, TimescapeEvent } from './events.js';
import { momentAt } from './ids.js';
import { folded, initialState, settled, type Begins, type KnownRelease, type TimescapeState } from './state.js';
import type { UsageCount, UsageQuery } from './usage.js';

/** What somebody wants to have recorded. */
export interface AppendOptions {
  /** Who it is. */
  readonly by?: string | undefined;
}

/** How a log is watched. */
export interface WatchOptions {
  /** Is told of the newest revision, once for each time it is found to have grown. */
  readonly onRevision: (revision: number) => void;
  /** Is told that the log cannot be reached; watching goes on. */
  readonly onError?: (error: unknown) => void;
  /** How often to look where nobody tells. */
  readonly pollMilliseconds?: number;
}

/** A watch that can be ended. */
export interface RegistryWatch {
  readonly close: () => Promise<void>;
}

/**
 * The registry. No request waits for it: who serves keeps the state it read last.
 *
 * `gati.config.ts` may name an implementation of its own; the two that come along are held to one table of tests.
 */
export interface Registry {
  /** What it is, for people: a path or an address, without secrets. */
  readonly place: string;
  /** When a release begins that no event speaks of. */
  readonly begins: Begins;
  /** Every entry after a revision, in order; all of them unless said. */
  readonly read: (after?: number) => Promise<readonly RegistryEntry[]>;
  /**
   * Records events as the entry after `revision`, all of them or none, and answers when they would survive a power
   * failure.
   *
   * @throws `GATI_TIMESCAPE_CONFLICT` where that is not the last revision (any more): nothing was recorded.
   */
  readonly append: (
    revision: number,
    events: readonly TimescapeEvent[],
    options?: AppendOptions,
  ) => Promise<RegistryEntry>;
  /** Adds to the counters of usage. */
  readonly count: (batch: readonly UsageCount[]) => Promise<void>;
  /** The counters, added up. */
  readonly usage: (query?: UsageQuery) => Promise<readonly UsageCount[]>;
  /** Remembers the release of a principal unless there is one, and answers with the one that holds. */
  readonly pin: (principal: string, release: string) => Promise<string>;
  /** The release a principal is pinned to. */
  readonly pinOf: (principal: string) => Promise<string | undefined>;
  readonly watch: (options: WatchOptions) => Promise<RegistryWatch>;
  readonly close: () => Promise<void>;
}

/** What there is to decide on. */
export interface Decision {
  readonly state: TimescapeState;
  /** In milliseconds. */
  readonly now: number;
}

/** How a change is made. */
export interface UpdateOptions extends AppendOptions {
  /** The releases of the project. */
  readonly known?: readonly KnownRelease[];
  readonly clock?: () => number;
}

/** What came of a change. */
export interface Updated {
  /** The state with the change. */
  readonly state: TimescapeState;
  /** `undefined` where there was nothing to record. */
  readonly entry: RegistryEntry | undefined;
}

/** After that many conflicts in a row something is wrong: each of them means that somebody else got on. */
const attempts = 1000;

/**
 * Reads, lets `decide` say what should happen, and records that; where somebody else was faster, it decides again on
 * what holds then. `decide` refuses by throwing, and changes nothing itself: it may be asked several times.
 */
export async function update(
  registry: Registry,
  decide: (given: Decision) => readonly TimescapeEvent[],
  options: UpdateOptions = {},
): Promise<Updated> {
  const { known = [], clock = Date.now, by } = options;
  let said = initialState(known);
  for (let attempt = 1; ; attempt += 1) {
    said = folded(said, await registry.read(said.revision));
    const state = settled(said, registry.begins);
    const events = decide({ state, now: clock() });
    if (events.length === 0) return { state, entry: undefined };
    try {
      const entry = await registry.append(state.revision, events, { by });
      return { state: settled(folded(said, [entry]), registry.begins), entry };
    } catch (error) {
      if (!isConflict(error) || attempt === attempts) throw error;
      // Whoever loses waits a little longer each time, and no two alike.
      await new Promise((done) => setTimeout(done, Math.random() * Math.min(200, 5 * attempt)));
    }
  }
}

/** The state of a project, as it is served. */
export async function readState(registry: Registry, known: readonly KnownRelease[]): Promise<TimescapeState> {
  return settled(folded(initialState(known), await registry.read()), registry.begins);
}

/** Whether an error says that somebody else was faster. */
export function isConflict(error: unknown): boolean {
  return error instanceof GatiError && error.code === 'GATI_TIMESCAPE_CONFLICT';
}

/** The error of an append that came too late, or that expects what is not there. */
export function conflict(expected: number, found: number): GatiError {
  return new GatiError('GATI_TIMESCAPE_CONFLICT', { values: { expected, found } });
}

/** The entry as it is kept, without the members nobody gave. */
export function entryOf(
  revision: number,
  events: readonly TimescapeEvent[],
  now: number,
  { by }: AppendOptions = {},
): RegistryEntry {
  // Who it was is only told to people, so it is made to fit instead of refused.
  const writer = by === undefined ? {} : { by: by.slice(0, 200).replace(/[\0\p{Cs}]/gu, '\uFFFD') };
  return { revision, at: momentAt(now), ...writer, events };
}
