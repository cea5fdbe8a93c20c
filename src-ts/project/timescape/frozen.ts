/** Contracts one by one: those of a manifest, and those a release keeps. */

import type { NamedTypesJson, UnknownKeys } from '../../manifest/gtype.js';
import type { Manifest, ManifestHandler } from '../../manifest/manifest.js';
import * as native from '../../native/index.js';
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
  const source = { file: folderName, export: release.id, line: 1, column: 1 };
  let unknownKeys: UnknownKeys = 'strip';
  const types: Record<string, NamedTypesJson[string]> = {};
  const handlers = Object.entries(release.handlers).map(([id, { contract }]): ManifestHandler => {
    const frozen = contractOf(releases, contract);
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
