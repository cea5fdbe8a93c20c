/** Text as functions. The only place of the package where that happens at run time. */

import { interpret } from '../interpreter/interpret.js';

/**
 * Whether text must not become code in this process: under `--disallow-code-generation-from-strings`, or where a content
 * security policy says the same.
 */
export function isCodeForbidden(): boolean {
  try {
    new Function('');
    return false;
  } catch (thrown) {
    if (thrown instanceof EvalError) return true;
    throw thrown;
  }
}

/** What a body of a function gives back; where it must not become a function, it is interpreted. */
export function load(body: string): unknown {
  if (isCodeForbidden()) return interpret(body);
  const made = new Function(body) as () => unknown;
  return made();
}
