/** Where the server listens, and who stands in front of it. */

import { isIP } from 'node:net';

import type { Mode } from '../definition.js';
import type { Settings } from './problems.js';

/** Resolved. */
export interface ServerSettings {
  readonly port: number;
  readonly host: string;
  readonly trustProxy: boolean | string | readonly string[] | number;
}

/** `PORT` and `HOST` win over the configuration, and `server.port` may be written as `port`. */
export function resolveServer(settings: Settings, env: NodeJS.ProcessEnv, mode: Mode): ServerSettings {
  const inner = settings.group('server', ['port', 'host']);
  for (const key of ['port', 'host']) {
    if (settings.raw(key) !== undefined && inner.raw(key) !== undefined && settings.raw(key) !== inner.raw(key)) {
      settings.problems.push(`${key} and server.${key} are both set, to different values; keep one of them`);
    }
  }
  const port = settings.whole('port', 0, 65_535, inner.whole('port', 0, 65_535, 3000));
  const host = settings.text('host', inner.text('host', mode === 'production' ? '0.0.0.0' : '127.0.0.1'));
  return {
    port: portOfEnvironment(env['PORT'], settings.problems) ?? port,
    host: env['HOST'] === undefined || env['HOST'] === '' ? host : env['HOST'],
    trustProxy: resolveTrust(settings),
  };
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
