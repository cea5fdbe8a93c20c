/**
 * A project under development: from files to an application definition, and from an edit to the next definition with
 * as little work as possible. `gatic dev`, `gatic test`, `createTestApp` and the Fastify plugin all load through here,
 * so none of them can see a different application.
 */

import { basename, join, resolve } from 'node:path';

import type { GatiConfig } from '../api/config.js';
import type { HandlerFunction } from '../api/handler.js';
import { loadEnvFiles } from '../config/env-files.js';
import { serverTypeOf } from '../config/resolve-server.js';
import { resolveConfig } from '../config/resolve.js';
import type { AppDefinition, LoadedModule, Mode } from '../definition.js';
import { GatiError, reasonOf } from '../errors/gati-error.js';
import type { Diagnostic, Manifest, RouteTable } from '../manifest/manifest.js';
import { forgetFiles, NativeAnalyzer, routeTable } from '../native/index.js';
import { readAnalysis, updated, type Analysis } from './analysis.js';
import { compilerSalt } from './compiler.js';
import { findConfigFile } from './config-file.js';
import { ContractCache } from './contracts.js';
import { FallbackTypes, tsconfigOf } from './fallback/fallback-types.js';
import { changedHandlers, emptyFingerprint, fingerprintOf } from './fingerprint.js';
import type { Inspected, Loaded, ProjectOptions, Reloaded } from './loaded.js';
import { nameMissingPackage } from './missing-package.js';
import { ModuleGraph, type BuiltGraph } from './module-graph.js';
import { headVersion, openApiText } from './openapi.js';
import { withFrame } from './place-frame.js';
import { renderDiagnostic } from './render.js';
import { SchemaValues } from './schema-values/schema-values.js';
import { loadValidators, validatorFiles } from './schema-values/validators.js';
import { walk } from './steps.js';
import { writeTypesFile } from './types-file.js';
import { LoadedReleases } from './timescape/load.js';
import { answered, unknowns } from './unknowns.js';
import { ValidatorCalls } from './validators/calls.js';
import { compileWithCalls } from './validators/compile-calls.js';

interface Analyzed {
  readonly analysis: Analysis;
  readonly manifest: Manifest;
  readonly routes: RouteTable;
  readonly diagnostics: readonly Diagnostic[];
}

/** Each mode has a folder of its own, so that a build or a test run never takes a file away from a running `gatic dev`. */
const outputNames: Readonly<Record<Mode, string>> = { development: 'dev', production: 'build', test: 'test' };

/** A project whose files may change. */
export class Project {
  readonly root: string;
  readonly mode: Mode;
  readonly #options: ProjectOptions;
  readonly #graph: ModuleGraph;
  readonly #calls: ValidatorCalls;
  #analyzer: NativeAnalyzer | undefined;
  #analyzedHandlers: string | undefined;
  readonly #contracts: ContractCache;
  readonly #schemas: SchemaValues;
  readonly #releases = new LoadedReleases();
  readonly #fallback: FallbackTypes;
  #analyzed: Analyzed | undefined;
  #fingerprint = emptyFingerprint;
  /** By URL: what the last definition loaded. */
  #namespaces: ReadonlyMap<string, Namespace> = new Map();

