/** How a release ends: deprecated, with a day from which it may be retired; retired, once nobody calls it any more. */

import type { TimescapeEvent, Window } from '../events.js';
import { momentAt } from '../ids.js';
import type { Decision } from '../registry.js';
import { activeAt, releaseOf, statusOf, type ReleaseState, type TimescapeState } from '../state.js';
import type { UsageCount } from '../usage.js';
import { baselineOf, called, refused, releaseNamed } from './refuse.js';

/** A deprecation as it is asked for. */
export interface Deprecating {
  readonly release: string;
  /** The first moment it may be retired at. */
  readonly sunset?: string | undefined;
  /** From when on; now unless said. */
  readonly at?: string | undefined;
  /** What to move on to; the current release unless said. */
  readonly successor?: string | undefined;
  readonly guide?: string | undefined;
  /** The only route that is meant, as `routeKey` spells it. */
  readonly route?: string | undefined;
  /** When it is not served; what was said before unless it is said again. */
  readonly brownouts?: readonly Window[] | undefined;
}

/** Deprecates a release, or changes what was said of one that is. */
export function deprecating(asked: Deprecating): (given: Decision) => readonly TimescapeEvent[] {
  return ({ state, now }) => {
    const moment = momentAt(now);
    const release = releaseNamed(state, asked.release, moment);
    const status = statusOf(state, release.id, moment);
    const { route } = asked;
    const known = route === undefined ? release.deprecation : release.routes?.[route];
    // A route may go while its release stays what everybody gets.
    if (status === 'current' && route === undefined)
      throw refused(`${called(release)} is the current release: nothing is there to move on to yet`);
    if (status === 'pending') throw refused(`${called(release)} is not active yet`);
    if (status === 'retired') throw refused(`${called(release)} is retired already`);
    const successor =
      asked.successor === undefined
        ? current(state, moment, release)
        : successorOf(state, asked.successor, moment, release);
    const at = asked.at ?? known?.at ?? moment;
    if (asked.sunset !== undefined && asked.sunset < at)
      throw refused(`the Sunset ${asked.sunset} is before the deprecation of ${at}`);
    const { sunset = known?.sunset, guide = known?.guide, brownouts = known?.brownouts } = asked;
    const early = brownouts?.find(({ from }) => from < at);
    if (early !== undefined) throw refused(`the brown-out of ${early.from} is before the deprecation of ${at}`);
    return [
      {
        kind: 'deprecated',
        release: release.id,
        at,
        ...(sunset === undefined ? {} : { sunset }),
        ...(successor === undefined ? {} : { successor }),
        ...(guide === undefined ? {} : { guide }),
        ...(route === undefined ? {} : { route }),
        ...(brownouts === undefined ? {} : { brownouts }),
      },
    ];
  };
}

/** What others move on to unless it is said: the current release, which is none for its own routes. */
function current(state: TimescapeState, moment: string, of: ReleaseState): string | undefined {
  const id = activeAt(state, moment);
  return id === of.id ? undefined : id;
}

function successorOf(state: TimescapeState, asked: string, moment: string, of: ReleaseState): string {
  const { id } = releaseNamed(state, asked, moment);
  const status = statusOf(state, id, moment);
  if (id === of.id) throw refused(`${called(of)} cannot be its own successor`);
  if (status === 'retired' || status === 'yanked') throw refused(`${asked} is ${status}: nobody can move on to it`);
  return id;
}

/** What stands in the way of a retirement. */
export interface RetirementObstacles {
  readonly release: ReleaseState;
  /** Why it can never be done, as things are. */
  readonly never: string | undefined;
  /** Why it should not be done yet; forcing passes it over. */
  readonly yet: readonly string[];
  /** Who called since `since`, most first. */
  readonly callers: readonly Caller[];
}

/** Who called a release. */
export interface Caller {
  /** Empty where the application does not say who calls. */
  readonly principal: string;
  readonly agent: string;
  readonly routes: readonly string[];
  readonly count: number;
  readonly last: string;
}

