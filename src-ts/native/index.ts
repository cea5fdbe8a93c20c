/**
 * The one door to the addon. It is opened at the first call, so that an application that was built, and needs no
 * addon, never looks for one.
 */

import type { ServerType } from '../api/config.js';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { GatiError, reasonOf } from '../errors/gati-error.js';
import type {
  Addon,
  NativeAnalyzerObject,
  NativeHostObject,
  NativeJsonSchemaObject,
  NativeExplainerObject,
  NativeReaderObject,
  NativeRouterObject,
  NativeTextObject,
  NativeTranspilerObject,
} from './addon.js';
import { addonTriple, currentPlatform, platformName, supportedPlatforms } from './platform.js';

const require = createRequire(import.meta.url);

/** The version of this package, which the addon must have too. */
const packageVersion = (require('../../package.json') as { version: string }).version;

let opened: Addon | undefined;

/**
 * The addon, loaded once. `GATI_NATIVE_PATH` names another file to load; it must be of the same version.
 *
 * @throws {GatiError} `GATI_NATIVE_MISSING` and `GATI_NATIVE_VERSION`, each with what to install.
 */
export function addon(): Addon {
  opened ??= load();
  return opened;
}

/** Where the addon may be, nearest first: a named file, this repository's own build, the platform's package. */
function load(): Addon {
  const platform = currentPlatform();
  const triple = addonTriple(platform);
  const packageName = `@gati-framework/native-${triple ?? platformName(platform)}`;
  const named = process.env['GATI_NATIVE_PATH'];
  if (triple === undefined && named === undefined) {
    throw missing(
      packageName,
      `there is no addon for ${platformName(platform)}; there is one for ${supportedPlatforms().join(', ')}`,
    );
  }
  const own = join(dirname(fileURLToPath(import.meta.url)), `../../src-ts/native/gati.${triple}.node`);
  const specifier = named ?? (existsSync(own) ? own : packageName);
  let loaded: Addon;
  try {
    loaded = require(specifier) as Addon;
  } catch (thrown) {
    throw missing(packageName, loadFailure(specifier, packageName, thrown), thrown);
  }
  const found = typeof loaded.version === 'function' ? loaded.version() : 'unknown';
  if (found !== packageVersion) {
    throw new GatiError('GATI_NATIVE_VERSION', { values: { package: packageName, found, expected: packageVersion } });
  }
  return loaded;
}

function loadFailure(specifier: string, packageName: string, thrown: unknown): string {
  const absent = (thrown as { code?: string }).code === 'MODULE_NOT_FOUND';
  if (absent && specifier === packageName) {
    return 'it is not installed. Package managers leave it out when optional dependencies are off, or when the lockfile was made on another platform';
  }
  return `${specifier} could not be loaded: ${reasonOf(thrown)}`;
}

function missing(packageName: string, reason: string, cause?: unknown): GatiError {
  return new GatiError('GATI_NATIVE_MISSING', {
    values: { package: packageName, version: packageVersion, reason },
    cause,
  });
}

/** Reads a project and keeps what it learned; see {@link NativeAnalyzerObject}. */
export class NativeAnalyzer {
  readonly #analyzer: NativeAnalyzerObject;

  constructor(optionsJson: string) {
    this.#analyzer = new (addon().NativeAnalyzer)(optionsJson);
  }

  /** Says who speaks HTTP for the project from now on. */
  serveBy(server: ServerType): void {
    this.#analyzer.serveBy(server);
  }

  /** JSON `{ manifest, diagnostics }`. */
  analyze(): string {
    return this.#analyzer.analyze();
  }

  /** JSON of what differs from the last update; the first one is everything. */
  update(): string {
    return this.#analyzer.update();
  }

  /** The contracts module of these handlers, as of the last update. */
  contracts(ids: readonly string[], optionsJson: string): string {
    return this.#analyzer.contracts(ids, optionsJson);
  }

  /** JSON: the schemas of these handlers, as of the last update. */
  schemas(ids: readonly string[]): string {
    return this.#analyzer.schemas(ids);
  }

