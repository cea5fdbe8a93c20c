/** Words that look at one value and hold no schema. */

import { formatCheck } from './formats.js';
import { isKind, kindsOf } from './kinds.js';
import { isEqual, type Context, type SchemaObject } from './node.js';
import type { Rule, Said, Step } from './plan.js';

type Assertion = (value: never, schema: SchemaObject, context: Context) => Step | undefined;
type Row = readonly [word: string, make: Assertion];

function ruled(keyword: string, { schemaPath }: Context, rule: Rule, said: Pick<Said, 'message' | 'params'>): Step {
  return {
    step: 'rule',
    rule,
    said: { schemaPath: `${schemaPath}/${keyword}`, keyword, params: said.params, message: said.message },
  };
}

function bound(keyword: string, comparison: '<=' | '>=' | '<' | '>', holds: (data: number, limit: number) => boolean) {
  const make = (limit: number, _schema: SchemaObject, context: Context): Step => {
    const rule: Rule = {
      holds: (data: number) => holds(data, limit),
      code: (name, constant) => `${name} ${comparison} ${constant(limit)}`,
    };
    const message = `must be ${comparison} ${limit}`;
    return ruled(keyword, context, rule, { message, params: { comparison, limit } });
  };
  return [keyword, make as Assertion] as const;
}

interface Size<Value> {
  readonly keyword: string;
  readonly what: string;
  readonly isMost: boolean;
  readonly lengthOf: (data: Value) => number;
  /** As a comparison with a limit. */
  readonly code: (name: string, limit: string) => string;
}

function size<Value>({ keyword, what, isMost, lengthOf, code }: Size<Value>): Row {
  const make = (limit: number, _schema: SchemaObject, context: Context): Step => {
    const rule: Rule = {
      holds: (data: Value) => (isMost ? lengthOf(data) <= limit : lengthOf(data) >= limit),
      code: (name, constant) => code(name, constant(limit)),
    };
    const message = `must NOT have ${isMost ? 'more' : 'fewer'} than ${limit} ${what}`;
    return ruled(keyword, context, rule, { message, params: { limit } });
  };
  return [keyword, make as Assertion];
}

/** Code points. */
export function textLength(text: string): number {
  let length = text.length;
  for (let index = 0; index + 1 < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      length -= 1;
      index += 1;
    }
  }
  return length;
}

/** A quotient that its own first digits spell: beyond 2^69 they do not. */
export function isWhole(quotient: number): boolean {
  return quotient === Number.parseInt(String(quotient), 10);
}

/** For numbers, in the order they are looked at. */
export const ofNumbers: readonly Row[] = [
  bound('maximum', '<=', (data, limit) => data <= limit),
  bound('minimum', '>=', (data, limit) => data >= limit),
  bound('exclusiveMaximum', '<', (data, limit) => data < limit),
  bound('exclusiveMinimum', '>', (data, limit) => data > limit),
  [
    'multipleOf',
    ((factor: number, _schema, context) => {
      const rule: Rule = {
        holds: (data: number) => factor !== 0 && isWhole(data / factor),
        // Whole numbers are multiples of 1, as far as they are spelled with all their digits.
        code: (name, constant) =>
          `(${factor === 1 ? `Number.isSafeInteger(${name}) || ` : ''}${factor !== 0} && isWhole(${name} / ${constant(factor)}))`,
      };
      const message = `must be multiple of ${factor}`;
      return ruled('multipleOf', context, rule, { message, params: { multipleOf: factor } });
    }) as Assertion,
  ],
  ['format', ((format: string, _schema, context) => formatOf(format, 'number', context)) as Assertion],
];

/** For texts. Only one that is short enough in units has its code points counted. */
export const ofTexts: readonly Row[] = [
  size<string>({
    keyword: 'maxLength',
    what: 'characters',
    isMost: true,
    lengthOf: textLength,
    code: (name, limit) => `(${name}.length <= ${limit} || textLength(${name}) <= ${limit})`,
  }),
  size<string>({
    keyword: 'minLength',
    what: 'characters',
    isMost: false,
    lengthOf: textLength,
    code: (name, limit) =>
      `(${name}.length >= ${limit} && (${name}.length >= 2 * ${limit} || textLength(${name}) >= ${limit}))`,
  }),
  [
    'pattern',
    ((pattern: string, _schema, context) => {
      const expression = new RegExp(pattern, 'u');
      const rule: Rule = {
        holds: (data: string) => expression.test(data),
        code: (name, constant) => `${constant(expression)}.test(${name})`,
      };
      return ruled('pattern', context, rule, { message: `must match pattern "${pattern}"`, params: { pattern } });
    }) as Assertion,
  ],
  ['format', ((format: string, _schema, context) => formatOf(format, 'string', context)) as Assertion],
];

function formatOf(format: string, kind: 'string' | 'number', context: Context): Step | undefined {
  const holds = formatCheck(format, kind);
  if (holds === 'unknown') {
    throw new Error(`unknown format "${format}" ignored in schema at path "${context.schemaPath}"`);
  }
  if (holds === undefined) return undefined;
  const rule: Rule = {
    holds: holds as Rule['holds'],
    code: (name, constant) => `${constant(holds)}(${name})`,
  };
  return ruled('format', context, rule, { message: `must match format "${format}"`, params: { format } });
}

