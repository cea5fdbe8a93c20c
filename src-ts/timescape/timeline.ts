/**
 * Which release a request gets: the releases of an application and the state of the registry, arranged for looking up.
 * A timeline never changes. When something happens another one takes its place, so that a request meets one state and
 * no lock.
 */

import type { ReleaseInfo } from './definition.js';
import type { Refusal } from './refusal.js';
import { timeOf } from './registry/ids.js';
import { nextChange, statusOf, type ReleaseState, type ReleaseStatus, type TimescapeState } from './registry/state.js';
import type { Asked } from './registry/usage.js';
import { compareVersions, noRange, noVersion, RangedVersions, versionOf, type Version } from './semver.js';
import { looksLikeTime, momentOf, secondsOf } from './timestamps.js';

/** The position of the working tree, which is no release. */
export const headPosition = -1;

/** The release a request gets, and how it came to it. One object for each, for as long as a timeline lives. */
export interface Resolved {
  /** Its place in the definition, or {@link headPosition}. */
  readonly position: number;
  readonly asked: Asked;
}

/** What is known of a release. */
export interface TimelineRelease {
  readonly id: string;
  readonly state: ReleaseState;
  readonly status: ReleaseStatus;
  /** Its place in the definition; `undefined` where this application does not have it. */
  readonly position: number | undefined;
  readonly version: Version | undefined;
  /** Whether it was activated by now. */
  readonly active: boolean;
  /** Whether ranges, labels and the lack of a version may lead to it. */
  readonly offered: boolean;
}

type VersionedRelease = TimelineRelease & { readonly version: Version };

/** What a timeline is made from. */
export interface TimelineOptions {
  readonly releases: readonly ReleaseInfo[];
  readonly state: TimescapeState;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** What the configuration calls the baseline: an id, a version or a label. */
  readonly baseline: string | undefined;
  /** What a request gets that says nothing. */
  readonly missing: 'baseline' | 'options' | 'latest';
}

/** Longer texts are no version. */
const longest = 64;

/** How far the clocks of clients may be ahead. */
const skew = 60;

/** How many texts are remembered. */
const remembered = 1024;

const labelShape = /^[a-z][a-z0-9._-]{0,63}$/;

/** A state of things. */
export class Timeline {
  /** Every release that was heard of, ascending by id. */
  readonly releases: readonly TimelineRelease[];
  readonly state: TimescapeState;
  /** What a request gets that says nothing. */
  readonly missing: Resolved | Refusal;
  /** The moment it was made for: what is said of times holds until the next timeline. */
  readonly now: string;
  /** When another timeline has to take over though nothing happens, in milliseconds since 1970. */
  readonly until: number | undefined;
  readonly #clock: () => number;
  readonly #byId: ReadonlyMap<string, TimelineRelease>;
  readonly #bySecond: ReadonlyMap<number, TimelineRelease>;
  /** When each release took over, ascending. */
  readonly #turns: Float64Array;
  readonly #turn: readonly TimelineRelease[];
  /** Those that have a version, ascending by it; of equal ones, the later one later. */
  readonly #versions: readonly VersionedRelease[];
  /** Those that ranges lead to, and beside them those that were active and should not be used any more. */
  readonly #offered: Ranged;
  readonly #active: Ranged;
  readonly #known = new Map<string, Resolved>();

