/** What the analyzer says about a project, without running any handler. */

import { createProject, type Inspected } from '@gati-framework/core/tooling';

/** Analyzes a project, with the folders its configuration names, and writes `.gati/types.d.ts`. */
export async function check(root: string): Promise<Inspected> {
  return createProject({ root, mode: 'production' }).inspect();
}
