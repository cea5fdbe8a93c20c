/** How large things may be and how long they may take. */

import type { Settings } from './problems.js';

/** Resolved: milliseconds; 0 is no limit. */
export interface TimeSettings {
  readonly handler: number;
  readonly request: number;
  readonly headers: number;
  readonly keepAlive: number;
  readonly moduleInit: number;
  readonly moduleShutdown: number;
  readonly healthCheck: number;
}

/** Resolved. */
export interface LimitSettings {
  readonly body: number;
  /** Of a body that is handed on while it arrives. 0 is no limit. */
  readonly stream: number;
  readonly depth: number;
  readonly paramLength: number;
  /** 0 is no limit. */
  readonly connections: number;
  /** 0 is no limit. */
  readonly connectionsPerAddress: number;
  /** Of the native host. */
  readonly requests: number;
  /** Bytes of all bodies that are being read, of the native host. */
  readonly bodies: number;
}

/** More than a process can hold. */
const most = 10_000_000;

/** A day: more than any of these can sensibly be, and within what a timer can hold. */
const longest = 86_400_000;

/** `timeout` is `timeouts.handler`. */
export function resolveTimes(settings: Settings): TimeSettings {
  const inner = settings.group('timeouts', [
    'handler',
    'request',
    'headers',
    'keepAlive',
    'moduleInit',
    'moduleShutdown',
    'healthCheck',
  ]);
  return {
    handler: inner.whole('handler', 0, longest, settings.whole('timeout', 0, longest, 30_000)),
    request: inner.whole('request', 0, longest, 60_000),
    headers: inner.whole('headers', 0, longest, 20_000),
    keepAlive: inner.whole('keepAlive', 0, longest, 72_000),
    moduleInit: inner.whole('moduleInit', 0, longest, 30_000),
    moduleShutdown: inner.whole('moduleShutdown', 0, longest, 10_000),
    healthCheck: inner.whole('healthCheck', 0, longest, 5_000),
  };
}

/** Limits on what a client sends. */
export function resolveLimits(settings: Settings): LimitSettings {
  const inner = settings.group('limits', [
    'depth',
    'stream',
    'paramLength',
    'connections',
    'connectionsPerAddress',
    'requests',
    'bodies',
  ]);
  const body = bytes(settings, 'bodyLimit', 1, 1024 ** 2);
  return {
    body,
    stream: bytes(inner, 'stream', 0, body),
    depth: inner.whole('depth', 1, 10_000, 64),
    paramLength: inner.whole('paramLength', 1, 65_536, 2048),
    connections: inner.whole('connections', 0, most, 0),
    connectionsPerAddress: inner.whole('connectionsPerAddress', 0, most, 0),
    requests: inner.whole('requests', 1, most, 100_000),
    bodies: bytes(inner, 'bodies', 1, 256 * 1024 ** 2),
  };
}

const units: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

function bytes(settings: Settings, key: string, least: number, otherwise: number): number {
  const value = settings.raw(key);
  if (value === undefined) return otherwise;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  const found = typeof value === 'string' ? /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(value.trim()) : null;
  const unit = units[found?.[2]?.toLowerCase() ?? ''];
  const size = unit === undefined ? 0 : Math.floor(Number(found?.[1]) * unit);
  if (Number.isSafeInteger(size) && size > 0) return size;
  settings.wrong(key, 'a number of bytes or a size such as "1mb"');
  return otherwise;
}
