/** Both registries against the same table, and what only one of them can get wrong. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joined } from 'node:path';

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { fileRegistry, postgresRegistry, type Registry, type RegistryEntry } from '../../src-ts/tooling.js';
import { repository, run } from '../cli/harness.js';
import { operations, type Given } from './operations.js';
import { postgresPrograms, startPostgres, type PostgresServer } from './postgres-server.js';

/** Where PostgreSQL is not installed its tests are skipped, unless they are asked for, as CI does. */
const hasPostgres = (await postgresPrograms()) !== undefined || process.env['GATI_TEST_POSTGRES'] === 'required';

let server: PostgresServer | undefined;
let databases = 0;

beforeAll(async () => {
  if (hasPostgres) server = await startPostgres();
});
afterAll(() => server?.stop());

/** A place for a registry that nobody has used. */
interface Kind {
  readonly name: string;
  readonly place: () => Promise<string>;
  readonly open: (place: string, clock?: () => number) => Registry;
}

const file: Kind = {
  name: 'in a file',
  place: async () => {
    const folder = await mkdtemp(joined(tmpdir(), 'gati-registry-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    return joined(folder, 'timescape/registry.jsonl');
  },
  open: (place, clock) => fileRegistry({ file: place, ...(clock === undefined ? {} : { clock }) }),
};
const postgres: Kind = {
  name: 'in PostgreSQL',
  place: () => server!.database(`registry_${(databases += 1)}`),
  open: (connection, clock) => postgresRegistry({ connection, ...(clock === undefined ? {} : { clock }) }),
};
const kinds: readonly Kind[] = [file, postgres];

async function given({ place, open }: Kind): Promise<Given> {
  const where = await place();
  return {
    open: (clock) => {
      const registry = open(where, clock);
      onTestFinished(() => registry.close());
      return registry;
    },
  };
}

describe.each(kinds)('a registry $name', (kind) => {
  const isThere = kind === file || hasPostgres;

  test.skipIf(!isThere).each(operations)('$name', async ({ check }) => check(await given(kind)));

  test.skipIf(!isThere)(
    'gives each revision to one of many processes that all want it',
    { timeout: 60_000 },
    async () => {
      const place = await kind.place();
      const names = ['a', 'b', 'c', 'd', 'e', 'f'];
      const acknowledged = await Promise.all(names.map((name) => deploy(place, name, 60, 'appends')));
      expect(acknowledged.flat().sort((left, right) => left - right)).toEqual(
        Array.from({ length: 60 }, (_, i) => i + 1),
      );
      const registry = kind.open(place);
      onTestFinished(() => registry.close());
      const entries = await registry.read();
      names.forEach((name, index) => {
        expect(acknowledged[index]).toEqual(writtenBy(entries, name));
      });
    },
  );

  test.skipIf(!isThere)('records every update of many processes', { timeout: 60_000 }, async () => {
    const place = await kind.place();
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const acknowledged = await Promise.all(names.map((name) => deploy(place, name, 15, 'updates')));
    const registry = kind.open(place);
    onTestFinished(() => registry.close());
    const entries = await registry.read();
    expect(entries).toHaveLength(names.length * 15);
    names.forEach((name, index) => {
      expect(acknowledged[index]).toEqual(writtenBy(entries, name));
      expect(acknowledged[index]).toHaveLength(15);
    });
  });
});

function writtenBy(entries: readonly RegistryEntry[], name: string): number[] {
  return entries.filter(({ by }) => by === name).map(({ revision }) => revision);
}

/** Runs a process that writes, and answers with the revisions it was told of. */
async function deploy(place: string, name: string, count: number, how: 'updates' | 'appends'): Promise<number[]> {
  const script = joined(repository, '__test__/timescape/deployer.mjs');
  const { code, stdout, stderr } = await run(process.execPath, [script, place, name, String(count), how]);
  expect([stderr, code]).toEqual(['', 0]);
  return stdout.split('\n').filter(Boolean).map(Number);
}
