/**
 * `@gati-framework/core/tooling`: what the command line and other tools build on. It needs the native addon; an
 * application that was built does not, and never imports this.
 */

import type { CompiledType, Issue, ReaderSource, Result } from './manifest/compiled.js';
import type { GTypeJson, UnknownKeys } from './manifest/gtype.js';
import type { Diagnostic, Manifest, RouteTable } from './manifest/manifest.js';
import { compileSchema, type CompileJsonSchemaOptions } from './json-schema/compile.js';
import { load } from './json-schema/load.js';
import * as native from './native/index.js';
import { schemaOfNow, type SchemaOf, type SchemaOfOptions } from './project/schema-of.js';
import { linesOf, type Line, type LineOptions } from './reader/lines.js';
import { readerOf, type TypeReader, type Verdict } from './reader/reader.js';

export type { AppDefinition, FastifySchemas, LoadedModule, Mode } from './definition.js';
export { bodyShapeOf, type BodyShape } from './pipeline/body-shape.js';
export type {
  Bump,
  DownAnswer,
  ReleaseChange,
  ReleaseInfo,
  RequestParts,
  ContractLater,
  RouteOfRelease,
  TimescapeDefinition,
  VersionedContract,
  VersionedRoute,
} from './timescape/definition.js';

export type {
  CompiledContract,
  CompiledContracts,
  CompiledType,
  Issue,
  RawFields,
  Result,
} from './manifest/compiled.js';
export type {
  ConstraintsJson,
  DocsJson,
  GTypeJson,
  JsonValue,
  NamedTypesJson,
  NodeJson,
  UnknownKeys,
} from './manifest/gtype.js';
export type {
  ContractJson,
  Diagnostic,
  DiagnosticFix,
  Manifest,
  ManifestHandler,
  ManifestModule,
  ResponseContractJson,
  RouteEntry,
  RouteTable,
  SchemaValueJson,
  SecondaryPlace,
  SourcePlace,
  ValidatorsJson,
  SourceRange,
  TextEdit,
} from './manifest/manifest.js';
export { analyze, type AnalyzeOptions } from './project/analyze.js';
export type { Line, LineOptions, Verdict };
export {
  openApi,
  headVersion,
  openApiText,
  type OpenApiDocument,
  type OpenApiFinding,
  type OpenApiOptions,
} from './project/openapi.js';
export { schemaOfAsking, type SchemaOf, type SchemaOfOptions } from './project/schema-of.js';
export type { SchemaRuns } from './project/unknowns.js';
export { diffManifests, diffOpenApi, type DiffOptions } from './project/timescape/diff.js';
export { envFileNames, readEnvFiles } from './config/env-files.js';
export type { CompileJsonSchemaOptions } from './json-schema/compile.js';
export { configFileNames, findConfigFile } from './project/config-file.js';
export type { Inspected, Loaded, ProjectOptions, Reloaded } from './project/loaded.js';
export { createProject, loadProject, Project } from './project/project.js';
export type { BuiltGraph } from './project/module-graph.js';
export { diagnosticPage, diagnosticPages, type DiagnosticPage } from './project/diagnostic-pages.js';
export { renderDiagnostic, type DiagnosticStyle } from './project/render.js';
export { exposing, unexportedSchemas, wayToSchema } from './project/schema-values/exposed.js';
export { ValidatorCalls, type CompiledCalls, type ValidatorCallsOptions } from './project/validators/calls.js';
export {
  generateValidators,
  type GeneratedValidators,
  type GenerateValidatorsOptions,
} from './project/validators/generate.js';
export type { Insertion, SourceMap } from './project/validators/insertions.js';
export { recordingFolder, type RecordSettings, type TimescapeSettings } from './config/resolve-timescape.js';
export { openProjectRegistry, readTimescapeSettings } from './project/registry.js';
export { warmDays, warmthOf, type Warmth } from './timescape/warmth.js';
export { routeKeyOf } from './timescape/route-key.js';
export { answersTo, writeAnswer } from './project/timescape/answers.js';
export { changesBetween } from './project/timescape/changes-between.js';
export { planCollapse, writeCollapse, type PlannedCollapse } from './project/timescape/collapse.js';
export { typesFile, writeTypesFile } from './project/types-file.js';
export type { FileRegistryConfig, PostgresRegistryConfig, TimescapeConfig } from './api/config.js';
export { readReleases, type Releases } from './project/timescape/folder.js';
export {
  diffSides,
  freezeManifest,
  nothing,
  releasedContracts,
  sideOf,
  type FrozenHandlers,
  type Side,
} from './project/timescape/frozen.js';
export { releaseOpenApi } from './project/timescape/openapi.js';
export {
  blocking,
  isBlocking,
  pendingChanges,
  type OpenQuestion,
  type Pending,
  type PendingStep,
} from './project/timescape/pending.js';
export { planRelease, writePlanned, type PlannedRelease, type ReleaseOptions } from './project/timescape/release.js';
export type { Change, RenameCandidate, Report } from './project/timescape/report.js';
export { reaches } from './project/timescape/semver.js';
export { tryPending, type TriedStep } from './project/timescape/tried.js';
export { serveReleases, type Served, type ServedOptions } from './project/timescape/served.js';
export { beginChange, type BegunChange } from './project/timescape/begin.js';
export type { FrozenContract, ReleasedHandler, ReleaseFile, StepJson } from './project/timescape/release-file.js';
export type { RegistryEntry, TimescapeEvent } from './timescape/registry/events.js';
export { fileRegistry, type FileRegistryOptions } from './timescape/registry/file-registry.js';
export { isMoment, laterThan, momentAt, timeOf } from './timescape/registry/ids.js';
export {
  announce,
  announcing,
  join,
  leave,
  type Announcement,
  type Joining,
} from './timescape/registry/life-cycle/activate.js';
export { labelling } from './timescape/registry/life-cycle/label.js';
export { baselineOf, called, releaseNamed } from './timescape/registry/life-cycle/refuse.js';
export {
  callersOf,
  deprecating,
  obstacles,
  restoring,
  retiring,
  type Caller,
  type Deprecating,
  type RetirementObstacles,
  type Retiring,
} from './timescape/registry/life-cycle/retire.js';
export {
  pinnedCallers,
  rollbackEffects,
  type HandlerRollback,
  type PinnedCallers,
  type ShapedRelease,
} from './timescape/registry/life-cycle/rollback-effects.js';
export {
  rollbackPair,
  rollingBack,
  yanking,
  type RollbackPair,
  type RollingBack,
  type Yanking,
} from './timescape/registry/life-cycle/withdraw.js';
export { postgresRegistry, type PostgresRegistryOptions } from './timescape/registry/postgres/registry.js';
export {
  readState,
  update,
  type AppendOptions,
  type Decision,
  type Registry,
  type RegistryWatch,
  type Updated,
  type UpdateOptions,
  type WatchOptions,
} from './timescape/registry/registry.js';
export {
  activeAt,
  folded,
  initialState,
  nextChange,
  releaseOf,
  settled,
  stateOf,
  statusOf,
  type Activation,
  type Begins,
  type Deprecation,
  type KnownRelease,
  type ReleaseState,
  type ReleaseStatus,
  type Retirement,
  type TimescapeState,
  type Withdrawal,
} from './timescape/registry/state.js';
export {
  pinning,
  UsageBuffer,
  type Asked,
  type UsageCount,
  type UsageNote,
  type UsageQuery,
} from './timescape/registry/usage.js';

