/** Random JSON Schemas (draft-07) and values for them, from a seed. */

/** A source of choices: the same seed gives the same ones. */
export class Choices {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  below(count: number): number {
    this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) >>> 0;
    return (this.#state >>> 8) % count;
  }

  of<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }
}

const names = ['a', 'b', 'c', 'a/b', 'x~y'];
const texts = [
  '',
  'a',
  'ab',
  '1',
  '1.5',
  '0',
  'true',
  'false',
  'null',
  '2020-01-01T00:00:00Z',
  'a@b.co',
  ' ',
  '1e3',
  '0x10',
];
const scalars = [0, 1, -1, 1.5, 3, ...texts, true, false, null];
const kinds = ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'];

type Schema = Record<string, unknown>;

const conditional = ['if', 'then', 'else'];

/** A value that is nested at most so deep. */
export function randomValue(choices: Choices, depth: number): unknown {
  const choice = choices.below(depth > 0 ? 8 : 5);
  if (choice < 5) return choices.of(scalars);
  if (choice === 7) return Array.from({ length: choices.below(4) }, () => randomValue(choices, depth - 1));
  const members = Array.from({ length: choices.below(4) }, () => [choices.of(names), randomValue(choices, depth - 1)]);
  return Object.fromEntries(members) as Schema;
}

/** A schema; `isTried` ones stand where no default may. */
export function randomSchema(choices: Choices, depth: number, isTried: boolean = false): unknown {
  return choices.oneIn(25) ? choices.of([true, false]) : randomObjectSchema(choices, depth, isTried);
}

/** A schema that is no boolean. */
export function randomObjectSchema(choices: Choices, depth: number, isTried: boolean = false): Schema {
  const schema: Schema = {};
  const maybe = (word: string, oneIn: number, make: () => unknown): void => {
    if (choices.oneIn(oneIn)) schema[word] = make();
  };
  kindInto(schema, choices, depth);
  maybe('minimum', 8, () => choices.below(3));
  maybe('maximum', 8, () => choices.below(4));
  maybe('exclusiveMinimum', 20, () => choices.below(2));
  maybe('multipleOf', 15, () => choices.of([1, 2, 0.5]));
  maybe('minLength', 8, () => choices.below(3));
  maybe('maxLength', 8, () => choices.below(4));
  maybe('pattern', 12, () => choices.of(['^a', '\\d', '.']));
  maybe('format', 20, () => choices.of(['date-time', 'email', 'int32', 'uuid']));
  maybe('enum', 14, () => [choices.of(texts), choices.of([0, 1, true, null]), [choices.of(scalars)]]);
  maybe('const', 25, () => randomValue(choices, 1));
  if (!isTried) maybe('default', 6, () => randomValue(choices, 1));
  if (depth > 0) schemasInto(schema, maybe, choices, depth - 1, isTried);
  return schema;
}

function kindInto(schema: Schema, choices: Choices, depth: number): void {
  const choice = choices.below(6);
  if (choice < 4) schema['type'] = choices.of(depth > 0 ? ['object', 'object', 'array', ...kinds] : kinds.slice(0, 5));
  if (choice === 4) schema['type'] = [...new Set([choices.of(kinds), choices.of(kinds)])];
  const hasNull = [schema['type']].flat().includes('null');
  if (schema['type'] !== undefined && !hasNull && choices.oneIn(10)) schema['nullable'] = true;
}

function schemasInto(
  schema: Schema,
  maybe: (word: string, oneIn: number, make: () => unknown) => void,
  choices: Choices,
  depth: number,
  isTried: boolean,
): void {
  const inner = (tried: boolean = isTried): unknown => randomSchema(choices, depth, tried);
  const some = (count: number): string[] => Array.from({ length: count }, () => choices.of(names));
  maybe('properties', 3, () => Object.fromEntries(some(choices.below(4)).map((name) => [name, inner()])));
  maybe('required', 5, () => names.filter(() => choices.oneIn(3)));
  maybe('additionalProperties', 4, () => (choices.oneIn(2) ? false : inner()));
  maybe('patternProperties', 12, () => ({ [choices.of(['^z', 'q$'])]: inner() }));
  maybe('minProperties', 12, () => choices.below(3));
  maybe('maxProperties', 12, () => choices.below(4));
  maybe('propertyNames', 15, () => randomSchema(choices, 0, true));
  maybe('dependencies', 12, () => ({ a: choices.oneIn(2) ? ['b', 'c'].slice(choices.below(2)) : inner() }));
  maybe('items', 3, () => (choices.oneIn(3) ? [inner(), inner()] : inner()));
  if (Array.isArray(schema['items'])) maybe('additionalItems', 3, () => (choices.oneIn(2) ? false : inner()));
  // Beside a list of `items`, ajv does not look at `contains` where the first item is missing; docs/validate.md names it.
  else maybe('contains', 12, () => inner(true));
  maybe('uniqueItems', 8, () => true);
  maybe('minItems', 8, () => choices.below(3));
  maybe('maxItems', 8, () => choices.below(4));
  maybe('anyOf', 10, () => [inner(true), inner(true)]);
  maybe('oneOf', 10, () => [inner(true), inner(true)]);
  maybe('allOf', 12, () => [inner(), inner()]);
  maybe('not', 18, () => inner(true));
  if (choices.oneIn(14)) for (const word of conditional) schema[word] = inner(isTried || word === 'if');
  maybe('$ref', 12, () => choices.of(['#/definitions/d', 'shared#', 'shared#/properties/p']));
}

