/**
 * Answers as JSON text by their schemas, in place of fast-json-stringify: the same members in the same order, the same
 * conversions, the same bytes.
 */

import { isObject, namesOf, type SchemaObject } from './node.js';
import { below, isWritable, settled, type Located, type NamedDocuments } from './writable.js';

/** Writes a value. */
export type Write = (value: unknown) => string;

const root = '';

/** What words say about the kind where `type` does not. */
const implied: readonly (readonly [kind: string, words: readonly string[]])[] = [
  ['object', ['properties', 'required', 'additionalProperties', 'maxProperties', 'minProperties']],
  ['array', ['items', 'maxItems', 'minItems', 'uniqueItems']],
  ['string', ['maxLength', 'minLength', 'pattern']],
  ['number', ['multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum']],
];

/** The writer of a schema; nothing where it has words that are not written here. */
export function writerOf(schema: unknown, shared: Readonly<Record<string, unknown>>): Write | undefined {
  const documents: NamedDocuments = new Map([...Object.entries(shared), [root, schema]]);
  const located: Located = { schema, id: root, pointer: '#' };
  return isWritable(located, documents) ? new Writers(documents).of(located) : undefined;
}

class Writers {
  readonly #documents: NamedDocuments;
  /** By schema: one that mentions itself is one writer. */
  readonly #known = new Map<unknown, { write: Write | undefined }>();

  constructor(documents: NamedDocuments) {
    this.#documents = documents;
  }

  of(located: Located): Write {
    const at = settled(located, this.#documents)!;
    const { schema } = at;
    if (!isObject(schema)) return anything;
    const known = this.#known.get(schema);
    if (known !== undefined) return (value) => known.write!(value);
    const made: { write: Write | undefined } = { write: undefined };
    this.#known.set(schema, made);
    made.write = this.#made(schema, at);
    return made.write;
  }

  #made(schema: SchemaObject, at: Located): Write {
    const type = schema['type'] ?? implied.find(([, words]) => words.some((word) => word in schema))?.[0];
    let write: Write;
    if (schema['const'] !== undefined) write = constant(schema['const'], type);
    else if (Array.isArray(type)) write = this.#several(type as string[], schema, at);
    else write = this.#single(type as string | undefined, schema, at);
    return schema['nullable'] === true ? (value) => (value === null ? 'null' : write(value)) : write;
  }

  #single(type: string | undefined, schema: SchemaObject, at: Located): Write {
    switch (type) {
      case 'null':
        return () => 'null';
      case 'string':
        return texts[schema['format'] as string] ?? text;
      case 'integer':
        return integer;
      case 'number':
        return number;
      case 'boolean':
        return (value) => (value ? 'true' : 'false');
      case 'object':
        return this.#object(schema, at);
      case 'array':
        return this.#array(schema, at);
      default:
        return anything;
    }
  }

  #several(types: readonly string[], schema: SchemaObject, at: Located): Write {
    // As fast-json-stringify puts them: by a comparison that looks at one side only.
    const ordered = [...types].sort((one) => (one === 'null' ? -1 : 1));
    const writes = ordered.map((type) => ({ fits: kindTests[type]!, write: this.#single(type, schema, at) }));
    return (value) => {
      for (const { fits, write } of writes) if (fits(value)) return write(value);
      throw misfit(at);
    };
  }

  #object(schema: SchemaObject, at: Located): Write {
    const { properties, additionalProperties } = schema;
    const map = isObject(properties) ? properties : {};
    const required = Array.isArray(schema['required']) ? (schema['required'] as readonly string[]) : [];
    const names = namesOf(map);
    const ordered = [
      ...names.filter((name) => required.includes(name)),
      ...names.filter((name) => !required.includes(name)),
    ];
    const rows = ordered.map((name) => {
      const located = settled(below(at, map[name], 'properties', name), this.#documents)!;
      const fallback = isObject(located.schema) ? located.schema['default'] : undefined;
      return {
        name,
        key: `${JSON.stringify(name)}:`,
        write: this.of(located),
        fallback: fallback === undefined ? undefined : JSON.stringify(fallback),
        isRequired: required.includes(name),
      };
    });
    const others = required.filter((name) => !names.includes(name));
    const declared = new Set(names);
    const extra =
      additionalProperties === true
        ? anything
        : isObject(additionalProperties)
          ? this.of(below(at, additionalProperties, 'additionalProperties'))
          : undefined;
    const ofNull = schema['nullable'] === true ? 'null' : '{}';
    return (given) => {
      const value = asJson(given);
      if (value === null) return ofNull;
      const members = value as Readonly<Record<string, unknown>>;
      for (const name of others) if (members[name] === undefined) throw missing(name);
      let json = '';
      for (const { name, key, write, fallback, isRequired } of rows) {
        const member = members[name];
        if (member !== undefined) json += `${json === '' ? '' : ','}${key}${write(member)}`;
        else if (fallback !== undefined) json += `${json === '' ? '' : ','}${key}${fallback}`;
        else if (isRequired) throw missing(name);
      }
      if (extra !== undefined) {
        for (const name of Object.keys(members)) {
          const member = members[name];
          if (declared.has(name) || member === undefined || typeof member === 'function' || typeof member === 'symbol')
            continue;
          json += `${json === '' ? '' : ','}${JSON.stringify(name)}:${extra(member)}`;
        }
      }
      return `{${json}}`;
    };
  }

  #array(schema: SchemaObject, at: Located): Write {
    const write = schema['items'] === undefined ? anything : this.of(below(at, schema['items'], 'items'));
    const ofNull = schema['nullable'] === true ? 'null' : '[]';
    return (value) => {
      if (value === null) return ofNull;
      if (!Array.isArray(value)) throw misfit(at);
      const items = value as readonly unknown[];
      let json = '';
      for (let index = 0; index < items.length; index += 1) json += `${index === 0 ? '' : ','}${write(items[index])}`;
      return `[${json}]`;
    };
  }
}

