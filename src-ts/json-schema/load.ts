/** Text as functions. The only place of the package where that happens at run time. */

import { GatiError } from '../errors/gati-error.js';

/** What a body of a function gives back. */
export function load(body: string): unknown {
  let made: () => unknown;
  try {
    made = new Function(body) as () => unknown;
  } catch (thrown) {
    // Only this says that it is forbidden: a content security policy, `--disallow-code-generation-from-strings`.
    if (thrown instanceof EvalError) throw new GatiError('GATI_CODE_FORBIDDEN', { cause: thrown });
    throw thrown;
  }
  return made();
}
