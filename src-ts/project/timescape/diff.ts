/** What changed between two APIs, for whom it breaks, and a value that shows it. */

import type { UnknownKeys } from '../../manifest/gtype.js';
import type { Manifest } from '../../manifest/manifest.js';
import * as native from '../../native/index.js';
import type { Report } from './report.js';

/** How two manifests are compared. */
export interface DiffOptions {
  /** What handlers do with members their types do not declare, where those do not say it; `strip` unless said. */
  readonly unknownKeys?: UnknownKeys | { readonly before: UnknownKeys; readonly after: UnknownKeys };
}

/**
 * What differs between two OpenAPI documents, 3.0 or 3.1, given as what `JSON.parse` makes of them. A change that is
 * refuted carries a value: one side may send it, the other refuses it. What is neither proved nor refuted is `major`.
 *
 * @throws An error with a `code` (`GATI_DIFF_…`) where a document is none, where a reference leads nowhere or out of it,
 * where a schema is itself before it is anything else, and where it is too large or too deeply nested to be looked at.
 */
export function diffOpenApi(before: object, after: object): Report {
  return JSON.parse(native.diffOpenApi(textOf(before, 'before'), textOf(after, 'after'))) as Report;
}

/**
 * What differs between two manifests. Handlers that are equal, down to the types they reach, are not looked into.
 *
 * @throws An error with a `code` (`GATI_DIFF_…`) where a manifest cannot be read.
 */
export function diffManifests(before: Manifest, after: Manifest, options: DiffOptions = {}): Report {
  const { unknownKeys = 'strip' } = options;
  const keys = typeof unknownKeys === 'string' ? { before: unknownKeys, after: unknownKeys } : unknownKeys;
  const texts = [textOf(before, 'before'), textOf(after, 'after')] as const;
  return JSON.parse(native.diffManifests(...texts, JSON.stringify(keys))) as Report;
}

/** The text of a document, or an error as the engine has them: objects may hold themselves. */
function textOf(document: object, side: 'before' | 'after'): string {
  try {
    return JSON.stringify(document) ?? 'null';
  } catch (thrown) {
    const reason = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
    const error = new Error(`${side}: the document cannot be read: ${reason}`, { cause: thrown });
    throw Object.assign(error, { code: 'GATI_DIFF_UNREADABLE' });
  }
}
