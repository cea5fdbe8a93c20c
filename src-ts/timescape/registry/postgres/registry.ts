/** The registry in a PostgreSQL database, for any number of instances on any number of machines. */

import { randomUUID } from 'node:crypto';

import { GatiError } from '../../../errors/gati-error.js';
import { readEntry } from '../entries.js';
import { checkedEvents, type RegistryEntry } from '../events.js';
import { conflict, entryOf, type Registry } from '../registry.js';
import { keyOf, summed, type Asked, type UsageCount } from '../usage.js';
import { connectionOptions, loadPg, placeOf, sqlStateOf, unreachable, type Pg, type PgPool } from './client.js';
import { hashOf, migrate, tablesOf, type Tables } from './tables.js';
import { listen } from './listen.js';

/** A registry in PostgreSQL. */
export interface PostgresRegistryOptions {
  readonly connection: string;
  /** The schema of its tables. */
  readonly schema?: string;
  readonly clock?: () => number;
}

/** What is open. */
interface Opened {
  readonly pg: Pg;
  readonly pool: PgPool;
}

const momentFormat = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`;
const asMoment = (column: string): string => `to_char(${column} at time zone 'utc', ${momentFormat})`;

/** The database was asked to do two things at once that exclude each other, and did one of them. */
const raced = ['23505', '40001', '40P01'];

/** Opens the registry. It is connected to with the first thing that is asked of it. */
export function postgresRegistry(options: PostgresRegistryOptions): Registry {
  const { connection, schema = 'gati', clock = Date.now } = options;
  const place = placeOf(connection, schema);
  const tables = tablesOf(schema);
  const watches = new Set<() => Promise<void>>();
  let opened: Promise<Opened> | undefined;

  const open = async (): Promise<Opened> => {
    const pg = await loadPg();
    const pool = new pg.Pool(connectionOptions(connection));
    // An idle connection that breaks is made again when it is needed; without this it would end the process.
    pool.on('error', () => undefined);
    try {
      await migrate(pool, tables, place);
    } catch (error) {
      await pool.end();
      throw error;
    }
    return { pg, pool };
  };
  /** What failed to open is opened again. */
  const using = async <T>(work: (opened: Opened) => Promise<T>): Promise<T> => {
    try {
      opened ??= open();
      return await work(await opened.catch((error: unknown) => ((opened = undefined), Promise.reject(error))));
    } catch (error) {
      throw error instanceof GatiError ? error : unreachable(place, error);
    }
  };

  return {
    place,
    begins: 'when-activated',
    read: (after = 0) => using(({ pool }) => entriesAfter(pool, tables, after, place)),
    append: (revision, events, asked) => {
      const entry = entryOf(revision + 1, checkedEvents(events), clock(), asked);
      return using(({ pool }) => appended(pool, tables, entry, place));
    },
    count: (batch) => using(({ pool }) => counted(pool, tables, batch)),
    usage: ({ release = null, since = null } = {}) =>
      using(async ({ pool }) => {
        const { rows } = await pool.query(
          `select release, asked, route, principal, agent, to_char(day, 'YYYY-MM-DD') as day, count, ${asMoment('last')} as last
           from ${tables.usage} where ($1::text is null or release = $1) and ($2::date is null or day >= $2)`,
          [release, since],
        );
        return summed(rows.map((row) => ({ ...(row as unknown as UsageCount), count: Number(row['count']) })));
      }),
    pin: (principal, release) => using(({ pool }) => pinned(pool, tables, principal, release)),
    pinOf: (principal) => using(({ pool }) => pinOf(pool, tables, principal)),
    watch: (asked) =>
      using(async ({ pg, pool }) => {
        const last = async (): Promise<number> => {
          const { rows } = await pool.query(`select coalesce(max(revision), 0) as last from ${tables.log}`);
          return Number(rows[0]?.['last']);
        };
        const stop = await listen(pg, { ...asked, connection, channel: tables.channel, last, place });
        watches.add(stop);
        return { close: async () => (watches.delete(stop), stop()) };
      }),
    close: async () => {
      await Promise.all([...watches].map((stop) => stop()));
      watches.clear();
      const open = opened;
      opened = undefined;
      await open?.then(
        ({ pool }) => pool.end(),
        () => undefined,
      );
    },
  };
}

async function entriesAfter(pool: PgPool, tables: Tables, after: number, place: string): Promise<RegistryEntry[]> {
  const { rows } = await pool.query(
    `select revision, ${asMoment('at')} as at, by, events from ${tables.log} where revision > $1 order by revision`,
    [after],
  );
  return rows.map(({ revision, at, by, events }, index) => {
    const value = { revision: Number(revision), at, ...(by === null ? {} : { by }), events };
    return readEntry(value, after + index + 1, place, `revision ${String(revision)}`);
  });
}

/**
 * One statement, and so one transaction: the row is there and whoever listens is told, or neither. That the revision is the
 * primary key is what makes one of several succeed.
 */
async function appended(pool: PgPool, tables: Tables, entry: RegistryEntry, place: string): Promise<RegistryEntry> {
  const nonce = randomUUID();
  const { revision, at, by = null, events } = entry;
  let failure: unknown;
  try {
    const { rows } = await pool.query(
      `with appended as (
         insert into ${tables.log} (revision, nonce, at, by, events)
         select $1::bigint, $2, $3, $4, $5::jsonb
         where $1::bigint - 1 = (select coalesce(max(revision), 0) from ${tables.log})
         on conflict (revision) do nothing
         returning revision
       )
       select pg_notify($6, revision::text) from appended`,
      [revision, nonce, at, by, JSON.stringify(events), tables.channel],
    );
    if (rows.length === 1) return entry;
  } catch (error) {
    const state = sqlStateOf(error);
    if (state !== undefined && !raced.includes(state) && !/^(08|57)/.test(state)) throw error;
    failure = error;
  }
  // The connection may have broken after the row was written, so the row says whether it was.
  const { rows } = await pool.query(
    `select coalesce(max(revision), 0) as last, bool_or(revision = $1::bigint and nonce = $2) as mine from ${tables.log}`,
    [revision, nonce],
  );
  if (rows[0]?.['mine'] === true) return entry;
  const last = Number(rows[0]?.['last']);
  if (failure === undefined || raced.includes(sqlStateOf(failure) ?? '') || last >= revision)
    throw conflict(revision - 1, last);
  throw unreachable(place, failure);
}

/** In one order of keys everywhere, so that two batches wait for each other at most once. */
async function counted(pool: PgPool, tables: Tables, batch: readonly UsageCount[]): Promise<void> {
  if (batch.length === 0) return;
  const rows = summed(batch.map(storable)).map((row) => ({ ...row, key: hashOf(keyOf(row)) }));
  rows.sort((left, right) => (left.key < right.key ? -1 : 1));
  const column = (name: keyof (typeof rows)[number]): unknown[] => rows.map((row) => row[name]);
  await pool.query(
    `insert into ${tables.usage} as usage (key, release, asked, route, principal, agent, day, count, last)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::bigint[], $9::timestamptz[])
     on conflict (key) do update set count = usage.count + excluded.count, last = greatest(usage.last, excluded.last)`,
    [
      column('key'),
      column('release'),
      column('asked') as Asked[],
      column('route'),
      column('principal'),
      column('agent'),
      column('day'),
      column('count'),
      column('last'),
    ],
  );
}

async function pinned(pool: PgPool, tables: Tables, principal: string, release: string): Promise<string> {
  await pool.query(
    `insert into ${tables.pins} (key, principal, release) values ($1, $2, $3) on conflict (key) do nothing`,
    [hashOf(principal), text(principal), release],
  );
  return (await pinOf(pool, tables, principal)) ?? release;
}

async function pinOf(pool: PgPool, tables: Tables, principal: string): Promise<string | undefined> {
  const { rows } = await pool.query(`select release from ${tables.pins} where key = $1`, [hashOf(principal)]);
  return rows[0]?.['release'] as string | undefined;
}

function storable(row: UsageCount): UsageCount {
  return { ...row, route: text(row.route), principal: text(row.principal), agent: text(row.agent) };
}

/** PostgreSQL has no NUL in texts. */
function text(value: string): string {
  return value.replaceAll('\0', '\uFFFD');
}
