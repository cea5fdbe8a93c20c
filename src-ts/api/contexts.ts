/** The two contexts: `gctx` lives as long as the application, `lctx` as long as the request. */

import type { Request } from './request.js';
import type { Response } from './response.js';

/**
 * The modules of a project, by name. A project adds its own by declaration merging; `gatic dev` and `gatic build`
 * write that declaration into `.gati/`.
 */
export interface ModuleRegistry {}

/** What a project keeps in `lctx.state`, added by declaration merging. */
export interface LocalState {}

/** The same seam under the name of the published packages. */
export interface LocalContextState {}

/** What a project keeps in `gctx.state`, added by declaration merging. */
export interface GlobalState {}

/** The settings handlers may read, added by declaration merging. */
export interface ConfigRegistry {}

/** Writes one line of the log: a message, or fields and a message. */
export interface LogFunction {
  (message: string): void;
  (fields: object, message?: string): void;
}

/** The part of a pino logger everybody relies on. */
export interface Logger {
  readonly fatal: LogFunction;
  readonly error: LogFunction;
  readonly warn: LogFunction;
  readonly info: LogFunction;
  readonly debug: LogFunction;
  readonly trace: LogFunction;
  level: string;
  /** Whether lines of a level are written. A logger that cannot say is taken to write them all. */
  isLevelEnabled?(level: string): boolean;
  child(bindings: Record<string, unknown>): Logger;
}

/** The running instance. */
export interface InstanceInfo {
  readonly id: string;
  readonly region: string | undefined;
  readonly zone: string | undefined;
  readonly startedAt: number;
}

/** What one health check found. */
export interface HealthReport {
  readonly name: string;
  readonly healthy: boolean;
  readonly reason?: string;
}

/** The life of the application. */
export interface GlobalLifecycle {
  /** Runs when all modules have started, before the first request. */
  onStartup(run: () => void | Promise<void>): void;
  /** Asked by `/ready`, next to the modules. */
  onHealthCheck(name: string, check: () => boolean | Promise<boolean>): void;
  /** Runs when stopping begins, while requests are still being finished. */
  onPreShutdown(run: () => void | Promise<void>): void;
  /** Runs after the last request and before the modules stop, last registered first. */
  onShutdown(run: () => void | Promise<void>): void;
  /** Whether the application is stopping. */
  isShuttingDown(): boolean;
}

/** What all requests share. */
export interface GlobalContext {
  readonly modules: ModuleRegistry;
  /** The values of `app` in `gati.config.ts`. */
  readonly config: ConfigRegistry & Readonly<Record<string, unknown>>;
  readonly logger: Logger;
  readonly state: GlobalState & Record<string, unknown>;
  readonly lifecycle: GlobalLifecycle;
  readonly instance: InstanceInfo;
  /** `'development'`, `'production'` or `'test'`. */
  readonly mode: 'development' | 'production' | 'test';
  /** The same as `lifecycle.onShutdown`. */
  onShutdown(run: () => void | Promise<void>): void;
}

/** Runs before the handler, or after it and before the answer leaves. It may answer. */
export type Hook = (req: Request, res: Response, gctx: GlobalContext, lctx: LocalContext) => unknown;

/** Runs when something was thrown. When it answers, that is the answer. */
export type CatchHook = (
  error: unknown,
  req: Request,
  res: Response,
  gctx: GlobalContext,
  lctx: LocalContext,
) => unknown;

/** The life of a request. */
export interface LocalLifecycle {
  onCleanup(run: () => unknown): void;
  /** Runs when the time of the request is over. */
  onTimeout(run: () => unknown): void;
  /** Runs when something was thrown. */
  onError(run: (error: unknown) => unknown): void;
  isTimedOut(): boolean;
}

/** Where a request is in a trace (W3C Trace Context). It is a `SpanContext` of OpenTelemetry as well. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** The span that calls made for this request are part of: its own where spans are recorded, else that of who called. */
  readonly spanId: string;
  /** 1 where the trace is recorded. */
  readonly traceFlags: number;
  /** What to send along with calls made for this request. */
  readonly traceparent: string;
  readonly tracestate: string | undefined;
}

/** What belongs to one request. */
export interface LocalContext {
  /** From `x-request-id` when that is well-formed, else made here. */
  readonly requestId: string;
  /** From `traceparent` when that is well-formed, or made where spans are recorded; else the request id. */
  readonly traceId: string;
  readonly parentSpanId: string | undefined;
  /** What calls made for this request send along; nothing where no spans are recorded and the caller sent none. */
  readonly trace: TraceContext | undefined;
  /** A child of the application's logger that names the request. */
  readonly logger: Logger;
  readonly state: LocalState & LocalContextState & Record<string, unknown>;
  /** Milliseconds since 1970 at which the request arrived. */
  readonly startTime: number;
  /** The same as `startTime`. */
  readonly timestamp: number;
  /** Aborted when the time of the request is over or the client has gone. */
  readonly signal: AbortSignal;
  readonly client: { readonly ip: string; readonly userAgent: string | undefined };
  readonly meta: {
    readonly startTime: number;
    readonly timestamp: number;
    readonly method: string;
    readonly path: string;
    readonly instanceId: string;
    readonly timeout: number | undefined;
  };
  readonly lifecycle: LocalLifecycle;
  /** Adds a hook that runs before the handler. Only a middleware or another before-hook is early enough. */
  before(hook: Hook): void;
  /** Adds a hook that runs when the handler has finished and before the answer leaves. */
  after(hook: Hook): void;
  /** Adds a hook that runs when something was thrown. */
  catch(hook: CatchHook): void;
  /** Runs when the answer has been given, whatever it was. */
  onCleanup(run: () => unknown): void;
}
