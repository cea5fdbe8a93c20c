/** Schemas of zod 4. */

import {
  kinds,
  plainKind,
  replace,
  unresolved,
  type Described,
  type LoadPackage,
  type Schema,
  type Side,
} from './described.js';
import { dropPattern, isWholePattern } from './patterns.js';

/** What is looked at of a zod schema. */
interface ZodSchema {
  readonly _zod: { readonly def: ZodDef };
  readonly '~standard': {
    readonly jsonSchema?: Readonly<Record<Side, (options: object) => Schema>>;
  };
}

interface ZodDef {
  readonly type: string;
  readonly coerce?: boolean;
  readonly checks?: readonly { readonly _zod: { readonly def: ZodCheck } }[];
  readonly values?: readonly unknown[];
  readonly valueType?: ZodSchema;
  readonly keyType?: ZodSchema;
  readonly catchall?: ZodSchema;
  readonly format?: string;
  readonly check?: string;
  readonly in?: ZodSchema;
  readonly shape?: Readonly<Record<string, ZodSchema>>;
}

interface ZodCheck {
  readonly check: string;
  readonly format?: string;
  readonly pattern?: RegExp;
}

interface Override {
  readonly zodSchema: ZodSchema;
  readonly jsonSchema: Schema;
  readonly path: readonly (string | number)[];
}

/** Whether a value is a schema of zod 4. */
export function isZod(value: object): value is ZodSchema {
  return typeof (value as { _zod?: { def?: unknown } })._zod?.def === 'object';
}

/** Kinds whose JSON Schema says everything about them. */
const plainTypes: ReadonlySet<string> = new Set([
  'array',
  'boolean',
  'default',
  'enum',
  'interface',
  'lazy',
  'literal',
  'never',
  'null',
  'nullable',
  'number',
  'object',
  'optional',
  'readonly',
  'record',
  'string',
  'tuple',
  'union',
  'unknown',
  'any',
]);

/** Checks that JSON Schema has a keyword for. */
const plainChecks: ReadonlySet<string> = new Set([
  'greater_than',
  'length_equals',
  'less_than',
  'max_length',
  'min_length',
  'multiple_of',
  'number_format',
]);

/** Describes a schema of zod. */
export function describeZod(schema: ZodSchema, load: LoadPackage): Described {
  const notes = new Notes();
  const convert = converter(schema, load);
  if (convert === undefined) {
    return { failed: 'this zod exports no JSON Schema', help: 'install zod 4: npm install zod@4' };
  }
  const side = (io: Side): Schema => convert(schema, io, (context) => rewrite(context, io, notes, convert));
  return {
    input: side('input'),
    output: side('output'),
    canValidate: true,
    saysMore: notes.more,
    unsaid: [...notes.unsaid],
  };
}

type Convert = (schema: ZodSchema, io: Side, override: (context: Override) => void) => Schema;

function converter(schema: ZodSchema, load: LoadPackage): Convert | undefined {
  const options = (override: (context: Override) => void): object => ({ unrepresentable: 'any', override });
  const target = 'draft-2020-12';
  if (schema['~standard'].jsonSchema !== undefined) {
    return (part, io, override) => part['~standard'].jsonSchema![io]({ target, libraryOptions: options(override) });
  }
  // The first versions of zod 4 have the conversion as a function of the package alone.
  const { toJSONSchema } = load('zod') as { toJSONSchema?: (schema: ZodSchema, options: object) => Schema };
  if (toJSONSchema === undefined) return undefined;
  return (part, io, override) => toJSONSchema(part, { target, io, ...options(override) });
}

/** What the JSON Schemas do not say. */
class Notes {
  readonly unsaid = new Set<string>();
  more = false;

  /** Types alone let through what the schema refuses. */
  lacks(what: string): void {
    this.unsaid.add(what);
    this.more = true;
  }
}

function rewrite(context: Override, io: Side, notes: Notes, convert: Convert): void {
  const { jsonSchema, zodSchema } = context;
  const { def } = zodSchema._zod;
  if (!plainTypes.has(def.type)) notes.more = true;
  // A format of text is a check of its own.
  const own: ZodCheck[] = def.check === undefined ? [] : [def as ZodCheck];
  for (const check of [...own, ...(def.checks ?? []).map(({ _zod }) => _zod.def)]) note(check, jsonSchema, notes);
  if (io === 'input' && def.coerce === true) {
    notes.more = true;
    return replace(jsonSchema, coerced(def.type));
  }
  // What comes after a change says nothing about what comes in; `.trim().max(5)` takes text of any length.
  if (io === 'input' && def.checks?.some(({ _zod }) => _zod.def.check === 'overwrite') === true) loosen(jsonSchema);
  // What a plain object gives has no other members, because it drops them; it does not refuse them.
  if (io === 'output' && def.type === 'object' && def.catchall === undefined) delete jsonSchema['additionalProperties'];
  if (io === 'input' && def.shape !== undefined) allowMissing(jsonSchema, def.shape);
  const replacement = replaced(def, io, notes, (part) => nested(part, io, notes, convert));
  if (replacement !== undefined) replace(jsonSchema, { ...annotations(jsonSchema), ...replacement });
}

