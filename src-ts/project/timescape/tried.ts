/** What people wrote for steps that are not released yet, tried on values of both contracts before anything is built on it. */

import { join } from 'node:path';

import { GatiError, reasonOf } from '../../errors/gati-error.js';
import { renderDiagnostic } from '../render.js';
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
  const { urls, diagnostics } = createProject({ root, mode: 'production' }).compile(paths);
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    const said = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic)).join('\n\n');
    throw new GatiError('GATI_CHANGE_FILE_BROKEN', { values: { file: `${folderName}/changes`, reason: `\n${said}` } });
  }
  const found: TriedStep[] = [];
  for (const [index, { handler, step }] of steps.entries()) {
    const file = `${folderName}/${step.custom!}`;
    const module = await loaded(file, urls.get(paths[index]!)!);
    const { breaches } = testStep({
      from: contractOf(releases, against.handlers[handler]!.contract),
      steps: [step],
      to: JSON.parse(handlers[step.to!]!.text) as FrozenContract,
      custom: { [step.custom!]: module.default },
    });
    for (const breach of breaches) found.push({ ...breach, handler, file });
  }
  return found;
}

/** What a change file exports. One that fails when it is loaded is its author's to mend, and so is named. */
async function loaded(file: string, url: string): Promise<{ readonly default?: unknown }> {
  try {
    return (await import(url)) as { readonly default?: unknown };
  } catch (cause) {
    throw new GatiError('GATI_CHANGE_FILE_BROKEN', { values: { file, reason: reasonOf(cause) }, cause });
  }
}
