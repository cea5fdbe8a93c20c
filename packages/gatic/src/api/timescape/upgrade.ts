/** What somebody has to know who moves from one release to a later one: the changes of the calls they make. */

import {
  releaseNamed,
  routeKeyOf,
  type ReleaseFile,
  type Releases,
  type UsageCount,
} from '@gati-framework/core/tooling';

import { projectFailure, usageFailure } from '../../failure.js';
import { usageOf, type Timescape } from './open.js';

/** Whose upgrade, from where to where. */
export interface UpgradeOptions {
  readonly from: string;
  readonly to: string;
  /** The calls that are made, as `GET /users/:id`. */
  readonly routes?: readonly string[] | undefined;
  /** Whose calls, as they were counted; instead of `routes`. */
  readonly principal?: string | undefined;
  readonly agent?: string | undefined;
  readonly days: number;
}

/** A change on the way. */
export interface UpgradeChange {
  /** The call it is about, as it was in the release one comes from. */
  readonly call: string;
  /** In which release it was made. */
  readonly release: string;
  readonly semver: string;
  readonly bump: ReleaseFile['changes'][number]['bump'];
  readonly direction: string;
  readonly path: string;
  readonly text: string;
}

/** An upgrade. */
export interface Upgrade {
  readonly from: { readonly id: string; readonly semver: string };
  readonly to: { readonly id: string; readonly semver: string };
  /** The calls that were looked at. */
  readonly calls: readonly string[];
  /** Calls that the release one comes from does not have. */
  readonly unknown: readonly string[];
  /** Of those calls, in the order of the releases. */
  readonly changes: readonly UpgradeChange[];
  /** How many changes there are that concern none of the calls. */
  readonly others: number;
}

/** Finds the changes. */
export async function upgrade(timescape: Timescape, options: UpgradeOptions): Promise<Upgrade> {
  const { releases } = timescape;
  const [from, to] = [fileNamed(timescape, options.from), fileNamed(timescape, options.to)];
  if (from.id >= to.id) throw usageFailure(`${to.semver} is not later than ${from.semver}`, 'swap --from and --to');
  const asked = options.routes ?? (await countedCalls(timescape, from.id, options));
  const keys = new Map(Object.keys(from.handlers).map((handler) => [routeKeyOf(handler), handler]));
  const found = asked?.map((route) => ({ route, handler: keys.get(routeKeyOf(route)) }));
  const unknown = found?.flatMap(({ route, handler }) => (handler === undefined ? [route] : [])) ?? [];
  const calls =
    found?.flatMap(({ handler }) => (handler === undefined ? [] : [handler])) ?? Object.keys(from.handlers).sort();
  const theirs = calls.flatMap((call) => changesOf(releases, from, to, call));
  const concerned = new Set(theirs.map(({ origin }) => origin)).size;
  const changes = theirs.map(({ change }) => change);
  const order = ({ release, call }: UpgradeChange): string => `${release} ${call}`;
  return {
    from: { id: from.id, semver: from.semver },
    to: { id: to.id, semver: to.semver },
    calls,
    unknown,
    changes: changes.sort((left, right) => (order(left) < order(right) ? -1 : 1)),
    others: between(releases, from, to).reduce((sum, release) => sum + release.changes.length, 0) - concerned,
  };
}

function fileNamed({ state, files, moment }: Timescape, name: string): ReleaseFile {
  const { id } = releaseNamed(state, name, moment);
  const file = files.find((one) => one.id === id);
  if (file === undefined) throw projectFailure(`the file of the release ${id} is not in this project`);
  return file;
}

/** The calls that somebody was seen to make; `undefined` where nobody is named. */
async function countedCalls(
  timescape: Timescape,
  release: string,
  { principal, agent, days }: UpgradeOptions,
): Promise<readonly string[] | undefined> {
  if (principal === undefined && agent === undefined) return undefined;
  const isTheirs = (row: UsageCount): boolean =>
    (principal === undefined || row.principal === principal) && (agent === undefined || row.agent.startsWith(agent));
  const routes = (await usageOf(timescape, days, release)).filter(isTheirs).map(({ route }) => route);
  if (routes.length > 0) return [...new Set(routes)].sort();
  throw projectFailure(
    `no call of ${principal ?? agent ?? ''} to ${release} was counted in ${days} days`,
    'name the calls with --routes, or look back further with --days',
  );
}

function between({ files }: Releases, from: ReleaseFile, to: ReleaseFile): readonly ReleaseFile[] {
  return files.filter(({ id }) => id > from.id && id <= to.id);
}

/** A change of a call, and the one of the release that it is. */
interface OfCall {
  readonly change: UpgradeChange;
  readonly origin: object;
}

/** The changes of one call. Where its handler moved, those of where it moved to. */
function changesOf(releases: Releases, from: ReleaseFile, to: ReleaseFile, call: string): OfCall[] {
  const changes: OfCall[] = [];
  let handler: string | null = call;
  for (const { id, semver, changes: all, steps } of between(releases, from, to)) {
    if (handler === null) break;
    const next: string | null = Object.hasOwn(steps, handler) ? steps[handler]!.to : handler;
    const keys = [handler, next ?? handler].map(routeKeyOf);
    for (const origin of all) {
      const { route, bump, direction, path, text } = origin;
      if (!keys.includes(routeKeyOf(route))) continue;
      changes.push({ change: { call, release: id, semver, bump, direction, path, text }, origin });
    }
    handler = next;
  }
  return changes;
}