  /** JSON `[{ file, path, export? }]`: the schema values that types mention. */
  schemaRequests(): string {
    return this.#analyzer.schemaRequests();
  }

  /** What schema values turned out to be, as JSON. */
  giveSchemas(givenJson: string): void {
    this.#analyzer.giveSchemas(givenJson);
  }

  /** JSON `[{ file, export | text, origin, packages }]`: what the types were not found out of. */
  fallbackRequests(): string {
    return this.#analyzer.fallbackRequests();
  }

  /** What the types of these are, as JSON. */
  giveFallbacks(givenJson: string): void {
    this.#analyzer.giveFallbacks(givenJson);
  }

  /** JSON `{ schema, types, diagnostics }`, with what was given; the requests are those of it from here on. */
  schemaOf(optionsJson: string): string {
    return this.#analyzer.schemaOf(optionsJson);
  }

  /** JSON `{ calls, diagnostics, files }`: the calls of `validate<T>()` in a file (absolute). */
  calls(file: string): string {
    return this.#analyzer.calls(JSON.stringify({ file }));
  }

  /** JSON `{ types, diagnostics }`: the type of this name of a file (absolute), or all that it exports. */
  types(file: string, type: string | undefined): string {
    return this.#analyzer.types(JSON.stringify({ file, type }));
  }

  /** The text that somebody holds of a file (absolute); without one, what is on the disk counts again. */
  hold(file: string, text?: string): void {
    this.#analyzer.hold(file, text);
  }

  /** These files (absolute paths) changed. */
  invalidate(paths: string[]): void {
    this.#analyzer.invalidate(paths);
  }
}

/** JSON `{ manifest, diagnostics }` of the project that `optionsJson` names, worked out off this thread. */
export function analyze(optionsJson: string): Promise<string> {
  return addon().analyze(optionsJson);
}

/** The contracts module of a manifest, as JavaScript text. */
export function compileContracts(manifestJson: string, optionsJson: string): string {
  return addon().compileContracts(manifestJson, optionsJson);
}

/** The functions of one type, as JavaScript text. */
export function compileType(gtypeJson: string, optionsJson: string): string {
  return addon().compileType(gtypeJson, optionsJson);
}

/** The functions of several types (JSON `[{ name, gtype }]`), as JavaScript text. */
export function compileTypes(typesJson: string, optionsJson: string): string {
  return addon().compileTypes(typesJson, optionsJson);
}

/** JSON: the statements of a function's body, as a tree for people who may not turn text into code. */
export function syntaxTree(source: string): string {
  return addon().syntaxTree(source);
}

/** JSON `{ schema, diagnostics }`: the JSON Schema of an exported type. */
export function schemaOf(optionsJson: string): string {
  return addon().schemaOf(optionsJson);
}

/** JSON: the JSON Schema (2020-12) of what may be sent to become a value of a type. */
export function jsonSchema(gtypeJson: string): string {
  return addon().jsonSchema(gtypeJson);
}

/** JSON `{ gtype, findings }`: the type of a JSON Schema. */
export function importSchema(schemaJson: string, optionsJson: string): string {
  return addon().importSchema(schemaJson, optionsJson);
}

/** JSON: the schemas of each handler, in the form Fastify takes. */
export function fastifySchemas(manifestJson: string): string {
  return addon().fastifySchemas(manifestJson);
}

/** JSON `{ document, findings }`: the OpenAPI document of a manifest. */
export function openApi(manifestJson: string, optionsJson: string): string {
  return addon().openApi(manifestJson, optionsJson);
}

/** JSON `{ bump, changes, candidates? }`: what differs between two OpenAPI documents. */
export function diffOpenApi(beforeJson: string, afterJson: string): string {
  return addon().diffOpenApi(beforeJson, afterJson);
}

/** JSON `{ bump, changes, candidates? }`: what differs between two manifests. */
export function diffManifests(beforeJson: string, afterJson: string, optionsJson: string): string {
  return addon().diffManifests(beforeJson, afterJson, optionsJson);
}

