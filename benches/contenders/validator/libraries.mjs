/**
 * The contenders. Each makes, for a payload and a mode, one function:
 *
 * - `is`      value → whether it fits, unknown keys allowed
 * - `strict`  value → whether it fits, unknown keys refused at every depth
 * - `parse`   value → the value without unknown keys, new or changed in place as the library does it, or `undefined`
 * - `error`   value → the list of everything that is wrong
 *
 * A library is imported when it is asked for, so that a process holds one of them.
 */
import { importTooling } from '../../harness/ours.mjs';

/** @type {Readonly<Record<string, { peer: string | null, modes?: readonly string[], make: (shape: object, mode: string, payload: string) => Promise<(value: unknown) => unknown> }>>} */
export const libraries = {
  gati: { peer: null, make: async (shape, mode) => gati(await importTooling(), shape, mode) },
  zod: { peer: 'zod', make: async (shape, mode) => zod(await import('zod'), shape, mode) },
  'zod compiled': { peer: 'zod', make: async (shape, mode) => zodCompiled(await import('zod'), shape, mode) },
  valibot: { peer: 'valibot', make: async (shape, mode) => valibot(await import('valibot'), shape, mode) },
  ajv: { peer: 'ajv', make: async (shape, mode) => ajv((await import('ajv')).Ajv, shape, mode) },
  'typebox compiled': {
    peer: 'typebox',
    make: async (shape, mode) => typebox(await import('typebox'), await import('typebox/compile'), shape, mode),
  },
  typia: {
    peer: 'typia',
    make: async (_shape, mode, payload) => typia(await import(`../../data/typia/${payload}.js`), mode, 'clone'),
  },
  'typia, in place': {
    peer: 'typia',
    modes: ['parse'],
    make: async (_shape, mode, payload) => typia(await import(`../../data/typia/${payload}.js`), mode, 'prune'),
  },
};

function gati({ compile }, shape, mode) {
  const compiled = compile({ gtype: 1, root: gtypeOf(shape) }, { unknownKeys: mode === 'strict' ? 'strict' : 'strip' });
  if (mode === 'is' || mode === 'strict') return compiled.is;
  const { validate } = compiled;
  if (mode === 'error') return (value) => validate(value).issues;
  return (value) => {
    const result = validate(value);
    return result.ok ? result.value : undefined;
  };
}

/** @param {import("./payloads.mjs").Shape} shape */
export function gtypeOf(shape) {
  const { kind } = shape;
  if (kind === 'enum') return { kind: 'union', members: shape.values.map((value) => ({ kind: 'literal', value })) };
  if (kind === 'object') {
    return {
      kind,
      properties: Object.entries(shape.properties).map(([name, inner]) => ({ name, type: gtypeOf(inner) })),
    };
  }
  const { items, ...constraints } = shape;
  delete constraints.kind;
  const base = kind === 'array' ? { kind, items: gtypeOf(items) } : { kind };
  return Object.keys(constraints).length === 0
    ? base
    : { kind: 'refined', base, constraints: gtypeConstraints(constraints) };
}

function gtypeConstraints({ pattern, ...rest }) {
  return pattern === undefined ? rest : { ...rest, patterns: [pattern] };
}

function zodSchema(z, shape, objectOf) {
  const inner = (each) => zodSchema(z, each, objectOf);
  switch (shape.kind) {
    case 'string': {
      let schema = z.string();
      if (shape.minLength !== undefined) schema = schema.min(shape.minLength);
      if (shape.maxLength !== undefined) schema = schema.max(shape.maxLength);
      return shape.pattern === undefined ? schema : schema.regex(new RegExp(shape.pattern));
    }
    case 'number': {
      let schema = shape.integer ? z.int() : z.number();
      if (shape.minimum !== undefined) schema = schema.min(shape.minimum);
      return shape.maximum === undefined ? schema : schema.max(shape.maximum);
    }
    case 'boolean':
      return z.boolean();
    case 'enum':
      return z.enum(shape.values);
    case 'array': {
      let schema = z.array(inner(shape.items));
      if (shape.minItems !== undefined) schema = schema.min(shape.minItems);
      return shape.maxItems === undefined ? schema : schema.max(shape.maxItems);
    }
  }
  return objectOf(mapValues(shape.properties, inner));
}

function zod({ z }, shape, mode) {
  const schema = zodSchema(z, shape, mode === 'strict' ? z.strictObject : z.object);
  if (mode === 'is' || mode === 'strict') return (value) => schema.safeParse(value).success;
  if (mode === 'error') return (value) => schema.safeParse(value).error?.issues;
  return (value) => schema.safeParse(value).data;
}