/**
 * The JSON Schema of a type.
 *
 * Named types stand under `$defs` (`definitions` in draft-07), the asked one among them under the name it was asked
 * by; for `'*'` the document is `{ $schema, $defs }` with an entry for every type. What could not be evaluated is `{}`
 * in the schema and a diagnostic beside it. Never throws for what a file says or lacks.
 *
 * A type that mentions a schema value (`z.infer<typeof User>`) runs the file of the value, in a thread of its own that
 * this one waits for. What TypeScript said before is taken from `gtypes.lock.json`.
 */
export function schemaOf(options: SchemaOfOptions): SchemaOf {
  return schemaOfNow(options);
}

/** How a JSON Schema is read. */
export interface ImportSchemaOptions {
  /** The dialect where `$schema` does not say it; 2020-12 if neither does. */
  readonly dialect?: 'json-schema-2020-12' | 'json-schema-7';
  /** Which way the values travel; of an `input`, a member with a default is never missing. `input` unless said. */
  readonly direction?: 'input' | 'output';
  /** The name of the root type; its `title` or `$id` unless said otherwise. */
  readonly name?: string;
  /** The JSON Pointer of the schema in `schema`, such as `/components/schemas/User`. */
  readonly at?: string;
  /** Whether to give every definition of the document, or those that the schema reaches. `reached` unless said. */
  readonly definitions?: 'reached' | 'all';
  /** Whether keywords without a `type` say which kind of value is meant (`implied`); `exact` unless said. */
  readonly untyped?: 'exact' | 'implied';
}

/** What there is to say about a place of a schema that was read. */
export interface SchemaFinding {
  /** A stable code, such as `GATI_IMPORT_NO_COUNTERPART`. */
  readonly code: string;
  /**
   * What became of the place: it has no type (`unresolved`), its type accepts more than the schema (`widened`), the
   * usual reading was taken (`assumed`), or something that says nothing about values was left out (`ignored`).
   */
  readonly effect: 'unresolved' | 'widened' | 'assumed' | 'ignored';
  /** The JSON Pointer of the place. */
  readonly pointer: string;
  readonly message: string;
}

/**
 * The type of a JSON Schema: 2020-12, draft-07, or as OpenAPI 3.0 and 3.1 write them. Without a finding that is
 * `unresolved` or `widened`, the type accepts what the schema accepts.
 */
