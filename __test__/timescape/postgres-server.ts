/** A PostgreSQL server of one's own, from the packages of the system, on a free port and in a temporary folder. */

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { freePort } from '../cli/harness.js';

/** The server does not run as root, and tests may. */
const nobody = 65_534;

/** A server that runs. */
export interface PostgresServer {
  /** A connection string for a database of this name, which is made. */
  readonly database: (name: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** The folder of the server's programs: on the path, or where Debian keeps them. */
export async function postgresPrograms(): Promise<string | undefined> {
  const onPath = (process.env['PATH'] ?? '').split(delimiter);
  const versions = existsSync('/usr/lib/postgresql') ? await readdir('/usr/lib/postgresql') : [];
  const debian = versions
    .sort((left, right) => Number(right) - Number(left))
    .map((one) => `/usr/lib/postgresql/${one}/bin`);
  return [...debian, ...onPath].find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
  );
}

/** Starts a server. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = await postgresPrograms();
  if (programs === undefined) throw new Error('PostgreSQL is not installed: apt-get install postgresql');
  const folder = await mkdtemp(join(tmpdir(), 'gati-pg-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chown(folder, nobody, nobody);
  const user = isRoot ? { uid: nobody, gid: nobody } : {};
  const environment = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC', HOME: folder };
  const options = { ...user, cwd: folder, env: environment };
  const data = join(folder, 'data');
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'gati', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'],
    { ...options, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stdout}${made.stderr}`);
  const port = await freePort();
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: 'off',
    max_connections: '200',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...args], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await untilReady(server);
  return {
    database: async (name) => {
      await asked(port, 'postgres', `create database "${name}"`);
      return `postgres://gati@127.0.0.1:${port}/${name}`;
    },
    stop: async () => {
      const ended = new Promise((done) => server.once('exit', done));
      server.kill('SIGQUIT');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let text = '';
    const hear = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes('database system is ready to accept connections')) done();
    };
    // Both are read to the end, or the server would wait for room.
    server.stdout?.on('data', hear);
    server.stderr?.on('data', hear);
    server.once('error', fail);
    server.once('exit', (code) => fail(new Error(`PostgreSQL ended with ${String(code)}: ${text}`)));
  });
}

/** Asks a database something. */
async function asked(port: number, database: string, text: string): Promise<readonly Record<string, unknown>[]> {
  return query(`postgres://gati@127.0.0.1:${port}/${database}`, text);
}

/** Asks the database of a connection string something. */
export async function query(connection: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const { default: pg } = (await import('pg' as string)) as {
    default: { Client: new (options: object) => TestClient };
  };
  const client = new pg.Client({ connectionString: connection });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

interface TestClient {
  connect(): Promise<void>;
  end(): Promise<void>;
  query(text: string): Promise<{ rows: Record<string, unknown>[] }>;
}
