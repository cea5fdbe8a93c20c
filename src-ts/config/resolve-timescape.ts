/** How releases of the API are served. */

import type { Registry } from '../timescape/registry/registry.js';
import type { Settings } from './problems.js';

/** Where the registry is. */
export type RegistrySettings =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'postgres'; readonly connection: string; readonly schema: string }
  | { readonly kind: 'own'; readonly registry: Registry };

/** Resolved. */
export interface TimescapeSettings {
  readonly registry: RegistrySettings;
}

/** Where the log is unless it is said. */
export const registryFile = 'timescape/registry.jsonl';

/** Resolves `timescape`. */
export function resolveTimescape(settings: Settings): TimescapeSettings {
  const inner = settings.group('timescape', ['registry']);
  return { registry: resolveRegistry(inner) };
}

/** What a registry of the application's own has to have. */
const methods: readonly (keyof Registry)[] = ['read', 'append', 'count', 'usage', 'pin', 'pinOf', 'watch', 'close'];

function resolveRegistry(settings: Settings): RegistrySettings {
  const otherwise: RegistrySettings = { kind: 'file', file: registryFile };
  const value = settings.raw('registry');
  if (value === undefined) return otherwise;
  if (typeof value === 'object' && value !== null) {
    if ('read' in value) {
      const registry = value as Registry;
      if (methods.every((name) => typeof registry[name] === 'function')) return { kind: 'own', registry };
    } else if ('postgres' in value) {
      return resolvePostgres(settings.group('registry', ['postgres', 'schema']));
    } else if ('file' in value) {
      return { kind: 'file', file: settings.group('registry', ['file']).text('file', registryFile) };
    }
  }
  settings.wrong('registry', '{ file }, { postgres, schema? } or a registry of your own');
  return otherwise;
}

function resolvePostgres(settings: Settings): RegistrySettings {
  const connection = settings.raw('postgres');
  const schema = settings.text('schema', 'gati');
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(schema)) settings.wrong('schema', 'a name of letters, digits and "_"');
  // A connection string may hold a password, and is not repeated.
  if (typeof connection !== 'string' || !/^postgres(ql)?:\/\//.test(connection)) {
    const found = connection === undefined ? 'undefined; is the variable of the environment set?' : 'something else';
    settings.problems.push(
      `${settings.at('postgres')} has to be a connection string such as "postgres://user@host/database", not ${found}`,
    );
  }
  return { kind: 'postgres', connection: String(connection), schema };
}
