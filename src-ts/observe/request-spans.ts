/** Spans of requests, handed to an exporter in batches. A slow or broken exporter costs spans, which are counted, and nothing else. */

import type { RequestSpan, SpanExport } from '../api/observability.js';
import type { Logger } from '../api/contexts.js';
import { type AccessRecord, errorTypeOf } from './access-record.js';

/** How spans wait, and for how long. */
export interface BatchLimits {
  /** Spans that may wait; further ones are dropped. */
  readonly queue: number;
  /** Spans of one batch. */
  readonly batch: number;
  /** Milliseconds until the first of them is handed over. */
  readonly delay: number;
  /** Milliseconds an exporter may take. */
  readonly timeout: number;
}

/** Milliseconds between two sentences about an exporter that fails. */
const quiet = 60_000;

/** A span, as OpenTelemetry's semantic conventions of HTTP servers describe it. */
export function spanOf(record: AccessRecord): RequestSpan | undefined {
  const { span, began, ended, method, route, status, code, address, agent } = record;
  if (span?.spanId === undefined || !span.isSampled) return undefined;
  const attributes: Record<string, string | number> = {};
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined) attributes[name] = value;
  };
  const error = errorTypeOf(record);
  add('http.request.method', method);
  add('url.scheme', record.scheme);
  add('url.path', record.path);
  add('http.route', route);
  if (status !== 0) add('http.response.status_code', status);
  add('error.type', error);
  add('network.protocol.version', record.version);
  add('client.address', address);
  add('user_agent.original', agent);
  add('http.request.body.size', record.received);
  add('http.response.body.size', record.sent);
  add('gati.request.id', record.requestId);
  add('gati.error.code', code);
  add('gati.release', record.release);
  // The name of an unknown method is not for names of spans.
  const verb = method === '_OTHER' ? 'HTTP' : method;
  return {
    name: route === undefined ? verb : `${verb} ${route}`,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentId,
    traceState: span.state,
    began,
    ended: began + ended,
    isError: error !== undefined,
    attributes,
  };
}

/** Spans that wait for their exporter. */
export class RequestSpans {
  readonly #export: SpanExport;
  readonly #limits: BatchLimits;
  readonly #logger: Logger;
  #waiting: RequestSpan[] = [];
  #timer: NodeJS.Timeout | undefined;
  #exporting: Promise<void> | undefined;
  #dropped = 0;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(run: SpanExport, limits: BatchLimits, logger: Logger) {
    this.#export = run;
    this.#limits = limits;
    this.#logger = logger;
  }

  /** How many were given up. */
  get dropped(): number {
    return this.#dropped;
  }

  add(record: AccessRecord): void {
    const span = spanOf(record);
    if (span === undefined) return;
    const { queue, batch, delay } = this.#limits;
    if (this.#waiting.length >= queue) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push(span);
    if (this.#waiting.length >= batch) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), delay).unref();
  }

  /** Hands over what waits, and waits for it no longer than an exporter may take. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    const until = performance.now() + this.#limits.timeout;
    await this.#exporting;
    while (this.#waiting.length > 0 && performance.now() < until) await this.#next();
    this.#dropped += this.#waiting.length;
    this.#waiting = [];
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // One batch at a time: who is slow is not given more.
    this.#exporting ??= this.#next().finally(() => {
      this.#exporting = undefined;
      if (this.#waiting.length >= this.#limits.batch) this.#start();
      else if (this.#waiting.length > 0) this.#timer ??= setTimeout(() => this.#start(), this.#limits.delay).unref();
    });
  }

  async #next(): Promise<void> {
    const batch = this.#waiting.splice(0, this.#limits.batch);
    if (batch.length === 0) return;
    const late = AbortSignal.timeout(this.#limits.timeout);
    try {
      await Promise.race([this.#export(batch, late), expired(late)]);
    } catch (err) {
      this.#dropped += batch.length;
      const now = performance.now();
      if (now - this.#saidAt < quiet) return;
      this.#saidAt = now;
      this.#logger.warn({ err, spans: batch.length }, 'spans could not be exported; requests go on');
    }
  }
}

async function expired(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
