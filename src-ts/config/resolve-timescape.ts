/** How releases of the API are served. */

import type { TimescapeConfig } from '../api/config.js';
import type { Registry } from '../timescape/registry/registry.js';
import { Settings } from './problems.js';
import { path } from './resolve-paths.js';

/** Where the registry is. */
export type RegistrySettings =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'postgres'; readonly connection: string; readonly schema: string }
  | { readonly kind: 'own'; readonly registry: Registry };

/** Where recordings are unless it is said. */
export const recordingFolder = 'timescape/recordings';

/** What is recorded of real traffic. */
export interface RecordSettings {
  /** How likely it is for an exchange to be recorded: 0 to 1. */
  readonly sample: number;
  /** How many are kept of a route and a release. */
  readonly perRoute: number;
  readonly folder: string;
  /** Headers of requests that are kept beside those that always are. */
  readonly headers: readonly string[];
  /** Names of members, parameters and headers that are secret beside those that say so. */
  readonly redact: readonly string[];
  /** Places that differ each time they are answered. */
  readonly ignore: readonly string[];
}

/** Resolved. */
export interface TimescapeSettings {
  /** Whether releases are served as releases. */
  readonly on: boolean;
  /** As they are written in answers; none goes before another when requests are read. */
  readonly headers: readonly string[];
  readonly queryParameter: string | undefined;
  readonly missing: 'baseline' | 'options' | 'latest' | 'pin-principal';
  readonly baseline: string | undefined;
  readonly principal: TimescapeConfig['principal'];
  readonly path: string | undefined;
  readonly policy: string | undefined;
  /** 0 is no limit. */
  readonly limits: { readonly time: number; readonly size: number };
  /** How many contracts of older releases stay in memory, beside those of the newest one and the baseline. */
  readonly loaded: number;
  readonly registry: RegistrySettings;
  /** Nothing is recorded where it is absent. */
  readonly record: RecordSettings | undefined;
}

/** Where the log is unless it is said. */
export const registryFile = 'timescape/registry.jsonl';

/** Resolves `timescape`. */
export function resolveTimescape(settings: Settings): TimescapeSettings {
  const on = settings.raw('timescape') !== false;
  const inner = on ? settings.group('timescape', keys) : new Settings(undefined, 'timescape', keys, settings.problems);
  const missing = inner.word('missing', ['baseline', 'options', 'latest', 'pin-principal'], 'baseline');
  const principal = inner.raw('principal');
  if (principal !== undefined && typeof principal !== 'function') inner.wrong('principal', 'a function');
  if (missing === 'pin-principal' && principal === undefined)
    inner.problems.push(`${inner.at('missing')} is "pin-principal", which needs ${inner.at('principal')}`);
  const limits = inner.group('limits', ['time', 'size']);
  return {
    on,
    headers: resolveHeaders(inner),
    queryParameter: inner.text('queryParameter', undefined),
    missing,
    baseline: inner.text('baseline', undefined),
    principal: principal as TimescapeConfig['principal'],
    path: inner.raw('path') === false ? undefined : path(inner, 'path', '/versions'),
    policy: resolveLink(inner, 'policy'),
    limits: {
      time: limits.whole('time', 0, 3_600_000, 1000),
      size: limits.whole('size', 0, Number.MAX_SAFE_INTEGER, 16 * 1024 ** 2),
    },
    loaded: inner.whole('loaded', 1, Number.MAX_SAFE_INTEGER, 1000),
    registry: resolveRegistry(inner),
    record: resolveRecord(inner),
  };
}

const keys: readonly (keyof TimescapeConfig)[] = [
  'header',
  'queryParameter',
  'missing',
  'baseline',
  'principal',
  'path',
  'policy',
  'limits',
  'loaded',
  'registry',
  'record',
];

/** The token of RFC 9110, section 5.6.2: what the name of a header may be. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function resolveHeaders(settings: Settings): readonly string[] {
  const otherwise = ['X-API-Version', 'X-Gati-Version'];
  const value = settings.raw('header');
  if (value === undefined) return otherwise;
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (names.length > 0 && names.every((name): name is string => typeof name === 'string' && token.test(name)))
    return names;
  settings.wrong('header', 'the name of a header, or a list of them');
  return otherwise;
}

/** Text that can stand between `<` and `>` of a Link header (RFC 8288). */
function resolveLink(settings: Settings, key: string): string | undefined {
  const value = settings.text(key, undefined);
  if (value === undefined || /^[!#$%&'()*+,./0-9:;=?@A-Z[\]_a-z~-]+$/.test(value)) return value;
  settings.wrong(key, 'a URL or a path, percent-encoded');
  return undefined;
}

function resolveRecord(settings: Settings): RecordSettings | undefined {
  const value = settings.raw('record');
  if (value === undefined || value === false) return undefined;
  const inner = settings.group('record', ['sample', 'perRoute', 'folder', 'headers', 'redact', 'ignore']);
  const sample = inner.raw('sample') ?? 0.01;
  const isShare = typeof sample === 'number' && sample >= 0 && sample <= 1;
  if (!isShare) inner.wrong('sample', 'a number from 0 to 1');
  return {
    sample: isShare ? sample : 0,
    perRoute: inner.whole('perRoute', 1, 10_000, 50),
    folder: inner.text('folder', recordingFolder),
    headers: inner.texts('headers', []),
    redact: inner.texts('redact', []),
    ignore: inner.texts('ignore', []),
  };
}

/** What a registry of the application's own has to have. */
const methods: readonly (keyof Registry)[] = ['read', 'append', 'count', 'usage', 'pin', 'pinOf', 'watch', 'close'];

function resolveRegistry(settings: Settings): RegistrySettings {
  const otherwise: RegistrySettings = { kind: 'file', file: registryFile };
  const value = settings.raw('registry');
  if (value === undefined) return otherwise;
  if (typeof value === 'object' && value !== null) {
    if ('read' in value) {
      const registry = value as Registry;
      if (methods.every((name) => typeof registry[name] === 'function')) return { kind: 'own', registry };
    } else if ('postgres' in value) {
      return resolvePostgres(settings.group('registry', ['postgres', 'schema']));
    } else if ('file' in value) {
      return { kind: 'file', file: settings.group('registry', ['file']).text('file', registryFile) };
    }
  }
  settings.wrong('registry', '{ file }, { postgres, schema? } or a registry of your own');
  return otherwise;
}

function resolvePostgres(settings: Settings): RegistrySettings {
  const connection = settings.raw('postgres');
  const schema = settings.text('schema', 'gati');
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(schema)) settings.wrong('schema', 'a name of letters, digits and "_"');
  // A connection string may hold a password, and is not repeated.
  if (typeof connection !== 'string' || !/^postgres(ql)?:\/\//.test(connection)) {
    const found = connection === undefined ? 'undefined; is the variable of the environment set?' : 'something else';
    settings.problems.push(
      `${settings.at('postgres')} has to be a connection string such as "postgres://user@host/database", not ${found}`,
    );
  }
  return { kind: 'postgres', connection: String(connection), schema };
}