/** Who called, of the counters: one for each principal and program, most first. */
export function callersOf(usage: readonly UsageCount[]): Caller[] {
  const callers = new Map<string, Caller>();
  for (const { principal, agent, route, count, last } of usage) {
    const key = JSON.stringify([principal, agent]);
    const found = callers.get(key);
    callers.set(key, {
      principal,
      agent,
      routes: [...new Set([...(found?.routes ?? []), route])].sort(),
      count: count + (found?.count ?? 0),
      last: found !== undefined && found.last > last ? found.last : last,
    });
  }
  return [...callers.values()].sort((left, right) => right.count - left.count || (left.last < right.last ? 1 : -1));
}

/** What stands in the way, by the counters of the time that is looked back on. */
export function obstacles({ state, now }: Decision, asked: string, usage: readonly UsageCount[]): RetirementObstacles {
  const moment = momentAt(now);
  const release = releaseNamed(state, asked, moment);
  const { id, deprecation } = release;
  const callers = callersOf(usage.filter((row) => row.release === id));
  const status = statusOf(state, id, moment);
  const total = callers.reduce((sum, { count }) => sum + count, 0);
  const yet: string[] = [];
  if (deprecation === undefined) yet.push('it was never deprecated, so nobody was told');
  else if (deprecation.sunset === undefined) yet.push('it has no Sunset');
  else if (deprecation.sunset > moment) yet.push(`its Sunset is ${deprecation.sunset}`);
  if (total > 0) yet.push(`${counted(callers.length, 'caller')} made ${counted(total, 'request')} to it`);
  return { release, never: impossible(state, release, status), yet, callers };
}

function impossible(state: TimescapeState, release: ReleaseState, status: string | undefined): string | undefined {
  if (status === 'current') return `${called(release)} is the current release`;
  if (status === 'retired') return `${called(release)} is retired already`;
  if (baselineOf(state) !== release.id) return undefined;
  return `${called(release)} is the baseline, which requests get that name no release: set another one first`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** A retirement as it is asked for. */
export interface Retiring {
  readonly release: string;
  /** Passes callers and a missing Sunset over. */
  readonly force?: boolean;
  readonly successor?: string | undefined;
  readonly reason?: string | undefined;
}

/** Retires a release, unless something stands in the way. `usage` are the counters of the time that is looked back on. */
export function retiring(
  asked: Retiring,
  usage: readonly UsageCount[],
): (given: Decision) => readonly TimescapeEvent[] {
  return (given) => {
    const { state, now } = given;
    const moment = momentAt(now);
    const { release, never, yet } = obstacles(given, asked.release, usage);
    if (never !== undefined) throw refused(`${never}; it cannot be retired`);
    const { force = false, reason } = asked;
    if (yet.length > 0 && !force) throw refused(`${called(release)} cannot be retired: ${yet.join('; ')}`);
    const successor =
      asked.successor === undefined
        ? (release.deprecation?.successor ?? activeAt(state, moment))
        : successorOf(state, asked.successor, moment, release);
    const labels = Object.entries(state.labels).flatMap(([label, id]) => (id === release.id ? [label] : []));
    if (labels.length > 0) throw refused(`${called(release)} has the label ${labels.join(', ')}: move it first`);
    return [
      {
        kind: 'retired',
        release: release.id,
        ...(successor === undefined ? {} : { successor }),
        ...(yet.length > 0 ? { forced: true as const } : {}),
        ...(reason === undefined ? {} : { reason }),
      },
    ];
  };
}

/** Takes a deprecation, a retirement or a yank back. */
export function restoring(
  asked: string,
  from: 'deprecated' | 'retired' | 'yanked',
  route?: string,
): (given: Decision) => readonly TimescapeEvent[] {
  return ({ state, now }) => {
    const release = releaseNamed(state, asked, momentAt(now));
    const found = releaseOf(state, release.id);
    const isSo = {
      deprecated: (route === undefined ? found?.deprecation : found?.routes?.[route]) !== undefined,
      retired: found?.retirement !== undefined,
      yanked: found?.withdrawal !== undefined,
    };
    const what = route === undefined ? called(release) : `${route} of ${called(release)}`;
    if (!isSo[from]) throw refused(`${what} is not ${from}`);
    return [{ kind: 'restored', release: release.id, from, ...(route === undefined ? {} : { route }) }];
  };
}
