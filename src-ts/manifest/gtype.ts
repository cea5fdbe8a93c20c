/**
 * The JSON form of a GType, as the Rust crate `gati-types` writes and reads it. These are types only: the one
 * implementation of the graph is in Rust, and TypeScript carries it around.
 */

/** A JSON value, as `JSON.parse` gives it. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** What documentation says about a type or a property. */
export interface DocsJson {
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: true | string;
  readonly default?: JsonValue;
  readonly examples?: readonly JsonValue[];
  /** What is said of a value that does not fit, by the code of the issue; `*` is every code. */
  readonly messages?: Readonly<Record<string, string>>;
}

/** The limits a `refined` node puts on its base. Lengths count Unicode code points. */
export interface ConstraintsJson {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: readonly number[];
  readonly integer?: true;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** ECMAScript patterns, tested with the `u` flag; a value must match every one. */
  readonly patterns?: readonly string[];
  readonly format?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: true;
  /** Applied in this order, before the other constraints are tested. */
  readonly transforms?: readonly ('trim' | 'lowercase' | 'uppercase')[];
}

/** The kinds of node that carry nothing but their name. */
export type PlainKind =
  | 'never'
  | 'unknown'
  | 'any'
  | 'null'
  | 'undefined'
  | 'void'
  | 'boolean'
  | 'number'
  | 'string'
  | 'bigint'
  | 'symbol'
  | 'nonPrimitive'
  | 'function'
  | 'date'
  | 'bytes'
  | 'url'
  | 'regexp'
  | 'file';

/** One property of an object node. */
export interface PropertyJson {
  readonly name: string;
  readonly type: NodeJson;
  readonly optional?: true;
  readonly readonly?: true;
  readonly docs?: DocsJson;
}

/** One place of a tuple; with `rest`, `type` is the type of each element. */
export interface TupleElementJson {
  readonly type: NodeJson;
  readonly optional?: true;
  readonly rest?: true;
  readonly label?: string;
}

/** What an object does with keys it does not declare. */
export type UnknownKeys = 'strip' | 'strict' | 'open';

/** One node of the GType graph. */
export type NodeJson =
  | { readonly kind: PlainKind }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'literal'; readonly bigint: string }
  | { readonly kind: 'template'; readonly parts: readonly (string | NodeJson)[] }
  | { readonly kind: 'array'; readonly items: NodeJson; readonly readonly?: true }
  | { readonly kind: 'tuple'; readonly elements: readonly TupleElementJson[]; readonly readonly?: true }
  | {
      readonly kind: 'object';
      readonly properties: readonly PropertyJson[];
      readonly index?: readonly { readonly key: NodeJson; readonly value: NodeJson }[];
      readonly unknownKeys?: UnknownKeys;
    }
  | { readonly kind: 'union'; readonly members: readonly NodeJson[]; readonly discriminant?: string }
  | { readonly kind: 'map'; readonly key: NodeJson; readonly value: NodeJson }
  | { readonly kind: 'set'; readonly items: NodeJson }
  | {
      readonly kind: 'refined';
      readonly base: NodeJson;
      readonly constraints?: ConstraintsJson;
      readonly brands?: readonly string[];
    }
  | { readonly kind: 'ref'; readonly id: string }
  | { readonly kind: 'unresolved'; readonly code: string; readonly reason: string };

/** The named types of a document; `ref` nodes point here. */
export type NamedTypesJson = Readonly<Record<string, { readonly type: NodeJson; readonly docs?: DocsJson }>>;

/** A whole type on its own: a root and the named types it refers to. */
export interface GTypeJson {
  readonly gtype: 1;
  readonly root: NodeJson;
  readonly types?: NamedTypesJson;
}
