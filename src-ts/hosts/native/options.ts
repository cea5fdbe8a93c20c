/** What the addon is told once: limits, times, and the words of what it refuses by itself. */

import type { Logger } from '../../api/contexts.js';
import type { ResolvedConfig } from '../../config/resolve.js';
import type { ServerSettings, ServerThread } from '../../config/resolve-server.js';
import type { TlsVersion } from '../../config/resolve-tls.js';
import { catalogue, type GatiCode } from '../../errors/catalogue.js';
import { GatiError } from '../../errors/gati-error.js';
import { problemOf } from '../../errors/problem.js';
import type { Observation } from '../../observe/observation.js';
import type { TlsTexts } from '../tls.js';
import { type AccessOptions, accessOptionsOf } from './recording.js';

/** What the addon answers before anybody else has seen the request. */
const refusedThere = [
  'GATI_REQUEST_MALFORMED',
  'GATI_REQUEST_TIMEOUT',
  'GATI_URL_TOO_LONG',
  'GATI_EXPECTATION',
  'GATI_HEADERS_TOO_LARGE',
  'GATI_TRANSFER_CODING',
  'GATI_METHOD_UNKNOWN',
  'GATI_OVERLOADED',
  'GATI_HTTP_VERSION',
  'GATI_TLS_MISSING',
] as const satisfies readonly GatiCode[];

/** Milliseconds and bytes; 0 is no limit. */
export interface NativeHostOptions {
  readonly limits: {
    readonly body: number;
    readonly stream: number;
    readonly param: number;
    readonly connections?: number;
    readonly perAddress: number;
    readonly inFlight: number;
    readonly bodies: number;
  };
  readonly times: { readonly request: number; readonly head: number; readonly idle: number };
  /** Whether clients may begin with HTTP/2 where no TLS agreed on it. */
  readonly http2?: boolean;
  /** Where sockets are read and written. With TLS it is always a thread of their own. */
  readonly thread: ServerThread;
  readonly tls?: NativeTlsOptions;
  /** Problem documents by their codes. */
  readonly documents: Readonly<Record<string, string>>;
  readonly access?: AccessOptions;
}

/** TLS, for the addon. */
export interface NativeTlsOptions {
  readonly cert: string;
  readonly key: string;
  /** Who signs certificates of clients, where they have to show one. */
  readonly clients?: string;
  readonly least: TlsVersion;
  /** Whether clients may agree on HTTP/2. */
  readonly http2: boolean;
}

/** TLS of a configuration, with what was read for it. */
export function tlsOptionsOf({ http2 }: ServerSettings, { cert, key, ca, minVersion }: TlsTexts): NativeTlsOptions {
  return { cert, key, ...(ca === undefined ? {} : { clients: ca }), least: minVersion, http2: http2 === true };
}

/** The options of a configuration. */
export function optionsOf(
  { limits, server, times }: ResolvedConfig,
  observation: Observation | undefined,
  logger: Logger,
  tls: TlsTexts | undefined,
): NativeHostOptions {
  const { request, headers, keepAlive } = times;
  return {
    limits: {
      body: limits.body,
      stream: limits.stream,
      param: limits.paramLength,
      ...(limits.connections === 0 ? {} : { connections: limits.connections }),
      perAddress: limits.connectionsPerAddress,
      inFlight: limits.requests,
      // One body is always read: the memory of one that grows is up to twice its size.
      bodies: Math.max(limits.bodies, 2 * limits.body),
    },
    times: { request, head: request === 0 ? headers : Math.min(headers || request, request), idle: keepAlive },
    // Where there is TLS, that is where it is agreed on.
    ...(server.http2 === true && tls === undefined ? { http2: true } : {}),
    thread: server.thread,
    ...(tls === undefined ? {} : { tls: tlsOptionsOf(server, tls) }),
    documents: Object.fromEntries(
      refusedThere
        .filter((code) => 'status' in catalogue[code])
        .map((code) => [code, JSON.stringify(problemOf(new GatiError(code), undefined, false).document)]),
    ),
    ...(observation === undefined
      ? {}
      : { access: accessOptionsOf(observation, (level) => logger.isLevelEnabled?.(level) !== false) }),
  };
}