export function importSchema(
  schema: unknown,
  options: ImportSchemaOptions = {},
): { gtype: GTypeJson; findings: SchemaFinding[] } {
  const text = native.importSchema(JSON.stringify(schema) ?? 'null', JSON.stringify(options));
  return JSON.parse(text) as { gtype: GTypeJson; findings: SchemaFinding[] };
}

/** The functions of one type, and their source. */
export interface Compiled {
  /** The functions as an ES module, to be written to a file. */
  readonly source: string;
  is(value: unknown): boolean;
  validate(value: unknown): Result;
  /** Like `validate`, for text such as query values: `'42'` fits a number. */
  coerce(value: unknown): Result;
  stringify(value: unknown): string;
  /**
   * The value in the bytes of a JSON text (UTF-8), checked: as `validate(JSON.parse(text))`, without `JSON.parse` where
   * that can be. Members may come in the order the type declares. Bytes that are no JSON are an issue, not a throw.
   */
  read(bytes: Uint8Array): Result;
}

/** The functions of one GType. */
export interface CompiledGType extends Compiled {
  /** Whether the bytes are the JSON text of a value that fits; no value is made where the answer is yes. */
  validateBytes(bytes: Uint8Array): Verdict;
  /**
   * The same for large texts: bytes are copied in pieces and looked at on another thread, so that this one does other
   * things meanwhile. Only to say why they do not fit, `JSON.parse` and the check run on this one.
   */
  validateBytesAsync(bytes: Uint8Array): Promise<Verdict>;
}

/** How unknown keys of objects are treated; `strip` unless said otherwise. */
export interface CompileOptions {
  readonly unknownKeys?: UnknownKeys;
}

/**
 * Compiles one type. Where text must not become a function, the program is walked as a tree, to the same end and more
 * slowly; writing `source` to a file when building, and importing it, is as fast there as elsewhere.
 */
export function compile(gtype: GTypeJson, options: CompileOptions = {}): CompiledGType {
  const json = JSON.stringify(gtype);
  const { unknownKeys = 'strip' } = options;
  const body = native.compileType(json, JSON.stringify({ unknownKeys, format: 'function', readers: 'bodies' }));
  const { reader, ...functions } = load(body) as CompiledType & { readonly reader: ReaderSource };
  let opened: TypeReader | undefined;
  const open = (): TypeReader => (opened ??= readerOf(reader, functions.validate));
  return {
    get source() {
      return native.compileType(json, JSON.stringify({ unknownKeys, format: 'module' }));
    },
    ...functions,
    read: (bytes) => open().read(bytes),
    validateBytes: (bytes) => open().verify(bytes),
    validateBytesAsync: (bytes) => open().verifyLater(bytes),
  };
}

/**
 * Compiles a JSON Schema, 2020-12 or draft-07, to the letter: what the specification accepts fits, and nothing else.
 * A keyword that nobody knows says nothing, as the specification has it.
 *
 * @throws An error with a `code` that names the keyword and its JSON Pointer, where the schema is none or could not be
 * held to: a reference out of the document, a dialect or a vocabulary that is not known, a pattern that is no regular
 * expression under the `u` flag.
 */
export function compileJsonSchema(
  schema: unknown,
  options: CompileJsonSchemaOptions = {},
): Compiled & { validateBytes(bytes: Uint8Array): { ok: boolean; issues: Issue[] } } {
  return compileSchema(schema, options, load);
}

/**
 * The values of an NDJSON stream (a JSON text on each line), each checked when its line has come, or why it does not fit.
 * Empty lines are passed over and counted. What is held of the stream is one line of at most `limit` bytes.
 */
export function readNdjson(
  compiled: Pick<Compiled, 'read'>,
  source: AsyncIterable<Uint8Array>,
  options: LineOptions = {},
): AsyncGenerator<Line, void, undefined> {
  return linesOf(source, (bytes) => compiled.read(bytes), options);
}

/** The route table of a manifest, and the routes that stand in each other's way. */
export function buildRouteTable(manifest: Manifest): { table: RouteTable; diagnostics: Diagnostic[] } {
  return JSON.parse(native.routeTable(JSON.stringify(manifest))) as { table: RouteTable; diagnostics: Diagnostic[] };
}

/** What is written of contracts. */
export interface CompileContractsOptions extends CompileOptions {
  /** Whether JSON bodies can be read natively where the addon is installed; `none` unless said. */
  readonly readers?: 'none' | 'bodies';
}

/** The contracts of a manifest as an ES module without imports. */
export function compileContracts(manifest: Manifest, options: CompileContractsOptions = {}): string {
  const { unknownKeys = 'strip', readers = 'none' } = options;
  return native.compileContracts(JSON.stringify(manifest), JSON.stringify({ unknownKeys, readers }));
}

/** The JSON Schemas of every handler, as Fastify and `@fastify/swagger` name the positions. */
export function fastifySchemas(manifest: Manifest): Record<string, object> {
  return JSON.parse(native.fastifySchemas(JSON.stringify(manifest))) as Record<string, object>;
}
