/** Bytes of a JSON text, checked where no native reader is at hand: nothing here needs Node. */

import type { Issue, Result } from '../manifest/compiled.js';
import { noUtf8, readText } from './json-text.js';

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
    return noUtf8();
  }
  const result = readText(text, validate);
  return result.ok ? { ok: true, issues: [] } : { ok: false, issues: result.issues };
}
