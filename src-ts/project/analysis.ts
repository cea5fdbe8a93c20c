/** Reads what the native analyzer answers. */

import type { Diagnostic, Manifest, ManifestHandler } from '../manifest/manifest.js';

/** A manifest, and what the analyzer objects to. */
export interface Analysis {
  readonly manifest: Manifest;
  readonly diagnostics: Diagnostic[];
}

/** A manifest as it is written: lists and tables that are empty may be left out. */
interface WrittenManifest extends Omit<Manifest, 'types' | 'handlers'> {
  readonly types?: Manifest['types'];
  readonly handlers: readonly (Omit<ManifestHandler, 'contract'> & {
    readonly contract?: Partial<ManifestHandler['contract']>;
  })[];
}

/** Parses an answer, with everything that was left out for being empty put back. */
export function readAnalysis(text: string): Analysis {
  const { manifest, diagnostics } = JSON.parse(text) as { manifest: WrittenManifest; diagnostics: Diagnostic[] };
  const handlers = manifest.handlers.map((handler) => ({
    ...handler,
    contract: { responses: [], ...handler.contract },
  }));
  return { manifest: { ...manifest, types: manifest.types ?? {}, handlers }, diagnostics };
}
