/** What is recorded of requests, and what an exporter of spans is given. */

/** The span of a request: `SpanKind.SERVER` of OpenTelemetry. */
export interface RequestSpan {
  /** Method and route: `GET /users/:id`. */
  readonly name: string;
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** The span of who called, where that was said. */
  readonly parentSpanId: string | undefined;
  readonly traceState: string | undefined;
  /** Microseconds since 1970. */
  readonly began: number;
  /** Microseconds since 1970. */
  readonly ended: number;
  /** Whether the server failed, or the client left before it had the whole answer. */
  readonly isError: boolean;
  /** By OpenTelemetry's semantic conventions. */
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** Takes spans. What it throws is logged, and the spans are lost; `signal` is aborted when it takes too long. */
export type SpanExport = (spans: readonly RequestSpan[], signal: AbortSignal) => unknown;

/** The spans of requests. */
export interface SpansConfig {
  /** Takes them. Unless set, they are sent as OTLP (HTTP, JSON) to where `OTEL_EXPORTER_OTLP_ENDPOINT` says. */
  readonly export?: SpanExport;
  /** The share of traces beginning here that is recorded, 0 to 1. 1; `OTEL_TRACES_SAMPLER` is asked unless set. */
  readonly sample?: number;
}

/** What is recorded of requests. Nothing, unless set. */
export interface ObservabilityConfig {
  /** One line of the log for each request. The same as `logging.requests`. */
  readonly requests?: boolean;
  /** Metrics for Prometheus at a path outside of `basePath`. `true` is `/metrics`. */
  readonly metrics?: boolean | string;
  /** A span for each request. */
  readonly spans?: boolean | SpansConfig;
  /** Routes without lines and spans. Those of the health checks and of the metrics, unless set. */
  readonly ignore?: readonly string[];
}
