/** Schemas of valibot, by way of its own package for JSON Schema. */

import { kinds, plainKind, unresolved, type Described, type LoadPackage, type Schema, type Side } from './described.js';
import { isWholePattern } from './patterns.js';

const converterName = '@valibot/to-json-schema';

/** What is looked at of a valibot schema, and of the actions in its pipes. */
interface Item {
  readonly kind: string;
  readonly type: string;
  readonly key?: Item;
  readonly value?: Item;
  readonly literal?: unknown;
  readonly requirement?: unknown;
  readonly entries?: Readonly<Record<string, Item>>;
}

interface Conversion {
  readonly valibotSchema: Item;
  readonly jsonSchema: Schema;
  readonly errors?: readonly string[];
}

interface Action {
  readonly valibotAction: Item;
  readonly jsonSchema: Schema & { readonly [changed]?: Schema };
  readonly errors?: readonly string[];
}

type ToJsonSchema = (schema: Item, options: object) => Schema;

/** What was said before a change of the value, on a schema that is being built. */
const changed = Symbol('changed');

/** Formats that valibot means in a wider sense than JSON Schema: `12:30` is a time, whatever `URL` parses is a URL. */
const widerFormats: ReadonlySet<string> = new Set(['iso_date_time', 'iso_time', 'url']);

/** Whether the keywords of an action refuse what the action accepts. */
function isInexact({ type, requirement }: Item): boolean {
  if (widerFormats.has(type)) return true;
  return type === 'regex' && requirement instanceof RegExp && !isWholePattern(requirement);
}

/** Whether a schema makes something of whatever comes in. */
function hasFallback(schema: Item): boolean {
  return 'fallback' in schema;
}

/** Whether a value is a schema of valibot. */
export function isValibot(value: object): boolean {
  return vendorOf(value) === 'valibot' && (value as Partial<Item>).kind === 'schema';
}

function vendorOf(value: object): unknown {
  return (value as { '~standard'?: { vendor?: unknown } })['~standard']?.vendor;
}

/** Describes a schema of valibot. */
export function describeValibot(value: object, load: LoadPackage): Described {
  let toJsonSchema: ToJsonSchema;
  try {
    ({ toJsonSchema } = load(converterName) as { toJsonSchema: ToJsonSchema });
  } catch {
    return {
      failed: `valibot needs ${converterName} to say what a schema accepts, and it is not installed`,
      help: `npm install --save-dev ${converterName}`,
    };
  }
  const unsaid = new Set<string>();
  const side = (typeMode: Side): Schema => {
    const convert = (schema: Item): Schema => {
      const result = toJsonSchema(schema, {
        target: 'draft-2020-12',
        typeMode,
        errorMode: 'ignore',
        overrideSchema: ({ valibotSchema, jsonSchema, errors }: Conversion) => {
          if (typeMode === 'input' && hasFallback(valibotSchema)) return {};
          const failed = errors === undefined ? undefined : jsonSchema;
          const own = overrideSchema(valibotSchema, failed, typeMode, unsaid, nested);
          return own ?? (typeMode === 'input' ? allowingMissing(valibotSchema, jsonSchema) : undefined);
        },
        overrideAction: ({ valibotAction, jsonSchema, errors }: Action) => {
          const before = jsonSchema[changed];
          // What comes after a change says nothing about what comes in.
          if (before !== undefined) return { ...before, [changed]: before };
          if (isInexact(valibotAction)) {
            unsaid.add(`\`${valibotAction.type}\``);
            const { pattern: _pattern, format: _format, ...rest } = jsonSchema;
            return rest;
          }
          const own = errors === undefined ? undefined : overrideAction(valibotAction, jsonSchema, typeMode, unsaid);
          if (typeMode === 'output' || valibotAction.kind !== 'transformation') return own;
          const now = { ...(own ?? jsonSchema) };
          return { ...now, [changed]: now };
        },
      });
      return result;
    };
    const nested = (part: Item): Schema => {
      const { $schema: _, ...schema } = convert(part);
      return '$defs' in schema ? unresolved('a Map or a Set of a recursive schema is not described') : schema;
    };
    return convert(value as Item);
  };
  // Pipes change and check in ways that are not told apart here, so valibot always has the last word.
  return { input: side('input'), output: side('output'), canValidate: true, saysMore: true, unsaid: [...unsaid] };
}

/** An object whose members with a fallback may be missing; `undefined` if that is what its schema says. */
function allowingMissing({ entries }: Item, schema: Schema): Schema | undefined {
  const { required } = schema;
  if (entries === undefined || !Array.isArray(required)) return undefined;
  const names = required as readonly string[];
  const needed = names.filter((name) => entries[name] === undefined || !hasFallback(entries[name]));
  return needed.length === names.length ? undefined : { ...schema, required: needed };
}

/** A schema that JSON Schema has no word for; `failed` is what the converter made of it, if it could not. */
function overrideSchema(
  schema: Item,
  failed: Schema | undefined,
  side: Side,
  unsaid: Set<string>,
  nested: (part: Item) => Schema,
): Schema | undefined {
  const plain = plainKind(schema.type);
  if (plain !== undefined) return plain;
  switch (schema.type) {
    case 'blob':
      return kinds.file();
    case 'map':
      return kinds.map(nested(schema.key!), nested(schema.value!));
    case 'set':
      return kinds.set(nested(schema.value!));
    case 'literal':
      if (typeof schema.literal !== 'bigint') return undefined;
      return { type: 'string', const: String(schema.literal), 'x-gati': { type: 'bigint' } };
    default:
      if (failed === undefined) return undefined;
      unsaid.add(`\`${schema.type}\``);
      return side === 'input' ? {} : unresolved(`\`${schema.type}\` of valibot has no type that can be found out`);
  }
}

/** Actions that change a value within its type. */
const sameType: ReadonlySet<string> = new Set([
  'to_lower_case',
  'to_upper_case',
  'trim',
  'trim_end',
  'trim_start',
  'normalize',
  'to_max_value',
  'to_min_value',
  'brand',
  'flavor',
  'readonly',
  'filter_items',
  'map_items',
  'sort_items',
]);

const gives: Readonly<Record<string, () => Schema>> = {
  to_bigint: kinds.bigint,
  to_date: kinds.date,
  to_boolean: () => ({ type: 'boolean' }),
  to_number: () => ({ type: 'number' }),
  to_string: () => ({ type: 'string' }),
};

function overrideAction(action: Item, schema: Schema, side: Side, unsaid: Set<string>): Schema {
  if (sameType.has(action.type) || action.kind === 'metadata') return schema;
  if (action.kind === 'validation') {
    unsaid.add(`\`${action.type}\``);
    return schema;
  }
  if (side === 'input') return schema;
  return (
    gives[action.type]?.() ?? unresolved(`what \`${action.type}\` gives is not known; end the pipe with a schema of it`)
  );
}
