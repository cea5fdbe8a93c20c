/**
 * Errors that are answers. A handler throws one, or returns one, and the client gets it as `application/problem+json`.
 * The classes are also what a contract is written with: `response: User | NotFound`.
 *
 * Their `detail` is text for the client and leaves in every mode. Any other thrown value is a fault of the program:
 * it is logged, and the client sees a 500 without its message.
 */

import { STATUS_CODES } from 'node:http';

/** What can go with an HTTP error beside its text. */
export interface HttpErrorOptions {
  /** A stable name clients can compare, such as `USER_SUSPENDED`. */
  readonly code?: string;
  /** Response headers, such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem document. They reach the client. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** What led to this error. It is logged and never sent. */
  readonly cause?: unknown;
}

/** An answer with an error status. */
export class HttpError<Status extends number = number> extends Error {
  /** The HTTP status. */
  readonly status: Status;
  /** The same as `status`, under the name Fastify and Express read. */
  readonly statusCode: Status;
  /** A stable name clients can compare. */
  readonly code: string | undefined;
  /** Response headers. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** Further members of the problem document. */
  readonly extensions: Readonly<Record<string, unknown>> | undefined;

  constructor(status: Status, detail?: string, options?: HttpErrorOptions) {
    super(
      detail ?? STATUS_CODES[status] ?? `HTTP ${status}`,
      options?.cause === undefined ? undefined : { cause: options.cause },
    );
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw new RangeError(`an HTTP error needs a status from 400 to 599, not ${String(status)}`);
    }
    this.status = status;
    this.statusCode = status;
    this.code = options?.code;
    this.headers = options?.headers;
    this.extensions = options?.extensions;
  }

  override get name(): string {
    return 'HttpError';
  }
}

/**
 * The error of the published packages: a message, a status and a context. The context reaches the client when the
 * status is below 500, and only the log otherwise.
 */
export class HandlerError extends HttpError {
  /** What was handed in with the error. */
  readonly context: Readonly<Record<string, unknown>> | undefined;

  constructor(message: string, statusCode: number = 500, context?: Readonly<Record<string, unknown>>) {
    super(statusCode, message, context !== undefined && statusCode < 500 ? { extensions: { context } } : undefined);
    this.context = context;
  }

  override get name(): string {
    return 'HandlerError';
  }
}
