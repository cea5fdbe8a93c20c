/**
 * Keywords that hold schemas. The order of what is tried, what is kept of errors, and when it stops are those of ajv
 * with `allErrors: false`, so that the first error is the same one.
 */

import {
  fragment,
  isObject,
  namesOf,
  pathOf,
  report,
  reportAlso,
  slotIn,
  type Check,
  type Compiles,
  type Context,
  type KeywordCheck,
  type Run,
  type SchemaError,
  type SchemaObject,
  type Slot,
} from './node.js';
import { isAlwaysValid } from './words.js';

type Applicator = (value: never, schema: SchemaObject, context: Context, by: Compiles) => KeywordCheck | undefined;
type Members = Record<string, unknown>;

function at(context: Context, ...words: readonly (string | number)[]): Context {
  const path = words.map((word) => `/${typeof word === 'number' ? word : fragment(word)}`).join('');
  return { ...context, schemaPath: context.schemaPath + path };
}

function tried(context: Context): Context {
  return { ...context, isTried: true };
}

function failure(context: Context, keyword: string, slot: Slot, message: string, params = {}): SchemaError {
  return { instancePath: pathOf(slot), schemaPath: `${context.schemaPath}/${keyword}`, keyword, params, message };
}

/** For any value, in the order they are tried. */
export const ofAnything: readonly (readonly [string, Applicator])[] = [
  [
    'not',
    ((not: unknown, _schema, context, by) => {
      const message = 'must NOT be valid';
      if (isAlwaysValid(not)) {
        return (_data: unknown, slot: Slot, run: Run) => report(run, context, failure(context, 'not', slot, message));
      }
      const check = by.compile(not, tried(at(context, 'not')));
      return (_data: unknown, slot: Slot, run: Run) => {
        const before = run.errors.length;
        if (check(slot, run)) {
          return report(run, context, failure(context, 'not', slot, message));
        }
        run.errors.length = before;
        return true;
      };
    }) as Applicator,
  ],
  [
    'anyOf',
    ((anyOf: readonly unknown[], _schema, context, by) => {
      if (anyOf.some((one) => isAlwaysValid(one))) return undefined;
      const checks = anyOf.map((one, index) => by.compile(one, tried(at(context, 'anyOf', index))));
      return (_data: unknown, slot: Slot, run: Run) => {
        const before = run.errors.length;
        if (checks.some((check) => check(slot, run))) {
          run.errors.length = before;
          return true;
        }
        return reportAlso(run, context, failure(context, 'anyOf', slot, 'must match a schema in anyOf'));
      };
    }) as Applicator,
  ],
  [
    'oneOf',
    ((oneOf: readonly unknown[], _schema, context, by) => {
      const checks = oneOf.map((one, index) => by.compile(one, tried(at(context, 'oneOf', index))));
      return (_data: unknown, slot: Slot, run: Run) => {
        const before = run.errors.length;
        let passing: number | null = null;
        for (const [index, check] of checks.entries()) {
          if (!check(slot, run)) continue;
          if (passing !== null) {
            const params = { passingSchemas: [passing, index] };
            return reportAlso(
              run,
              context,
              failure(context, 'oneOf', slot, 'must match exactly one schema in oneOf', params),
            );
          }
          passing = index;
        }
        if (passing === null) {
          const params = { passingSchemas: null };
          return reportAlso(
            run,
            context,
            failure(context, 'oneOf', slot, 'must match exactly one schema in oneOf', params),
          );
        }
        run.errors.length = before;
        return true;
      };
    }) as Applicator,
  ],
  [
    'allOf',
    ((allOf: readonly unknown[], _schema, context, by) => {
      const checks = allOf.map((one, index) => by.compile(one, at(context, 'allOf', index)));
      return (_data: unknown, slot: Slot, run: Run) => checks.every((check) => check(slot, run));
    }) as Applicator,
  ],
  ['if', conditional as Applicator],
];

function conditional(test: unknown, schema: SchemaObject, context: Context, by: Compiles): KeywordCheck | undefined {
  if (schema['then'] === undefined && schema['else'] === undefined) {
    throw new Error('strict mode: "if" without "then" and "else" is ignored');
  }
  const branch = (name: 'then' | 'else'): Check | undefined => {
    const given = schema[name];
    return given === undefined || isAlwaysValid(given) ? undefined : by.compile(given, at(context, name));
  };
  const [yes, no] = [branch('then'), branch('else')];
  if (yes === undefined && no === undefined) return undefined;
  const check = by.compile(test, tried(at(context, 'if')));
  return (_data: unknown, slot: Slot, run: Run) => {
    const before = run.errors.length;
    const failingKeyword = check(slot, run) ? 'then' : 'else';
    run.errors.length = before;
    const next = failingKeyword === 'then' ? yes : no;
    if (next === undefined || next(slot, run)) return true;
    if (run.isOver) return false;
    const message = `must match "${failingKeyword}" schema`;
    return reportAlso(run, context, failure(context, 'if', slot, message, { failingKeyword }));
  };
}

