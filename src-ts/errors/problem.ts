/** Any thrown value as an RFC 9457 problem document, with nothing in it that is not meant for the client. */

import { STATUS_CODES } from 'node:http';

import { catalogue, type CatalogueEntry } from './catalogue.js';
import { GatiError, type LocatedIssue } from './gati-error.js';
import { HttpError } from './http-error.js';

/** The media type of problem documents. */
export const problemType = 'application/problem+json; charset=utf-8';

/** What the types of problems begin with. They are names, as RFC 9457 has them, and not there to be opened. */
const problemTypes = 'https://gati.dev/problems/';

/** A problem, ready to be written. */
export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly document: Readonly<Record<string, unknown>>;
  /** Whether the server is at fault, so that the cause belongs into the log. */
  readonly fault: boolean;
}

/** Members an extension may not replace. */
const reserved = new Set(['type', 'title', 'status', 'detail', 'instance', 'code', 'errors', 'requestId']);

/**
 * Turns a thrown value into a problem. {@link HttpError} and the client errors of the catalogue speak for
 * themselves; an error of another library keeps a 4xx status and its message, as under Fastify; everything else is
 * a 500 that says nothing about its cause.
 */
export function problemOf(thrown: unknown, requestId: string | undefined, showFaults: boolean): Problem {
  if (thrown instanceof HttpError) {
    return build(thrown.status, thrown.message, thrown.code, requestId, thrown.headers, undefined, thrown.extensions);
  }
  if (thrown instanceof GatiError && thrown.status !== undefined) {
    const entry: CatalogueEntry = catalogue[thrown.code];
    const silent = thrown.status === 500 && !showFaults && entry.told !== true;
    const problem = build(
      thrown.status,
      silent ? 'the server failed to answer' : thrown.message,
      silent ? 'GATI_INTERNAL' : thrown.code,
      requestId,
      thrown.headers,
      silent ? undefined : thrown.issues,
      thrown.extensions,
    );
    if (entry.type === undefined) return problem;
    const named = { type: `${problemTypes}${entry.type}`, title: entry.title ?? problem.document['title'] };
    return { ...problem, document: { ...problem.document, ...named } };
  }
  const foreign = foreignClientError(thrown);
  if (foreign !== undefined)
    return build(foreign.status, foreign.message, foreign.code, requestId, undefined, undefined, undefined);
  return build(500, 'the server failed to answer', 'GATI_INTERNAL', requestId, undefined, undefined, undefined);
}

/** A client error of another library: an `Error` whose `statusCode` or `status` is 4xx. */
function foreignClientError(
  thrown: unknown,
): { status: number; message: string; code: string | undefined } | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { statusCode, status, code } = thrown as Error & { statusCode?: unknown; status?: unknown; code?: unknown };
  const given = typeof statusCode === 'number' ? statusCode : status;
  if (typeof given !== 'number' || !Number.isInteger(given) || given < 400 || given > 499) return undefined;
  return { status: given, message: thrown.message, code: typeof code === 'string' ? code : undefined };
}

function build(
  status: number,
  detail: string,
  code: string | undefined,
  requestId: string | undefined,
  headers: Readonly<Record<string, string>> | undefined,
  issues: readonly LocatedIssue[] | undefined,
  extensions: Readonly<Record<string, unknown>> | undefined,
): Problem {
  const document: Record<string, unknown> = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status };
  if (detail !== document['title']) document['detail'] = detail;
  if (code !== undefined) document['code'] = code;
  if (requestId !== undefined) document['requestId'] = requestId;
  if (issues !== undefined) document['errors'] = issues;
  if (extensions !== undefined) {
    for (const [name, value] of Object.entries(extensions)) if (!reserved.has(name)) document[name] = value;
  }
  return { status, headers, document, fault: status >= 500 };
}
