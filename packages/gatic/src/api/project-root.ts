/** Which directory is the project. */

import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { projectFailure } from '../failure.js';

/** The project root, checked to be one. */
export function projectRoot(given: string | undefined): string {
  const root = resolve(given ?? '.');
  if (!existsSync(root) || !statSync(root).isDirectory())
    throw projectFailure(`${root} is not a directory`, 'pass the project with --root');
  if (!existsSync(join(root, 'package.json'))) {
    throw projectFailure(
      `${root} has no package.json, so it is not a project`,
      'run gatic inside a project, or pass it with --root',
    );
  }
  return root;
}
