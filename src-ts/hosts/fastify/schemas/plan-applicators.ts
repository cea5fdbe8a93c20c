/**
 * Words that hold schemas. The order of what is tried, what is kept of errors, and when it stops are those of ajv with
 * `allErrors: false`, so that the first error is the same one.
 */

import { fragment, isObject, namesOf, type Context, type SchemaObject } from './node.js';
import { always, type Defaults, type Plan, type Rule, type Said, type Step } from './plan.js';
import { isAlwaysValid } from './words.js';

/** Makes the plan of a schema inside of another one. */
export type Planned = (schema: unknown, context: Context) => Plan;

type Applicator = (value: never, schema: SchemaObject, context: Context, planned: Planned) => Step | undefined;
type Row = readonly [word: string, make: Applicator];

function at(context: Context, ...words: readonly (string | number)[]): Context {
  const path = words.map((word) => `/${typeof word === 'number' ? word : fragment(word)}`).join('');
  return { ...context, schemaPath: context.schemaPath + path };
}

function tried(context: Context): Context {
  return { ...context, isTried: true };
}

function say({ schemaPath }: Context, keyword: string, message: string, params: Said['params'] = {}): Said {
  return { schemaPath: `${schemaPath}/${keyword}`, keyword, params, message };
}

/** For any value, in the order they are tried. */
export const ofAnything: readonly Row[] = [
  [
    'not',
    ((not: unknown, _schema, context, planned) => {
      const said = say(context, 'not', 'must NOT be valid');
      if (isAlwaysValid(not)) return { step: 'refuse', said };
      return { step: 'not', plan: planned(not, tried(at(context, 'not'))), said };
    }) as Applicator,
  ],
  [
    'anyOf',
    ((anyOf: readonly unknown[], _schema, context, planned) => {
      if (anyOf.some((one) => isAlwaysValid(one))) return undefined;
      const plans = anyOf.map((one, index) => planned(one, tried(at(context, 'anyOf', index))));
      return { step: 'any', plans, said: say(context, 'anyOf', 'must match a schema in anyOf') };
    }) as Applicator,
  ],
  [
    'oneOf',
    ((oneOf: readonly unknown[], _schema, context, planned) => {
      const plans = oneOf.map((one, index) => planned(one, tried(at(context, 'oneOf', index))));
      const said = say(context, 'oneOf', 'must match exactly one schema in oneOf', { passingSchemas: null });
      return { step: 'one', plans, said };
    }) as Applicator,
  ],
  [
    'allOf',
    ((allOf: readonly unknown[], _schema, context, planned) => {
      const plans = allOf.map((one, index) => planned(one, at(context, 'allOf', index)));
      return { step: 'all', plans };
    }) as Applicator,
  ],
  ['if', conditional as Applicator],
];

function conditional(test: unknown, schema: SchemaObject, context: Context, planned: Planned): Step | undefined {
  if (schema['then'] === undefined && schema['else'] === undefined) {
    throw new Error('strict mode: "if" without "then" and "else" is ignored');
  }
  const branch = (name: 'then' | 'else'): Plan | undefined => {
    const given = schema[name];
    return given === undefined || isAlwaysValid(given) ? undefined : planned(given, at(context, name));
  };
  const [yes, no] = [branch('then'), branch('else')];
  if (yes === undefined && no === undefined) return undefined;
  const said = (failingKeyword: 'then' | 'else'): Said =>
    say(context, 'if', `must match "${failingKeyword}" schema`, { failingKeyword });
  const plan = planned(test, tried(at(context, 'if')));
  return { step: 'if', test: plan, yes, no, said };
}

/** A rule about how long a list is. */
function isLong(comparison: '<=' | '>=', limit: number): Rule {
  return {
    holds: (data: readonly unknown[]) => (comparison === '<=' ? data.length <= limit : data.length >= limit),
    code: (name, constant) => `${name}.length ${comparison} ${constant(limit)}`,
  };
}

/** For lists. */
export const ofLists: readonly Row[] = [
  [
    'additionalItems',
    ((rest: unknown, { items }, context, planned) => {
      if (!Array.isArray(items))
        throw new Error('strict mode: "additionalItems" is ignored when "items" is not an array of schemas');
      const limit = items.length;
      if (rest === false) {
        const said = say(context, 'additionalItems', `must NOT have more than ${limit} items`, { limit });
        return { step: 'rule', rule: isLong('<=', limit), said };
      }
      if (isAlwaysValid(rest)) return undefined;
      return { step: 'items', from: limit, plan: planned(rest, at(context, 'additionalItems')) };
    }) as Applicator,
  ],
  [
    'items',
    ((items: unknown, _schema, context, planned) => {
      if (Array.isArray(items)) {
        return { step: 'tuple', plans: items.map((item, index) => planned(item, at(context, 'items', index))) };
      }
      return isAlwaysValid(items) ? undefined : { step: 'items', from: 0, plan: planned(items, at(context, 'items')) };
    }) as Applicator,
  ],
  [
    'contains',
    ((contains: unknown, _schema, context, planned) => {
      const said = say(context, 'contains', 'must contain at least 1 valid item(s)', { minContains: 1 });
      if (isAlwaysValid(contains)) return { step: 'rule', rule: isLong('>=', 1), said };
      return { step: 'contains', plan: planned(contains, tried(at(context, 'contains'))), said };
    }) as Applicator,
  ],
];

