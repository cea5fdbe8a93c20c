/**
 * Several releases that were never anybody's become one: what lies between the release before them and the last of them
 * is planned as if it were made at once.
 */

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { GatiError } from '../../errors/gati-error.js';
import { readIfPresent, writeWhole } from '../files.js';
import { folderName, readReleases, releaseFileName, writeRelease, type Releases } from './folder.js';
import { releasedContracts } from './frozen.js';
import { blocking, changeName, pendingBetween, type OpenQuestion } from './pending.js';
import type { ReleaseFile } from './release-file.js';
import { releaseFileOf } from './release.js';

/** A collapse that could be made. */
export interface PlannedCollapse {
  /** The release before them; `undefined` where they are all there are. */
  readonly kept: ReleaseFile | undefined;
  /** Those that become one, oldest first. */
  readonly folded: readonly ReleaseFile[];
  /** What they become, under the id of the last one; absent where questions are open. */
  readonly release?: ReleaseFile;
  /** What has to be answered again, because it was asked of two releases that are one now. */
  readonly open: readonly {
    readonly handler: string;
    readonly name: string;
    readonly questions: readonly OpenQuestion[];
  }[];
  /** Files of changes that are written under another name, since the release they come after is another one. */
  readonly renamed: readonly { readonly from: string; readonly to: string; readonly text: string }[];
  /** Files that nothing names any more, relative to the project. */
  readonly removed: readonly string[];
}

/** Plans to fold all releases from `first` on. Nothing is written. */
export function planCollapse(root: string, first: string): PlannedCollapse {
  const releases = readReleases(root);
  const folded = releases.files.filter(({ id }) => id >= first);
  const last = folded.at(-1);
  if (last === undefined || folded.length < 2)
    throw refused(`there is nothing to fold: ${first} is the last release, and one alone stays what it is`);
  const before: Releases = { ...releases, files: releases.files.filter(({ id }) => id < first) };
  const kept = before.files.at(-1);
  const renamed = kept === undefined ? [] : renamedChanges(root, folded, kept);
  const handlers = releasedContracts(releases, last);
  const pending = withFiles(root, renamed, () => pendingBetween(root, handlers, before));
  const open = pending.steps.flatMap((step) => {
    const questions = blocking(step);
    return questions.length === 0 ? [] : [{ handler: step.handler, name: step.name, questions }];
  });
  const plan = { kept, folded, open, renamed, removed: [] };
  if (open.length > 0) return plan;
  const note = folded.flatMap((release) => (release.note === undefined ? [] : [release.note])).join(' ');
  const release = releaseFileOf(pending, {
    id: last.id,
    ...(kept === undefined ? { semver: folded[0]!.semver } : {}),
    ...(note === '' ? {} : { note }),
  });
  return { ...plan, release, removed: orphans(root, before, release, folded) };
}

/** Writes a planned collapse: first what it becomes, then what it replaces goes. */
export function writeCollapse(root: string, { release, renamed, removed }: PlannedCollapse): void {
  if (release === undefined) throw refused('questions are open');
  for (const { to, text } of renamed) writeWhole(join(root, to), text);
  writeRelease(root, release, []);
  for (const path of removed) rmSync(join(root, path), { force: true });
}

/**
 * What people said and wrote about a step stands in files named after the release that the step begins at. Where only one of the
 * folded releases has such files for a handler, they hold for the whole step.
 */
function renamedChanges(root: string, folded: readonly ReleaseFile[], kept: ReleaseFile): PlannedCollapse['renamed'] {
  const renamed: { from: string; to: string; text: string }[] = [];
  for (const handler of Object.keys(kept.handlers)) {
    const wanted = changeName(handler, kept.semver);
    let at: string | null = handler;
    let used: string | undefined;
    let before = kept;
    for (const release of folded) {
      if (at === null) break;
      const name = changeName(at, before.semver);
      const files = ['.json', '.ts']
        .map((ending) => `changes/${name}${ending}`)
        .filter((file) => Object.hasOwn(release.files, file));
      if (files.length > 0) {
        if (used !== undefined)
          throw refused(
            `people decided twice about ${handler}: in ${used} and in ${files.join(', ')}; make one of both in changes/${wanted}.json, and take the other files away`,
          );
        used = files.join(', ');
        for (const file of name === wanted ? [] : files) renamed.push(renamedFile(root, file, name, wanted));
      }
      at = Object.hasOwn(release.steps, at) ? release.steps[at]!.to : at;
      before = release;
    }
  }
  return renamed;
}

function renamedFile(root: string, file: string, name: string, wanted: string): PlannedCollapse['renamed'][number] {
  const from = `${folderName}/${file}`;
  // A change file imports the types that are named as it is.
  const text = (readIfPresent(join(root, from)) ?? '').replaceAll(name, wanted);
  return { from, to: from.replace(name, wanted), text };
}

/** Lets `plan` see files under their new names, and leaves the folder as it was. */
function withFiles<T>(root: string, renamed: PlannedCollapse['renamed'], plan: () => T): T {
  const made: string[] = [];
  try {
    for (const { to, text } of renamed) {
      const path = join(root, to);
      if (readIfPresent(path) !== undefined) throw refused(`${to} is there already`);
      made.push(path);
      writeWhole(path, text);
    }
    return plan();
  } finally {
    for (const path of made) rmSync(path, { force: true });
  }
}

/** Files of releases, contracts and changes that only the folded releases named. */
function orphans(root: string, kept: Releases, release: ReleaseFile, folded: readonly ReleaseFile[]): string[] {
  const staying = [...kept.files, release];
  const contracts = new Set(staying.flatMap(({ handlers }) => Object.values(handlers).map(({ contract }) => contract)));
  const changes = new Set(staying.flatMap(({ files }) => Object.keys(files)));
  const gone = folded.flatMap(({ id, handlers, files }) => [
    ...(id === release.id ? [] : [`releases/${releaseFileName(id)}`]),
    ...Object.values(handlers).flatMap(({ contract }) =>
      contracts.has(contract) ? [] : [`contracts/${contract}.json`],
    ),
    ...Object.keys(files).filter((file) => !changes.has(file)),
  ]);
  const types = gone
    .filter((file) => file.startsWith('changes/'))
    .map((file) => file.replace(/\.(json|ts)$/, '.types.ts'));
  const there = new Set(namesIn(join(root, folderName, 'changes')).map((name) => `changes/${name}`));
  return [...new Set([...gone, ...types.filter((file) => there.has(file))])]
    .map((file) => `${folderName}/${file}`)
    .sort();
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function refused(reason: string): GatiError {
  return new GatiError('GATI_RELEASE_REFUSED', { values: { reason } });
}