  constructor({ releases, state, clock, baseline, missing }: TimelineOptions) {
    const now = momentOf(Math.floor(clock() / 1000));
    const positions = new Map(releases.map(({ id }, position) => [id, position]));
    this.#clock = clock;
    this.now = now;
    this.state = state;
    this.releases = state.releases.map((release) =>
      released(release, positions.get(release.id), statusOf(state, release.id, now) ?? 'pending', now),
    );
    this.#byId = new Map(this.releases.map((release) => [release.id, release]));
    this.#bySecond = new Map(this.releases.map((release) => [secondsOf(release.id), release]));
    const turns = state.timeline.filter(({ at, release }) => at <= now && this.#byId.has(release));
    this.#turns = Float64Array.from(turns, ({ at }) => secondsOf(at));
    this.#turn = turns.map(({ release }) => this.#byId.get(release)!);
    this.#versions = this.releases
      .filter((release): release is VersionedRelease => release.version !== undefined)
      .sort((left, right) => compareVersions(left.version, right.version));
    this.#offered = rangedOf(this.#versions.filter(({ offered }) => offered));
    this.#active = rangedOf(this.#versions.filter(({ active }) => active));
    const next = nextChange(state, now);
    this.until = next === undefined ? undefined : timeOf(next);
    this.missing = this.#withoutVersion(missing, baseline, now);
  }

  /** A release by its id. */
  release(id: string): TimelineRelease | undefined {
    return this.#byId.get(id);
  }

  /** The newest release that is offered here; the working tree, where there is none yet. */
  latest(asked: Asked = 'none'): Resolved {
    const newest = this.#turn.findLast(({ offered, position }) => offered && position !== undefined);
    return resolved(newest?.position ?? headPosition, asked);
  }

  /** Where a client of a release goes that is not served any more. */
  successorOf({ state }: TimelineRelease, ofRoute?: string): string | null {
    const told = state.retirement?.successor ?? state.withdrawal?.to ?? ofRoute ?? state.deprecation?.successor;
    if (told !== undefined && this.#byId.get(told)?.offered !== false) return told;
    return this.#turn.findLast(({ offered, id }) => offered && id !== state.id)?.id ?? null;
  }

  /** The release that a caller was pinned to. */
  pinned(id: string): Resolved | Refusal {
    const release = this.#byId.get(id);
    return release === undefined ? unknown(id) : this.#serve(undefined, release, 'principal');
  }

  /** What a text means. Only what was found is remembered: there is no end to what is not found. */
  resolve(text: string): Resolved | Refusal {
    return this.#known.get(text) ?? this.#find(text);
  }

  /** Whether a text means the same for as long as this timeline holds, whatever the clock says. */
  isLasting(text: string): boolean {
    if (this.#known.has(text)) return true;
    const found = this.#find(text);
    return 'refused' in found ? found.refused !== 'future' : this.#known.has(text);
  }

  #find(text: string): Resolved | Refusal {
    if (text.length === 0 || text.length > longest) return malformed(text);
    if (looksLikeTime(text)) return this.#atTime(text);
    if (text === 'head') return this.#remember(text, resolved(headPosition, 'label'));
    if (!isLetter(text.charCodeAt(0)) || !labelShape.test(text)) return this.#byVersion(text);
    const label = Object.hasOwn(this.state.labels, text) ? this.state.labels[text] : undefined;
    const release = label === undefined ? undefined : this.#byId.get(label);
    return release === undefined ? unknown(text) : this.#offer(text, release, 'label');
  }

  #atTime(text: string): Resolved | Refusal {
    const wanted = secondsOf(text);
    if (Number.isNaN(wanted)) return malformed(text);
    const exact = this.#bySecond.get(wanted);
    if (exact !== undefined) return this.#serve(text, exact, 'id');
    const now = Math.floor(this.#clock() / 1000);
    if (wanted > now + skew) return { refused: 'future', received: text, now: momentOf(now) };
    const release = this.#turnAt(Math.min(wanted, now));
    if (release === undefined) {
      const first = this.#turn[0]?.id;
      return first === undefined ? unknown(text) : { refused: 'old', received: text, first };
    }
    // What comes after a moment that has not passed is not known, so that the answer holds for now alone.
    return this.#serve(wanted > now ? undefined : text, release, 'timestamp');
  }

  /** The last one that took over by then. */
  #turnAt(seconds: number): TimelineRelease | undefined {
    const turns = this.#turns;
    let low = 0;
    let high = turns.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((turns[middle] as number) <= seconds) low = middle + 1;
      else high = middle;
    }
    return this.#turn[low - 1];
  }

  #byVersion(text: string): Resolved | Refusal {
    const exact = isDigit(text.charCodeAt(0)) ? versionOf(text) : undefined;
    if (exact !== undefined) {
      const same = this.#versions.filter(({ version }) => compareVersions(version, exact) === 0);
      const found = same.findLast(({ active }) => active) ?? same.at(-1);
      return found === undefined ? unknown(text, this.#around(exact)) : this.#serve(text, found, 'semver');
    }
    const found = newestOf(this.#offered, text);
    if (found === noRange) return malformed(text);
    if (found !== noVersion) return this.#offer(text, found, 'semver');
    const over = newestOf(this.#active, text);
    return typeof over === 'number' ? unknown(text) : this.#offer(text, over, 'semver');
  }

  #around(version: Version): { before: string | null; after: string | null } {
    const offered = this.#versions.filter((one) => one.offered);
    const before = offered.findLast((one) => compareVersions(one.version, version) < 0);
    const after = offered.find((one) => compareVersions(one.version, version) > 0);
    return { before: before?.id ?? null, after: after?.id ?? null };
  }

  /** A release that was not asked for by itself: one that should not be used is not given. */
  #offer(text: string, release: TimelineRelease, asked: Asked): Resolved | Refusal {
    if (release.state.withdrawal !== undefined) return this.#gone(release);
    return this.#serve(text, release, asked);
  }

