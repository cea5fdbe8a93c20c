/** Names for requests, and what `traceparent` says. */

import { randomBytes } from 'node:crypto';

const prefix = randomBytes(9).toString('base64url');
let count = 0;

/** A new id: random for the process, counted within it. */
export function nextRequestId(): string {
  count = (count + 1) % Number.MAX_SAFE_INTEGER;
  return `${prefix}-${count.toString(36)}`;
}

const sane = /^[\w.:=@+/-]{1,128}$/;

/** The id a client sent, when it is one that can be logged and sent back as it is. */
export function acceptRequestId(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' && sane.test(header) ? header : undefined;
}

/** A W3C trace context. */
export interface TraceParent {
  readonly traceId: string;
  readonly parentId: string;
}

const traceparent = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?$/;

/** The ids of a `traceparent` header, when it is well-formed. */
export function parseTraceParent(header: string | readonly string[] | undefined): TraceParent | undefined {
  if (typeof header !== 'string') return undefined;
  const found = traceparent.exec(header);
  if (found?.[1] === undefined || found[2] === undefined) return undefined;
  // Version 00 has exactly four fields.
  if (header.startsWith('00-') && header.length !== 55) return undefined;
  return { traceId: found[1], parentId: found[2] };
}
