/** What a rollback would do, before it is done. */

import {
  changesBetween,
  pinnedCallers,
  rollbackEffects,
  rollbackPair,
  type HandlerRollback,
  type RollingBack,
  type UsageCount,
} from '@gati-framework/core/tooling';

import type { Timescape } from './open.js';

/** A rollback and what it means. */
export interface Rollback {
  /** What is withdrawn. */
  readonly from: string;
  /** What is current again. */
  readonly to: string;
  readonly strict: boolean;
  /** When what is withdrawn was current. */
  readonly windows: readonly { readonly since: string; readonly until: string }[];
  /** Of every handler of what is withdrawn; `null` where the project does not have the files of both releases. */
  readonly handlers: readonly HandlerRollback[] | null;
  /** Who named the withdrawn release, or a time that leads to it, since it was current first. */
  readonly pinned: { readonly requests: number; readonly callers: number };
}

/** Looks at both releases and at the counters. */
export async function rollbackOf(timescape: Timescape, asked: RollingBack): Promise<Rollback> {
  const { from, to, windows } = rollbackPair(timescape, asked);
  const [withdrawn, earlier] = [from.id, to.id].map((id) => timescape.files.find((file) => file.id === id));
  const since = windows[0]?.since.slice(0, 10);
  const usage: readonly UsageCount[] = await timescape.registry.usage({
    release: from.id,
    ...(since === undefined ? {} : { since }),
  });
  return {
    from: from.id,
    to: to.id,
    strict: asked.strict ?? false,
    windows,
    handlers:
      withdrawn === undefined || earlier === undefined
        ? null
        : rollbackEffects(withdrawn, earlier, changesBetween(timescape.releases, withdrawn, earlier)),
    pinned: pinnedCallers(usage, from.id),
  };
}
