/** `gatic timescape` with a registry that several instances share. */

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { join, postgresRegistry } from '../../dist/tooling.js';
import { postgresPrograms, startPostgres, type PostgresServer } from '../timescape/postgres-server.js';
import { first, project, second, third } from './timescape-project.js';

const hasPostgres = (await postgresPrograms()) !== undefined || process.env['GATI_TEST_POSTGRES'] === 'required';

let server: PostgresServer | undefined;
beforeAll(async () => {
  if (hasPostgres) server = await startPostgres();
});
afterAll(() => server?.stop());

describe.skipIf(!hasPostgres)('with PostgreSQL', () => {
  test('a release is announced, waited for, activated and rolled back', async () => {
    const connection = await server!.database('shop');
    const { asked, timescape, events } = await project({
      'gati.config.ts': 'export default { timescape: { registry: { postgres: process.env.DATABASE_URL! } } };\n',
      '.env': `DATABASE_URL=${connection}\n`,
    });
    const registry = postgresRegistry({ connection });
    onTestFinished(() => registry.close());
    const known = [
      { id: first, semver: '1.0.0' },
      { id: second, semver: '1.1.0' },
    ];
    // The deployment before this one: everything there was begins when it was made.
    await join(registry, { release: second, instance: 'old' }, { known });
    expect(await asked('status')).toMatchObject({ current: second, pending: [{ id: third, waiting: null }] });
    expect((await timescape('status')).stdout).toContain(`pending   ${third}: not announced yet`);
    const { stdout } = await timescape('announce', '--instances', '2');
    expect(stdout).toContain(`${third} is waited for until 2 instances are ready`);
    const all = [...known, { id: third, semver: '2.0.0' }];
    await join(registry, { release: third, instance: 'a' }, { known: all });
    expect((await timescape('status')).stdout).toContain('1 of 2 instances are ready (a)');
    await join(registry, { release: third, instance: 'b' }, { known: all });
    expect(await asked('status')).toMatchObject({ coming: { release: third } });
    expect((await timescape('announce', '2.0.0', '--instances', '3')).stdout).toContain('nothing to do');
    expect(await asked('rollback')).toMatchObject({ from: third, to: second, recorded: true });
    // Nothing of it is in the files of the project.
    expect(await events()).toEqual([]);
  });

  test('one instance fewer than announced is said by announcing again', async () => {
    const connection = await server!.database('fewer');
    const { timescape, asked } = await project({
      'gati.config.ts': `export default { timescape: { registry: { postgres: ${JSON.stringify(connection)} } } };\n`,
    });
    const registry = postgresRegistry({ connection });
    onTestFinished(() => registry.close());
    await join(registry, { release: second, instance: 'old' }, { known: [{ id: first }, { id: second }] });
    await timescape('announce', third, '--instances', '2');
    await join(registry, { release: third, instance: 'a' });
    expect((await timescape('announce', third, '--instances', '1')).stdout).toContain(`${third} is current from`);
    expect(await asked('status')).toMatchObject({ coming: { release: third } });
  });
});

test('a registry in a file waits for nobody', async () => {
  const { timescape } = await project();
  const { code, stderr } = await timescape('announce', '--instances', '2');
  expect([code, stderr]).toMatchObject([1, expect.stringContaining('a release begins at the time it is named after')]);
  expect((await timescape('announce')).code).toBe(2);
});
