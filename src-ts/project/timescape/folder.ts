/** The folder `timescape/` of a project: read with distrust, written so that a power failure leaves nothing half done. */

import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { GatiError, reasonOf } from '../../errors/gati-error.js';
import { isMoment } from '../../timescape/registry/ids.js';
import { compareVersions, versionOf } from '../../timescape/semver.js';
import { readIfPresent } from '../files.js';
import type { FrozenContract, ReleaseFile } from './release-file.js';
import { objectionTo } from './release-shape.js';

/** The folder, relative to the root of the project. */
export const folderName = 'timescape';

/** What the folder holds. */
export interface Releases {
  /** The folder itself, absolute. */
  readonly folder: string;
  /** Ascending by id. */
  readonly files: readonly ReleaseFile[];
  /** By hash: the text of every contract that a release names. */
  readonly contracts: ReadonlyMap<string, string>;
}

/** Reads every release and what it names. A project without the folder has none. */
export function readReleases(root: string): Releases {
  const folder = join(root, folderName);
  const files = namesIn(join(folder, 'releases'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readRelease(join(folder, 'releases', name)));
  checkOrder(folder, files);
  const contracts = new Map<string, string>();
  for (const file of files) {
    for (const { contract } of Object.values(file.handlers)) {
      if (contracts.has(contract)) continue;
      contracts.set(contract, readContract(folder, contract));
      checkContract(folder, contract, contracts.get(contract)!);
    }
    for (const [name, hash] of Object.entries(file.files)) checkChangeFile(folder, file, name, hash);
  }
  return { folder, files, contracts };
}

/** The contract of a hash. */
export function contractOf(releases: Releases, hash: string): FrozenContract {
  return JSON.parse(releases.contracts.get(hash)!) as FrozenContract;
}

/** The SHA-256 of a text, in hexadecimal. Line ends of Windows, which git may have made of it, count as those of Unix. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
}

/** What a contract's file is named by. */
export function contractName(text: string): string {
  return digestOf(text).slice(0, 32);
}

/** What a release's file is called. */
export function releaseFileName(id: string): string {
  return `${id.replaceAll(':', '-')}.json`;
}

/** Writes contracts first and the release last, so that a release that is there is whole. Gives the files it wrote. */
export function writeRelease(root: string, release: ReleaseFile, contracts: Iterable<string>): string[] {
  const folder = join(root, folderName);
  const written: string[] = [];
  for (const text of contracts) {
    const path = join(folder, 'contracts', `${contractName(text)}.json`);
    if (readIfPresent(path) !== undefined) continue;
    writeDurably(path, text);
    written.push(path);
  }
  const path = join(folder, 'releases', releaseFileName(release.id));
  writeDurably(path, `${JSON.stringify(release, null, 2)}\n`);
  return [...written, path];
}

function readRelease(path: string): ReleaseFile {
  const text = readIfPresent(path) ?? '';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw damaged(path, whyNotJson(text, thrown));
  }
  const objection = objectionTo(value);
  if (objection !== undefined) throw damaged(path, objection);
  const release = value as ReleaseFile;
  if (!isMoment(release.id) || releaseFileName(release.id) !== basename(path))
    throw damaged(path, `its id is ${release.id}, which is another file's name`);
  return release;
}

/** Steps lead from one release to the next, so that a release that came between two others would lead old clients astray. */
function checkOrder(folder: string, files: readonly ReleaseFile[]): void {
  for (const [index, file] of files.entries()) {
    const before = files[index - 1];
    const path = join(folder, 'releases', releaseFileName(file.id));
    if (file.after !== undefined && file.after !== before?.id) {
      const made = files.find(({ id }) => id === file.after)?.semver ?? file.after;
      const now = before === undefined ? 'which is not there' : `and ${before.semver} (${before.id}) is before it now`;
      throw damaged(path, `it was made after ${made}, ${now}; take it away, and make the release again`);
    }
    const stray = Object.keys(file.steps).find((handler) => !Object.hasOwn(before?.handlers ?? {}, handler));
    if (stray !== undefined)
      throw damaged(path, `it has a step of ${stray}, which the release before it does not have`);
    if (before !== undefined && compareVersions(versionOf(before.semver)!, versionOf(file.semver)!) >= 0)
      throw damaged(path, `its version ${file.semver} is not later than ${before.semver} of the release before it`);
  }
}

/** Why a text is no JSON, for people: most often two branches have met in it. */
export function whyNotJson(text: string, thrown: unknown): string {
  return /^(?:<{7}|={7}|>{7})/mu.test(text) ? 'a merge left its marks in it' : reasonOf(thrown);
}

function readContract(folder: string, hash: string): string {
  const path = join(folder, 'contracts', `${hash}.json`);
  const text = readIfPresent(path)?.replaceAll('\r\n', '\n');
  if (text === undefined) throw damaged(path, 'a release names it, and it is not there');
  if (contractName(text) !== hash)
    throw damaged(path, 'its text is not the one it is named by; take it from git again');
  return text;
}

/** What is named by its text may still be something else than a contract. */
function checkContract(folder: string, hash: string, text: string): void {
  const path = join(folder, 'contracts', `${hash}.json`);
  const refuse = (reason: string): GatiError => damaged(path, `${reason}; ${remedy}`);
  let value: Partial<FrozenContract> | null;
  try {
    value = JSON.parse(text) as Partial<FrozenContract> | null;
  } catch (cause) {
    throw refuse(reasonOf(cause));
  }
  const { frozen, method, path: route, contract } = value ?? {};
  if (frozen !== 1 || typeof method !== 'string' || typeof route !== 'string' || typeof contract !== 'object')
    throw refuse('it is no frozen contract');
}

const remedy = 'take it from git again, or make the release again';

function checkChangeFile(folder: string, release: ReleaseFile, name: string, hash: string): void {
  const path = join(folder, name);
  const text = readIfPresent(path);
  if (text === undefined) throw damaged(path, `the release ${release.semver} is made with it, and it is not there`);
  if (digestOf(text) === hash) return;
  throw new GatiError('GATI_RELEASE_CHANGE_EDITED', { values: { file: path, release: release.semver } });
}

function damaged(file: string, reason: string): GatiError {
  return new GatiError('GATI_RELEASES_DAMAGED', { values: { file, reason } });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Beside the place first, with the bytes on the disk before the name is. */
function writeDurably(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, 'wx');
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
