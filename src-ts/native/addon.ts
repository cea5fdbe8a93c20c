/**
 * What the addon offers, as it comes out of the binding: JSON text in, JSON text out. `index.ts` is the only file that
 * holds one of these.
 */

/** Keeps what it learned of a project's files, so that an edit costs one file. */
export interface NativeAnalyzerObject {
  /** `{ manifest, diagnostics }` of the project as it is now. */
  analyze(): string;
  /** What differs from the last update: rows, their order where it changed, and `affected` ids. */
  update(): string;
  /** The contracts module of these handlers, as of the last update. */
  contracts(ids: readonly string[], options: string): string;
  /** The schemas of these handlers, as of the last update. */
  schemas(ids: readonly string[]): string;
  /** `[{ file, path, export? }]`: the schema values that types mention, known or not. */
  schemaRequests(): string;
  /** What they turned out to be: `[{ file, path, input, output, … }]`, or `{ …, failed, help }`. */
  giveSchemas(given: string): void;
  /** `[{ file, export | text, origin, packages }]`: what the types were not found out of, given or not. */
  fallbackRequests(): string;
  /** Their types: `[{ file, export | text, answer }]`, where `answer` is `{ type }`, `{ unknown }` or `{ stale }`. */
  giveFallbacks(given: string): void;
  /** As the function of this name, with what was given; the requests are those of the last one from here on. */
  schemaOf(options: string): string;
  /** These files (absolute paths) were written, made or removed. */
  invalidate(paths: string[]): void;
}

/** Turns the modules of one project into JavaScript. */
export interface NativeTranspilerObject {
  /** `{ code, map, imports, diagnostics }` of a module; options are `{ path, url, file }`. */
  transpile(source: string, options: string): string;
  /** Files came, went or moved. */
  forgetFiles(): void;
}

/** Reads JSON texts by programs onto the tape it was made with. */
export interface NativeReaderObject {
  /** Adds a program (its text); gives back its number. */
  add(program: string): number;
  /** 1 for an ASCII text that fits, 2 for another UTF-8 one, else a negative number that says why JavaScript has to look. */
  read(program: number, bytes: Uint8Array): number;
}

/** A JSON Schema that was read. */
export interface NativeJsonSchemaObject {
  /** Its functions as JavaScript text. */
  source(format: 'module' | 'function'): string;
}

/** The functions of the addon. */
export interface Addon {
  version(): string;
  analyze(options: string): Promise<string>;
  compileContracts(manifest: string, options: string): string;
  compileType(gtype: string, options: string): string;
  schemaOf(options: string): string;
  importSchema(schema: string, options: string): string;
  fastifySchemas(manifest: string): string;
  routeTable(manifest: string): string;
  readonly NativeAnalyzer: new (options: string) => NativeAnalyzerObject;
  readonly NativeJsonSchema: new (schema: string, options: string) => NativeJsonSchemaObject;
  readonly NativeReader: new (tape: BigUint64Array) => NativeReaderObject;
  readonly NativeTranspiler: new (root: string) => NativeTranspilerObject;
}
