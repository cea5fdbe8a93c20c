/** The error this package throws. */

import { catalogue, type GatiCode, messageOf } from './catalogue.js';

/** What goes with a {@link GatiError} beside its code. */
export interface GatiErrorOptions {
  /** Fills the places of the message. */
  readonly values?: Readonly<Record<string, string | number>>;
  readonly cause?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Misfits of the request or of the answer. */
  readonly issues?: readonly LocatedIssue[];
  /** Further members of the problem document. They reach the client. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** An issue, and the part of the request or the answer it was found in. */
export interface LocatedIssue {
  readonly in: 'params' | 'query' | 'headers' | 'body' | 'response';
  readonly pointer: string;
  readonly code: string;
  readonly expected: string;
  readonly received: string;
  readonly message: string;
  /** What the message speaks of, such as `{ min: 3 }`. */
  readonly params?: Readonly<Record<string, string | number>>;
}

/** An error with a code from the catalogue. */
export class GatiError extends Error {
  readonly code: GatiCode;
  /** The status of the answer, when the code becomes one. */
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly issues: readonly LocatedIssue[] | undefined;
  /** Further members of the problem document. */
  readonly extensions: Readonly<Record<string, unknown>> | undefined;

  constructor(code: GatiCode, options: GatiErrorOptions = {}) {
    const { status } = catalogue[code];
    const { stackTraceLimit } = Error;
    // Where this package refuses a request is told by the code; walking the stack would be most of the cost of a refusal.
    if (status !== undefined && status < 500) Error.stackTraceLimit = 0;
    super(messageOf(code, options.values), options.cause === undefined ? undefined : { cause: options.cause });
    Error.stackTraceLimit = stackTraceLimit;
    this.code = code;
    this.status = status;
    this.headers = options.headers;
    this.issues = options.issues;
    this.extensions = options.extensions;
  }

  override get name(): string {
    return 'GatiError';
  }

  /** The same as `status`, under the name Fastify reads. */
  get statusCode(): number | undefined {
    return this.status;
  }
}

/** What an unknown thrown value says about itself. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
