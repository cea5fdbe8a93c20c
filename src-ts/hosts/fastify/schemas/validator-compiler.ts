/**
 * JSON Schemas of a Fastify application as checks, in place of ajv's: the same verdicts, the same changes to what was
 * sent (text becomes numbers, defaults are filled in, what is not declared is taken away), the same errors. Nothing here
 * is turned into code, so it runs where that is forbidden, and starting an application costs no compiler. Where code can
 * be generated, a test of it is asked first; see generated.ts.
 */

import * as applicators from './applicators.js';
import * as assertions from './assertions.js';
import type { GeneratedTests } from './generated.js';
import { coerced, coercible, kindsOf, kindTests, testOf, unwrapped, type Kind } from './kinds.js';
import {
  isObject,
  pathOf,
  report,
  type Check,
  type Compiles,
  type Context,
  type KeywordCheck,
  type Run,
  type SchemaError,
  type SchemaObject,
  type Slot,
  type Test,
} from './node.js';
import { Documents, refers } from './references.js';
import { checkWords, isAlwaysValid } from './words.js';

/** A compiled schema, in the shape that Fastify knows of ajv. */
export interface SchemaValidator {
  (data: unknown, place?: { readonly parentData?: object; readonly parentDataProperty?: PropertyKey }): boolean;
  /** What did not fit the last time. */
  errors: SchemaError[] | null;
  readonly schema: unknown;
  /** Says that the validator can put a new value into the request. */
  readonly schemaEnv: object;
}

/** Keywords by the kind of value they are about, in the order ajv takes them. */
const groups = [
  { kind: undefined, words: assertions.ofAnything, schemas: applicators.ofAnything, after: [] },
  { kind: 'number', words: assertions.ofNumbers, schemas: [], after: [] },
  { kind: 'string', words: assertions.ofTexts, schemas: [], after: [] },
  { kind: 'array', words: assertions.ofLists, schemas: applicators.ofLists, after: assertions.ofWholeLists },
  { kind: 'object', words: assertions.ofObjects, schemas: applicators.ofObjects, after: [] },
] as const;

type Defaults = readonly (readonly [string | number, unknown])[];

interface Group {
  readonly kind: Kind | undefined;
  /** Whether a value is of the kind; nothing where every value that comes here is. */
  readonly fits: ((value: unknown) => boolean) | undefined;
  readonly defaults: Defaults;
  readonly checks: readonly KeywordCheck[];
  /** Schemas are among the keywords, which may turn the value into another kind. */
  readonly hasSchemas: boolean;
}

/** The schemas of one Fastify instance. */
export class SchemaValidators implements Compiles {
  readonly #documents = new Documents();
  /** What was compiled by itself, because somebody refers to it. */
  readonly #compiled = new Map<unknown, { check: Check | undefined }>();

  readonly #generated: GeneratedTests | undefined;

  /** `shared` are the schemas that were added to the application, by their `$id`. */
  constructor(shared: Readonly<Record<string, unknown>> = {}, generated?: GeneratedTests) {
    this.#generated = generated;
    for (const schema of Object.values(shared)) if (isObject(schema)) this.#documents.add(schema);
  }

  /** The validator of a schema of a route, for values that are `parsed` or for `text`, which nearly always changes. */
  validator(schema: unknown, values: 'parsed' | 'text' = 'parsed'): SchemaValidator {
    const root = isObject(schema) ? schema : {};
    const base = isObject(schema) ? this.#documents.add(schema) : '';
    checkNoDefault(schema);
    const check = this.compile(schema, { root, base, schemaPath: '#', isTried: false });
    // Made when the first value comes: an application has routes that nobody asks for.
    let isFirst = values === 'parsed';
    let generated: Test | undefined;
    const validate = (
      data: unknown,
      { parentData, parentDataProperty = '' }: NonNullable<Parameters<SchemaValidator>[1]> = {},
    ): boolean => {
      if (isFirst) {
        isFirst = false;
        generated = this.#generated?.test(schema);
      }
      if (generated?.(data) === true || check.fits?.(data) === true) {
        validate.errors = null;
        return true;
      }
      const run: Run = { errors: [], propertyName: undefined, isOver: false };
      const holder = parentData as Slot['holder'];
      const fits = check({ value: data, holder, key: parentDataProperty, up: undefined }, run);
      validate.errors = fits ? null : run.errors;
      return fits;
    };
    validate.errors = null as SchemaError[] | null;
    validate.schema = schema;
    validate.schemaEnv = {};
    return validate;
  }

