/** The tables of the registry, and how they come to be where several instances start at once. */

import { createHash } from 'node:crypto';

import { broken } from '../entries.js';
import type { PgPool, PgQueryable } from './client.js';

/** The names in one schema, quoted where they stand in a statement. */
export interface Tables {
  /** The schema's name, as it is. */
  readonly name: string;
  readonly schema: string;
  readonly version: string;
  readonly log: string;
  readonly usage: string;
  readonly pins: string;
  /** What is notified when the log has grown. */
  readonly channel: string;
}

/** The names. */
export function tablesOf(schema: string): Tables {
  const quoted = `"${schema.replaceAll('"', '""')}"`;
  const of = (table: string): string => `${quoted}.${table}`;
  return {
    name: schema,
    schema: quoted,
    version: of('timescape_version'),
    log: of('timescape_log'),
    usage: of('timescape_usage'),
    pins: of('timescape_pins'),
    // Names in PostgreSQL have at most 63 bytes, and that of the schema may have as many.
    channel: `gati_${hashOf(schema)}`,
  };
}

/** A short name for a text of any length. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** What each version of the tables adds to the one before. A step that was released is never changed. */
const steps: readonly ((tables: Tables) => string)[] = [
  ({ log, usage, pins }) => `
    create table ${log} (
      revision bigint primary key check (revision > 0),
      nonce text not null,
      at timestamptz not null,
      by text,
      events jsonb not null
    );
    create table ${usage} (
      key text primary key,
      release text not null,
      asked text not null,
      route text not null,
      principal text not null,
      agent text not null,
      day date not null,
      count bigint not null,
      last timestamptz not null
    );
    create index on ${usage} (release, day);
    create table ${pins} (
      key text primary key,
      principal text not null,
      release text not null,
      at timestamptz not null default now()
    );`,
];

/** Makes the tables, or brings them to the newest version. One instance does so, and the others wait for it. */
export async function migrate(pool: PgPool, tables: Tables, place: string): Promise<void> {
  // Looked at first, so that a role that may not create tables can use them.
  if ((await versionOf(pool, tables)) === steps.length) return;
  const client = await pool.connect();
  try {
    await client.query('begin isolation level read committed');
    // Two sessions that both create a table if there is none fail at times; the lock ends with the transaction.
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [tables.channel]);
    const version = await versionOf(client, tables);
    if (version > steps.length)
      throw broken(place, `its tables are of version ${version}, and this version of Gati knows ${steps.length}`);
    if (version === 0) {
      await client.query(`create schema if not exists ${tables.schema}`);
      await client.query(`create table ${tables.version} (version integer primary key, at timestamptz default now())`);
    }
    for (let step = version; step < steps.length; step += 1) {
      await client.query(steps[step]!(tables));
      await client.query(`insert into ${tables.version} (version) values ($1)`, [step + 1]);
    }
    await client.query('commit');
    client.release();
  } catch (error) {
    // The connection is thrown away, and with it the transaction and the lock.
    client.release(true);
    throw error;
  }
}

/**
 * The version of the tables that are there; 0 for none. The catalogue is asked as the table it is: `to_regclass` answers
 * from what the session remembers, which may be from before it waited for the lock.
 */
async function versionOf(client: PgQueryable, { name, version }: Tables): Promise<number> {
  const { rows } = await client.query(
    `select from pg_catalog.pg_class as class join pg_catalog.pg_namespace as space on space.oid = class.relnamespace
     where space.nspname = $1 and class.relname = 'timescape_version'`,
    [name],
  );
  if (rows.length === 0) return 0;
  const found = await client.query(`select coalesce(max(version), 0) as version from ${version}`);
  return Number(found.rows[0]?.['version']);
}
