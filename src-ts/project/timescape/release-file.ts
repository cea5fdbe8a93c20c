/** What the files of releases hold. Types only; `folder.ts` reads and writes them. */

import type { NamedTypesJson, UnknownKeys } from '../../manifest/gtype.js';
import type { ContractJson, ManifestHandler } from '../../manifest/manifest.js';
import type { Bump, ReleaseChange } from '../../timescape/definition.js';

/** `timescape/contracts/<hash>.json`: a handler's contract by itself. */
export interface FrozenContract {
  readonly frozen: 1;
  readonly method: string;
  readonly path: string;
  readonly contract: ContractJson;
  /** The named types that the contract reaches. */
  readonly types?: NamedTypesJson;
  readonly docs?: ManifestHandler['docs'];
  /** What happens to members nobody declared, where a type does not decide for itself. */
  readonly unknownKeys: UnknownKeys;
}

/** What a release knows of a handler. */
export interface ReleasedHandler {
  /** The name of the file in `contracts/`, without its ending. */
  readonly contract: string;
  /** The canonical hash: handlers of one shape mean the same on the wire. */
  readonly shape: string;
  readonly semver: string;
}

/**
 * What leads from a handler of the release before to one of this: operations as `crates/gati-timescape` writes and reads
 * them. TypeScript carries them around.
 */
export interface StepJson {
  /** The handler of this release; `null` where there is none. */
  readonly to: string | null;
  readonly request?: object;
  readonly responses?: Readonly<Record<string, { readonly status: number; readonly transform?: object }>>;
  /** The change file whose functions the step calls, relative to `timescape/`. */
  readonly custom?: string;
  readonly narrowed?: readonly object[];
}

/** `timescape/releases/<id>.json`, with `-` for `:` in the name. */
export interface ReleaseFile {
  readonly release: 1;
  /** RFC 3339 in UTC, whole seconds; later than that of every release before it. */
  readonly id: string;
  /** Of the application. */
  readonly semver: string;
  /** Against the release before it; `none` for the first. */
  readonly bump: Bump;
  readonly handlers: Readonly<Record<string, ReleasedHandler>>;
  readonly changes: readonly ReleaseChange[];
  /** By handler of the release before it; only where something differs. */
  readonly steps: Readonly<Record<string, StepJson>>;
  /** Files in `changes/` that are part of the release, with the SHA-256 of each. */
  readonly files: Readonly<Record<string, string>>;
  /** What its authors say about it. */
  readonly note?: string;
}