  constructor(options: ProjectOptions) {
    this.root = resolve(options.root);
    this.mode = options.mode ?? 'development';
    this.#options = options;
    this.#calls = new ValidatorCalls({ root: this.root, tsconfig: options.tsconfig });
    this.#graph = new ModuleGraph({
      root: this.root,
      outDir: join(this.root, '.gati', outputNames[this.mode]),
      transpile: (path, source) => compileWithCalls(this.#calls, this.root, path, source),
      salt: compilerSalt,
    });
    this.#contracts = new ContractCache(this.root, this.mode);
    this.#schemas = new SchemaValues(this.root, this.#graph);
    const { tsconfig, typescript: asking = 'locked' } = options;
    this.#fallback = new FallbackTypes({ root: this.root, tsconfig, asking });
    process.setSourceMapsEnabled(true);
  }

  /** Loads the project for the first time, or again from what is known. */
  async load(): Promise<Loaded> {
    return (await this.#loadAndCompare([])).loaded;
  }

  /** Loads the project after these files changed. `structural` means that files appeared or vanished. */
  async reload(changed: readonly string[], structural: boolean = false): Promise<Reloaded> {
    return this.#loadAndCompare(this.#invalidate(changed, structural));
  }

  #invalidate(changed: readonly string[], structural: boolean): string[] {
    const paths = changed.map((path) => resolve(this.root, path));
    if (structural) {
      forgetFiles();
      this.#graph.invalidateAll();
    } else {
      this.#graph.invalidate(paths);
    }
    this.#analyzer?.invalidate(paths);
    this.#calls.invalidate(paths);
    return paths;
  }

  /** Loads the project with every module evaluated anew, as a new process would. */
  async restart(): Promise<Loaded> {
    forgetFiles();
    this.#graph.startOver();
    this.#namespaces = new Map();
    this.#analyzer = undefined;
    await this.#schemas.clear();
    await this.#calls.close();
    this.#fingerprint = emptyFingerprint;
    return this.load();
  }

  /** Everything that can be known without running a handler: the configuration, the manifest, the routes, the mistakes. */
  async inspect(): Promise<Inspected> {
    try {
      const { value: config } = await this.#config();
      const { manifest, routes, diagnostics } = await this.#analyze(config);
      // What is only imported for what it does has no part in a contract, so that the analyzer does not look at it.
      const compiler = unreported(this.#graph.objections(this.#roots(manifest)), diagnostics);
      return { config, manifest, routes, diagnostics: [...diagnostics, ...compiler] };
    } catch (thrown) {
      if (!(thrown instanceof BrokenFiles)) throw thrown;
      return {
        config: {},
        manifest: { manifest: 1, types: {}, handlers: [], modules: [] },
        routes: { routes: [] },
        diagnostics: thrown.diagnostics,
      };
    }
  }

  /** The same after these files changed, at the price of what looked at them. */
  async inspectAgain(changed: readonly string[], structural: boolean = false): Promise<Inspected> {
    this.#invalidate(changed, structural);
    return this.inspect();
  }

  /** What `gati.config.ts` says; nothing where it cannot be read. */
  async configuration(): Promise<GatiConfig> {
    try {
      return (await this.#config()).value;
    } catch {
      return {};
    }
  }

  /** What `gati.config.ts` says, for those who would do something else without it. Throws where it cannot be read. */
  async requiredConfiguration(): Promise<GatiConfig> {
    try {
      return (await this.#config()).value;
    } catch (thrown) {
      if (!(thrown instanceof BrokenFiles)) throw thrown;
      const diagnostics = thrown.diagnostics.map((diagnostic) => renderDiagnostic(diagnostic)).join('\n\n');
      throw new GatiError('GATI_PROJECT_BROKEN', { values: { dir: this.root, diagnostics } });
    }
  }

  /** Compiles further files of the project, such as tests, and answers with the files to run. */
  compile(paths: readonly string[]): BuiltGraph {
    return this.#graph.build(paths.map((path) => resolve(this.root, path)));
  }

  async #loadAndCompare(paths: readonly string[]): Promise<Reloaded> {
    const before = this.#fingerprint;
    const releasesBefore = this.#releases.digest;
    let configChanged = false;
    let loaded: Loaded;
    let after = before;
    try {
      const config = await this.#config();
      configChanged = before !== emptyFingerprint && config.url !== before.config;
      const found = await this.#analyze(config.value);
      const graph = this.#graph.build(this.#roots(found.manifest));
      const diagnostics = [...found.diagnostics, ...unreported(graph.diagnostics, found.diagnostics)];
      if (diagnostics.some((diagnostic) => diagnostic.severity === 'error')) {
        loaded = { ok: false, diagnostics };
      } else {
        const definition = await this.#define(found, config.value, graph);
        after = fingerprintOf(this.root, found.manifest, graph.urls, config.url);
        loaded = { ok: true, definition, diagnostics };
      }
    } catch (thrown) {
      if (thrown instanceof BrokenFiles) loaded = { ok: false, diagnostics: thrown.diagnostics };
      else if (thrown instanceof GatiError) throw thrown;
      else loaded = { ok: false, diagnostics: [], thrown: nameMissingPackage(thrown, this.#graph, this.root) };
    }
    if (loaded.ok) {
      this.#fingerprint = after;
      if (this.mode === 'development') this.#graph.removeStale();
    }
    const handlers = changedHandlers(before, after);
    // A release that came, or a change file: no module of the application, and yet old clients get something else.
    const released = this.#releases.digest !== releasesBefore;
    const changed = !loaded.ok || handlers.length > 0 || after.modules !== before.modules || configChanged || released;
    return { loaded, changedFiles: this.#graph.differing(paths), changedHandlers: handlers, changed, configChanged };
  }

  async #config(): Promise<{ value: GatiConfig; url: string }> {
    const path = findConfigFile(this.root);
    if (path === undefined) return { value: {}, url: '' };
    const { urls, diagnostics } = this.#graph.build([path]);
    if (diagnostics.some((diagnostic) => diagnostic.severity === 'error')) throw new BrokenFiles(diagnostics);
    const url = urls.get(path)!;
    const invalid = (problem: string, cause?: unknown): GatiError =>
      new GatiError('GATI_CONFIG_INVALID', {
        values: { count: '1 problem', problems: `${basename(path)} ${problem}` },
        cause,
      });
    let namespace: { default?: GatiConfig };
    try {
      namespace = (await import(url)) as { default?: GatiConfig };
    } catch (error) {
      const thrown = nameMissingPackage(error, this.#graph, this.root);
      throw invalid(`could not be loaded: ${reasonOf(thrown)}`, thrown);
    }
    if (namespace.default === undefined) throw invalid('has no default export');
    // Every mistake is named here, before the compiler meets one of them: `check` and `build` never start the app. PORT and
    // HOST are left out, because those of the machine that builds say nothing about the one that serves.
    resolveConfig(namespace.default, {}, this.mode);
    return { value: namespace.default, url };
  }

  /** The manifest, its routes, and everything the analyzer and the router object to. */
  async #analyze(config: GatiConfig): Promise<Analyzed> {
    const handlers = this.#options.handlers ?? config.handlers ?? 'src/handlers';
    if (this.#analyzer === undefined || handlers !== this.#analyzedHandlers) {
      const { tsconfig, modules = 'src/modules' } = this.#options;
      this.#analyzer = new NativeAnalyzer(JSON.stringify({ root: this.root, tsconfig, handlers, modules }));
      this.#analyzedHandlers = handlers;
      this.#fallback.clear();
      this.#analyzed = undefined;
      this.#contracts.clear();
    }
    this.#analyzer.serveBy(serverTypeOf(config, process.env));
    await this.#settle(this.#analyzer, config);
    const known = this.#analyzed;
    const { analysis, affected, rearranged } = updated(known?.analysis, this.#analyzer.update());
    this.#contracts.invalidate(affected);
    if (known !== undefined && known.analysis === analysis) return known;
    const { manifest } = analysis;
    // Routes are in the ids of handlers. What the router objects to says where the handlers stand, which an edit moves.
    const objected = known !== undefined && known.diagnostics.length > known.analysis.diagnostics.length;
    const { table, diagnostics } =
      known === undefined || rearranged || objected
        ? (JSON.parse(routeTable(JSON.stringify(manifest))) as { table: RouteTable; diagnostics: Diagnostic[] })
        : { table: known.routes, diagnostics: [] };
    writeTypesFile(this.root, manifest.modules);
    const all = [...analysis.diagnostics, ...diagnostics.map((objection) => withFrame(this.root, objection))];
    return (this.#analyzed = { analysis, manifest, routes: table, diagnostics: all });
  }

  /** Finds out what the analyzer cannot. */
  async #settle(analyzer: NativeAnalyzer, config: GatiConfig): Promise<void> {
    const { root, tsconfig, schemas = 'run' } = this.#options;
    const sources = {
      schemas: schemas === 'run' ? this.#schemas : undefined,
      fallback: this.#fallback,
      setting: config.fallback,
    };
    const asked = {
      schemas: this.#schemas,
      root: this.root,
      tsconfig: tsconfigOf(resolve(root), tsconfig),
      prepare: () => writeTypesFile(this.root, readAnalysis(analyzer.analyze()).manifest.modules),
    };
    await walk(
      unknowns(analyzer, () => undefined, sources),
      (step) => answered(step, asked),
    );
  }

  #roots(manifest: Manifest): string[] {
    const config = findConfigFile(this.root);
    const files = new Set([
      ...manifest.handlers.map((handler) => handler.source.file),
      ...manifest.modules.map((module) => module.file),
      ...manifest.handlers.flatMap(validatorFiles),
    ]);
    return [...(config === undefined ? [] : [config]), ...[...files].map((file) => join(this.root, file))];
  }

  async #define({ manifest, routes }: Analyzed, config: GatiConfig, graph: BuiltGraph): Promise<AppDefinition> {
    // In production the types were checked when the application was built, and answers are written as they are.
    const answers = this.mode === 'production' ? 'trusted' : 'checked';
    const options = JSON.stringify({ unknownKeys: config.unknownKeys ?? 'strip', answers, readers: 'bodies' });
    const { contracts, schemas } = await this.#contracts.compile(manifest, this.#analyzer!, options);
    const known = this.#namespaces;
    const used = new Map<string, Namespace>();
    const load = async (file: string): Promise<Namespace> => {
      const url = graph.urls.get(join(this.root, file))!;
      // A changed file has another URL; what is loaded from one stays what it is.
      const namespace = known.get(url) ?? ((await import(url)) as Namespace);
      used.set(url, namespace);
      return namespace;
    };
    const handlers = await Promise.all(
      manifest.handlers.map(
        async ({ id, source }) => [id, (await load(source.file))[source.export] as HandlerFunction] as const,
      ),
    );
    const modules = await Promise.all(
      manifest.modules.map(async (module): Promise<LoadedModule> => {
        const value = (await load(module.file))[module.export] as LoadedModule['value'];
        return { name: module.name, file: module.file, value };
      }),
    );
    const validators = await loadValidators(manifest, load);
    const timescape = await this.#releases.load({
      root: this.root,
      into: join(this.root, '.gati', `${outputNames[this.mode]}.releases`),
      manifest,
      config,
      answers,
      compile: (paths) => this.#graph.build(paths),
    });
    this.#namespaces = used;
    return {
      manifest,
      contracts,
      routes,
      schemas,
      validators,
      handlers: Object.fromEntries(handlers),
      modules,
      config,
      openapi: () => openApiText({ root: this.root, manifest, config, version: headVersion(this.root) }),
      ...(timescape === undefined ? {} : { timescape }),
      mode: this.mode,
      root: this.root,
    };
  }
}

