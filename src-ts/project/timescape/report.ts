/** What a comparison says, as `crates/gati-timescape` writes it. Types only. */

import type { JsonValue } from '../../manifest/gtype.js';
import type { Bump } from '../../timescape/definition.js';

/** One difference. */
export interface Change {
  /** A row of the rule table, such as `request.member.added-required`. */
  readonly id: string;
  /** The operation, as the newer side spells it: `GET /users/{id}`. */
  readonly route: string;
  readonly direction: 'request' | 'response' | 'operation';
  /** `/body/address/zip`, `/query/page`, `/responses/200/body/items/*`. */
  readonly path: string;
  readonly bump: Bump;
  /** `compatible` is proved; `refuted` has a witness; `unproved` is neither, and counts as a break; `policy` says the rule table. */
  readonly verdict: 'compatible' | 'refuted' | 'unproved' | 'policy';
  /** With `refuted`: a value that one side sends and the other refuses. */
  readonly witness?: JsonValue;
  /** One sentence for the changelog. */
  readonly text: string;
  /** What carries old clients over it without anybody writing code. */
  readonly transformer: 'auto' | 'partial' | 'stub' | 'none';
}

/** Something that went and something that came may be one thing under another name. */
export interface RenameCandidate {
  readonly route: string;
  readonly direction: 'request' | 'response' | 'operation';
  readonly from: string;
  readonly to: string;
  /** From 0.5 to 1. */
  readonly score: number;
}

/** Everything that differs. */
export interface Report {
  /** The largest bump of all changes. */
  readonly bump: Bump;
  readonly changes: readonly Change[];
  /** Renames and moves that may be meant; nothing is made of them until somebody confirms. */
  readonly candidates?: readonly RenameCandidate[];
}
