/** What a parent says: a line for each event. */

import type { End } from './worker-process.js';

/** Where lines go. */
export interface Say {
  readonly event: (line: string) => void;
  readonly problem: (line: string) => void;
}

/** What became of a worker, as the rest of a sentence. */
export function describeEnd({ code, signal }: End, hasListened: boolean): string {
  const before = hasListened ? '' : ' before it listened';
  if (signal !== null) return `was ended by ${signal}${before}`;
  if (code !== null) return `ended with ${code}${before}`;
  return 'could not be started';
}
