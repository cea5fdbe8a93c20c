/** A release as `list` and `show` tell of it, for people and for programs. */

import {
  activeAt,
  baselineOf,
  callersOf,
  statusOf,
  warmthOf,
  type Caller,
  type Deprecation,
  type ReleaseFile,
  type ReleaseState,
  type ReleaseStatus,
  type Retirement,
  type UsageCount,
  type Warmth,
  type Withdrawal,
} from '@gati-framework/core/tooling';

import type { Timescape } from './open.js';

/** One line of the list. */
export interface ListedRelease {
  readonly id: string;
  readonly semver: string | null;
  readonly status: ReleaseStatus;
  readonly bump: string | null;
  /** How many changes it made. */
  readonly changes: number;
  readonly labels: readonly string[];
  readonly isBaseline: boolean;
  /** Whether instances have its code when they start, by the counters. */
  readonly warmth: Warmth;
  /** When it was activated first. */
  readonly activatedAt: string | null;
  readonly deprecation: Deprecation | null;
  /** Those of single routes. */
  readonly deprecatedRoutes: Readonly<Record<string, Deprecation>>;
  readonly retirement: Retirement | null;
  readonly withdrawal: Withdrawal | null;
  /** Who is waited for. */
  readonly waiting: { readonly expects: number; readonly ready: readonly string[] } | null;
  /** Whether the project has its file; otherwise only the registry speaks of it. */
  readonly inProject: boolean;
}

/** One release with everything. */
export interface ShownRelease extends ListedRelease {
  readonly note: string | null;
  /** When it was what a request of now gets; `until` is `null` where it still is. */
  readonly windows: readonly { readonly since: string; readonly until: string | null }[];
  readonly handlers: number;
  readonly details: ReleaseFile['changes'];
  readonly callers: readonly Caller[];
}

/** Every release, newest first. */
export function listed(timescape: Timescape, usage: readonly UsageCount[]): ListedRelease[] {
  return timescape.state.releases.map((release) => listedRelease(timescape, release, usage)).reverse();
}

/** One line. */
export function listedRelease(
  { state, files, moment, now }: Timescape,
  release: ReleaseState,
  usage: readonly UsageCount[],
): ListedRelease {
  const file = files.find(({ id }) => id === release.id);
  const isKept = baselineOf(state) === release.id || activeAt(state, moment) === release.id;
  return {
    id: release.id,
    semver: release.semver ?? null,
    status: statusOf(state, release.id, moment) ?? 'pending',
    bump: file?.bump ?? null,
    changes: file?.changes.length ?? 0,
    labels: Object.entries(state.labels).flatMap(([label, id]) => (id === release.id ? [label] : [])),
    isBaseline: baselineOf(state) === release.id,
    warmth: warmthOf(release.id, isKept, usage, now),
    activatedAt: release.activatedAt ?? null,
    deprecation: release.deprecation ?? null,
    deprecatedRoutes: release.routes ?? {},
    retirement: release.retirement ?? null,
    withdrawal: release.withdrawal ?? null,
    waiting: release.waiting ?? null,
    inProject: file !== undefined,
  };
}

/** Everything about one: `usage` is looked back on for who calls, `lately` for what instances have in memory. */
export function shownRelease(
  timescape: Timescape,
  release: ReleaseState,
  usage: readonly UsageCount[],
  lately: readonly UsageCount[],
): ShownRelease {
  const { state, files } = timescape;
  const file = files.find(({ id }) => id === release.id);
  return {
    ...listedRelease(timescape, release, lately),
    note: file?.note ?? null,
    windows: state.timeline.flatMap(({ at, release: id }, index) =>
      id === release.id ? [{ since: at, until: state.timeline[index + 1]?.at ?? null }] : [],
    ),
    handlers: Object.keys(file?.handlers ?? {}).length,
    details: file?.changes ?? [],
    callers: callersOf(usage.filter((row) => row.release === release.id)),
  };
}

/** What stands out now. */
export interface TimescapeStatus {
  readonly registry: string;
  readonly revision: number;
  readonly now: string;
  readonly current: string | null;
  readonly baseline: string | null;
  /** What is current soon, because it was activated a moment ago. */
  readonly coming: { readonly at: string; readonly release: string } | null;
  readonly pending: readonly ListedRelease[];
  /** Deprecated ones, with who calls them. */
  readonly ending: readonly (ListedRelease & {
    readonly callers: readonly Caller[];
    /** Whether nothing stands in the way of retiring it. */
    readonly canRetire: boolean;
  })[];
  /** How many requests each release had. */
  readonly requests: Readonly<Record<string, number>>;
  /** Whether instances have the code of each release when they start, by the counters. */
  readonly warmth: Readonly<Record<string, Warmth>>;
}

/** What stands out, by the counters that were looked back on: `lately` for what instances have in memory. */
export function statusOfAll(
  timescape: Timescape,
  usage: readonly UsageCount[],
  lately: readonly UsageCount[],
): TimescapeStatus {
  const { state, registry, moment } = timescape;
  const all = listed(timescape, lately);
  const last = state.timeline.at(-1);
  const requests: Record<string, number> = {};
  for (const { release, count } of usage) requests[release] = (requests[release] ?? 0) + count;
  return {
    registry: registry.place,
    revision: state.revision,
    now: moment,
    current: activeAt(state, moment) ?? null,
    baseline: baselineOf(state) ?? null,
    coming: last !== undefined && last.at > moment ? last : null,
    pending: all.filter(({ status }) => status === 'pending'),
    ending: all
      .filter(({ status }) => status === 'deprecated')
      .map((release) => {
        const callers = callersOf(usage.filter((row) => row.release === release.id));
        const sunset = release.deprecation?.sunset;
        const isOver = sunset !== undefined && sunset <= moment && callers.length === 0;
        return { ...release, callers, canRetire: isOver && !release.isBaseline };
      }),
    requests,
    warmth: Object.fromEntries(all.map(({ id, warmth }) => [id, warmth])),
  };
}