/** For lists. */
export const ofLists: readonly (readonly [string, Applicator])[] = [
  [
    'additionalItems',
    ((rest: unknown, { items }, context, by) => {
      if (!Array.isArray(items))
        throw new Error('strict mode: "additionalItems" is ignored when "items" is not an array of schemas');
      const limit = items.length;
      if (rest === false) {
        const message = `must NOT have more than ${limit} items`;
        return (data: readonly unknown[], slot: Slot, run: Run) =>
          data.length <= limit || report(run, context, failure(context, 'additionalItems', slot, message, { limit }));
      }
      if (isAlwaysValid(rest)) return undefined;
      return itemsFrom(limit, by.compile(rest, at(context, 'additionalItems')));
    }) as Applicator,
  ],
  [
    'items',
    ((items: unknown, _schema, context, by) => {
      if (!Array.isArray(items)) {
        return isAlwaysValid(items) ? undefined : itemsFrom(0, by.compile(items, at(context, 'items')));
      }
      const checks = items.map((item, index) => by.compile(item, at(context, 'items', index)));
      return (data: unknown[], slot: Slot, run: Run) =>
        checks.every((check, index) => index >= data.length || check(slotIn(slot, data, index), run));
    }) as Applicator,
  ],
  [
    'contains',
    ((contains: unknown, _schema, context, by) => {
      const said = (slot: Slot): SchemaError =>
        failure(context, 'contains', slot, 'must contain at least 1 valid item(s)', { minContains: 1 });
      if (isAlwaysValid(contains)) {
        return (data: readonly unknown[], slot: Slot, run: Run) => data.length >= 1 || report(run, context, said(slot));
      }
      const check = by.compile(contains, tried(at(context, 'contains')));
      return (data: unknown[], slot: Slot, run: Run) => {
        const before = run.errors.length;
        for (let index = 0; index < data.length; index += 1) {
          if (check(slotIn(slot, data, index), run)) {
            run.errors.length = before;
            return true;
          }
        }
        return report(run, context, said(slot));
      };
    }) as Applicator,
  ],
];

function itemsFrom(first: number, check: Check): KeywordCheck {
  const all = (data: unknown[], slot: Slot, run: Run): boolean => {
    for (let index = first; index < data.length; index += 1) {
      if (!check(slotIn(slot, data, index), run)) return false;
    }
    return true;
  };
  const { fits: test } = check;
  if (test === undefined) return all;
  const fits = (data: unknown[]): boolean => {
    for (let index = first; index < data.length; index += 1) if (!test(data[index])) return false;
    return true;
  };
  return Object.assign(all, { fits });
}

