/**
 * The contenders. Each makes, for a payload and a mode, one function:
 *
 * - `is`      value → whether it fits, unknown keys allowed
 * - `strict`  value → whether it fits, unknown keys refused at every depth
 * - `parse`   value → the value without unknown keys, new or changed in place as the library does it, or `undefined`
 * - `error`   value → the list of everything that is wrong
 * - `stringify` value → JSON in bytes, unknown keys left out
 *
 * A library is imported when it is asked for, so that a process holds one of them.
 */
import { importTooling } from '../../harness/ours.mjs';

/** What a validator does; a library that says nothing else does these. */
export const judging = ['is', 'strict', 'parse', 'error'];

/** @type {Readonly<Record<string, { peer: string | null, modes?: readonly string[], writesAll?: true, make: (shape: object, mode: string, payload: string) => Promise<(value: unknown) => unknown> }>>} */
export const libraries = {
  gati: {
    peer: null,
    modes: [...judging, 'stringify'],
    make: async (shape, mode) => gati(await importTooling(), shape, mode),
  },
  'JSON.stringify': { peer: 'node', modes: ['stringify'], writesAll: true, make: async () => inBytes(JSON.stringify) },
  'fast-json-stringify': {
    peer: 'fast-json-stringify',
    modes: ['stringify'],
    make: async (shape) => inBytes((await import('fast-json-stringify')).default(jsonSchema(shape, false))),
  },
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
    modes: [...judging, 'stringify'],
    make: async (_shape, mode, payload) => typia(await import(`../../data/typia/${payload}.js`), mode, 'clone'),
  },
  arktype: { peer: 'arktype', make: async (shape, mode) => arktype(await import('arktype'), shape, mode) },
  // It stops at the first thing that is wrong, so that it has no answer to `error`.
  sury: {
    peer: 'sury',
    modes: ['is', 'strict', 'parse'],
    make: async (shape, mode) => sury(await import('sury'), shape, mode),
  },
  'typia, in place': {
    peer: 'typia',
    modes: ['parse'],
    make: async (_shape, mode, payload) => typia(await import(`../../data/typia/${payload}.js`), mode, 'prune'),
  },
};

/**
 * The text a function makes, as the bytes that are sent: a text that was put together is a tree of pieces until somebody
 * needs it whole.
 */
function inBytes(write) {
  return (value) => Buffer.from(write(value));
}

function gati({ compile }, shape, mode) {
  const compiled = compile({ gtype: 1, root: gtypeOf(shape) }, { unknownKeys: mode === 'strict' ? 'strict' : 'strip' });
  if (mode === 'is' || mode === 'strict') return compiled.is;
  if (mode === 'stringify') return inBytes(compiled.stringify);
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
  if (kind === 'union') {
    const members = withTags(shape, (value) => ({ kind: 'literal', value })).map(([, properties]) => ({
      kind: 'object',
      properties: Object.entries(properties).map(([name, inner]) => ({
        name,
        type: name === shape.tag ? inner : gtypeOf(inner),
      })),
    }));
    return { kind, members, discriminant: shape.tag };
  }
  const { items, ...constraints } = shape;
  delete constraints.kind;
  const base = kind === 'array' ? { kind, items: gtypeOf(items) } : { kind };
  return Object.keys(constraints).length === 0
    ? base
    : { kind: 'refined', base, constraints: gtypeConstraints(constraints) };
}

/** The alternatives of a union: the value of the tag, and the members, of which the tag is what `literal` makes of it. */
function withTags({ tag, members }, literal) {
  return Object.entries(members).map(([value, { properties }]) => [value, { [tag]: literal(value), ...properties }]);
}

