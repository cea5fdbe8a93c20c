/** Bytes of a JSON text, checked where no native reader is at hand: nothing here needs Node. */

import type { Issue, Result } from '../manifest/compiled.js';
import { jsonErrorOffset } from '../reader/json-position.js';

/** What is said of bytes. */
export interface BytesResult {
  readonly ok: boolean;
  readonly issues: readonly Issue[];
}

let decoder: InstanceType<typeof TextDecoder> | undefined;

/** Whether the bytes are a JSON text whose value fits. */
export function checkBytes(bytes: Uint8Array, validate: (value: unknown) => Result): BytesResult {
  decoder ??= new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return refusal('json.encoding', 'UTF-8', 'other bytes', 'the text is not UTF-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const offset = jsonErrorOffset(text);
    const where = offset >= text.length ? 'it ends too early' : `unexpected text at position ${offset}`;
    return refusal('json.syntax', 'JSON', 'other text', `the text is not JSON: ${where}`);
  }
  const result = validate(value);
  return result.ok ? { ok: true, issues: [] } : { ok: false, issues: result.issues };
}

function refusal(code: string, expected: string, received: string, message: string): BytesResult {
  return { ok: false, issues: [{ pointer: '', code, expected, received, message }] };
}