function note(check: ZodCheck, jsonSchema: Schema, notes: Notes): void {
  if (plainChecks.has(check.check)) return;
  if (check.check === 'string_format') {
    if (check.pattern !== undefined && !isWholePattern(check.pattern)) {
      dropPattern(jsonSchema, check.pattern.source);
      notes.lacks('`regex`');
    }
    if (check.format === 'url') {
      // Whatever `URL` parses, and JSON Schema refuses some of it.
      delete jsonSchema['format'];
      notes.lacks('`url`');
    }
    if (jsonSchema['pattern'] === undefined && jsonSchema['allOf'] === undefined) notes.more = true;
    return;
  }
  notes.more = true;
  if (check.check === 'custom') notes.lacks('a refinement');
  else if (check.check !== 'overwrite') notes.lacks(`\`${check.check}\``);
}

/** Leaves of a schema of text, of a number or of a list what says which of them it is. */
function loosen(schema: Schema): void {
  const kept = ['type', 'items', 'prefixItems', 'properties', 'required', 'additionalProperties', 'propertyNames'];
  const left = Object.entries(schema).filter(([key]) => kept.includes(key));
  replace(schema, { ...annotations(schema), ...Object.fromEntries(left) });
}

/** Members that make something of nothing may be missing, although JSON Schemas of zod require them. */
function allowMissing(schema: Schema, shape: Readonly<Record<string, ZodSchema>>): void {
  if (!Array.isArray(schema['required'])) return;
  schema['required'] = (schema['required'] as readonly string[]).filter((name) => {
    const def = shape[name]?._zod.def;
    return def === undefined || !(def.type === 'catch' || isPreprocessed(def));
  });
}

/** `z.preprocess(…)`: whatever comes in is looked at by a function first. */
function isPreprocessed({ type, in: first }: ZodDef): boolean {
  return type === 'pipe' && first?._zod.def.type === 'transform';
}

/** What is written about a schema stays when the schema itself is written anew. */
function annotations(schema: Schema): Schema {
  const kept = ['title', 'description', 'default', 'examples', 'deprecated'];
  return Object.fromEntries(Object.entries(schema).filter(([key]) => kept.includes(key)));
}

/** What a coercing schema takes: text, besides what it makes of it. */
function coerced(type: string): Schema {
  if (type === 'number') return { anyOf: [{ type: 'number' }, { type: 'string' }] };
  if (type === 'date') return { anyOf: [{ type: 'string' }, { type: 'number' }] };
  if (type === 'bigint') return { anyOf: [{ type: 'integer' }, { type: 'string' }] };
  return {};
}

function replaced(def: ZodDef, io: Side, notes: Notes, nest: (part: ZodSchema) => Schema): Schema | undefined {
  const plain = plainKind(def.type);
  if (plain !== undefined) return plain;
  switch (def.type) {
    case 'any':
      return { 'x-gati': { type: 'any' } };
    case 'map':
      return kinds.map(nest(def.keyType!), nest(def.valueType!));
    case 'set':
      return kinds.set(nest(def.valueType!));
    case 'nan':
      return unresolved('NaN is no value that JSON carries');
    case 'literal':
      return def.values!.every(isJson) ? undefined : { anyOf: def.values!.map(literal) };
    case 'catch':
      // Whatever comes in, something comes out.
      return io === 'input' ? {} : undefined;
    case 'custom':
      notes.lacks('a custom check');
      return io === 'input' ? {} : unresolved('a custom schema of zod has no type that can be found out');
    case 'pipe':
      return io === 'input' && isPreprocessed(def) ? {} : undefined;
    case 'transform':
      return io === 'input' ? {} : unresolved('what a transform gives is not known; add .pipe(…) with a schema of it');
    default:
      return undefined;
  }
}

/** A part that JSON Schema has no place for, on its own. */
function nested(part: ZodSchema, io: Side, notes: Notes, convert: Convert): Schema {
  const schema = convert(part, io, (context) => rewrite(context, io, notes, convert));
  delete schema['$schema'];
  return '$defs' in schema ? unresolved('a Map or a Set of a recursive schema is not described') : schema;
}

function isJson(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function literal(value: unknown): Schema {
  if (typeof value === 'bigint') return { type: 'string', const: String(value), 'x-gati': { type: 'bigint' } };
  if (value === undefined) return kinds.undefined();
  return { const: value };
}
