/** Spans as OTLP over HTTP, in its JSON form (opentelemetry-proto, `ExportTraceServiceRequest`). */

import type { RequestSpan, SpanExport } from '../api/observability.js';

/** Where spans are sent, and what is said of who sends them. */
export interface OtlpTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `service.name` and the like. */
  readonly resource: Readonly<Record<string, string>>;
}

/** `SPAN_KIND_SERVER` */
const server = 2;
/** `STATUS_CODE_ERROR` */
const failed = 2;
/** The flags of a span say whether its parent is in another process: that is known, and it is. */
const remoteParent = 0x300;
const sampled = 1;

/** Answers that ask for the same again (the specification's list). */
const again = new Set([429, 502, 503, 504]);
/** How often a batch is sent. */
const attempts = 3;

/** Sends spans to a collector. */
export function otlpExport(target: OtlpTarget): SpanExport {
  const headers = { 'content-type': 'application/json', ...target.headers };
  return async (spans, signal) => {
    const body = JSON.stringify(requestOf(spans, target.resource));
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(target.url, { method: 'POST', headers, body, signal });
      // The connection can be used again only when the answer was read.
      await response.arrayBuffer();
      if (response.ok) return;
      if (!again.has(response.status) || attempt === attempts)
        throw new Error(`the collector at ${target.url} answered ${response.status}`);
      await pause(pauseOf(response.headers.get('retry-after'), attempt), signal);
    }
  };
}

function pauseOf(retryAfter: string | null, attempt: number): number {
  const seconds = Number(retryAfter ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : 500 * 2 ** attempt * (0.8 + 0.4 * Math.random());
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** The document of a batch. */
export function requestOf(spans: readonly RequestSpan[], resource: OtlpTarget['resource']): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf(resource) },
        scopeSpans: [{ scope: { name: '@gati-framework/core' }, spans: spans.map(spanOf) }],
      },
    ],
  };
}

function spanOf(span: RequestSpan): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.traceState === undefined ? {} : { traceState: span.traceState }),
    ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
    flags: span.parentSpanId === undefined ? sampled : sampled | remoteParent,
    name: span.name,
    kind: server,
    startTimeUnixNano: nanoseconds(span.began),
    endTimeUnixNano: nanoseconds(span.ended),
    attributes: attributesOf(span.attributes),
    status: span.isError ? { code: failed } : {},
  };
}

/** 64-bit numbers are text in the JSON form. */
function nanoseconds(microseconds: number): string {
  return `${Math.round(microseconds)}000`;
}

function attributesOf(attributes: Readonly<Record<string, string | number>>): object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
  }));
}
