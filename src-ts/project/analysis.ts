/** What the native analyzer answers: the rows that changed, laid over those that are known. */

import type { Diagnostic, Manifest, ManifestHandler, ManifestModule } from '../manifest/manifest.js';

/** A manifest, and what the analyzer objects to. Each part stays the same object until it changes. */
export interface Analysis {
  readonly manifest: Manifest;
  readonly diagnostics: readonly Diagnostic[];
}

/** An analysis after an update. */
export interface Updated {
  readonly analysis: Analysis;
  /** Handlers whose contracts have to be written again. */
  readonly affected: readonly string[];
  /** Handlers came, went or moved. */
  readonly rearranged: boolean;
}

type NamedType = Manifest['types'][string];

interface Update {
  readonly handlers: readonly ManifestHandler[];
  readonly handlerIds?: readonly string[];
  readonly types: readonly (readonly [string, NamedType])[];
  readonly typeIds?: readonly string[];
  readonly modules?: readonly ManifestModule[];
  readonly diagnostics?: readonly Diagnostic[];
  readonly affected: readonly string[];
}

/** Parses a whole answer. */
export function readAnalysis(text: string): { readonly manifest: Manifest; readonly diagnostics: Diagnostic[] } {
  return JSON.parse(text) as { manifest: Manifest; diagnostics: Diagnostic[] };
}

const nothing: Analysis = { manifest: { manifest: 1, types: {}, handlers: [], modules: [] }, diagnostics: [] };

/** Lays an update over what was known; the first one lies over nothing. */
export function updated(before: Analysis | undefined, text: string): Updated {
  const update = JSON.parse(text) as Update;
  const known = before ?? nothing;
  const handlers = handlersOf(known.manifest, update);
  const types = typesOf(known.manifest, update);
  const { modules = known.manifest.modules, diagnostics = known.diagnostics } = update;
  const same =
    handlers === known.manifest.handlers && types === known.manifest.types && modules === known.manifest.modules;
  const manifest = same ? known.manifest : { manifest: 1 as const, types, handlers, modules };
  const analysis = same && diagnostics === known.diagnostics ? known : { manifest, diagnostics };
  return { analysis, affected: update.affected, rearranged: update.handlerIds !== undefined };
}

function handlersOf({ handlers: known }: Manifest, { handlers: rows, handlerIds }: Update): Manifest['handlers'] {
  if (rows.length === 0 && handlerIds === undefined) return known;
  const byId = new Map(known.map((handler) => [handler.id, handler]));
  for (const row of rows) byId.set(row.id, row);
  return (handlerIds ?? known.map(({ id }) => id)).map((id) => byId.get(id)!);
}

function typesOf({ types: known }: Manifest, { types: rows, typeIds }: Update): Manifest['types'] {
  if (rows.length === 0 && typeIds === undefined) return known;
  const changed = new Map(rows);
  return Object.fromEntries((typeIds ?? Object.keys(known)).map((id) => [id, (changed.get(id) ?? known[id])!]));
}
