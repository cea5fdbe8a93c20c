/**
 * How an answer is written by its schema, decided once: the members and their order, conversions, defaults, what is
 * missing. Two write it out: answer-code.ts as JavaScript, writer.ts as closures for where no text may become code.
 */

import { isObject, namesOf, type SchemaObject } from './node.js';
import { below, isWritable, settled, type Located, type NamedDocuments } from './writable.js';

/** A member of an object. */
export interface Row {
  readonly name: string;
  readonly answer: Answer;
  /** What is written where there is none. */
  readonly fallback: string | undefined;
  readonly isRequired: boolean;
}

/** A schema that is mentioned more than once, or inside of itself. */
export interface Known {
  answer: Answer | undefined;
}

/** How a value is written. */
export type Answer =
  | { readonly is: 'anything' | 'boolean' | 'integer' | 'null' | 'number' | 'text' }
  | { readonly is: 'moment'; readonly format: 'date-time' | 'date' | 'time' | 'unsafe' }
  | { readonly is: 'constant'; readonly json: string; readonly isOrNull: boolean }
  | { readonly is: 'nullable'; readonly answer: Answer }
  | {
      readonly is: 'several';
      readonly kinds: readonly { readonly kind: string; readonly answer: Answer }[];
      readonly misfit: string;
    }
  | {
      readonly is: 'object';
      readonly rows: readonly Row[];
      /** Required names that are no members. */
      readonly others: readonly string[];
      /** Members that are not declared; nothing where they are left out. */
      readonly extra: Answer | undefined;
      readonly ofNull: string;
    }
  | { readonly is: 'array'; readonly items: Answer; readonly ofNull: string; readonly misfit: string }
  | { readonly is: 'known'; readonly known: Known };

const root = '';

/** What words say about the kind where `type` does not. */
const implied: readonly (readonly [kind: string, words: readonly string[]])[] = [
  ['object', ['properties', 'required', 'additionalProperties', 'maxProperties', 'minProperties']],
  ['array', ['items', 'maxItems', 'minItems', 'uniqueItems']],
  ['string', ['maxLength', 'minLength', 'pattern']],
  ['number', ['multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum']],
];

/** How answers of a schema are written; nothing where it has words that are not written here. */
export function answerOf(schema: unknown, shared: Readonly<Record<string, unknown>>): Answer | undefined {
  const documents: NamedDocuments = new Map([...Object.entries(shared), [root, schema]]);
  const located: Located = { schema, id: root, pointer: '#' };
  return isWritable(located, documents) ? new Answers(documents).of(located) : undefined;
}

class Answers {
  readonly #documents: NamedDocuments;
  readonly #known = new Map<unknown, Known>();

  constructor(documents: NamedDocuments) {
    this.#documents = documents;
  }

  of(located: Located): Answer {
    const at = settled(located, this.#documents)!;
    const { schema } = at;
    if (!isObject(schema)) return { is: 'anything' };
    const known = this.#known.get(schema);
    if (known !== undefined) return { is: 'known', known };
    const made: Known = { answer: undefined };
    this.#known.set(schema, made);
    made.answer = this.#made(schema, at);
    return made.answer;
  }

  #made(schema: SchemaObject, at: Located): Answer {
    const type = schema['type'] ?? implied.find(([, words]) => words.some((word) => word in schema))?.[0];
    let answer: Answer;
    if (schema['const'] !== undefined) {
      const isOrNull = Array.isArray(type) && type.includes('null');
      answer = { is: 'constant', json: JSON.stringify(schema['const']), isOrNull };
    } else if (Array.isArray(type)) {
      answer = this.#several(type as string[], schema, at);
    } else {
      answer = this.#single(type as string | undefined, schema, at);
    }
    return schema['nullable'] === true ? { is: 'nullable', answer } : answer;
  }

  #single(type: string | undefined, schema: SchemaObject, at: Located): Answer {
    switch (type) {
      case 'null':
      case 'integer':
      case 'number':
      case 'boolean':
        return { is: type };
      case 'string': {
        const format = schema['format'];
        const isMoment = format === 'date-time' || format === 'date' || format === 'time' || format === 'unsafe';
        return isMoment ? { is: 'moment', format } : { is: 'text' };
      }
      case 'object':
        return this.#object(schema, at);
      case 'array': {
        const isAny = schema['items'] === undefined;
        const items: Answer = isAny ? { is: 'anything' } : this.of(below(at, schema['items'], 'items'));
        return { is: 'array', items, ofNull: schema['nullable'] === true ? 'null' : '[]', misfit: misfitOf(at) };
      }
      default:
        return { is: 'anything' };
    }
  }

  #several(types: readonly string[], schema: SchemaObject, at: Located): Answer {
    // As fast-json-stringify puts them: by a comparison that looks at one side only.
    const ordered = [...types].sort((one) => (one === 'null' ? -1 : 1));
    const kinds = ordered.map((kind) => ({ kind, answer: this.#single(kind, schema, at) }));
    return { is: 'several', kinds, misfit: misfitOf(at) };
  }

  #object(schema: SchemaObject, at: Located): Answer {
    const { properties, additionalProperties } = schema;
    const map = isObject(properties) ? properties : {};
    const required = Array.isArray(schema['required']) ? (schema['required'] as readonly string[]) : [];
    const names = namesOf(map);
    const [first, last] = [true, false].map((is) => names.filter((name) => required.includes(name) === is));
    const rows = [...first!, ...last!].map((name): Row => {
      const located = settled(below(at, map[name], 'properties', name), this.#documents)!;
      const fallback = isObject(located.schema) ? located.schema['default'] : undefined;
      return {
        name,
        answer: this.of(located),
        fallback: fallback === undefined ? undefined : JSON.stringify(fallback),
        isRequired: required.includes(name),
      };
    });
    const isAny = additionalProperties === true;
    const inner = isObject(additionalProperties)
      ? this.of(below(at, additionalProperties, 'additionalProperties'))
      : undefined;
    return {
      is: 'object',
      rows,
      others: required.filter((name) => !names.includes(name)),
      extra: isAny ? { is: 'anything' } : inner,
      ofNull: schema['nullable'] === true ? 'null' : '{}',
    };
  }
}

function misfitOf({ id, pointer }: Located): string {
  return `The value of '${id}${pointer}' does not match schema definition.`;
}