function zodCompiled({ z }, shape, mode) {
  const schema = z.compile(zodSchema(z, shape, mode === 'strict' ? z.strictObject : z.object), { strict: true });
  if (mode === 'is' || mode === 'strict') return (value) => z.validate(schema, value);
  if (mode === 'error') return (value) => schema.safeParse(value).error?.issues;
  return (value) => schema.safeParse(value).data;
}

function valibotSchema(v, shape, objectOf) {
  const inner = (each) => valibotSchema(v, each, objectOf);
  const piped = (base, ...checks) => (checks.length === 0 ? base : v.pipe(base, ...checks));
  const check = (action, limit) => (limit === undefined ? [] : [action(limit)]);
  switch (shape.kind) {
    case 'string':
      return piped(
        v.string(),
        ...check(v.minLength, shape.minLength),
        ...check(v.maxLength, shape.maxLength),
        ...(shape.pattern ? [v.regex(new RegExp(shape.pattern))] : []),
      );
    case 'number':
      // v.number() lets Infinity through.
      return piped(
        v.number(),
        shape.integer ? v.integer() : v.finite(),
        ...check(v.minValue, shape.minimum),
        ...check(v.maxValue, shape.maximum),
      );
    case 'boolean':
      return v.boolean();
    case 'enum':
      return v.picklist(shape.values);
    case 'array':
      return piped(
        v.array(inner(shape.items)),
        ...check(v.minLength, shape.minItems),
        ...check(v.maxLength, shape.maxItems),
      );
  }
  return objectOf(mapValues(shape.properties, inner));
}

function valibot(v, shape, mode) {
  const schema = valibotSchema(v, shape, mode === 'strict' ? v.strictObject : v.object);
  if (mode === 'is' || mode === 'strict') return (value) => v.is(schema, value);
  if (mode === 'error') return (value) => v.safeParse(schema, value).issues;
  return (value) => {
    const result = v.safeParse(schema, value);
    return result.success ? result.output : undefined;
  };
}

/** JSON Schema 7, as somebody would write it by hand. */
function jsonSchema(shape, closed) {
  const { kind, ...rest } = shape;
  switch (kind) {
    case 'enum':
      return { type: 'string', enum: shape.values };
    case 'array':
      return { type: 'array', ...rest, items: jsonSchema(shape.items, closed) };
    case 'object':
      return {
        type: 'object',
        properties: mapValues(shape.properties, (inner) => jsonSchema(inner, closed)),
        required: Object.keys(shape.properties),
        ...(closed ? { additionalProperties: false } : {}),
      };
  }
  const { integer, ...constraints } = rest;
  return { type: integer ? 'integer' : kind, ...constraints };
}

function ajv(Ajv, shape, mode) {
  const options = mode === 'error' ? { allErrors: true } : mode === 'parse' ? { removeAdditional: 'all' } : {};
  const validate = new Ajv(options).compile(jsonSchema(shape, mode === 'strict'));
  if (mode === 'is' || mode === 'strict') return validate;
  if (mode === 'error') return (value) => (validate(value) ? undefined : validate.errors);
  return (value) => (validate(value) ? value : undefined);
}

function typeboxSchema(Type, shape, options) {
  const inner = (each) => typeboxSchema(Type, each, options);
  const { kind, integer, ...constraints } = shape;
  switch (kind) {
    case 'string':
      return Type.String(constraints);
    case 'number':
      return integer ? Type.Integer(constraints) : Type.Number(constraints);
    case 'boolean':
      return Type.Boolean();
    case 'enum':
      return Type.Union(shape.values.map((value) => Type.Literal(value)));
    case 'array':
      return Type.Array(inner(shape.items), { minItems: shape.minItems, maxItems: shape.maxItems });
  }
  return Type.Object(mapValues(shape.properties, inner), options);
}

function typebox({ Type }, { Compile }, shape, mode) {
  const schema = typeboxSchema(Type, withoutUndefined(shape), mode === 'strict' ? { additionalProperties: false } : {});
  const compiled = Compile(schema);
  if (mode === 'is' || mode === 'strict') return (value) => compiled.Check(value);
  if (mode === 'error') return (value) => (compiled.Check(value) ? undefined : compiled.Errors(value));
  return (value) => (compiled.Check(value) ? compiled.Clean(value) : undefined);
}

function typia(generated, mode, parse) {
  if (mode === 'is') return generated.is;
  if (mode === 'strict') return generated.equals;
  if (mode === 'error') return (value) => generated.validate(value).errors;
  if (parse === 'clone') return (value) => generated.clone(value) ?? undefined;
  return (value) => (generated.prune(value) ? value : undefined);
}

function withoutUndefined(shape) {
  return JSON.parse(JSON.stringify(shape));
}

function mapValues(record, change) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
