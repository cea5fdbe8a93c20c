/** The registry of a project, as its configuration names it. */

import { resolve } from 'node:path';

import { loadEnvFiles } from '../config/env-files.js';
import { resolveConfig } from '../config/resolve.js';
import { openRegistry } from '../timescape/registry/open.js';
import type { Registry } from '../timescape/registry/registry.js';
import { createProject } from './project.js';

/** Which registry. */
export interface ProjectRegistryOptions {
  readonly root: string;
  /** Is told what was found and made up for. */
  readonly warn?: (message: string) => void;
}

/** Opens the registry that is used in production. Nothing is read or connected to yet. */
export async function openProjectRegistry({ root, warn }: ProjectRegistryOptions): Promise<Registry> {
  const folder = resolve(root);
  // Before the configuration is imported, because it may read the environment.
  loadEnvFiles(folder, 'production');
  const config = await createProject({ root: folder, mode: 'production' }).requiredConfiguration();
  const { timescape } = resolveConfig(config, {}, 'production');
  return openRegistry(timescape.registry, { root: folder, ...(warn === undefined ? {} : { warn }) });
}
