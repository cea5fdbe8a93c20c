/** Bytes of a JSON text, checked. Nothing here needs Node: who has a native reader brings it. */

import type { Issue, Result } from '../manifest/compiled.js';
import { noUtf8, readText } from './json-text.js';

/** What is said of bytes. */
export interface BytesResult {
  readonly ok: boolean;
  readonly issues: readonly Issue[];
}

/** Says natively of bytes that they fit, as far as it can be said. */
export type NativeBytes = (bytes: Uint8Array) => boolean;

/** Opens the program of a type; `undefined` where it cannot be followed here. */
export type OpenBytes = (program: string) => NativeBytes | undefined;

let open: OpenBytes | undefined;

/** From here on, validators that are first asked about bytes ask `opener` for a native reader. */
export function readBytesWith(opener: OpenBytes): void {
  open = opener;
}

/**
 * The check of the bytes of one type. What the native reader does not accept it does not judge: `JSON.parse` and
 * `validate` have the last word, so that the verdict is the same with and without it.
 */
export function bytesCheck(
  program: string | undefined,
  validate: (value: unknown) => Result,
): (bytes: Uint8Array) => BytesResult {
  const fits = program === undefined ? undefined : open?.(program);
  if (fits === undefined) return (bytes) => checkBytes(bytes, validate);
  return (bytes) => (fits(bytes) ? { ok: true, issues: [] } : checkBytes(bytes, validate));
}

let decoder: InstanceType<typeof TextDecoder> | undefined;

/** Whether the bytes are a JSON text whose value fits. */
function checkBytes(bytes: Uint8Array, validate: (value: unknown) => Result): BytesResult {
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
