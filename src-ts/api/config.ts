/** What `gati.config.ts` exports. Every setting has a default; docs/configuration.md lists them. */

import type { LocatedIssue } from '../errors/gati-error.js';
import type { UnknownKeys } from '../manifest/gtype.js';
import type { Registry } from '../timescape/registry/registry.js';
import type { ErrorMiddleware, GlobalHooks, Middleware } from './handler.js';
import type { ObservabilityConfig } from './observability.js';
import type { ModulesConfig } from './module.js';
import type { RawHeaders } from './request.js';

/** A number of bytes, or text such as `'1mb'`. */
export type ByteSize = number | string;

/** Who speaks HTTP: Fastify, or Rust on the JavaScript thread. */
export type ServerType = 'fastify' | 'native';

/** Where the native host reads and writes: on the thread of JavaScript, or on one of its own. */
export type ServerThread = 'main' | 'own';

/** Where the server listens. */
export interface AddressConfig {
  /** 3000 unless set; `PORT` in the environment wins. */
  readonly port?: number;
  /** `127.0.0.1` in development and `0.0.0.0` in production; `HOST` in the environment wins. */
  readonly host?: string;
}

/**
 * TLS, spoken by the server itself. `cert`, `key` and `ca` are PEM text, or the path of a file with it, relative to the
 * project.
 */