/** For objects. */
export const ofObjects: readonly (readonly [string, Applicator])[] = [
  [
    'propertyNames',
    ((names: unknown, _schema, context, by) => {
      if (isAlwaysValid(names)) return undefined;
      const check = by.compile(names, tried(at(context, 'propertyNames')));
      return (data: Members, slot: Slot, run: Run) => {
        const outer = run.propertyName;
        for (const propertyName in data) {
          run.propertyName = propertyName;
          const fits = check({ ...slot, value: propertyName, holder: undefined }, run);
          run.propertyName = outer;
          if (fits) continue;
          return reportAlso(
            run,
            context,
            failure(context, 'propertyNames', slot, 'property name must be valid', { propertyName }),
          );
        }
        return true;
      };
    }) as Applicator,
  ],
  ['additionalProperties', additional as Applicator],
  ['dependencies', dependencies as Applicator],
  [
    'properties',
    ((properties: Members, _schema, context, by) => {
      const rows = namesOf(properties)
        .filter((name) => !isAlwaysValid(properties[name]))
        .map((name) => {
          const check = by.compile(properties[name], at(context, 'properties', name));
          return { name, check };
        });
      if (rows.length === 0) return undefined;
      const all = (data: Members, slot: Slot, run: Run): boolean => {
        for (const { name, check } of rows) {
          const value = data[name];
          if (value !== undefined && !check({ value, holder: data, key: name, up: slot }, run)) return false;
        }
        return true;
      };
      const names = rows.map(({ name }) => name);
      const tests = rows.map(({ check }) => check.fits);
      if (tests.includes(undefined)) return all;
      const fits = (data: Members): boolean => {
        for (let index = 0; index < names.length; index += 1) {
          const value = data[names[index]!];
          if (value !== undefined && !tests[index]!(value)) return false;
        }
        return true;
      };
      return Object.assign(all, { fits });
    }) as Applicator,
  ],
  [
    'patternProperties',
    ((patterns: Members, { properties }, context, by) => {
      for (const pattern of namesOf(patterns)) {
        const name = namesOf(properties).find((one) => new RegExp(pattern, 'u').test(one));
        if (name === undefined) continue;
        throw new Error(`strict mode: property ${name} matches pattern ${pattern} (use allowMatchingProperties)`);
      }
      const rows = namesOf(patterns)
        .filter((pattern) => !isAlwaysValid(patterns[pattern]))
        .map((pattern) => {
          const check = by.compile(patterns[pattern], at(context, 'patternProperties', pattern));
          return { expression: new RegExp(pattern, 'u'), check };
        });
      if (rows.length === 0) return undefined;
      return (data: Members, slot: Slot, run: Run) => {
        for (const { expression, check } of rows) {
          for (const key in data) {
            if (expression.test(key) && !check(slotIn(slot, data, key), run)) return false;
          }
        }
        return true;
      };
    }) as Applicator,
  ],
];

/** What a schema with `false` does not declare is taken away, as `removeAdditional` says. */
function additional(rest: unknown, schema: SchemaObject, context: Context, by: Compiles): KeywordCheck | undefined {
  if (isAlwaysValid(rest)) return undefined;
  const declared = new Set(namesOf(schema['properties']));
  const patterns = namesOf(schema['patternProperties']).map((pattern) => new RegExp(pattern, 'u'));
  const isAdditional = (key: string): boolean =>
    !declared.has(key) && !patterns.some((expression) => expression.test(key));
  if (rest === false) {
    const takeAway = (data: Members): boolean => {
      for (const key in data) if (isAdditional(key)) delete data[key];
      return true;
    };
    const fits = (data: Members): boolean => {
      for (const key in data) if (isAdditional(key)) return false;
      return true;
    };
    return Object.assign(takeAway, { fits });
  }
  const check = by.compile(rest, at(context, 'additionalProperties'));
  return (data: Members, slot: Slot, run: Run) => {
    for (const key in data) {
      if (isAdditional(key) && !check(slotIn(slot, data, key), run)) return false;
    }
    return true;
  };
}

function dependencies(given: Members, _schema: SchemaObject, context: Context, by: Compiles): KeywordCheck {
  const names = namesOf(given);
  const lists = names.filter((name) => Array.isArray(given[name]) && given[name].length > 0);
  const schemas = names
    .filter((name) => !Array.isArray(given[name]) && !isAlwaysValid(given[name]))
    .map((name) => ({ name, check: by.compile(given[name], at(context, 'dependencies', name)) }));
  return (data: Members, slot: Slot, run: Run) => {
    for (const property of lists) {
      if (data[property] === undefined) continue;
      const wanted = given[property] as readonly string[];
      const missingProperty = wanted.find((name) => data[name] === undefined);
      if (missingProperty === undefined) continue;
      const deps = wanted.join(', ');
      const noun = wanted.length === 1 ? 'property' : 'properties';
      const message = `must have ${noun} ${deps} when property ${property} is present`;
      const params = { property, missingProperty, depsCount: wanted.length, deps };
      return report(run, context, failure(context, 'dependencies', slot, message, params));
    }
    return schemas.every(({ name, check }) => data[name] === undefined || check(slot, run));
  };
}

/** The members that get a value where they have none. */
export function defaultsOf(
  schema: SchemaObject,
  kind: 'object' | 'array',
): readonly (readonly [string | number, unknown])[] {
  const { properties, items } = schema;
  if (kind === 'object') {
    const map = isObject(properties) ? properties : {};
    return namesOf(map).flatMap((name) => ownDefault(name, map[name]));
  }
  return Array.isArray(items) ? items.flatMap((item, index) => ownDefault(index, item)) : [];
}

function ownDefault(key: string | number, schema: unknown): [string | number, unknown][] {
  const value = isObject(schema) ? schema['default'] : undefined;
  return value === undefined ? [] : [[key, value]];
}