  compile(schema: unknown, context: Context): Check {
    if (!isObject(schema)) {
      if (typeof schema !== 'boolean') throw new Error('schema must be object or boolean');
      return schema ? yes() : never(context);
    }
    if (isAlwaysValid(schema)) return yes();
    checkWords(schema);
    const kinds = kindsOf(schema);
    const to = coercible(kinds);
    const own = this.#groups(schema, within(schema, context));
    // An object is asked for where its members are looked at, which is after `enum` and the like.
    const isLate = to.length === 0 && kinds.length === 1 && own.some(({ kind }) => kind === kinds[0]);
    const misfit = (slot: Slot, run: Run): false => reportKind(run, context, schema, slot);
    // Where others are tried, what is said of any value is looked at although the kind is wrong, for what it changes.
    const ofAnything = own.find(({ kind }) => kind === undefined)?.checks ?? [];
    const first = (slot: Slot, run: Run): false => {
      ofAnything.every((check) => check(slot.value as never, slot, run));
      return false;
    };
    const isOfKinds = isLate ? () => true : testOf(kinds);
    const looked = isLate ? own : relevant(own, kinds);
    const check: Check = (slot, run) => {
      if (!isOfKinds(slot.value)) {
        const made = to.length === 0 ? undefined : coerced(slot.value, kinds, to);
        if (made === undefined) {
          // What does not become the kind stays without its list for the schemas that follow.
          if (to.length > 0) slot.value = unwrapped(slot.value);
          return misfit(slot, run) || (context.isTried && first(slot, run));
        }
        slot.value = made;
        if (slot.holder !== undefined) slot.holder[slot.key] = made;
      }
      for (let index = 0; index < looked.length; index += 1) {
        const { kind, fits, defaults, checks } = looked[index]!;
        if (fits === undefined || fits(slot.value)) {
          if (defaults.length > 0) fillIn(slot.value as Record<PropertyKey, unknown>, defaults);
          for (let each = 0; each < checks.length; each += 1) {
            if (!checks[each]!(slot.value as never, slot, run)) return false;
          }
        } else if (isLate && kind === kinds[0]) {
          return misfit(slot, run);
        }
      }
      return true;
    };
    return Object.assign(check, { fits: quick(testOf(kinds), own) });
  }

  reference(reference: string, context: Context, from: SchemaObject): Check {
    const found = this.#documents.resolve(reference, context);
    if (found === undefined) throw new Error(`can't resolve reference ${reference} from id ${context.base || '#'}`);
    const { schema, root, base } = found;
    this.#generated?.refer(from, schema);
    if (!refers(schema)) {
      return this.compile(schema, { root, base, schemaPath: reference, isTried: context.isTried });
    }
    let known = this.#compiled.get(schema);
    if (known === undefined) {
      checkNoDefault(schema);
      known = { check: undefined };
      this.#compiled.set(schema, known);
      known.check = this.compile(schema, { root, base, schemaPath: '#', isTried: false });
    }
    const behind = known;
    return (slot, run) => {
      const inner: Run = { errors: [], propertyName: undefined, isOver: false };
      if (behind.check!({ ...slot }, inner)) return true;
      run.errors.push(...inner.errors);
      return false;
    };
  }

