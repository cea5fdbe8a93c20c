/** JSON Schemas of a Fastify application as plans, in the very order and with the very words of ajv. */

import { coercible, kindsOf, type Kind } from './kinds.js';
import { isObject, type Context, type SchemaObject } from './node.js';
import * as applicators from './plan-applicators.js';
import * as assertions from './plan-assertions.js';
import { always, type Group, type Plan, type Said, type Step, type Target } from './plan.js';
import { Documents, refers } from './references.js';
import { checkWords, isAlwaysValid } from './words.js';

/** Words by the kind of value they are about, in the order ajv takes them. */
const groups = [
  { kind: undefined, words: assertions.ofAnything, schemas: applicators.ofAnything, after: [] },
  { kind: 'number', words: assertions.ofNumbers, schemas: [], after: [] },
  { kind: 'string', words: assertions.ofTexts, schemas: [], after: [] },
  { kind: 'array', words: assertions.ofLists, schemas: applicators.ofLists, after: assertions.ofWholeLists },
  { kind: 'object', words: assertions.ofObjects, schemas: applicators.ofObjects, after: [] },
] as const;

/** A group, and whether schemas are among its words, which may turn the value into another kind. */
interface Made {
  readonly group: Group;
  readonly hasSchemas: boolean;
}

/** The schemas of one Fastify instance. */
export class Planner {
  readonly #documents = new Documents();
  /** What is compiled by itself. */
  readonly #targets = new Map<unknown, Target>();

  /** `shared` are the schemas that were added to the application, by their `$id`. */
  constructor(shared: Readonly<Record<string, unknown>>) {
    for (const schema of Object.values(shared)) if (isObject(schema)) this.#documents.add(schema);
  }

  /** The plan of a schema of a route. Throws where ajv refuses the schema. */
  plan(schema: unknown): Plan {
    const root = isObject(schema) ? schema : {};
    const base = isObject(schema) ? this.#documents.add(schema) : '';
    checkNoDefault(schema);
    return this.#planned(schema, { root, base, schemaPath: '#', isTried: false });
  }

  readonly #planned = (schema: unknown, context: Context): Plan => {
    if (!isObject(schema)) {
      if (typeof schema !== 'boolean') throw new Error('schema must be object or boolean');
      return applicators.plainly(schema, context);
    }
    if (isAlwaysValid(schema)) return always;
    checkWords(schema);
    const kinds = kindsOf(schema);
    const to = coercible(kinds);
    const own = this.#groups(schema, within(schema, context));
    // An object is asked for where its members are looked at, which is after `enum` and the like.
    const isLate = to.length === 0 && kinds.length === 1 && own.some(({ group }) => group.kind === kinds[0]);
    return {
      plan: 'words',
      isTried: context.isTried,
      kinds,
      to,
      isLate,
      misfit: misfitOf(schema, context),
      groups: isLate ? own.map(({ group }) => group) : relevant(own, kinds),
      ofAnything: own.find(({ group }) => group.kind === undefined)?.group.steps ?? [],
    };
  };

  #groups(schema: SchemaObject, context: Context): Made[] {
    return groups.flatMap(({ kind, words, schemas, after }): Made[] => {
      const steps: Step[] = [];
      const isUsed = [...words, ...schemas, ...after].some(([word]) => schema[word] !== undefined);
      const reference = schema['$ref'];
      const refersTo = typeof reference === 'string' ? reference : undefined;
      if (kind === undefined && refersTo !== undefined) steps.push(this.#reference(refersTo, context));
      for (const list of [words, schemas, after]) {
        for (const [word, make] of list) {
          if (schema[word] === undefined) continue;
          const step = make(schema[word] as never, schema, context, this.#planned);
          if (step !== undefined) steps.push(step);
        }
      }
      const hasDefaults = isUsed && (kind === 'object' || kind === 'array');
      const defaults = hasDefaults ? applicators.defaultsOf(schema, kind) : [];
      if (defaults.length > 0 && context.isTried) {
        throw new Error(`strict mode: default is ignored for: data.${String(defaults[0]![0])}`);
      }
      const hasSchemas = refersTo !== undefined || schemas.some(([word]) => schema[word] !== undefined);
      const group: Group = { kind, isAsked: kind !== undefined, defaults, steps };
      return isUsed || steps.length > 0 ? [{ group, hasSchemas }] : [];
    });
  }

  #reference(reference: string, context: Context): Step {
    const found = this.#documents.resolve(reference, context);
    if (found === undefined) throw new Error(`can't resolve reference ${reference} from id ${context.base || '#'}`);
    const { schema, root, base } = found;
    if (!refers(schema)) {
      const inner = { root, base, schemaPath: reference, isTried: context.isTried };
      return { step: 'all', plans: [this.#planned(schema, inner)] };
    }
    let target = this.#targets.get(schema);
    if (target === undefined) {
      checkNoDefault(schema);
      target = { plan: undefined };
      this.#targets.set(schema, target);
      target.plan = this.#planned(schema, { root, base, schemaPath: '#', isTried: false });
    }
    return { step: 'call', target };
  }
}

/** What is looked at in a value of one kind, where nothing makes another of it. */
function relevant(own: readonly Made[], kinds: readonly Kind[]): readonly Group[] {
  const all = own.map(({ group }) => group);
  if (kinds.length !== 1 || own.some(({ group, hasSchemas }) => group.kind === undefined && hasSchemas)) return all;
  const wanted = kinds[0] === 'integer' ? 'number' : kinds[0];
  return all.filter(({ kind }) => kind === undefined || kind === wanted).map((group) => ({ ...group, isAsked: false }));
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

function misfitOf(schema: SchemaObject, { schemaPath }: Context): Said {
  const { type: written, nullable } = schema;
  const isAlsoNull = Array.isArray(written) && nullable === true && !written.includes('null');
  const type: unknown = isAlsoNull ? [...(written as unknown[]), 'null'] : written;
  const message = `must be ${Array.isArray(type) ? type.join(',') : String(type)}`;
  return { schemaPath: `${schemaPath}/type`, keyword: 'type', params: { type }, message };
}
