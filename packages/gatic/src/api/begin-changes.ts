/** The change files of what is not released yet. */

import {
  beginChange,
  freezeManifest,
  pendingChanges,
  readReleases,
  type BegunChange,
} from '@gati-framework/core/tooling';

import { check } from './check.js';

/** Begins the files that people have to finish before the working tree can be released; what they have written stays. */
export async function beginChanges(root: string): Promise<readonly BegunChange[]> {
  const { manifest, config } = await check(root);
  const unknownKeys = config.unknownKeys ?? 'strip';
  const releases = readReleases(root);
  const { steps } = pendingChanges(root, manifest, unknownKeys, releases);
  const now = freezeManifest(manifest, unknownKeys);
  const newest = releases.files.at(-1);
  return steps.flatMap((step) => {
    const { to } = step.step;
    const released = newest?.handlers[step.handler];
    if (to === null || released === undefined) return [];
    const begun = beginChange(root, step, releases.contracts.get(released.contract)!, now[to]!.text);
    return begun.files.length === 0 ? [] : [begun];
  });
}