function asJson(value: unknown): unknown {
  const made = (value as { toJSON?: unknown } | null | undefined)?.toJSON;
  return Boolean(value) && typeof made === 'function' ? (value as { toJSON(): unknown }).toJSON() : value;
}

function anything(value: unknown): string {
  return String(JSON.stringify(value));
}

function constant(value: unknown, type: unknown): Write {
  const json = JSON.stringify(value);
  return Array.isArray(type) && type.includes('null') ? (given) => (given === null ? 'null' : json) : () => json;
}

function text(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null) return '""';
  if (value instanceof Date) return `"${value.toISOString()}"`;
  if (value instanceof RegExp) return JSON.stringify(value.source);
  return JSON.stringify((value as { toString(): string }).toString());
}

function integer(value: unknown): string {
  if (Number.isInteger(value) || typeof value === 'bigint') return String(value);
  const whole = Math.trunc(value as number);
  if (!Number.isFinite(whole)) throw new Error(`The value "${value as string}" cannot be converted to an integer.`);
  return String(whole);
}

function number(value: unknown): string {
  const found = Number(value);
  if (Number.isNaN(found)) throw new Error(`The value "${value as string}" cannot be converted to a number.`);
  return Number.isFinite(found) ? String(found) : 'null';
}

/** A moment as text, by what is made of a `Date`. */
function moment(what: string, spell: (date: Date) => string): Write {
  return (value) => {
    if (value === null) return '""';
    if (value instanceof Date) return `"${spell(value)}"`;
    if (typeof value === 'string') return JSON.stringify(value);
    throw new Error(`The value "${value as string}" cannot be converted to a ${what}.`);
  };
}

/** The clock on the wall where the server stands, as if it were that of UTC. */
function local(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString();
}

const texts: Readonly<Record<string, Write>> = {
  'date-time': moment('date-time', (date) => date.toISOString()),
  date: moment('date', (date) => local(date).slice(0, 10)),
  time: moment('time', (date) => local(date).slice(11, 19)),
  unsafe: (value) => `"${value as string}"`,
};

const kindTests: Readonly<Record<string, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  string: (value) =>
    typeof value === 'string' ||
    value === null ||
    value instanceof Date ||
    value instanceof RegExp ||
    (typeof value === 'object' && typeof value.toString === 'function' && value.toString !== Object.prototype.toString),
  array: (value) => Array.isArray(value),
  integer: (value) => Number.isInteger(value) || value === null,
  object: (value) => typeof value === 'object' && !Array.isArray(value),
  number: (value) => typeof value === 'number' || value === null,
  boolean: (value) => typeof value === 'boolean' || value === null,
};

function missing(name: string): Error {
  return new Error(`${JSON.stringify(name)} is required!`);
}

function misfit({ id, pointer }: Located): TypeError {
  return new TypeError(`The value of '${id}${pointer}' does not match schema definition.`);
}