/** Of `null`, texts, booleans and finite numbers `===` is all there is to being equal. */
function isScalar(value: unknown): boolean {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function equals(name: string, value: unknown, constant: (value: unknown) => string): string {
  return isScalar(value) ? `${name} === ${constant(value)}` : `isEqual(${name}, ${constant(value)})`;
}

/** A comparison for each, unless they are so many that looking one up takes less. */
function isAmong(name: string, values: readonly unknown[], constant: (value: unknown) => string): string {
  if (values.length > 16 && values.every(isScalar)) return `${constant(new Set(values))}.has(${name})`;
  return `(${values.map((value) => equals(name, value, constant)).join(' || ')})`;
}

/** For any value. */
export const ofAnything: readonly Row[] = [
  [
    'const',
    ((allowedValue: unknown, _schema, context) => {
      const rule: Rule = {
        holds: (data: unknown) => isEqual(data, allowedValue),
        code: (name, constant) => equals(name, allowedValue, constant),
      };
      return ruled('const', context, rule, { message: 'must be equal to constant', params: { allowedValue } });
    }) as Assertion,
  ],
  [
    'enum',
    ((allowedValues: readonly unknown[], _schema, context) => {
      if (!Array.isArray(allowedValues) || allowedValues.length === 0)
        throw new Error('enum must have non-empty array');
      const rule: Rule = {
        holds: (data: unknown) => allowedValues.some((value) => isEqual(data, value)),
        code: (name, constant) => isAmong(name, allowedValues, constant),
      };
      const message = 'must be equal to one of the allowed values';
      return ruled('enum', context, rule, { message, params: { allowedValues } });
    }) as Assertion,
  ],
];

/** For lists, before their items. */
export const ofLists: readonly Row[] = [true, false].map((isMost) =>
  size<readonly unknown[]>({
    keyword: isMost ? 'maxItems' : 'minItems',
    what: 'items',
    isMost,
    lengthOf: (data) => data.length,
    code: (name, limit) => `${name}.length ${isMost ? '<=' : '>='} ${limit}`,
  }),
);

/** For lists, after their items. */
export const ofWholeLists: readonly Row[] = [
  [
    'uniqueItems',
    ((isUnique: boolean, { items }, { schemaPath }) => {
      if (!isUnique) return undefined;
      const kinds = typeof items === 'object' && items !== null ? kindsOf(items as SchemaObject) : [];
      const isScalar = kinds.length > 0 && !kinds.some((kind) => kind === 'object' || kind === 'array');
      const isWanted = (item: unknown): boolean => kinds.some((kind) => isKind(kind, item));
      const find = isScalar ? (data: readonly unknown[]) => duplicateScalar(data, isWanted) : duplicate;
      return { step: 'unique', schemaPath: `${schemaPath}/uniqueItems`, find };
    }) as Assertion,
  ],
];

/** What is said of two items that are the same. */
export function saidOfTwins(schemaPath: string, [i, j]: readonly [number, number]): Said {
  const message = `must NOT have duplicate items (items ## ${j} and ${i} are identical)`;
  return { schemaPath, keyword: 'uniqueItems', params: { i, j }, message };
}

/** From behind: the last of two that are the same is found first. */
function duplicate(data: readonly unknown[]): [number, number] | undefined {
  for (let i = data.length - 1; i >= 0; i -= 1) {
    for (let j = i - 1; j >= 0; j -= 1) if (isEqual(data[i], data[j])) return [i, j];
  }
  return undefined;
}

function duplicateScalar(data: readonly unknown[], isWanted: (item: unknown) => boolean): [number, number] | undefined {
  const seen = new Map<unknown, number>();
  for (let i = data.length - 1; i >= 0; i -= 1) {
    const item = data[i];
    if (!isWanted(item)) continue;
    const j = seen.get(item);
    if (j !== undefined) return [i, j];
    seen.set(item, i);
  }
  return undefined;
}

/** For objects, before their members. */
export const ofObjects: readonly Row[] = [
  ...[true, false].map((isMost) =>
    size<object>({
      keyword: isMost ? 'maxProperties' : 'minProperties',
      what: 'properties',
      isMost,
      lengthOf: (data) => Object.keys(data).length,
      code: (name, limit) => `Object.keys(${name}).length ${isMost ? '<=' : '>='} ${limit}`,
    }),
  ),
  [
    'required',
    ((names: readonly string[], _schema, { schemaPath }) => {
      if (names.length === 0) return undefined;
      const rows = names.map((missingProperty) => ({
        name: missingProperty,
        said: {
          schemaPath: `${schemaPath}/required`,
          keyword: 'required',
          params: { missingProperty },
          message: `must have required property '${missingProperty}'`,
        },
      }));
      return { step: 'required', names: rows };
    }) as Assertion,
  ],
];
