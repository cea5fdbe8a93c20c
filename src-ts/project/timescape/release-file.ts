/** What the files of releases hold. Types only; `folder.ts` reads and writes them. */

import type { FrozenContract, StepJson } from '../../manifest/transform.js';
import type { Bump, ReleaseChange } from '../../timescape/definition.js';

export type { FrozenContract, StepJson };

/** What a release knows of a handler. */
export interface ReleasedHandler {
  /** The name of the file in `contracts/`, without its ending. */
  readonly contract: string;
  /** The canonical hash: handlers of one shape mean the same on the wire. */
  readonly shape: string;
  readonly semver: string;
}

/** `timescape/releases/<id>.json`, with `-` for `:` in the name. */
export interface ReleaseFile {
  readonly release: 1;
  /** RFC 3339 in UTC, whole seconds; later than that of every release before it. */
  readonly id: string;
  /** The id of the release it was made against; two branches may both have made one. Absent in the first, and in old files. */
  readonly after?: string;
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
