/**
 * Generated tests in front of the checks: most bodies fit as they were sent, and a function that was written for their
 * schema says so sooner. Its yes has to mean that ajv accepts the value and leaves every member of it alone, so only
 * schemas get one whose words mean the same to both; all others are checked as if there was none.
 */

import { GatiError } from '../../../errors/gati-error.js';
import { compileSchema } from '../../../json-schema/compile.js';
import { isCodeForbidden, load } from '../../../json-schema/load.js';
import { isObject, type SchemaObject, type Test } from './node.js';

type Document = Record<string, unknown>;

const types: readonly unknown[] = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];
const isLimit = (value: unknown): boolean => Number.isFinite(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
/** Lists and objects are left out: a member that is undefined counts for ajv. */
const isScalar = (value: unknown): boolean =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
/** What every object inherits is a member to ajv. */
const isOwnName = (name: unknown): boolean => typeof name === 'string' && !(name in Object.prototype);

/**
 * Words without schemas, and what they may be set to. `multipleOf` is not one of them, because ajv rounds otherwise;
 * nor is `maxProperties`, because ajv counts members that are undefined.
 */
const words: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['type', (value) => types.includes(value)],
  ['required', (value) => Array.isArray(value) && value.every(isOwnName)],
  ['enum', (value) => Array.isArray(value) && value.length > 0 && value.every(isScalar)],
  ['const', isScalar],
  ['minimum', isLimit],
  ['maximum', isLimit],
  ['exclusiveMinimum', isLimit],
  ['exclusiveMaximum', isLimit],
  ['minLength', isCount],
  ['maxLength', isCount],
  ['minItems', isCount],
  ['maxItems', isCount],
  ['minProperties', isCount],
  ['uniqueItems', isFlag],
  ['pattern', (value) => typeof value === 'string'],
]);

/** Words about the schema, and definitions, which are looked at where something refers to them. */
const annotations = new Set(
  '$schema $id $comment definitions $defs title description deprecated readOnly writeOnly examples'.split(' '),
);

/** Whether it turned out that this process generates no code. */
let isImpossible = false;

/** The generated tests of the schemas of one Fastify instance. */
export class GeneratedTests {
  /** Where references lead; nothing for an object that stands in two documents, where it means two things. */
  readonly #targets = new Map<SchemaObject, { readonly schema: unknown } | undefined>();

  /** Notes where the `$ref` of a schema leads. */
  refer(from: SchemaObject, schema: unknown): void {
    const known = this.#targets.get(from);
    const isNew = !this.#targets.has(from);
    this.#targets.set(from, isNew || known?.schema === schema ? { schema } : undefined);
  }

  /** The test of a schema whose references are known; nothing where it can have none. */
  test(schema: unknown): Test | undefined {
    if ((isImpossible ||= isCodeForbidden())) return undefined;
    const reading = new Reading(this.#targets);
    if (!isObject(schema) || !reading.add(schema)) return undefined;
    try {
      const { is } = compileSchema(reading.document(), { draft: 'draft7', formats: 'annotate' }, load);
      return reading.namesRest ? (value) => is(value) && isPlain(value, 64) : (value) => is(value);
    } catch (error) {
      // There is no addon. Other errors are about this schema alone.
      if (error instanceof GatiError && error.code.startsWith('GATI_NATIVE_')) isImpossible = true;
      return undefined;
    }
  }
}

/** Schemas and what they refer to, as one document of the words above. */
class Reading {
  readonly #targets: ReadonlyMap<SchemaObject, { readonly schema: unknown } | undefined>;
  readonly #names = new Map<SchemaObject, string>();
  readonly #definitions: Document = {};
  /** Whether a schema says something of members it does not name. */
  namesRest = false;

  constructor(targets: ReadonlyMap<SchemaObject, { readonly schema: unknown } | undefined>) {
    this.#targets = targets;
  }

  /** The document whose schema is the one that was added first. */
  document(): Document {
    return { $ref: '#/definitions/d0', definitions: this.#definitions };
  }

  /** Adds a schema by a name of its own. */
  add(schema: SchemaObject): string | undefined {
    const known = this.#names.get(schema);
    if (known !== undefined) return known;
    const name = `d${this.#names.size}`;
    this.#names.set(schema, name);
    const read = this.#read(schema);
    this.#definitions[name] = read;
    return read === undefined ? undefined : name;
  }

  #read(schema: unknown): Document | true | undefined {
    if (schema === true) return true;
    if (!isObject(schema)) return undefined;
    const entries = Object.entries(schema).filter(([word, value]) => value !== undefined && !annotations.has(word));
    if (schema['$ref'] !== undefined) return entries.length === 1 ? this.#follow(schema) : undefined;
    const read: Document = {};
    for (const [word, value] of entries) {
      const isTaken = words.get(word);
      const made = isTaken === undefined ? this.#inner(word, value) : isTaken(value) ? value : undefined;
      if (made === undefined) return undefined;
      read[word] = made;
    }
    return read;
  }

  #inner(word: string, value: unknown): unknown {
    if (word === 'items') return this.#read(value);
    if (word === 'additionalProperties') {
      this.namesRest ||= value !== true;
      return value === false ? false : this.#read(value);
    }
    if (word !== 'properties' || !isObject(value)) return undefined;
    const members = Object.entries(value).map(([name, part]) => [name, this.#read(part)] as const);
    if (members.some(([name, part]) => !isOwnName(name) || part === undefined)) return undefined;
    return Object.fromEntries(members);
  }

  /** A reference, unless it leads to itself by nothing but references: that is never decided. */
  #follow(schema: SchemaObject): Document | true | undefined {
    const seen = new Set<unknown>();
    let at: unknown = schema;
    while (isObject(at) && at['$ref'] !== undefined) {
      if (seen.has(at)) return undefined;
      seen.add(at);
      at = this.#targets.get(at)?.schema;
    }
    const target = this.#targets.get(schema)?.schema;
    if (!isObject(target)) return target === true ? true : undefined;
    const name = this.add(target);
    return name === undefined ? undefined : { $ref: `#/definitions/${name}` };
  }
}

/**
 * Whether a value is as `JSON.parse` makes them: no member is undefined and none is inherited. Those count for ajv
 * where members that are not named do.
 */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      if (typeof value[index] === 'object' && !isPlain(value[index], depth - 1)) return false;
    }
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) return false;
    if (typeof member === 'object' && !isPlain(member, depth - 1)) return false;
  }
  return true;
}