/** For objects. */
export const ofObjects: readonly Row[] = [
  [
    'propertyNames',
    ((names: unknown, _schema, context, planned) => {
      if (isAlwaysValid(names)) return undefined;
      const said = (propertyName: string): Said =>
        say(context, 'propertyNames', 'property name must be valid', { propertyName });
      return { step: 'names', plan: planned(names, tried(at(context, 'propertyNames'))), said };
    }) as Applicator,
  ],
  [
    'additionalProperties',
    ((rest: unknown, { properties, patternProperties }, context, planned) => {
      if (isAlwaysValid(rest)) return undefined;
      const patterns = namesOf(patternProperties).map((pattern) => new RegExp(pattern, 'u'));
      const others = { names: namesOf(properties), patterns };
      // What a schema with `false` does not declare is taken away, as `removeAdditional` says.
      if (rest === false) return { step: 'remove', others };
      return { step: 'additional', others, plan: planned(rest, at(context, 'additionalProperties')) };
    }) as Applicator,
  ],
  ['dependencies', dependencies as Applicator],
  [
    'properties',
    ((properties: SchemaObject, _schema, context, planned) => {
      const members = namesOf(properties)
        .filter((name) => !isAlwaysValid(properties[name]))
        .map((name) => ({ name, plan: planned(properties[name], at(context, 'properties', name)) }));
      return members.length === 0 ? undefined : { step: 'members', members };
    }) as Applicator,
  ],
  [
    'patternProperties',
    ((patterns: SchemaObject, { properties }, context, planned) => {
      const rows = namesOf(patterns)
        .filter((pattern) => !isAlwaysValid(patterns[pattern]))
        .map((pattern) => ({
          pattern: new RegExp(pattern, 'u'),
          plan: planned(patterns[pattern], at(context, 'patternProperties', pattern)),
        }));
      if (rows.length === 0) return undefined;
      for (const pattern of namesOf(patterns)) {
        const name = namesOf(properties).find((one) => new RegExp(pattern, 'u').test(one));
        if (name === undefined) continue;
        throw new Error(`strict mode: property ${name} matches pattern ${pattern} (use allowMatchingProperties)`);
      }
      return { step: 'patterns', patterns: rows };
    }) as Applicator,
  ],
];

function dependencies(given: SchemaObject, _schema: SchemaObject, context: Context, planned: Planned): Step {
  const names = namesOf(given);
  const schemas = names
    .filter((name) => !Array.isArray(given[name]) && !isAlwaysValid(given[name]))
    .map((name) => ({ name, plan: planned(given[name], at(context, 'dependencies', name)) }));
  const lists = names.flatMap((property) => {
    const wanted = given[property];
    if (!Array.isArray(wanted) || wanted.length === 0) return [];
    const deps = wanted.join(', ');
    const noun = wanted.length === 1 ? 'property' : 'properties';
    const message = `must have ${noun} ${deps} when property ${property} is present`;
    const rows = (wanted as readonly string[]).map((missingProperty) => {
      const params = { property, missingProperty, depsCount: wanted.length, deps };
      return { name: missingProperty, said: say(context, 'dependencies', message, params) };
    });
    return [{ name: property, wanted: rows }];
  });
  return { step: 'dependencies', lists, schemas };
}

/** The members that get a value where they have none. */
export function defaultsOf(schema: SchemaObject, kind: 'object' | 'array'): Defaults {
  const { properties, items } = schema;
  if (kind === 'object') {
    const map = isObject(properties) ? properties : {};
    return namesOf(map).flatMap((name) => ownDefault(name, map[name]));
  }
  return Array.isArray(items) ? items.flatMap((item, index) => ownDefault(index, item)) : [];
}

function ownDefault(key: string | number, schema: unknown): Defaults {
  const value = isObject(schema) ? schema['default'] : undefined;
  return value === undefined ? [] : [[key, value]];
}

/** The plan of a schema that is only true or false. */
export function plainly(schema: boolean, { isTried, schemaPath }: Context): Plan {
  if (schema) return always;
  const keyword = 'false schema';
  const said = { schemaPath: `${schemaPath}/${keyword}`, keyword, params: {}, message: 'boolean schema is false' };
  return { plan: 'never', isTried, said };
}
