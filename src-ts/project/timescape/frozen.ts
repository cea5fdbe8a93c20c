/** Contracts one by one: those of a manifest, and those a release keeps. */

import type { NamedTypesJson, UnknownKeys } from '../../manifest/gtype.js';
import type { Manifest, ManifestHandler } from '../../manifest/manifest.js';
import * as native from '../../native/index.js';
import { routeKeyOf } from '../../timescape/route-key.js';
import { contractName, contractOf, folderName, type Releases } from './folder.js';
import type { Report } from './report.js';
import type { FrozenContract, ReleaseFile } from './release-file.js';

/** A contract, and what it is told from others by. */
export interface Frozen {
  /** The file's text. */
  readonly text: string;
  /** The name of the file, which is the hash of its text. */
  readonly name: string;
  /** Contracts of one shape mean the same on the wire. */
  readonly shape: string;
}

/** By handler id. */
export type FrozenHandlers = Readonly<Record<string, Frozen>>;

/** The contracts of a manifest, each with the named types it reaches. The same contract gives the same text. */
export function freezeManifest(manifest: Manifest, unknownKeys: UnknownKeys): FrozenHandlers {
  const frozen = JSON.parse(native.freezeContracts(JSON.stringify(manifest), unknownKeys)) as {
    readonly id: string;
    readonly shape: string;
    readonly contract: FrozenContract;
  }[];
  return Object.fromEntries(
    frozen.map(({ id, shape, contract }) => {
      const text = `${JSON.stringify(contract, null, 2)}\n`;
      return [id, { text, name: contractName(text), shape }];
    }),
  );
}

/** The contracts of a release. */
export function releasedContracts(releases: Releases, release: ReleaseFile): FrozenHandlers {
  return Object.fromEntries(
    Object.entries(release.handlers).map(([id, { contract, shape }]) => [
      id,
      { text: releases.contracts.get(contract)!, name: contract, shape },
    ]),
  );
}

/** An API as it is compared: its manifest, and what it does with members nobody declared. */
export interface Side {
  readonly manifest: Manifest;
  readonly unknownKeys: UnknownKeys;
}

/** An API without anything. */
export const nothing: Side = {
  manifest: { manifest: 1, types: {}, handlers: [], modules: [] },
  unknownKeys: 'strip',
};

/** The API of a release. Its contracts come from one manifest, so that names of types mean the same in all of them. */
export function sideOf(releases: Releases, release: ReleaseFile): Side {
  const handlers = Object.entries(release.handlers).map(
    ([id, { contract }]) => [id, contractOf(releases, contract)] as const,
  );
  return sideWith(handlers, release.id);
}

function sideWith(contracts: readonly (readonly [id: string, contract: FrozenContract])[], name: string): Side {
  const source = { file: folderName, export: name, line: 1, column: 1 };
  let unknownKeys: UnknownKeys = 'strip';
  const types: Record<string, NamedTypesJson[string]> = {};
  const handlers = contracts.map(([id, frozen]): ManifestHandler => {
    unknownKeys = frozen.unknownKeys;
    Object.assign(types, frozen.types);
    const { method, path, docs } = frozen;
    return { id, method, path, source, contract: frozen.contract, ...(docs === undefined ? {} : { docs }) };
  });
  return { manifest: { manifest: 1, types, handlers, modules: [] }, unknownKeys };
}

/**
 * What clients of `before` have to know about `after`. `line` are the releases that are still served, oldest first: what
 * comes back with another meaning than it had in one of them is a break.
 */
export function diffSides(before: Side, after: Side, line: readonly Side[] = []): Report {
  return JSON.parse(native.diffReleases(JSON.stringify({ line: [...line, before], after }))) as Report;
}

/**
 * The same of frozen contracts. Where a handler has one text on both sides, neither is read, unless a new path may stand
 * in its way; of earlier releases only the routes are, that differ between the two.
 */
export function diffFrozen(
  before: FrozenHandlers,
  after: FrozenHandlers,
  line: readonly FrozenHandlers[] = [],
): Report {
  const isSame = (id: string): boolean => before[id] !== undefined && before[id].name === after[id]?.name;
  const come = new Set(Object.keys(after).flatMap((id) => (id in before ? [] : [methodOf(id)])));
  const mayBeShadowed = (id: string): boolean => come.has(methodOf(id)) && /[:*{]/.test(id);
  const differs = (id: string): boolean => !isSame(id) || mayBeShadowed(id);
  const changed = new Set([...Object.keys(before), ...Object.keys(after)].filter((id) => !isSame(id)).map(routeKeyOf));
  if (changed.size === 0) return { bump: 'none', changes: [] };
  return diffSides(
    readOf(before, differs, 'before'),
    readOf(after, differs, 'after'),
    line.map((release) => readOf(release, (id) => changed.has(routeKeyOf(id)), 'earlier')),
  );
}

function readOf(handlers: FrozenHandlers, isWanted: (id: string) => boolean, name: string): Side {
  const wanted = Object.entries(handlers).filter(([id]) => isWanted(id));
  return sideWith(
    wanted.map(([id, { text }]) => [id, JSON.parse(text) as FrozenContract]),
    name,
  );
}

function methodOf(id: string): string {
  return id.slice(0, id.indexOf(' '));
}