const limits = [0, -1, 0.1, 2.5, 1e-7, 1e21, 2 ** 53, 5e-324, 1.7976931348623157e308, 0.30000000000000004];
const numbers = [...limits, 1, 2, 3, 1.5, -0, 0.2, 1e22, 2 ** 53 + 2, Number.NaN, Number.POSITIVE_INFINITY];
const plainNames = [...names, 'constructor', 'toString', 'über', 'a b'];
const plainTexts = [...texts, 'abc', '😀', 'a😀', '\ud800', 'Ａ', '\u2028', 'a\n', 'aé'];
const patterns = ['^a', '\\d', '.', '^.$', '^\\p{L}+$', '[^a]', 'a|b', '^[\\w.]{2,}$', '\\s', '😀'];

/** A schema of the words that generated tests know, and now and then of another one. */
export function randomPlainSchema(choices: Choices, depth: number): Schema {
  const schema: Schema = {};
  const maybe = (word: string, oneIn: number, make: () => unknown): void => {
    if (choices.oneIn(oneIn)) schema[word] = make();
  };
  const type = choices.of(depth > 0 ? ['object', 'object', 'object', 'array', ...kinds] : kinds.slice(0, 5));
  if (!choices.oneIn(8)) schema['type'] = type;
  if (choices.oneIn(12)) return { $ref: choices.of(['#/definitions/d', 'shared#', 'shared#/properties/p']) };
  if (type === 'number' || type === 'integer') {
    for (const word of ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'])
      maybe(word, 6, () => choices.of(limits));
    maybe('multipleOf', 30, () => choices.of([1, 2, 0.1]));
  }
  if (type === 'string') {
    maybe('minLength', 4, () => choices.below(3));
    maybe('maxLength', 4, () => choices.below(4));
    maybe('pattern', 4, () => choices.of(patterns));
    maybe('format', 40, () => 'email');
  }
  maybe('enum', 16, () => [...new Set([choices.of(plainTexts), choices.of(numbers.slice(0, 14)), null, true])]);
  maybe('const', 30, () => choices.of([...plainTexts, 0, 1, null, false]));
  maybe('title', 20, () => 'T');
  maybe('nullable', 60, () => schema['type'] !== undefined || undefined);
  if (type === 'array') plainListInto(schema, maybe, choices, depth);
  if (type === 'object') plainObjectInto(schema, maybe, choices, depth);
  return schema;
}

type Maybe = (word: string, oneIn: number, make: () => unknown) => void;

function plainListInto(schema: Schema, maybe: Maybe, choices: Choices, depth: number): void {
  maybe('items', 2, () => randomPlainSchema(choices, Math.max(0, depth - 1)));
  maybe('minItems', 6, () => choices.below(3));
  maybe('maxItems', 6, () => choices.below(4));
  maybe('uniqueItems', 3, () => true);
  if (schema['items'] === undefined) maybe('anyOf', 30, () => [{ minItems: 1 }, { maxItems: 1 }]);
}

function plainObjectInto(schema: Schema, maybe: Maybe, choices: Choices, depth: number): void {
  const name = (): string => (choices.oneIn(30) ? choices.of(plainNames) : choices.of(names));
  const some = Array.from({ length: choices.below(4) }, name);
  const inner = (): Schema => randomPlainSchema(choices, Math.max(0, depth - 1));
  if (some.length > 0) schema['properties'] = Object.fromEntries(some.map((one) => [one, inner()]));
  maybe('required', 4, () => [...new Set(some)].slice(0, 2));
  maybe('additionalProperties', 3, () => choices.of([true, false, false, inner()]));
  maybe('minProperties', 12, () => choices.below(3));
  maybe('maxProperties', 30, () => choices.below(4));
}

/** A value that mostly fits a schema; what does not is of any kind, also such as no JSON text gives. */
export function randomNearValue(choices: Choices, schema: unknown, depth: number): unknown {
  if (choices.oneIn(14)) return choices.of<unknown>([undefined, randomValue(choices, 2), ...numbers, ...plainTexts]);
  const { type, enum: listed, const: only, properties = {}, items, additionalProperties } = schema as Schema;
  if (only !== undefined) return only;
  if (Array.isArray(listed)) return choices.of<unknown>(listed);
  const near = (inner: unknown): unknown =>
    depth > 0 ? randomNearValue(choices, inner, depth - 1) : choices.of(texts);
  switch (type) {
    case 'string':
      return choices.of(plainTexts);
    case 'number':
      return choices.of(numbers);
    case 'integer':
      return choices.of([0, 1, 2, -1, 2 ** 53, 1e21]);
    case 'boolean':
      return choices.oneIn(2);
    case 'null':
      return null;
    case 'array':
      return Array.from({ length: choices.below(4) }, () => near(items ?? {}));
    case 'object': {
      const members = Object.entries(properties as Schema).filter(() => !choices.oneIn(6));
      const value = Object.fromEntries(members.map(([key, inner]) => [key, near(inner)]));
      if (choices.oneIn(5)) value[choices.of(plainNames)] = near(additionalProperties ?? {});
      return value;
    }
    default:
      return randomValue(choices, depth);
  }
}
