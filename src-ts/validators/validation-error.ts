/** What is thrown about a value that does not fit its type. */

import { messageOf } from '../errors/catalogue.js';
import type { Issue } from '../manifest/compiled.js';

/** How many issues the message tells; `issues` has all of them. */
const told = 3;

/** A value does not fit its type. */
export class ValidationError extends Error {
  readonly code = 'GATI_VALUE_MISFIT';
  /** Every place that does not fit. */
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(messageOf('GATI_VALUE_MISFIT', { problems: sentences(issues) }));
    this.issues = issues;
  }

  override get name(): string {
    return 'ValidationError';
  }
}

function sentences(issues: readonly Issue[]): string {
  const shown = issues.slice(0, told).map(({ pointer, message }) => `${pointer === '' ? '' : `${pointer} `}${message}`);
  const rest = issues.length - shown.length;
  return shown.join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}
