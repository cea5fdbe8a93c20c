/** What people wrote for steps that are not released yet, tried on values of both contracts before anything is built on it. */

import { join } from 'node:path';

import type { Releases } from './folder.js';
import { contractOf, folderName } from './folder.js';
import type { Pending } from './pending.js';
import type { FrozenContract } from './release-file.js';
import { createProject } from '../project.js';
import { testStep, type Breach } from '../transform/laws.js';

/** A value for which something written by hand does what it must not. */
export interface TriedStep extends Breach {
  /** The handler in the newest release. */
  readonly handler: string;
  /** The change file, relative to the project. */
  readonly file: string;
}

/** Runs the functions of change files on made-up requests and answers. Nothing comes back where every law holds. */
export async function tryPending(root: string, pending: Pending, releases: Releases): Promise<readonly TriedStep[]> {
  const { against, handlers } = pending;
  const steps = pending.steps.filter(({ step }) => step.custom !== undefined && step.to !== null);
  if (against === undefined || steps.length === 0) return [];
  const paths = steps.map(({ step }) => join(root, folderName, step.custom!));
  const { urls } = createProject({ root, mode: 'production' }).compile(paths);
  const found: TriedStep[] = [];
  for (const [index, { handler, step }] of steps.entries()) {
    const module = (await import(urls.get(paths[index]!)!)) as { readonly default: unknown };
    const { breaches } = testStep({
      from: contractOf(releases, against.handlers[handler]!.contract),
      steps: [step],
      to: JSON.parse(handlers[step.to!]!.text) as FrozenContract,
      custom: { [step.custom!]: module.default },
    });
    for (const breach of breaches) found.push({ ...breach, handler, file: `${folderName}/${step.custom!}` });
  }
  return found;
}
