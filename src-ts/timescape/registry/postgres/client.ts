/** What is used of the package `pg`, an optional peer: it is loaded when a registry in PostgreSQL is opened, and never before. */

import { GatiError, reasonOf } from '../../../errors/gati-error.js';

/** Rows of an answer. */
export interface PgResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** What asks a database. */
export interface PgQueryable {
  readonly query: (text: string, values?: readonly unknown[]) => Promise<PgResult>;
}

/** A connection of the pool. */
export interface PgPoolClient extends PgQueryable {
  readonly release: (error?: Error | boolean) => void;
}

/** Connections that are used again. */
export interface PgPool extends PgQueryable {
  readonly connect: () => Promise<PgPoolClient>;
  readonly end: () => Promise<void>;
  readonly on: (event: 'error', listener: (error: Error) => void) => unknown;
}

/** A connection of one's own. */
export interface PgClient extends PgQueryable {
  readonly connect: () => Promise<void>;
  readonly end: () => Promise<void>;
  readonly on: (event: 'error' | 'end' | 'notification', listener: (told?: unknown) => void) => unknown;
}

/** The package. */
export interface Pg {
  readonly Pool: new (options: object) => PgPool;
  readonly Client: new (options: object) => PgClient;
}

/** Loads the package. */
export async function loadPg(): Promise<Pg> {
  // Not a literal, so that no bundler looks for a package that most applications do not have.
  const name: string = 'pg';
  try {
    const loaded = (await import(name)) as { readonly default: Pg };
    return loaded.default;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const values = { package: name, places: 'the registry of releases in PostgreSQL' };
    throw new GatiError('GATI_PACKAGE_MISSING', { values, cause: error });
  }
}

/** How the database is connected to. Nothing waits for ever, and an idle connection keeps no process alive. */
export function connectionOptions(connection: string): object {
  return {
    connectionString: connection,
    application_name: 'gati',
    max: 4,
    connectionTimeoutMillis: 5000,
    query_timeout: 15_000,
    idleTimeoutMillis: 10_000,
    allowExitOnIdle: true,
    keepAlive: true,
  };
}

/** The address without the password. */
export function placeOf(connection: string, schema: string): string {
  try {
    const { hostname, port, pathname } = new URL(connection);
    return `postgres://${hostname}${port === '' ? '' : `:${port}`}${pathname} (schema ${schema})`;
  } catch {
    return `PostgreSQL (schema ${schema})`;
  }
}

/** The error of a database that does not answer, or not as it should. */
export function unreachable(place: string, error: unknown): GatiError {
  const reason = reasonOf(error) || String((error as { code?: unknown }).code ?? 'no answer');
  return new GatiError('GATI_TIMESCAPE_REGISTRY_UNREACHABLE', { values: { place, reason }, cause: error });
}

/** PostgreSQL's code of an error, such as `40P01`; `undefined` where the database did not answer at all (`EPIPE`). */
export function sqlStateOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined;
}
