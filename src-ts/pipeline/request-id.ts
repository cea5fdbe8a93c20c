/** Names for requests. */

import { randomBytes } from 'node:crypto';

/** What the ids made here begin with. */
export const requestIdPrefix: string = randomBytes(9).toString('base64url');
let count = 0;

/** A number that no other request of this process has. */
export function nextRequestNumber(): number {
  count = (count + 1) % Number.MAX_SAFE_INTEGER;
  return count;
}

/** The id of such a number: random for the process, counted within it. */
export function requestIdOf(number: number): string {
  return `${requestIdPrefix}-${number.toString(36)}`;
}

/** A new id. */
export function nextRequestId(): string {
  return requestIdOf(nextRequestNumber());
}

const sane = /^[\w.:=@+/-]{1,128}$/;

/** The id a client sent, when it is one that can be logged and sent back as it is. */
export function acceptRequestId(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' && sane.test(header) ? header : undefined;
}
