/** What the configuration of a project says about its releases, and the registry it names. */

import { resolve } from 'node:path';

import { loadEnvFiles } from '../config/env-files.js';
import type { TimescapeSettings } from '../config/resolve-timescape.js';
import { resolveConfig } from '../config/resolve.js';
import { openRegistry } from '../timescape/registry/open.js';
import type { Registry } from '../timescape/registry/registry.js';
import { createProject } from './project.js';

/** The settings of production. Throws where the configuration cannot be read: no other registry is taken then. */
export async function readTimescapeSettings(root: string): Promise<TimescapeSettings> {
  const folder = resolve(root);
  // Before the configuration is imported, because it may read the environment.
  loadEnvFiles(folder, 'production');
  const config = await createProject({ root: folder, mode: 'production' }).requiredConfiguration();
  return resolveConfig(config, {}, 'production').timescape;
}

/** Opens the registry of settings. Nothing is read or connected to yet. `warn` is told what was found and made up for. */
export function openProjectRegistry(
  root: string,
  { registry }: TimescapeSettings,
  warn?: (message: string) => void,
): Registry {
  return openRegistry(registry, { root: resolve(root), ...(warn === undefined ? {} : { warn }) });
}