export interface TlsConfig {
  /** The certificate, and behind it those that lead from it to an authority. */
  readonly cert: string;
  /** Its private key, which no password protects. */
  readonly key: string;
  /** Certificates of the authorities that sign those of clients, with `requestCert`. */
  readonly ca?: string;
  /** `true`: who shows no certificate that one of `ca` signed is not let in. Off unless set. */
  readonly requestCert?: boolean;
  /** The least version that is spoken. `TLSv1.2` unless set. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
}

/** The server. */
export interface ServerConfig extends AddressConfig {
  /** `fastify` unless set; `GATI_SERVER` in the environment wins. */
  readonly type?: ServerType;
  /** `main` unless set, under the native host; `GATI_SERVER_THREAD` in the environment wins. On Windows it is always `own`. */
  readonly thread?: ServerThread;
  /**
   * `true`: the native host speaks HTTP/2, too. With TLS clients choose it by ALPN, as browsers do; without, those may begin
   * with it that know of it beforehand (RFC 9113, section 3.3). Off unless set.
   */
  readonly http2?: boolean;
  /** TLS. Without it, plain HTTP is spoken. */
  readonly tls?: TlsConfig;
}

/** How long things may take, in milliseconds; 0 switches a limit off. */
export interface TimeoutsConfig {
  /** From the arrival of a request to its answer. 30,000. */
  readonly handler?: number;
  /** For a client to send its whole request. 60,000. */
  readonly request?: number;
  /** For a client to send its headers. 20,000. */
  readonly headers?: number;
  /** How long an idle connection is kept. 72,000. */
  readonly keepAlive?: number;
  /** For one module to start. 30,000. */
  readonly moduleInit?: number;
  /** For one module to stop. 10,000. */
  readonly moduleShutdown?: number;
  /** For one health check. 5,000. */
  readonly healthCheck?: number;
}

/** How large things may be. */
export interface LimitsConfig {
  /** Levels of nesting in a JSON body. 64. */
  readonly depth?: number;
  /** Bytes a body may have that a handler gets while it arrives; 0 is no limit. `bodyLimit` unless set. */
  readonly stream?: ByteSize;
  /** Characters of one path parameter. 2,048. */
  readonly paramLength?: number;
  /** Connections at a time. None unless set. */
  readonly connections?: number;
  /** Connections of one address, under the native host. None unless set. */
  readonly connectionsPerAddress?: number;
  /** Requests under way in the process, under the native host; further ones are answered with 503. 100,000. */
  readonly requests?: number;
  /** Memory for all bodies that are being read, under the native host: bytes, or a size. 256 MiB, and at least twice `bodyLimit`. */
  readonly bodies?: number | string;
}

/** What is logged, and how. */
export interface LoggingConfig {
  /** A pino level, or `'silent'`. `info` unless set; `LOG_LEVEL` in the environment wins. */
  readonly level?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** One line for each request. Off unless set. The same as `observability.requests`. */
  readonly requests?: boolean;
  /** Paths of fields pino replaces, beside the ones that always are (authorization, cookie, password, …). */
  readonly redact?: readonly string[];
}

/** Which origins browsers may call from. */
export interface CorsConfig {
  /** `true` answers with the origin that asked. */
  readonly origin: boolean | string | readonly string[];
  readonly methods?: readonly string[];
  readonly allowedHeaders?: readonly string[];
  readonly exposedHeaders?: readonly string[];
  readonly credentials?: boolean;
  /** Seconds a browser may remember the answer. */
  readonly maxAge?: number;
}

/**
 * Texts of issues, by their code; `key.missing`, `string.min` and the others are listed in docs/validation.md. A key may
 * also be the very text that is replaced, such as one of `@message`; that one wins. `{min}` and the other parameters of the
 * issue are filled in, and `{name}`, `{expected}` and `{received}`. A function makes the text itself.
 */
export type MessageTable = Readonly<Record<string, string | ((issue: LocatedIssue) => string)>>;

/**
 * What clients are told of what does not fit: a table for each language (`de`, `pt-BR`), of which the `Accept-Language` of
 * the request chooses, `*` being for who asks for none of them; or a function, which is given the languages, best liked
 * first. Without a text an issue says what it says by itself.
 */
export type MessagesConfig =
  Readonly<Record<string, MessageTable>> | ((issue: LocatedIssue, languages: readonly string[]) => string | undefined);

/** The registry in files of the project, for an application of one instance. */
export interface FileRegistryConfig {
  /** Where its log is, relative to the project. `timescape/registry.jsonl`. */
  readonly file: string;
}

/** The registry in a PostgreSQL database, for any number of instances. Needs the package `pg`. */
export interface PostgresRegistryConfig {
  /** A connection string: `postgres://user:password@host:5432/database`. */
  readonly postgres: string;
  /** The schema its tables are in; made where it is missing. `gati`. */
  readonly schema?: string;
}

/**
 * What is recorded of real traffic. Credentials are not: of the headers only what requests are sent again with is kept, and
 * values under names, or of types, that say password, secret, token and the like are blanked.
 */
export interface RecordConfig {
  /** How likely it is for a request to be recorded, 0 to 1. 0.01. */
  readonly sample?: number;
  /** How many are kept of each route and release. 50. */
  readonly perRoute?: number;
  /** Where they are, relative to the project. `timescape/recordings`. */
  readonly folder?: string;
  /** Headers of requests that handlers depend on, kept beside `accept`, `accept-language`, `content-type`, `prefer` and `x-request-id`. */
  readonly headers?: readonly string[];
  /** More names of members and parameters whose values are blanked: `birthday`. */
  readonly redact?: readonly string[];
  /** Places that differ each time they are answered, as `--ignore` of `gatic timescape replay` takes them: `/createdAt`. */
  readonly ignore?: readonly string[];
}

/** What is known of a request when its caller is asked for. */
export interface VersionedRequest {
  readonly method: string;
  readonly url: string;
  /** With lower-case names. */
  readonly headers: RawHeaders;
  readonly ip: string;
}

/** Releases of the API, and what clients get that were written against an earlier one. */
export interface TimescapeConfig {
  /** Headers that may name a version; the first one is what answers say theirs with. `X-API-Version` and `X-Gati-Version`. */
  readonly header?: string | readonly string[];
  /** A parameter of the query that may name a version, such as `'api-version'`. None unless set; handlers do not see it. */
  readonly queryParameter?: string;
  /**
   * What a request gets that names no version. `'baseline'`, unless set: the release that is called so. `'options'`: a 400
   * with the versions there are. `'pin-principal'`: the release that was the newest when its caller came first.
   * `'latest'`: the newest release, which breaks callers with every major version.
   */
  readonly missing?: 'baseline' | 'options' | 'latest' | 'pin-principal';
  /** A release, by id, version or label. The first one unless set here or by `gatic timescape baseline`. */
  readonly baseline?: string;
  /** Who calls, for `missing: 'pin-principal'`: a stable name. Without one, a request gets the baseline. */
  readonly principal?: (request: VersionedRequest) => string | undefined;
  /** Where the releases are described, outside of `basePath`; `false` describes them nowhere. `/versions`. */
  readonly path?: string | false;
  /** The page that says how long versions live: a URL or a path, for `Link: <…>; rel="sunset"`. */
  readonly policy?: string;
  /** What the hand-written parts of transformers may take; 0 switches a limit off. */
  readonly limits?: {
    /** Milliseconds for one request or answer. 1,000. */
    readonly time?: number;
    /** Bytes, roughly, of what one makes. 16 MiB. */
    readonly size?: number;
  };
  /**
   * How many contracts of older releases may be in memory, beside those of the newest release and of the baseline. 1,000. Others
   * are loaded when a client asks for them, in the place of those that were used the longest time ago.
   */
  readonly loaded?: number;
  /** Where it is recorded what happens to releases. A file of the project unless set. */
  readonly registry?: FileRegistryConfig | PostgresRegistryConfig | Registry;
  /** Records a sample of what clients of each release send and get, for `gatic timescape replay`. Off unless set, and in production only. */
  readonly record?: false | RecordConfig;
}

/** Paths of the health checks, outside of `basePath`. */
export interface HealthConfig {
  /** `/health`: the process is alive. */
  readonly live?: string;
  /** `/ready`: the modules are well and the application is not stopping. */
  readonly ready?: string;
}

/** Who stands behind an API, in the words of OpenAPI's Info Object. */
export interface OpenApiInfo {
  /** The `name` of `package.json` unless set. */
  readonly title?: string;
  /** The `version` of `package.json` unless set. */
  readonly version?: string;
  readonly summary?: string;
  /** Markdown. The `description` of `package.json` unless set. */
  readonly description?: string;
  readonly termsOfService?: string;
  readonly contact?: { readonly name?: string; readonly url?: string; readonly email?: string };
  /** `identifier` is an SPDX expression, and excludes `url`. */
  readonly license?: { readonly name: string; readonly identifier?: string; readonly url?: string };
}

/** Where an API is served, as OpenAPI's Server Object. */
export interface OpenApiServer {
  readonly url: string;
  readonly description?: string;
}

/** The OpenAPI document of the application. */
export interface OpenApiConfig {
  /** Where it is served, outside of `basePath`. `/openapi.json`. */
  readonly path?: string;
  /** Whether a built application serves it as well. `false`: it is served in development only. */
  readonly production?: boolean;
  readonly info?: OpenApiInfo;
  /** None unless set: the server that the document comes from. */
  readonly servers?: readonly OpenApiServer[];
}

/** How the application stops. */
export interface ShutdownConfig {
  /** Milliseconds in-flight requests get. 10,000. */
  readonly grace?: number;
  /** Milliseconds quiet connections stay open so that requests under way still arrive. 250. */
  readonly drain?: number;
}

/** The configuration of an application. */
export interface GatiConfig extends AddressConfig {
  /** `'native'` is `{ type: 'native' }`. */
  readonly server?: ServerType | ServerConfig;
  /** Comes before every route: `/api`. None unless set. */
  readonly basePath?: string;
  /** The folder of handlers. `src/handlers`. */
  readonly handlers?: string;
  /** Bytes a body may have. 1 MiB. */
  readonly bodyLimit?: ByteSize;
  /** The same as `timeouts.handler`. */
  readonly timeout?: number;
  readonly timeouts?: TimeoutsConfig;
  readonly limits?: LimitsConfig;
  /** `false` is `{ level: 'silent' }`. */
  readonly logging?: boolean | LoggingConfig;
  /** Lines of the log, metrics and spans of requests. */
  readonly observability?: ObservabilityConfig;
  readonly cors?: boolean | CorsConfig;
  /** What issues of requests say, in which languages. English unless set. */
  readonly messages?: MessagesConfig;
  /** What happens to undeclared keys of requests. `strip`. */
  readonly unknownKeys?: UnknownKeys;
  /** Who knows types that Gati does not evaluate: nobody, unless set. Asked only by `gatic dev`, `check`, `schema` and `generate`. */
  readonly fallback?: 'typescript';
  /** Which proxies in front may say who the client is. `false`. */
  readonly trustProxy?: boolean | string | readonly string[] | number;
  readonly health?: false | HealthConfig;
  /** The description of the API for other programs; `false` serves none. */
  readonly openapi?: false | OpenApiConfig;
  readonly timescape?: false | TimescapeConfig;
  readonly shutdown?: ShutdownConfig;
  readonly modules?: ModulesConfig;
  /** Runs around every handler, the first one outermost. */
  readonly use?: readonly Middleware[];
  /** Is told of every error. */
  readonly useError?: readonly ErrorMiddleware[];
  readonly hooks?: GlobalHooks;
  /** Your own settings: `gctx.config`. */
  readonly app?: Readonly<Record<string, unknown>>;
  /** Names of the instance, for `gctx.instance`. */
  readonly instance?: { readonly id?: string; readonly region?: string; readonly zone?: string };
}

/** Gives the configuration its type without changing it. */
export function defineConfig(config: GatiConfig): GatiConfig {
  return config;
}
