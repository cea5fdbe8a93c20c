/** The manifest: everything about an API, as the analyzer writes it. Types only. */

import type { NamedTypesJson, NodeJson } from './gtype.js';

/** The methods a handler can be written for. */
export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'QUERY';

/** Where in the sources something was found. */
export interface SourcePlace {
  /** Relative to the project root, with `/`. */
  readonly file: string;
  readonly export: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

/**
 * How a position of a contract became known: written down, from the path, from what the body of the handler returns,
 * from a schema value that was run, from a model of another tool, from a TypeScript compiler that was asked, or not.
 */
export type Provenance = 'declared' | 'path' | 'inferred' | 'schema' | 'model' | 'fallback' | 'unresolved';

/** A schema value of the project. */
export interface SchemaValueJson {
  /** Relative to the project root, with `/`. */
  readonly file: string;
  /** The constant that declares it, and the members that lead from there. */
  readonly path: readonly string[];
  /** The name the constant is exported under; absent where the file keeps it to itself. */
  readonly export?: string;
}

/** The schema values that validate what fits the contract, by position. */
export type ValidatorsJson = Readonly<Partial<Record<'params' | 'query' | 'headers' | 'body', SchemaValueJson>>>;

/** One answer a handler can give. */
export interface ResponseContractJson {
  readonly status: number;
  readonly type?: NodeJson;
  /** What one element is, where the answer is a stream of them; there is no `type` then. */
  readonly elements?: NodeJson;
  readonly description?: string;
}

/** What a handler takes and gives. A position that is absent was not declared, and passes through unvalidated. */
export interface ContractJson {
  readonly params?: NodeJson;
  readonly query?: NodeJson;
  readonly headers?: NodeJson;
  readonly body?: NodeJson;
  /** `stream`: the handler gets the bytes of the body while they arrive. Absent: it gets the value when all of it is there. */
  readonly bodyAs?: 'stream';
  readonly responses: readonly ResponseContractJson[];
}

/** One handler of the manifest. */
export interface ManifestHandler {
  /** For example `GET /users/:id`. */
  readonly id: string;
  readonly method: string;
  /** `/users/:id`, with a named catch-all as `/files/*rest`. */
  readonly path: string;
  readonly source: SourcePlace;
  readonly contract: ContractJson;
  readonly docs?: {
    readonly summary?: string;
    readonly description?: string;
    readonly deprecated?: true | string;
    readonly tags?: readonly string[];
  };
  readonly provenance?: Readonly<Partial<Record<'params' | 'query' | 'headers' | 'body' | 'responses', Provenance>>>;
  readonly validators?: ValidatorsJson;
}

/** One module file of the project. */
export interface ManifestModule {
  readonly name: string;
  readonly file: string;
  readonly export: string;
  readonly dependencies: readonly string[];
}

/** The whole API of a project. */
export interface Manifest {
  readonly manifest: 1;
  readonly types: NamedTypesJson;
  readonly handlers: readonly ManifestHandler[];
  readonly modules: readonly ManifestModule[];
}

/** One row of the route table. */
export interface RouteEntry {
  /** The handler's id. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Names of the parameters, in the order of the path, without the catch-all. */
  readonly params: readonly string[];
  readonly catchAll?: string;
}

/** The routes in precedence order, as `gati-router` wrote them. */
export interface RouteTable {
  readonly routes: readonly RouteEntry[];
}

/** A part of a file. */
export interface SourceRange {
  /** Relative to the project root, with `/`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly endLine?: number;
  /** The column after the last one meant. */
  readonly endColumn?: number;
  /** How many UTF-16 units of the file stand before it. */
  readonly offset?: number;
  readonly endOffset?: number;
}

/** A second place a diagnostic points at. */
export interface SecondaryPlace extends SourceRange {
  readonly message: string;
}

/** A part of a file, and the text that stands there afterwards. */
export interface TextEdit extends Required<SourceRange> {
  readonly text: string;
  /** The whole lines it stands in, without the last ending: while they are still there, it means what it meant. */
  readonly lines: string;
}

/** Edits that mend a diagnostic: in the order of files and places, and none over another. */
export interface DiagnosticFix {
  /** For example: replace `Usr` with `User`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Source code the analyzer cannot accept, or accepts with a warning. */
export interface Diagnostic extends SourceRange {
  /** For example `GT1001`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** Where in a contract: `body.items[].price`, `response 200.users[].name`. */
  readonly path?: string;
  /** What is at the place. */
  readonly label?: string;
  /** What to write instead. */
  readonly help?: string;
  /** What else is worth knowing. */
  readonly notes?: readonly string[];
  /** The handlers that need what is wrong, by id, where there are several. */
  readonly usedBy?: readonly string[];
  /** Everything about it as text: message, source lines, notes and help. */
  readonly frame?: string;
  readonly secondary: readonly SecondaryPlace[];
  /** The edits that mend it, where they are known. */
  readonly fix?: DiagnosticFix;
  /** The page that explains the code, below the root of `@gati-framework/core`. */
  readonly docs?: string;
}
