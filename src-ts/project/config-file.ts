/** Finding `gati.config`. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Spellings of the configuration file, in the order they are looked for. */
export const configFileNames: readonly string[] = [
  'gati.config.ts',
  'gati.config.mts',
  'gati.config.js',
  'gati.config.mjs',
];

/** The project's configuration file, if it has one. */
export function findConfigFile(root: string): string | undefined {
  return configFileNames.map((name) => join(root, name)).find((path) => existsSync(path));
}
