/** What a rollback means for those who wrote against the release that is withdrawn. */

import type { ReleaseChange } from '../../definition.js';
import { pinning, type UsageCount } from '../usage.js';

/** What a release knows of its handlers: their shapes, by id. */
export interface ShapedRelease {
  readonly handlers: Readonly<Record<string, { readonly shape: string }>>;
}

/** What becomes of one handler. */
export interface HandlerRollback {
  readonly handler: string;
  /**
   * `same`: its contract is the earlier one's. `reversible`: clients of the withdrawn release are understood by the
   * earlier handler, by themselves or because values can be carried over without knowing more. `broken`: some are not.
   * `gone`: the earlier release has no such handler.
   */
  readonly effect: 'same' | 'reversible' | 'broken' | 'gone';
  /** What of it is not understood, or by which changes it is. */
  readonly changes: readonly ReleaseChange[];
}

/** Who depends on what is withdrawn. */
export interface PinnedCallers {
  /** Requests that named the withdrawn release, or a time in its window. */
  readonly requests: number;
  /** By principal and program, as far as they were counted. */
  readonly callers: number;
}

/**
 * Every handler of both releases. `compare` says what changes for a client of the first release that is served by the
 * second: it is asked backwards here.
 */
export function rollbackEffects(
  from: ShapedRelease,
  to: ShapedRelease,
  compare: (handler: string) => readonly ReleaseChange[],
): HandlerRollback[] {
  // What only the earlier release has comes back, and nobody of the withdrawn one knows it.
  return Object.keys(from.handlers)
    .sort()
    .map((handler): HandlerRollback => {
      const earlier = Object.hasOwn(to.handlers, handler) ? to.handlers[handler] : undefined;
      if (earlier === undefined) return { handler, effect: 'gone', changes: [] };
      if (earlier.shape === from.handlers[handler]?.shape) return { handler, effect: 'same', changes: [] };
      const changes = compare(handler);
      const breaks = changes.filter(({ bump, transformer }) => bump === 'major' && transformer !== 'auto');
      return breaks.length === 0
        ? { handler, effect: 'reversible', changes }
        : { handler, effect: 'broken', changes: breaks };
    });
}

/** Who named a release, or a time that leads to it, by the counters. */
export function pinnedCallers(usage: readonly UsageCount[], release: string): PinnedCallers {
  const pinned = usage.filter((row) => row.release === release && pinning.includes(row.asked));
  return {
    requests: pinned.reduce((sum, { count }) => sum + count, 0),
    callers: new Set(pinned.map(({ principal, agent }) => JSON.stringify([principal, agent]))).size,
  };
}
