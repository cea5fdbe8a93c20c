/** The registry that the configuration names. */

import { resolve } from 'node:path';

import type { RegistrySettings } from '../../config/resolve-timescape.js';
import { fileRegistry } from './file-registry.js';
import { postgresRegistry } from './postgres/registry.js';
import type { Registry } from './registry.js';

/** What goes with opening. */
export interface OpenOptions {
  /** The project, which a file is relative to. */
  readonly root: string;
  readonly warn?: (message: string) => void;
}

/** Opens a registry. Nothing is read or connected to yet. */
export function openRegistry(settings: RegistrySettings, { root, warn }: OpenOptions): Registry {
  switch (settings.kind) {
    case 'file':
      return fileRegistry({ file: resolve(root, settings.file), ...(warn === undefined ? {} : { warn }) });
    case 'postgres':
      return postgresRegistry({ connection: settings.connection, schema: settings.schema });
    case 'own':
      return settings.registry;
  }
}
