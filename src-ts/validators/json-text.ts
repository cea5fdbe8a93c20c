/** What is said of bytes that are no JSON text, and of those that are: nothing here needs Node. */

import type { Issue, Result } from '../manifest/compiled.js';
import { jsonErrorOffset } from '../reader/json-position.js';

/** What did not fit. */
export interface Misfit {
  readonly ok: false;
  readonly issues: readonly Issue[];
}

/** The value of a text, by `JSON.parse` and `validate`. */
export function readText(text: string, validate: (value: unknown) => Result): Result {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const offset = jsonErrorOffset(text);
    const where = offset >= text.length ? 'it ends too early' : `unexpected text at position ${offset}`;
    return refusal('json.syntax', 'JSON', 'other text', `the text is not JSON: ${where}`);
  }
  return validate(value);
}

/** Said of bytes that are no UTF-8. */
export function noUtf8(): Misfit {
  return refusal('json.encoding', 'UTF-8', 'other bytes', 'the text is not UTF-8');
}

function refusal(code: string, expected: string, received: string, message: string): Misfit {
  return { ok: false, issues: [{ pointer: '', code, expected, received, message }] };
}
