/** W3C Trace Context: what a request says of the trace it is part of, and the span it becomes. */

import { randomFillSync } from 'node:crypto';

import type { AccessSpan } from './access-record.js';

/** Whether spans are recorded. */
export interface Sampling {
  /** Of traces that begin here, the share that is recorded: 0 to 1. */
  readonly ratio: number;
  /** Whether a caller that has decided decides for us, too. */
  readonly asParent: boolean;
}

/** What a caller says. */
export interface CallerTrace {
  readonly traceId: string;
  readonly parentId: string;
  readonly isSampled: boolean;
}

const traceparent = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;

/** Reads `traceparent`, when it is well-formed. */
export function parseTraceParent(header: string | readonly string[] | undefined): CallerTrace | undefined {
  if (typeof header !== 'string') return undefined;
  const found = traceparent.exec(header);
  if (found?.[1] === undefined || found[2] === undefined || found[3] === undefined) return undefined;
  // Version 00 has exactly four fields.
  if (header.startsWith('00-') && header.length !== 55) return undefined;
  return { traceId: found[1], parentId: found[2], isSampled: (Number.parseInt(found[3], 16) & 1) === 1 };
}

/** The longest `tracestate` that is passed on; a longer one may be dropped as a whole. */
const longestState = 512;

/** What is passed on of `tracestate`. */
export function acceptState(header: string | undefined): string | undefined {
  return header !== undefined && header.length <= longestState && /^[\x20-\x7e\t]+$/.test(header) ? header : undefined;
}

const pool = Buffer.alloc(4096);
let used = pool.length;

/** Random hexadecimal digits of so many bytes, which are never all 0. */
function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const text = pool.toString('hex', used, used + bytes);
  used += bytes;
  return /[^0]/.test(text) ? text : randomHex(bytes);
}

/** Whether a trace that begins here is recorded. Every process says the same of the same id: its last 56 bits are random. */
export function isChosen(traceId: string, ratio: number): boolean {
  if (ratio >= 1) return true;
  return Number.parseInt(traceId.slice(18), 16) < ratio * 2 ** 56;
}

/** The span of a request. */
export function spanFor(caller: CallerTrace | undefined, state: string | undefined, sampling: Sampling): AccessSpan {
  const traceId = caller?.traceId ?? randomHex(16);
  const isSampled = caller !== undefined && sampling.asParent ? caller.isSampled : isChosen(traceId, sampling.ratio);
  return {
    traceId,
    spanId: randomHex(8),
    parentId: caller?.parentId,
    // A state without its parent belongs to nothing.
    state: caller === undefined ? undefined : acceptState(state),
    isSampled,
  };
}
