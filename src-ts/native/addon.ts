/**
 * What the addon offers, as it comes out of the binding: JSON text in, JSON text out. `index.ts` is the only file that
 * holds one of these.
 */

/** Keeps what it learned of a project's files, so that an edit costs one file. */
export interface NativeAnalyzerObject {
  /** Says who speaks HTTP for the project from now on: what one host has, another has not. */
  serveBy(server: string): void;
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
  /** `{ calls: [{ start, end, name, gtype }], diagnostics, files }` of the calls of `validate<T>()`; options are `{ file }`. */
  calls(options: string): string;
  /** `{ types: [{ name, gtype }], diagnostics }` of a file; options are `{ file, type? }`. */
  types(options: string): string;
  /** The text that somebody holds of a file (absolute path); without one, what is on the disk counts again. */
  hold(path: string, text?: string): void;
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
  /** Adds a program (its text), which follows at most so many levels, and the table of issues; gives back its number. */
  add(program: string, depth: number, table?: string): number;
  /** The function that reads: the text of the bytes, or a number where JavaScript has to look. */
  reading(): (program: number, bytes: Uint8Array) => string | number;
  /** The function that only says whether bytes fit: 1 if they do, 0 where JavaScript knows, below zero if not. */
  verifying(): (program: number, bytes: Uint8Array) => number;
  /** Begins a text of so many bytes that is looked at on another thread; null for a program that is not there. */
  open(program: number, length: number): NativeTextObject | null;
}

/** Finds what does not fit in JSON texts of one type. */
export interface NativeExplainerObject {
  /** The issues as JSON, a list; or, as a word, why JavaScript has to look. */
  explain(bytes: Uint8Array): string;
}

/** A text that is looked at on another thread. */
export interface NativeTextObject {
  /** Adds a piece. */
  push(bytes: Uint8Array): void;
  /** What `verifying` says of the whole, which is gone then. */
  verify(): Promise<number>;
  /** What `reading` says of the whole, which is gone then, with a tape of its own and the text. */
  read(): Promise<{ readonly outcome: number; readonly tape: BigUint64Array; readonly text: Uint8Array }>;
}

/** HTTP in Rust; `crates/gati-host/README.md` defines what is in the buffers. */
export interface NativeHostObject {
  /** The routes from now on: JSON `[{ method, path }]`; requests name them by position. */
  install(routes: string): void;
  /** Gives an answer to later requests of a route, too: JSON `{ path, fields, tag?, second?, saysRequestId? }`, and its body. */
  keepPage(route: number, head: string, body: Uint8Array): void;
  /** Asks again for every answer that was kept. */
  forgetPages(): void;
  /** Listens at JSON `{ host, port }`, and says where it does in the same form. */
  listen(
    address: string,
    requests: Uint8Array,
    answers: Uint8Array,
    control: Uint32Array,
    turn: (count: number, end: number) => void,
    keep: () => void,
    tapes?: BigUint64Array,
  ): string;
  /** Other certificates for those who come from here on: JSON, as `tls` of the options. */
  secure(tls: string): void;
  /** Says what holds of requests like one that came (JSON), and which program reads their bodies. */
  teach(lesson: string, engine: NativeReaderObject | undefined, program: number): void;
  /** Nothing that was said holds any more. */
  forget(): void;
  /** Takes so many bytes of answers. */
  flush(bytes: number): void;
  /** A handle for bytes that a record names. */
  attach(bytes: Uint8Array): number;
  /** The body of a handle, once. */
  body(handle: number): Buffer;
  /** Bytes of an answer that have not gone to the socket. */
  unsent(slot: number, key: number): number;
  /** Closes the listener; each answer from here on closes its connection. */
  stop(): void;
  closeIdle(): void;
  closeAll(): void;
  connections(): number;
  /** Has what was counted of requests told, in records of a later turn. */
  askCounts(): void;
  /** Gives everything back. */
  close(): void;
}

/** Finds routes by their paths, as the native host does. */
export interface NativeRouterObject {
  /** The position of the route and the values of its parameters, as JSON `[position, ...values]`. */
  find(method: string, path: string): string | null;
  /** The methods that have a route for a path. */
  methods(path: string): readonly string[];
}

/** A JSON Schema that was read. */
export interface NativeJsonSchemaObject {
  /** Its functions as JavaScript text. */
  source(format: 'module' | 'function'): string;
  /** The function that says 1 where bytes are the JSON text of a value that fits for certain; its first argument says nothing. */
  fitting(): (none: number, bytes: Uint8Array) => number;
  /** 1 for the bytes of a JSON text that fits, 0 for one that does not, -1 for no JSON, -2 where JavaScript has to look. */
  check(bytes: Uint8Array): number;
}

/** The functions of the addon. */
export interface Addon {
  version(): string;
  analyze(options: string): Promise<string>;
  compileContracts(manifest: string, options: string): string;
  compileType(gtype: string, options: string): string;
  compileTypes(types: string, options: string): string;
  syntaxTree(source: string): string;
  schemaOf(options: string): string;
  importSchema(schema: string, options: string): string;
  jsonSchema(gtype: string): string;
  fastifySchemas(manifest: string): string;
  openApi(manifest: string, options: string): string;
  diffOpenApi(before: string, after: string): string;
  diffManifests(before: string, after: string, options: string): string;
  routeTable(manifest: string): string;
  /** `[{ id, shape, contract }]` of a manifest; the second is a JSON string. */
  freezeContracts(manifest: string, unknownKeys: string): string;
  /** A report on `{ line: [{ manifest, unknownKeys }], after }`. */
  diffReleases(sides: string): string;
  /** TypeScript that declares both sides of a step. */
  declareStep(before: string, after: string): string;
  planStep(before: string, after: string, decisions: string): string;
  fuse(chain: string): string;
  readonly NativeAnalyzer: new (options: string) => NativeAnalyzerObject;
  readonly NativeExplainer: new (table: string, depth: number) => NativeExplainerObject;
  readonly NativeHost: new (options: string) => NativeHostObject;
  readonly NativeJsonSchema: new (schema: string, options: string) => NativeJsonSchemaObject;
  readonly NativeReader: new (tape: BigUint64Array) => NativeReaderObject;
  readonly NativeRouter: new (routes: string) => NativeRouterObject;
  readonly NativeTranspiler: new (root: string) => NativeTranspilerObject;
}
