/** `lctx`: what belongs to one request. Everything but the start is made when it is first asked for. */

import type { CatchHook, Hook, LocalContext, LocalLifecycle, Logger, TraceContext } from '../api/contexts.js';
import type { Exchange } from './exchange.js';

/** Implements `LocalContext`. */
export class PipelineLocalContext implements LocalContext {
  readonly #exchange: Exchange;
  #state: LocalContext['state'] | undefined;
  #logger: Logger | undefined;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.#state = undefined;
    this.#logger = undefined;
  }

  get requestId(): string {
    return this.#exchange.requestId();
  }

  get traceId(): string {
    return this.#exchange.span()?.traceId ?? this.#exchange.requestId();
  }

  get parentSpanId(): string | undefined {
    return this.#exchange.span()?.parentId;
  }

  get trace(): TraceContext | undefined {
    const span = this.#exchange.span();
    if (span === undefined) return undefined;
    const { traceId, parentId = '', state, isSampled } = span;
    const { spanId = parentId } = span;
    return {
      traceId,
      spanId,
      traceFlags: isSampled ? 1 : 0,
      traceparent: `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`,
      tracestate: state,
    };
  }

  get logger(): Logger {
    return (this.#logger ??= this.#exchange.childLogger());
  }

  get state(): LocalContext['state'] {
    return (this.#state ??= {} as LocalContext['state']);
  }

  get startTime(): number {
    return this.#exchange.startTime;
  }

  get timestamp(): number {
    return this.#exchange.startTime;
  }

  get signal(): AbortSignal {
    return this.#exchange.signal();
  }

  get client(): LocalContext['client'] {
    return { ip: this.#exchange.ip(), userAgent: this.#exchange.header('user-agent') };
  }

  get meta(): LocalContext['meta'] {
    const exchange = this.#exchange;
    const { startTime } = exchange;
    return {
      startTime,
      timestamp: startTime,
      method: exchange.req.method,
      path: exchange.req.path,
      instanceId: exchange.runtime.gctx.instance.id,
      timeout: exchange.runtime.deadlines.limit || undefined,
    };
  }

  get lifecycle(): LocalLifecycle {
    const exchange = this.#exchange;
    return {
      onCleanup: (run) => exchange.onCleanup(run),
      onTimeout: (run) =>
        exchange.signal().addEventListener('abort', () => void (exchange.timedOut && run()), { once: true }),
      onError: (run) => exchange.onCatch((error) => run(error)),
      isTimedOut: () => exchange.timedOut,
    };
  }

  before(hook: Hook): void {
    this.#exchange.onBefore(hook);
  }

  after(hook: Hook): void {
    this.#exchange.onAfter(hook);
  }

  catch(hook: CatchHook): void {
    this.#exchange.onCatch(hook);
  }

  onCleanup(run: () => unknown): void {
    this.#exchange.onCleanup(run);
  }
}
