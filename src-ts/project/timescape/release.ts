/** Making a release: the working tree's contracts are frozen, numbered and written down. */

import type { UnknownKeys } from '../../manifest/gtype.js';
import type { Manifest } from '../../manifest/manifest.js';
import { GatiError } from '../../errors/gati-error.js';
import type { Bump, ReleaseChange } from '../../timescape/definition.js';
import { laterThan } from '../../timescape/registry/ids.js';
import { routeKeyOf } from '../../timescape/route-key.js';
import { compareVersions, versionOf } from '../../timescape/semver.js';
import { readReleases, writeRelease, type Releases } from './folder.js';
import { blocking, pendingChanges, type Pending } from './pending.js';
import type { ReleasedHandler, ReleaseFile } from './release-file.js';
import { withPolicy } from './rules.js';
import { bumped, largest } from './semver.js';

/** What a release is made of. */
export interface ReleaseOptions {
  readonly root: string;
  readonly manifest: Manifest;
  readonly unknownKeys: UnknownKeys;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Moments that the release has to be later than, beside the releases before it: activations of the registry. */
  readonly after?: readonly string[];
  /** The version, where it is to be more than the changes ask for; that of the first release. */
  readonly semver?: string | undefined;
  readonly note?: string | undefined;
}

/** A release that could be made. */
export interface PlannedRelease {
  readonly pending: Pending;
  /** Absent where nothing differs, or where questions are open. */
  readonly release?: ReleaseFile;
  /** The texts of its contracts. */
  readonly contracts: readonly string[];
}

/** The release that the working tree would be. Nothing is written. */
export function planRelease(options: ReleaseOptions): PlannedRelease {
  const releases = readReleases(options.root);
  const pending = pendingChanges(options.root, options.manifest, options.unknownKeys, releases);
  const { against, report, steps } = pending;
  const contracts = Object.values(pending.handlers).map(({ text }) => text);
  const differs = against === undefined || report.changes.length > 0 || steps.length > 0;
  if (!differs || steps.some((step) => blocking(step).length > 0)) return { pending, contracts };
  return { pending, contracts, release: releaseOf(options, releases, pending) };
}

/** Writes a planned release, and gives the files that are new. */
export function writePlanned(root: string, release: ReleaseFile, contracts: readonly string[]): string[] {
  const newest = readReleases(root).files.at(-1);
  if (newest !== undefined && newest.id >= release.id)
    throw refused(`the release ${newest.semver} has been made in the meantime; look at the changes again`);
  return writeRelease(root, release, contracts);
}

function releaseOf(options: ReleaseOptions, releases: Releases, pending: Pending): ReleaseFile {
  const ids = [...releases.files.map(({ id }) => id), ...(options.after ?? [])];
  return releaseFileOf(pending, { ...options, id: laterThan(Math.floor(options.now / 1000) * 1000, ids) });
}

/** What a release is called. */
export interface ReleaseName extends Pick<ReleaseOptions, 'semver' | 'note'> {
  readonly id: string;
}

/** The file of a release that pending changes become. */
export function releaseFileOf(pending: Pending, name: ReleaseName): ReleaseFile {
  const { against, report, handlers, files } = pending;
  const { id, note } = name;
  const semverOfHandler = handlerSemvers(pending);
  return {
    release: 1,
    id,
    ...(against === undefined ? {} : { after: against.id }),
    semver: semverOf(name, against, report.bump),
    bump: report.bump,
    handlers: Object.fromEntries(
      Object.entries(handlers).map(([handler, { name: contract, shape }]): [string, ReleasedHandler] => [
        handler,
        { contract, shape, semver: semverOfHandler(handler) },
      ]),
    ),
    changes: releaseChanges(pending),
    steps: Object.fromEntries(pending.steps.map(({ handler, step }) => [handler, step])),
    files,
    ...(note === undefined ? {} : { note }),
  };
}

/** The changes of a report as a release keeps them, with what was decided about clients who do not know them. */
export function releaseChanges({ report, steps }: Pending): ReleaseChange[] {
  const decided = steps.map(({ handler, step }) => [handler, step] as const);
  return report.changes.map(({ id, route, direction, path, bump, text, transformer }) =>
    withPolicy({ id, route, direction, path, bump, text, transformer }, decided),
  );
}

/** A handler keeps its version until something of it changes; a new one begins at 1.0.0. */
function handlerSemvers({ against, report }: Pending): (id: string) => string {
  // Reports spell a parameter as OpenAPI does, ids as paths of handlers do.
  const before = new Map<string, string>();
  for (const [id, { semver }] of Object.entries(against?.handlers ?? {}))
    if (!before.has(routeKeyOf(id))) before.set(routeKeyOf(id), semver);
  const bumps = new Map<string, Bump[]>();
  for (const { route, bump } of report.changes) {
    const key = routeKeyOf(route);
    bumps.set(key, [...(bumps.get(key) ?? []), bump]);
  }
  return (id) => {
    const key = routeKeyOf(id);
    const semver = before.get(key);
    return semver === undefined ? '1.0.0' : bumped(versionOf(semver)!, largest(bumps.get(key) ?? []));
  };
}

function semverOf({ semver }: ReleaseName, against: ReleaseFile | undefined, bump: Bump): string {
  const asked = semver === undefined ? undefined : versionOf(semver);
  if (semver !== undefined && (asked === undefined || asked.early.length > 0))
    throw refused(`${semver} is no version of a release: three numbers, such as 1.4.0`);
  if (against === undefined) return semver ?? '1.0.0';
  const least = bumped(versionOf(against.semver)!, bump);
  if (semver === undefined || asked === undefined) return least;
  if (compareVersions(asked, versionOf(least)!) < 0)
    throw refused(`the changes since ${against.semver} ask for ${least} at least, and not ${semver}`);
  return semver;
}

function refused(reason: string): GatiError {
  return new GatiError('GATI_RELEASE_REFUSED', { values: { reason } });
}
