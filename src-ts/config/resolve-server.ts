/** Where the server listens, and who stands in front of it. */

import { isIP } from 'node:net';

import type { GatiConfig } from '../api/config.js';
import type { Mode } from '../definition.js';
import { aloneVariable, numberVariable } from '../workers/talk.js';
import { Settings } from './problems.js';
import { resolveTls, type TlsSettings } from './resolve-tls.js';

/** Who may speak HTTP. */
export type ServerType = 'fastify' | 'native';

/** The types there are. */
const types: readonly ServerType[] = ['fastify', 'native'];

/** Where the native host reads and writes. */
export type ServerThread = 'main' | 'own';

/** The threads there are. */
const threads: readonly ServerThread[] = ['main', 'own'];

/** Resolved. */
export interface ServerSettings {
  /** Who speaks HTTP. */
  readonly type: ServerType;
  readonly thread: ServerThread;
  readonly port: number;
  readonly host: string;
  /** Whether other processes serve on the same port, and whether they do already. */
  readonly sharing: 'none' | 'first' | 'others';
  readonly trustProxy: boolean | string | readonly string[] | number;
  /** Whether HTTP/2 is spoken, where that was said. */
  readonly http2: boolean | undefined;
  readonly tls: TlsSettings | undefined;
}

/**
 * `PORT`, `HOST`, `GATI_SERVER` and `GATI_SERVER_THREAD` win over the configuration; `server.port` may be written as `port`, and `server.type` as
 * `server`.
 */
export function resolveServer(settings: Settings, env: NodeJS.ProcessEnv, mode: Mode): ServerSettings {
  const given = settings.raw('server');
  const inner = new Settings(
    typeof given === 'string' ? { type: given } : given,
    'server',
    ['type', 'thread', 'port', 'host', 'http2', 'tls'],
    settings.problems,
  );
  for (const key of ['port', 'host']) {
    if (settings.raw(key) !== undefined && inner.raw(key) !== undefined && settings.raw(key) !== inner.raw(key)) {
      settings.problems.push(`${key} and server.${key} are both set, to different values; keep one of them`);
    }
  }
  const said = inner.word('type', types, 'fastify');
  const http2 = inner.raw('http2') === undefined ? undefined : inner.flag('http2', false);
  const type = wordOfEnvironment(env, 'GATI_SERVER', types, settings.problems) ?? said;
  // Whoever goes back for one run has a configuration for the other host, which stays as it is.
  if (http2 === true && type === 'fastify' && said === 'fastify')
    settings.problems.push(
      'server.http2 is spoken by the native host alone; set server.type to "native", or leave server.http2 out',
    );
  const port = settings.whole('port', 0, 65_535, inner.whole('port', 0, 65_535, 3000));
  const host = settings.text('host', inner.text('host', mode === 'production' ? '0.0.0.0' : '127.0.0.1'));
  return {
    type,
    thread:
      wordOfEnvironment(env, 'GATI_SERVER_THREAD', threads, settings.problems) ?? inner.word('thread', threads, 'main'),
    port: portOfEnvironment(env['PORT'], settings.problems) ?? port,
    host: env['HOST'] === undefined || env['HOST'] === '' ? host : env['HOST'],
    sharing: env[numberVariable] === undefined ? 'none' : env[aloneVariable] === undefined ? 'others' : 'first',
    trustProxy: resolveTrust(settings),
    http2,
    tls: resolveTls(inner),
  };
}

/** Who is going to speak HTTP, of a configuration that was checked. */
export function serverTypeOf({ server }: GatiConfig, env: NodeJS.ProcessEnv): ServerType {
  const said = typeof server === 'object' ? server.type : server;
  return wordOfEnvironment(env, 'GATI_SERVER', types, []) ?? said ?? 'fastify';
}

function wordOfEnvironment<T extends string>(
  env: NodeJS.ProcessEnv,
  name: string,
  words: readonly T[],
  problems: string[],
): T | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  const known = words.find((word) => word === text);
  if (known === undefined)
    problems.push(`${name} in the environment has to be ${words.join(' or ')}, not ${JSON.stringify(text)}`);
  return known;
}

function portOfEnvironment(text: string | undefined, problems: string[]): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  problems.push(`PORT in the environment has to be a whole number from 0 to 65535, not ${JSON.stringify(text)}`);
  return undefined;
}

function resolveTrust(settings: Settings): ServerSettings['trustProxy'] {
  const value = settings.raw('trustProxy');
  if (value === undefined) return false;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  const list = typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value;
  const names = new Set(['loopback', 'linklocal', 'uniquelocal']);
  const known = (one: unknown): boolean =>
    typeof one === 'string' && (names.has(one) || isIP(one.split('/', 1)[0] ?? '') !== 0);
  if (Array.isArray(list) && list.every(known)) return list as string[];
  settings.wrong('trustProxy', 'true, false, a number of proxies, or addresses such as "10.0.0.0/8"');
  return false;
}