/** The members of each alternative, turned by `change` where they are not the tag. */
function alternatives(shape, literal, change) {
  return withTags(shape, literal).map(([, properties]) =>
    Object.fromEntries(
      Object.entries(properties).map(([name, inner]) => [name, name === shape.tag ? inner : change(inner)]),
    ),
  );
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
    case 'union':
      return z.discriminatedUnion(shape.tag, alternatives(shape, z.literal, inner).map(objectOf));
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
    case 'union':
      return v.variant(shape.tag, alternatives(shape, v.literal, inner).map(objectOf));
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
    case 'union':
      return {
        type: 'object',
        discriminator: { propertyName: shape.tag },
        required: [shape.tag],
        oneOf: alternatives(
          shape,
          (value) => ({ const: value }),
          (inner) => jsonSchema(inner, closed),
        ).map((properties) => ({
          properties,
          required: Object.keys(properties),
          ...(closed ? { additionalProperties: false } : {}),
        })),
      };
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
  const validate = new Ajv({ ...options, discriminator: true }).compile(jsonSchema(shape, mode === 'strict'));
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
    case 'union':
      return Type.Union(
        alternatives(shape, (value) => Type.Literal(value), inner).map((properties) =>
          Type.Object(properties, options),
        ),
      );
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

function arktypeSchema(type, shape) {
  const inner = (each) => arktypeSchema(type, each);
  switch (shape.kind) {
    case 'string': {
      let schema = type.string;
      if (shape.minLength !== undefined) schema = schema.atLeastLength(shape.minLength);
      if (shape.maxLength !== undefined) schema = schema.atMostLength(shape.maxLength);
      return shape.pattern === undefined ? schema : schema.and(type(new RegExp(shape.pattern)));
    }
    case 'number': {
      // Its numbers may be infinite.
      const base = shape.integer ? type('number.integer') : type.number;
      return base.atLeast(shape.minimum ?? -Number.MAX_VALUE).atMost(shape.maximum ?? Number.MAX_VALUE);
    }
    case 'boolean':
      return type.boolean;
    case 'enum':
      return type.enumerated(...shape.values);
    case 'array': {
      let schema = inner(shape.items).array();
      if (shape.minItems !== undefined) schema = schema.atLeastLength(shape.minItems);
      return shape.maxItems === undefined ? schema : schema.atMostLength(shape.maxItems);
    }
    case 'union':
      return type.or(...alternatives(shape, (value) => type.unit(value), inner).map((properties) => type(properties)));
  }
  return type(mapValues(shape.properties, inner));
}

function arktype({ type }, shape, mode) {
  let schema = arktypeSchema(type, shape);
  if (mode === 'strict') schema = schema.onDeepUndeclaredKey('reject');
  if (mode === 'parse') schema = schema.onDeepUndeclaredKey('delete');
  if (mode === 'is' || mode === 'strict') return (value) => schema.allows(value);
  const refused = (result) => result instanceof type.errors;
  if (mode === 'error') {
    return (value) => {
      const result = schema(value);
      return refused(result) ? result : undefined;
    };
  }
  return (value) => {
    const result = schema(value);
    return refused(result) ? undefined : result;
  };
}

function surySchema(S, shape) {
  const inner = (each) => surySchema(S, each);
  switch (shape.kind) {
    case 'string': {
      let schema = S.string;
      if (shape.minLength !== undefined) schema = schema.with(S.minLength, shape.minLength);
      if (shape.maxLength !== undefined) schema = schema.with(S.maxLength, shape.maxLength);
      return shape.pattern === undefined ? schema : schema.with(S.pattern, new RegExp(shape.pattern));
    }
    case 'number': {
      const base = shape.integer ? S.integer : S.number;
      return base.with(S.gte, shape.minimum ?? -Number.MAX_VALUE).with(S.lte, shape.maximum ?? Number.MAX_VALUE);
    }
    case 'boolean':
      return S.boolean;
    case 'enum':
      return S.union([...shape.values]);
    case 'array': {
      let schema = S.array(inner(shape.items));
      if (shape.minItems !== undefined) schema = schema.with(S.minLength, shape.minItems);
      return shape.maxItems === undefined ? schema : schema.with(S.maxLength, shape.maxItems);
    }
    case 'union':
      return S.union(alternatives(shape, (value) => value, inner).map((properties) => S.schema(properties)));
  }
  return S.schema(mapValues(shape.properties, inner));
}

function sury(S, shape, mode) {
  const schema = surySchema(S, shape);
  if (mode === 'is') return S.isInput(schema);
  if (mode === 'strict') return S.isInput(S.deepStrict(schema));
  const parse = S.parseAsResult(S.deepStrip(schema));
  return (value) => {
    const result = parse(value);
    return result.success ? result.value : undefined;
  };
}

function typia(generated, mode, parse) {
  if (mode === 'is') return generated.is;
  if (mode === 'strict') return generated.equals;
  if (mode === 'stringify') return inBytes(generated.stringify);
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