  #serve(text: string | undefined, release: TimelineRelease, asked: Asked): Resolved | Refusal {
    const { id, state, position, active } = release;
    if (state.retirement !== undefined || state.withdrawal?.strict === true) return this.#gone(release);
    if (!active) return { refused: 'unknown', received: text ?? id, nearest: null, pending: true };
    if (position === undefined) {
      const newest = this.releases.findLast((one) => one.position !== undefined);
      return { refused: 'elsewhere', release: id, newest: newest?.id ?? null };
    }
    const found = resolved(position, asked);
    return text === undefined ? found : this.#remember(text, found);
  }

  #gone(release: TimelineRelease): Refusal {
    return { refused: 'retired', release: release.id, successor: this.successorOf(release) };
  }

  #remember(text: string, found: Resolved): Resolved {
    if (this.#known.size >= remembered) this.#known.clear();
    this.#known.set(text, found);
    return found;
  }

  #withoutVersion(missing: TimelineOptions['missing'], baseline: string | undefined, now: string): Resolved | Refusal {
    if (missing === 'options') return { refused: 'required' };
    // Nothing was activated yet: there is no other version that anybody could have meant.
    if (missing === 'latest' || this.#turn.length === 0) return this.latest();
    const named = baseline ?? this.state.baseline;
    const found = named === undefined ? this.#serve(undefined, this.#turn[0]!, 'none') : this.#find(named);
    if ('refused' in found) return named === undefined || isOver(found) ? { refused: 'required' } : found;
    const sunset = this.releases.find(({ position }) => position === found.position)?.state.deprecation?.sunset;
    // Another version than the one that was promised is never given instead.
    if (sunset !== undefined && sunset <= now) return { refused: 'required' };
    return resolved(found.position, 'none');
  }
}

/** Releases, and their versions in the same order. */
interface Ranged {
  readonly releases: readonly VersionedRelease[];
  readonly versions: RangedVersions;
}

function rangedOf(versions: readonly VersionedRelease[]): Ranged {
  const releases = versions.filter(({ version }) => version.early.length === 0);
  return { releases, versions: new RangedVersions(releases.map(({ version }) => version)) };
}

function newestOf({ releases, versions }: Ranged, range: string): VersionedRelease | typeof noRange | typeof noVersion {
  const place = versions.newest(range);
  return place === noRange ? noRange : (releases[place] ?? noVersion);
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const isLetter = (code: number): boolean => code >= 97 && code <= 122;

function isOver(refusal: Refusal): boolean {
  return refusal.refused === 'retired' || refusal.refused === 'elsewhere' || refusal.refused === 'required';
}

function released(
  state: ReleaseState,
  position: number | undefined,
  status: ReleaseStatus,
  now: string,
): TimelineRelease {
  const active = state.activatedAt !== undefined && state.activatedAt <= now;
  const offered = active && state.retirement === undefined && state.withdrawal === undefined;
  const version = state.semver === undefined ? undefined : versionOf(state.semver);
  return { id: state.id, state, status, position, version, active, offered };
}

const ways: readonly Asked[] = ['id', 'timestamp', 'semver', 'label', 'principal', 'none'];

/** One object for each position and way, shared by all timelines. */
const all = new Map<number, Readonly<Record<Asked, Resolved>>>();

function resolved(position: number, asked: Asked): Resolved {
  let found = all.get(position);
  if (found === undefined) {
    found = Object.fromEntries(ways.map((way) => [way, Object.freeze({ position, asked: way })])) as Record<
      Asked,
      Resolved
    >;
    all.set(position, found);
  }
  return found[asked];
}

function malformed(text: string): Refusal {
  return { refused: 'malformed', received: text.slice(0, longest) };
}

function unknown(text: string, nearest: { before: string | null; after: string | null } | null = null): Refusal {
  return { refused: 'unknown', received: text, nearest };
}
