/** Keywords that look at one value and hold no schema. */

import { formatCheck } from './formats.js';
import { kindsOf, isKind } from './kinds.js';
import {
  isEqual,
  pathOf,
  report,
  type Context,
  type KeywordCheck,
  type Run,
  type SchemaObject,
  type Slot,
} from './node.js';

type Assertion = (value: never, schema: SchemaObject, context: Context) => KeywordCheck | undefined;

/** A keyword that holds or does not. */
function holds<Value>(
  keyword: string,
  context: Context,
  fits: (data: Value) => boolean,
  said: { readonly message: string; readonly params: Readonly<Record<string, unknown>> },
): KeywordCheck {
  const schemaPath = `${context.schemaPath}/${keyword}`;
  const check = (data: Value, slot: Slot, run: Run): boolean =>
    fits(data) ||
    report(run, context, {
      instancePath: pathOf(slot),
      schemaPath,
      keyword,
      params: said.params,
      message: said.message,
    });
  return Object.assign(check, { fits }) as KeywordCheck;
}

function bound(keyword: string, comparison: string, fits: (data: number, limit: number) => boolean): Assertion {
  return ((limit: number, _schema: SchemaObject, context: Context) =>
    holds<number>(keyword, context, (data) => fits(data, limit), {
      message: `must be ${comparison} ${limit}`,
      params: { comparison, limit },
    })) as Assertion;
}

function size<Value>(
  keyword: string,
  what: string,
  lengthOf: (data: Value) => number,
  isMost: boolean,
): [string, Assertion] {
  const make = (limit: number, _schema: SchemaObject, context: Context): KeywordCheck =>
    holds<Value>(keyword, context, (data) => (isMost ? lengthOf(data) <= limit : lengthOf(data) >= limit), {
      message: `must NOT have ${isMost ? 'more' : 'fewer'} than ${limit} ${what}`,
      params: { limit },
    });
  return [keyword, make as Assertion];
}

/** Code points. */
function textLength(text: string): number {
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

/** For numbers, in the order they are looked at. */
export const ofNumbers: readonly (readonly [string, Assertion])[] = [
  ['maximum', bound('maximum', '<=', (data, limit) => data <= limit)],
  ['minimum', bound('minimum', '>=', (data, limit) => data >= limit)],
  ['exclusiveMaximum', bound('exclusiveMaximum', '<', (data, limit) => data < limit)],
  ['exclusiveMinimum', bound('exclusiveMinimum', '>', (data, limit) => data > limit)],
  [
    'multipleOf',
    ((factor: number, _schema, context) =>
      holds<number>('multipleOf', context, (data) => factor !== 0 && isWhole(data / factor), {
        message: `must be multiple of ${factor}`,
        params: { multipleOf: factor },
      })) as Assertion,
  ],
  ['format', ((format: string, _schema, context) => formatOf(format, 'number', context)) as Assertion],
];

/** A quotient that its own first digits spell: beyond 2^69 they do not. */
function isWhole(quotient: number): boolean {
  return quotient === Number.parseInt(String(quotient), 10);
}

/** For texts. */
export const ofTexts: readonly (readonly [string, Assertion])[] = [
  size('maxLength', 'characters', textLength, true),
  size('minLength', 'characters', textLength, false),
  [
    'pattern',
    ((pattern: string, _schema, context) => {
      const expression = new RegExp(pattern, 'u');
      return holds<string>('pattern', context, (data) => expression.test(data), {
        message: `must match pattern "${pattern}"`,
        params: { pattern },
      });
    }) as Assertion,
  ],
  ['format', ((format: string, _schema, context) => formatOf(format, 'string', context)) as Assertion],
];

function formatOf(format: string, kind: 'string' | 'number', context: Context): KeywordCheck | undefined {
  const found = formatCheck(format, kind);
  if (found === 'unknown') {
    throw new Error(`unknown format "${format}" ignored in schema at path "${context.schemaPath}"`);
  }
  if (found === undefined) return undefined;
  return holds<never>('format', context, found as (data: never) => boolean, {
    message: `must match format "${format}"`,
    params: { format },
  });
}

/** For any value. */
export const ofAnything: readonly (readonly [string, Assertion])[] = [
  [
    'const',
    ((allowedValue: unknown, _schema, context) =>
      holds<unknown>('const', context, (data) => isEqual(data, allowedValue), {
        message: 'must be equal to constant',
        params: { allowedValue },
      })) as Assertion,
  ],
  [
    'enum',
    ((allowedValues: readonly unknown[], _schema, context) => {
      if (!Array.isArray(allowedValues) || allowedValues.length === 0)
        throw new Error('enum must have non-empty array');
      return holds<unknown>('enum', context, (data) => allowedValues.some((value) => isEqual(data, value)), {
        message: 'must be equal to one of the allowed values',
        params: { allowedValues },
      });
    }) as Assertion,
  ],
];

/** For lists, before their items. */
export const ofLists: readonly (readonly [string, Assertion])[] = [
  size<readonly unknown[]>('maxItems', 'items', (data) => data.length, true),
  size<readonly unknown[]>('minItems', 'items', (data) => data.length, false),
];

/** For lists, after their items. */
export const ofWholeLists: readonly (readonly [string, Assertion])[] = [
  [
    'uniqueItems',
    ((isUnique: boolean, schema, context) => {
      if (!isUnique) return undefined;
      const { items } = schema;
      const kinds = typeof items === 'object' && items !== null ? kindsOf(items as SchemaObject) : [];
      const isScalar = kinds.length > 0 && !kinds.some((kind) => kind === 'object' || kind === 'array');
      const check = (data: readonly unknown[], slot: Slot, run: Run): boolean => {
        const found = isScalar
          ? duplicateScalar(data, (item) => kinds.some((kind) => isKind(kind, item)))
          : duplicate(data);
        if (found === undefined) return true;
        const [i, j] = found;
        return report(run, context, {
          instancePath: pathOf(slot),
          schemaPath: `${context.schemaPath}/uniqueItems`,
          keyword: 'uniqueItems',
          params: { i, j },
          message: `must NOT have duplicate items (items ## ${j} and ${i} are identical)`,
        });
      };
      return check as KeywordCheck;
    }) as Assertion,
  ],
];

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
export const ofObjects: readonly (readonly [string, Assertion])[] = [
  size<object>('maxProperties', 'properties', (data) => Object.keys(data).length, true),
  size<object>('minProperties', 'properties', (data) => Object.keys(data).length, false),
  [
    'required',
    ((names: readonly string[], _schema, context) => {
      if (names.length === 0) return undefined;
      const check = (data: Record<string, unknown>, slot: Slot, run: Run): boolean => {
        for (const missingProperty of names) {
          if (data[missingProperty] !== undefined) continue;
          return report(run, context, {
            instancePath: pathOf(slot),
            schemaPath: `${context.schemaPath}/required`,
            keyword: 'required',
            params: { missingProperty },
            message: `must have required property '${missingProperty}'`,
          });
        }
        return true;
      };
      const fits = (data: Record<string, unknown>): boolean => {
        for (let index = 0; index < names.length; index += 1) if (data[names[index]!] === undefined) return false;
        return true;
      };
      return Object.assign(check, { fits }) as unknown as KeywordCheck;
    }) as Assertion,
  ],
];
