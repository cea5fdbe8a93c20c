/** What is known of a request when it is over: lines of the log, metrics and spans are made of this, under every host. */

/** The span of a request, as W3C Trace Context and OpenTelemetry name it. */
export interface AccessSpan {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits; nothing where no span is recorded. */
  readonly spanId: string | undefined;
  /** The span of the caller. */
  readonly parentId: string | undefined;
  /** What `tracestate` said. */
  readonly state: string | undefined;
  readonly isSampled: boolean;
}

/** One finished request. */
export interface AccessRecord {
  /** A method that routes can have, `TRACE`, or `_OTHER`. */
  readonly method: string;
  /** The pattern of the route, with the base path; nothing where there is none. */
  readonly route: string | undefined;
  /** The path without its query, as it was sent; nothing where the first line could not be read. */
  readonly path: string | undefined;
  /** 0 where the client left before there was an answer. */
  readonly status: number;
  /** The code of the problem that was the answer. */
  readonly code: string | undefined;
  /** The release the answer is from. */
  readonly release: string | undefined;
  readonly requestId: string | undefined;
  readonly span: AccessSpan | undefined;
  /** `1.0`, `1.1` or `2`. */
  readonly version: string;
  readonly scheme: 'http' | 'https';
  /** Who called, as `req.ip` has it. */
  readonly address: string | undefined;
  readonly agent: string | undefined;
  /** Bytes of the request's body. */
  readonly received: number;
  /** Bytes of the answer's body that were handed to the socket. */
  readonly sent: number;
  /** When it began, in microseconds since 1970. */
  readonly began: number;
  /** Microseconds until the answer began; nothing where there was none. */
  readonly answered: number | undefined;
  /** Microseconds until the last byte had left, or the client had. */
  readonly ended: number;
  /** Whether the client left before the last byte had. */
  readonly isGone: boolean;
}

/** Methods as metrics and spans know them. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'TRACE']);

/** A method, or what stands for all that are none of HTTP's, so that nobody can invent series of metrics. */
export function knownMethod(method: string | undefined): string {
  return method !== undefined && methods.has(method) ? method : '_OTHER';
}

/** What went wrong, in the words of OpenTelemetry's `error.type`; nothing where nothing did, or the client is at fault. */
export function errorTypeOf({ status, isGone }: Pick<AccessRecord, 'status' | 'isGone'>): string | undefined {
  if (status >= 500) return String(status);
  return isGone ? 'client_gone' : undefined;
}