  #groups(schema: SchemaObject, context: Context): Group[] {
    return groups.flatMap(({ kind, words, schemas, after }): Group[] => {
      const checks: KeywordCheck[] = [];
      const isUsed = [...words, ...schemas, ...after].some(([word]) => schema[word] !== undefined);
      const reference = schema['$ref'];
      if (kind === undefined && typeof reference === 'string') {
        const check = this.reference(reference, context, schema);
        const follow = (_data: unknown, slot: Slot, run: Run): boolean => check(slot, run);
        checks.push(Object.assign(follow, { fits: check.fits }));
      }
      for (const list of [words, schemas, after]) {
        for (const [word, make] of list) {
          if (schema[word] === undefined) continue;
          const check = make(schema[word] as never, schema, context, this);
          if (check !== undefined) checks.push(check);
        }
      }
      const hasDefaults = kind === 'object' || kind === 'array';
      const defaults = hasDefaults && isUsed ? applicators.defaultsOf(schema, kind) : [];
      if (defaults.length > 0 && context.isTried) {
        throw new Error(`strict mode: default is ignored for: data.${String(defaults[0]![0])}`);
      }
      const hasSchemas = typeof reference === 'string' || schemas.some(([word]) => schema[word] !== undefined);
      const fits = kind === undefined ? undefined : kindTests[kind];
      return isUsed || checks.length > 0 ? [{ kind, fits, defaults, checks, hasSchemas }] : [];
    });
  }
}

/** What is looked at in a value of one kind, where nothing makes another of it. */
function relevant(own: readonly Group[], kinds: readonly Kind[]): readonly Group[] {
  if (kinds.length !== 1 || own.some(({ kind, hasSchemas }) => kind === undefined && hasSchemas)) return own;
  const wanted = kinds[0] === 'integer' ? 'number' : kinds[0];
  return own
    .filter(({ kind }) => kind === undefined || kind === wanted)
    .map((group) => ({ ...group, fits: undefined }));
}

/** The test of a schema: nothing where a value that fits may be changed all the same. */
function quick(isOfKinds: (value: unknown) => boolean, own: readonly Group[]): Test | undefined {
  const rows: {
    readonly fits: Test | undefined;
    readonly names: readonly (string | number)[];
    readonly tests: Test[];
  }[] = [];
  for (const { fits, defaults, checks } of own) {
    const tests = checks.map((check) => check.fits as Test | undefined);
    if (tests.includes(undefined)) return undefined;
    rows.push({ fits, names: defaults.map(([name]) => name), tests: tests as Test[] });
  }
  return (value) => {
    if (!isOfKinds(value)) return false;
    for (let index = 0; index < rows.length; index += 1) {
      const { fits, names, tests } = rows[index]!;
      if (fits !== undefined && !fits(value)) continue;
      for (const name of names) if ((value as Record<PropertyKey, unknown>)[name] === undefined) return false;
      for (let each = 0; each < tests.length; each += 1) if (!tests[each]!(value)) return false;
    }
    return true;
  };
}

function fillIn(members: Record<PropertyKey, unknown>, defaults: Defaults): void {
  for (const [name, value] of defaults) {
    if (members[name] === undefined) members[name] = structuredClone(value);
  }
}

/** A default needs a member to fill in. */
function checkNoDefault(schema: unknown): void {
  if (isObject(schema) && schema['default'] !== undefined && !isAlwaysValid(schema)) {
    throw new Error('strict mode: default is ignored in the schema root');
  }
}

/** A schema with an `$id` of its own is what references inside of it are relative to. */
function within(schema: SchemaObject, context: Context): Context {
  const id = schema['$id'];
  if (typeof id !== 'string' || id.startsWith('#') || schema === context.root) return context;
  return { ...context, root: schema, base: id.replace(/#.*$/su, '') };
}

function yes(): Check {
  return Object.assign(() => true, { fits: () => true });
}

function never(context: Context): Check {
  return (slot, run) =>
    report(run, context, {
      instancePath: pathOf(slot),
      schemaPath: `${context.schemaPath}/false schema`,
      keyword: 'false schema',
      params: {},
      message: 'boolean schema is false',
    });
}

function reportKind(run: Run, context: Context, schema: SchemaObject, slot: Slot): false {
  const { type: written, nullable } = schema;
  const isAlsoNull = Array.isArray(written) && nullable === true && !written.includes('null');
  const type: unknown = isAlsoNull ? [...(written as unknown[]), 'null'] : written;
  const message = `must be ${Array.isArray(type) ? type.join(',') : String(type)}`;
  const schemaPath = `${context.schemaPath}/type`;
  return report(run, context, { instancePath: pathOf(slot), schemaPath, keyword: 'type', params: { type }, message });
}
