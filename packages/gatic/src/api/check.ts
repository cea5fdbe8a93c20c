/** What the analyzer says about a project, without running any handler. */

import { createProject, type Inspected, type ProjectOptions } from '@gati-framework/core/tooling';

import { applyFixes, type AppliedFix } from './fix.js';

/** How often a project is looked at again: a fix may bring to light what another fix mends. */
const maximumRounds = 10;

/** Who may be asked while a project is checked. */
export type Asked = Pick<ProjectOptions, 'typescript' | 'schemas'>;

/**
 * Analyzes a project, with the folders its configuration names, and writes `.gati/types.d.ts`. With
 * `typescript: 'ask'` the `fallback` of the configuration may ask TypeScript, and locks what it says.
 */
export async function check(root: string, asked: Asked = {}): Promise<Inspected> {
  return createProject({ root, mode: 'production', ...asked }).inspect();
}

/** A project after its fixes. */
export interface CheckedAndFixed extends Inspected {
  /** What was changed, in the order it was. */
  readonly fixes: readonly AppliedFix[];
}

/** The same, after the fixes that diagnostics bring along were written to the files. */
export async function checkAndFix(root: string, asked: Asked = {}): Promise<CheckedAndFixed> {
  const project = createProject({ root, mode: 'production', ...asked });
  const fixes: AppliedFix[] = [];
  let inspected = await project.inspect();
  for (let round = 0; round < maximumRounds; round += 1) {
    const { applied, files } = await applyFixes(project.root, inspected.diagnostics);
    if (applied.length === 0) break;
    fixes.push(...applied);
    inspected = await project.inspectAgain(files);
  }
  return { ...inspected, fixes };
}
