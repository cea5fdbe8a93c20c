/** The contracts and schemas of a project's handlers, written again for those that an edit changed. */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { FastifySchemas, Mode } from '../definition.js';
import type { CompiledContracts } from '../manifest/compiled.js';
import type { Manifest } from '../manifest/manifest.js';
import { compileContracts, fastifySchemas, type NativeAnalyzer } from '../native/index.js';
import { writeIfChanged, writeWhole } from './files.js';

/** What was compiled, and from what. */
interface Compiled {
  readonly manifest: Manifest;
  readonly options: string;
  readonly contracts: CompiledContracts;
  readonly schemas: Readonly<Record<string, FastifySchemas>>;
}

/** Keeps what was compiled for as long as it holds. */
export class ContractCache {
  readonly #root: string;
  readonly #mode: Mode;
  readonly #stale = new Set<string>();
  #compiled: Compiled | undefined;

  constructor(root: string, mode: Mode) {
    this.#root = root;
    this.#mode = mode;
  }

  /** These handlers are not what they were. */
  invalidate(ids: readonly string[]): void {
    for (const id of ids) this.#stale.add(id);
  }

  /** Forgets everything. */
  clear(): void {
    this.#compiled = undefined;
  }

  /** Contracts and schemas of the manifest that `analyzer` answered with last. */
  async compile(manifest: Manifest, analyzer: NativeAnalyzer, options: string): Promise<Compiled> {
    const known = this.#compiled;
    if (known?.manifest === manifest && known.options === options) return known;
    const development = this.#mode === 'development';
    const stale = manifest.handlers.flatMap(({ id }) => (this.#stale.has(id) ? [id] : []));
    // Only a project under development is edited, and a module of its own for what changed is read in a moment.
    const compiled =
      development && known?.options === options && stale.length * 2 <= manifest.handlers.length
        ? await this.#amended(known, stale, manifest, analyzer)
        : await this.#whole(manifest, options);
    if (development) writeWhole(join(this.#root, '.gati', 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    this.#stale.clear();
    return (this.#compiled = compiled);
  }

  async #whole(manifest: Manifest, options: string): Promise<Compiled> {
    const text = JSON.stringify(manifest);
    const name = this.#mode === 'development' ? 'contracts.mjs' : `contracts.${this.#mode}.mjs`;
    const contracts = await this.#load(name, compileContracts(text, options));
    return { manifest, options, contracts, schemas: JSON.parse(fastifySchemas(text)) as Compiled['schemas'] };
  }

  async #amended(known: Compiled, stale: string[], manifest: Manifest, analyzer: NativeAnalyzer): Promise<Compiled> {
    const { options } = known;
    if (stale.length === 0 && manifest.handlers === known.manifest.handlers) return { ...known, manifest };
    const contracts: Record<string, CompiledContracts[string]> = {};
    const schemas: Record<string, FastifySchemas> = {};
    const written = await this.#load('contracts.edited.mjs', analyzer.contracts(stale, options));
    const described = JSON.parse(analyzer.schemas(stale)) as Compiled['schemas'];
    for (const { id } of manifest.handlers) {
      const contract = written[id] ?? known.contracts[id];
      const schema = described[id] ?? known.schemas[id];
      if (contract !== undefined) contracts[id] = contract;
      if (schema !== undefined) schemas[id] = schema;
    }
    return { manifest, options, contracts, schemas };
  }

  async #load(name: string, source: string): Promise<CompiledContracts> {
    const file = join(this.#root, '.gati', name);
    writeIfChanged(file, source);
    const digest = createHash('sha256').update(source).digest('hex').slice(0, 12);
    const loaded = (await import(`${pathToFileURL(file).href}?${digest}`)) as { contracts: CompiledContracts };
    return loaded.contracts;
  }
}
