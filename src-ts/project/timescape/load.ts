/** The releases of a project under development, ready to be served: written below `.gati/` and read again when something of them differs. */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { GatiConfig } from '../../api/config.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { TimescapeDefinition } from '../../timescape/definition.js';
import { removeOthers, writeIfChanged } from '../files.js';
import type { BuiltGraph } from '../module-graph.js';
import { folderName, readReleases } from './folder.js';
import { releaseOpenApi } from './openapi.js';
import { pendingChanges } from './pending.js';
import { serveReleases, type Served } from './served.js';

/** What is loaded, and how. */
export interface LoadReleasesOptions {
  readonly root: string;
  /** The folder below `.gati/` that modules are written to. */
  readonly into: string;
  readonly manifest: Manifest;
  readonly config: GatiConfig;
  readonly answers: 'checked' | 'trusted';
  /** Compiles files of the project. */
  readonly compile: (paths: readonly string[]) => BuiltGraph;
}

interface Loaded {
  readonly manifest: Manifest;
  readonly digest: string;
  /** Its modules, which are loaded when they are asked for. */
  readonly files: readonly string[];
  readonly definition: TimescapeDefinition;
}

/** Keeps what was loaded for as long as it holds. */
export class LoadedReleases {
  #loaded: Loaded | undefined;

  /** Another text for each state of what is served of the releases; empty without any. */
  get digest(): string {
    return this.#loaded?.digest ?? '';
  }

  /** The releases and the working tree; `undefined` for a project without releases. */
  async load(options: LoadReleasesOptions): Promise<TimescapeDefinition | undefined> {
    const { root, manifest, config, answers } = options;
    const releases = readReleases(root);
    if (releases.files.length === 0) return (this.#loaded = undefined);
    const pending = pendingChanges(root, manifest, config.unknownKeys ?? 'strip', releases);
    const served = serveReleases({ manifest, releases, pending, answers });
    const changes = options.compile(served.changes.map((name) => join(root, folderName, name)));
    const digest = digestOf(served, changes);
    if (this.#loaded?.digest === digest && this.#loaded.manifest === manifest) return this.#loaded.definition;
    // A folder for each state: a module that was imported stays what it was.
    const folder = join(options.into, digest);
    const files = served.files.map(([name]) => join(folder, name));
    for (const [name, text] of served.files) writeIfChanged(join(folder, name), text);
    // Requests under way may still ask for modules of the state before.
    removeOthers(options.into, new Set([...files, ...(this.#loaded?.files ?? [])]));
    const definition = await importServed(options, served, changes, folder);
    const openapi = (id: string): string | undefined => releaseOpenApi(root, config, releases, id);
    this.#loaded = { manifest, digest, files, definition: { ...definition, openapi } };
    return this.#loaded.definition;
  }
}

async function importServed(
  { root }: LoadReleasesOptions,
  { changes }: Served,
  graph: BuiltGraph,
  folder: string,
): Promise<TimescapeDefinition> {
  const given = await Promise.all(
    changes.map(async (name) => {
      const module = (await import(graph.urls.get(join(root, folderName, name))!)) as { readonly default: unknown };
      return [name, module.default] as const;
    }),
  );
  const index = (await import(pathToFileURL(join(folder, 'index.js')).href)) as {
    readonly timescapeOf: (changes: Readonly<Record<string, unknown>>) => TimescapeDefinition;
  };
  return index.timescapeOf(Object.fromEntries(given));
}

function digestOf({ files, changes }: Served, { urls }: BuiltGraph): string {
  const hash = createHash('sha256');
  for (const [name, text] of files) hash.update(name).update('\0').update(text).update('\0');
  for (const url of urls.values()) hash.update(url).update('\0');
  for (const name of changes) hash.update(name).update('\0');
  return hash.digest('hex').slice(0, 16);
}