/** What a file exports. */
type Namespace = Record<string, unknown>;

/** Carries diagnostics out of a step that cannot go on. */
class BrokenFiles extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super('the project has files that cannot be compiled');
    this.diagnostics = diagnostics;
  }
}

/** The compiler's diagnostics without those the analyzer has about the same lines, and says better. */
function unreported(compiler: readonly Diagnostic[], analyzer: readonly Diagnostic[]): Diagnostic[] {
  const known = new Set(
    analyzer.filter(({ severity }) => severity === 'error').map(({ file, line }) => `${file}:${line}`),
  );
  return compiler.filter(({ file, line }) => !known.has(`${file}:${line}`));
}

/** A project to be loaded and reloaded. */
export function createProject(options: ProjectOptions): Project {
  return new Project(options);
}

/** Loads a project once. Throws a `GatiError` that lists every diagnostic when there is an error. */
export async function loadProject(
  options: ProjectOptions,
): Promise<AppDefinition & { readonly diagnostics: readonly Diagnostic[] }> {
  // Before any file of the project is imported, because files may read the environment when they are.
  loadEnvFiles(resolve(options.root), options.mode ?? 'development');
  const loaded = await createProject(options).load();
  if (loaded.ok) return { ...loaded.definition, diagnostics: loaded.diagnostics };
  const found = loaded.diagnostics.map((diagnostic) => renderDiagnostic(diagnostic)).join('\n\n');
  throw new GatiError('GATI_PROJECT_BROKEN', {
    values: {
      dir: options.handlers ?? join(options.root, 'src/handlers'),
      diagnostics: found === '' ? reasonOf(loaded.thrown) : found,
    },
    cause: loaded.thrown,
  });
}
