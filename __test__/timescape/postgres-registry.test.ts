/** What only a registry in PostgreSQL can get wrong: tables, connections, notifications. */

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { postgresRegistry, type Registry } from '../../src-ts/tooling.js';
import { freePort } from '../cli/harness.js';
import { first, label } from './operations.js';
import { postgresPrograms, query, startPostgres, type PostgresServer } from './postgres-server.js';

const hasPostgres = (await postgresPrograms()) !== undefined || process.env['GATI_TEST_POSTGRES'] === 'required';

let server: PostgresServer | undefined;
beforeAll(async () => {
  if (hasPostgres) server = await startPostgres();
});
afterAll(() => server?.stop());

let databases = 0;
const database = (): Promise<string> => server!.database(`postgres_${(databases += 1)}`);

function open(connection: string, schema?: string): Registry {
  const registry = postgresRegistry({ connection, ...(schema === undefined ? {} : { schema }) });
  onTestFinished(() => registry.close());
  return registry;
}

const code = (text: string): object => expect.objectContaining({ code: text });

describe.skipIf(!hasPostgres)('a registry in PostgreSQL', () => {
  test('makes its tables once, however many instances start at the same moment', async () => {
    for (let round = 0; round < 4; round += 1) {
      const connection = await database();
      const answers = await Promise.all(Array.from({ length: 15 }, () => open(connection).read()));
      expect(answers).toEqual(Array.from({ length: 15 }, () => []));
    }
  });

  test('keeps to its schema, whatever that is called', async () => {
    const connection = await database();
    await open(connection, 'Shop').append(0, [label('a')]);
    await open(connection, 'select').append(0, [label('b')]);
    expect((await open(connection, 'Shop').read())[0]?.events).toEqual([label('a')]);
    expect((await open(connection, 'select').read())[0]?.events).toEqual([label('b')]);
    const tables = await query(connection, "select 1 from pg_tables where schemaname = 'public'");
    expect(tables).toEqual([]);
  });

  test('needs no right to make tables where they are made', async () => {
    const connection = await database();
    await open(connection).append(0, [label('a')]);
    await query(
      connection,
      `create role modest login;
       grant usage on schema gati to modest;
       grant select, insert, update on all tables in schema gati to modest`,
    );
    const modest = open(connection.replace('gati@', 'modest@'));
    await modest.append(1, [label('b')]);
    expect(await modest.read()).toHaveLength(2);
  });

  test('does not touch tables of a newer version', async () => {
    const connection = await database();
    await open(connection).append(0, [label('a')]);
    await query(connection, 'insert into gati.timescape_version (version) values (99)');
    const refusal = open(connection).read();
    await expect(refusal).rejects.toEqual(code('GATI_TIMESCAPE_REGISTRY_BROKEN'));
    await expect(refusal).rejects.toThrow(/tables are of version 99/);
  });

  test('does not take a row for an entry that is none', async () => {
    const connection = await database();
    const registry = open(connection);
    await registry.append(0, [label('a')]);
    await query(connection, `update gati.timescape_log set events = '[{"kind":"deleted"}]'`);
    await expect(registry.read()).rejects.toThrow(/revision 1: this version knows no kind "deleted"/);
    await query(connection, 'update gati.timescape_log set revision = 2');
    await expect(registry.read()).rejects.toThrow(/it is revision 2, where 1 has to be/);
  });

  test('says which database does not answer, without the password, and asks again the next time', async () => {
    const port = await freePort();
    const registry = open(`postgres://ann:secret@127.0.0.1:${port}/shop`);
    for (let time = 0; time < 2; time += 1) {
      const error = await registry.read().catch((thrown: unknown) => thrown as Error);
      expect(error).toEqual(code('GATI_TIMESCAPE_REGISTRY_UNREACHABLE'));
      expect(String(error)).toContain(`postgres://127.0.0.1:${port}/shop`);
      expect(JSON.stringify(error) + String(error)).not.toContain('secret');
    }
  });

  test('goes on when its connections were cut, and watches on', async () => {
    const connection = await database();
    const [watching, writing] = [open(connection), open(connection)];
    const errors: unknown[] = [];
    let hear: (revision: number) => void = () => undefined;
    await watching.watch({
      pollMilliseconds: 50,
      onRevision: (revision) => hear(revision),
      onError: (error) => errors.push(error),
    });
    for (let revision = 0; revision < 3; revision += 1) {
      await query(
        connection,
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gati' and datname = current_database()",
      );
      const heard = new Promise((done) => (hear = done));
      // The first statement on a connection that was cut may fail; what it did not record is recorded by the next one.
      const append = (): Promise<unknown> => writing.append(revision, [label(`n${revision}`)]);
      await append().catch(async (error: unknown) => {
        expect(error).toEqual(code('GATI_TIMESCAPE_REGISTRY_UNREACHABLE'));
        await append();
      });
      expect(await heard).toBe(revision + 1);
    }
    expect((await writing.read()).map(({ revision }) => revision)).toEqual([1, 2, 3]);
    for (const error of errors) expect(error).toEqual(code('GATI_TIMESCAPE_REGISTRY_UNREACHABLE'));
  });

  test('is told of an entry at once, and does not only look for one', async () => {
    const connection = await database();
    const registry = open(connection);
    const heard = new Promise<number>((done) => {
      void registry
        .watch({ pollMilliseconds: 3_600_000, onRevision: done })
        .then(() => open(connection).append(0, [label('a')]));
    });
    expect(await heard).toBe(1);
  });

  test('keeps texts and names that SQL has a meaning for', async () => {
    const connection = await database();
    const registry = open(connection);
    const name = `'; drop table gati.timescape_pins; -- \0 "`;
    expect(await registry.pin(name, first)).toBe(first);
    expect(await registry.pinOf(name)).toBe(first);
    const row = { asked: 'id', route: name, principal: name, agent: name, day: '2026-01-01', count: 1 } as const;
    await registry.count([{ ...row, release: first, last: first }]);
    expect(await registry.usage()).toMatchObject([{ route: name.replace('\0', '\uFFFD'), count: 1 }]);
  });
});
