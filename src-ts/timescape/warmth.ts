/** Which releases an instance has at hand when it starts, by who called them lately. It decides about loading, and never about serving. */

import type { UsageCount } from './registry/usage.js';

/**
 * `hot`: loaded when an instance starts. `warm`: called in the last thirty days, and loaded with its next call. `cold`:
 * nobody called it for longer, or nobody counted; loaded with its next call as well.
 */
export type Warmth = 'hot' | 'warm' | 'cold';

/** How many days back a call makes a release hot. */
export const hotDays = 7;

/** How many days back a call makes a release warm. */
export const warmDays = 30;

const day = 86_400_000;

/** The first of the last days, today included, as counters name it. `now` is in milliseconds. */
export function daysBack(now: number, days: number): string {
  return new Date(now - (days - 1) * day).toISOString().slice(0, 10);
}

/** What a release is. `isKept` says that clients get it who name none, or the newest. */
export function warmthOf(release: string, isKept: boolean, usage: readonly UsageCount[], now: number): Warmth {
  if (isKept) return 'hot';
  const last = usage.reduce((found, row) => (row.release === release && row.day > found ? row.day : found), '');
  if (last >= daysBack(now, hotDays)) return 'hot';
  return last >= daysBack(now, warmDays) ? 'warm' : 'cold';
}
