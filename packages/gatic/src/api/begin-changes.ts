/** The change files of what is not released yet. */

import {
  beginChange,
  blocking,
  freezeManifest,
  pendingChanges,
  readReleases,
  type BegunChange,
} from '@gati-framework/core/tooling';

import { check } from './check.js';

/** What was written, and what is still to be finished. */
export interface Begun {
  readonly begun: readonly BegunChange[];
  /** Change files with places that nobody has filled, relative to the project. */
  readonly waiting: readonly string[];
}

/** Begins the files that people have to finish before the working tree can be released; what they have written stays. */
export async function beginChanges(root: string): Promise<Begun> {
  const { manifest, config } = await check(root);
  const unknownKeys = config.unknownKeys ?? 'strip';
  const releases = readReleases(root);
  const { steps } = pendingChanges(root, manifest, unknownKeys, releases);
  const now = freezeManifest(manifest, unknownKeys);
  const newest = releases.files.at(-1);
  const waiting = steps
    .filter((step) => blocking(step).some(({ kind }) => kind === 'stub'))
    .map(({ name }) => `timescape/changes/${name}.ts`);
  const begun = steps.flatMap((step) => {
    const { to } = step.step;
    const released = newest?.handlers[step.handler];
    if (to === null || released === undefined) return [];
    const begun = beginChange(root, step, releases.contracts.get(released.contract)!, now[to]!.text);
    return begun.files.length === 0 ? [] : [begun];
  });
  return { begun, waiting };
}