/** JSON `{ table, diagnostics }`: the ordered routes of a manifest, and their conflicts. */
export function routeTable(manifestJson: string): string {
  return addon().routeTable(manifestJson);
}

/** JSON `[{ id, shape, contract }]`: every contract of a manifest by itself. `unknownKeys` is one of the modes. */
export function freezeContracts(manifestJson: string, unknownKeys: string): string {
  return addon().freezeContracts(manifestJson, JSON.stringify(unknownKeys));
}

/** JSON: the report on what comes after releases, JSON `{ line: [{ manifest, unknownKeys }], after }`. */
export function diffReleases(sidesJson: string): string {
  return addon().diffReleases(sidesJson);
}

/** TypeScript that declares both sides of a step between two frozen contracts (JSON). */
export function declareStep(beforeJson: string, afterJson: string): string {
  return addon().declareStep(beforeJson, afterJson);
}

/** JSON `{ step, open }`: what leads from one frozen contract to the next, and what has to be answered for it. */
export function planStep(beforeJson: string, afterJson: string, decisionsJson: string): string {
  return addon().planStep(beforeJson, afterJson, decisionsJson);
}

/** JSON `{ code, up, down, pointers, custom }`: a chain of steps (JSON `{ from, steps, to }`) as JavaScript. */
export function fuse(chainJson: string): string {
  return addon().fuse(chainJson);
}

export type { NativeExplainerObject, NativeJsonSchemaObject, NativeReaderObject, NativeTextObject };

/** A JSON Schema (JSON) that is to be held to the letter. */
export function openJsonSchema(schemaJson: string, optionsJson: string): NativeJsonSchemaObject {
  return new (addon().NativeJsonSchema)(schemaJson, optionsJson);
}

/** A typed reader that writes to `tape` and `text`, whose memory must never be given to anything else. */
export function openReader(tape: BigUint64Array): NativeReaderObject {
  return new (addon().NativeReader)(tape);
}

/** What finds the issues of texts by the table of a type; those of more than `depth` levels are left to JavaScript. */
export function openExplainer(table: string, depth: number = 0xffff): NativeExplainerObject {
  return new (addon().NativeExplainer)(table, depth);
}

const transpilers = new Map<string, NativeTranspilerObject>();

/**
 * JSON `{ code, map, imports, diagnostics }` of the module at `path`, an absolute path. Imports mean files of the
 * package that `path` belongs to; anything else is left to Node. Diagnostics speak of it as `file`.
 */
export function transpile(path: string, source: string, file: string = path): string {
  return transpilerFor(path).transpile(source, JSON.stringify({ path, url: pathToFileURL(path).href, file }));
}

/** Files came, went or moved: imports are looked up anew. */
export function forgetFiles(): void {
  for (const transpiler of transpilers.values()) transpiler.forgetFiles();
}

function transpilerFor(path: string): NativeTranspilerObject {
  const root = packageRoot(dirname(path));
  let transpiler = transpilers.get(root);
  if (transpiler === undefined) {
    transpiler = new (addon().NativeTranspiler)(root);
    transpilers.set(root, transpiler);
  }
  return transpiler;
}

const roots = new Map<string, string>();

/** The nearest folder at or above `folder` with a package.json; `folder` itself where there is none. */
function packageRoot(folder: string): string {
  const known = roots.get(folder);
  if (known !== undefined) return known;
  let candidate = folder;
  while (!existsSync(join(candidate, 'package.json'))) {
    const parent = dirname(candidate);
    if (parent === candidate) {
      candidate = folder;
      break;
    }
    candidate = parent;
  }
  roots.set(folder, candidate);
  return candidate;
}

export type { NativeHostObject, NativeRouterObject } from './addon.js';

/** HTTP in Rust, with limits and times as JSON. */
export function nativeHost(optionsJson: string): NativeHostObject {
  return new (addon().NativeHost)(optionsJson);
}

/** What finds these routes: JSON `[{ method, path }]`. */
export function nativeRouter(routesJson: string): NativeRouterObject {
  return new (addon().NativeRouter)(routesJson);
}
