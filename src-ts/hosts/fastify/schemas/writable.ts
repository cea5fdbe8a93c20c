/** Which response schemas are written here; the others are left to the serializer that Fastify brings. */

import { kindsOf } from './kinds.js';
import { isObject, namesOf, type SchemaObject } from './node.js';

/** Words of the schemas that are written here. */
const words = new Set(
  (
    '$ref type nullable const enum format default properties required additionalProperties items ' +
    'maximum minimum exclusiveMaximum exclusiveMinimum multipleOf maxLength minLength pattern maxItems minItems ' +
    'uniqueItems maxProperties minProperties definitions $defs $schema $comment title description examples ' +
    'deprecated readOnly writeOnly'
  ).split(' '),
);

/** What may stand beside a reference without a say in what is written. */
const beside = new Set('$ref $comment title description examples deprecated readOnly writeOnly'.split(' '));

/** A schema, and where it stands: its document's name, and the pointer in it. */
export interface Located {
  readonly schema: unknown;
  readonly id: string;
  readonly pointer: string;
}

/** The documents of an application, by name; the schema of a route has none. */
export type NamedDocuments = ReadonlyMap<string, unknown>;

/** Follows references to what they mean, by the very letters they are written with. */
export function settled(from: Located, documents: NamedDocuments): Located | undefined {
  let at = from;
  for (let step = 0; step < 100; step += 1) {
    const { schema } = at;
    if (!isObject(schema) || typeof schema['$ref'] !== 'string') return at;
    const reference = schema['$ref'];
    const hash = reference.includes('#') ? reference.indexOf('#') : reference.length;
    const id = reference.slice(0, hash) || at.id;
    const pointer = reference.slice(hash) || '#';
    if (!documents.has(id) || !/^#(?:\/[^%]*)?$/u.test(pointer)) return undefined;
    let target: unknown = documents.get(id);
    for (const piece of pointer.split('/').slice(1)) {
      const name = piece.replaceAll('~1', '/').replaceAll('~0', '~');
      target = isObject(target) && Object.hasOwn(target, name) ? target[name] : undefined;
    }
    if (target === undefined) return undefined;
    at = { schema: target, id, pointer };
  }
  return undefined;
}

/** Whether a schema and all it leads to are written here. */
export function isWritable(located: Located, documents: NamedDocuments): boolean {
  const pending = [located];
  const seen = new Set<unknown>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isObject(next.schema) && typeof next.schema['$ref'] === 'string') {
      if (!Object.keys(next.schema).every((word) => beside.has(word))) return false;
    }
    const at = settled(next, documents);
    if (at === undefined) return false;
    if (typeof at.schema === 'boolean' || seen.has(at.schema)) continue;
    seen.add(at.schema);
    if (!isObject(at.schema) || !hasKnownWords(at.schema, at.pointer)) return false;
    pending.push(...partsOf(at.schema, at));
  }
  return true;
}

function hasKnownWords(schema: SchemaObject, pointer: string): boolean {
  const isKnown = Object.keys(schema).every((word) => words.has(word) || (word === '$id' && pointer === '#'));
  if (!isKnown || Array.isArray(schema['items'])) return false;
  try {
    return kindsOf({ type: schema['type'] ?? [] }).length >= 0;
  } catch {
    return false;
  }
}

/** The schemas inside of one, each where it stands. */
function partsOf(schema: SchemaObject, at: Located): Located[] {
  const { properties, additionalProperties, items } = schema;
  const map = isObject(properties) ? properties : {};
  const parts = namesOf(map).map((name) => below(at, map[name], 'properties', name));
  if (isObject(additionalProperties)) parts.push(below(at, additionalProperties, 'additionalProperties'));
  if (items !== undefined) parts.push(below(at, items, 'items'));
  return parts;
}

/** A part of a schema. */
export function below({ id, pointer }: Located, schema: unknown, ...way: readonly string[]): Located {
  const steps = way.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return { schema, id, pointer: pointer + steps };
}
