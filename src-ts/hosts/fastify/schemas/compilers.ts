/** What Fastify asks for schemas: a compiler for what comes in, and one for what goes out. */

import { createRequire } from 'node:module';

import { lowerCased } from './headers.js';
import { SchemaValidators, type SchemaValidator } from './validator-compiler.js';
import { writerOf, type Write } from './writer.js';

/** What Fastify says of a schema to compile. */
export interface RouteSchema {
  readonly schema: unknown;
  readonly httpPart?: string;
}

/** Compiles the schemas of requests. */
export type ValidatorCompiler = (route: RouteSchema) => SchemaValidator;

/** Compiles the schemas of answers. */
export type SerializerCompiler = (route: RouteSchema) => Write;

type Shared = Readonly<Record<string, unknown>>;

/** The options `ajv` of a Fastify instance. */
interface AjvOptions {
  readonly customOptions?: Readonly<Record<string, unknown>>;
  readonly plugins?: readonly unknown[];
  readonly mode?: string;
}

/** Fastify's own settings of ajv: what values are held to here. */
const kept: Readonly<Record<string, unknown>> = {
  coerceTypes: 'array',
  useDefaults: true,
  removeAdditional: true,
  allErrors: false,
};

/**
 * The compiler of an application whose schemas are those that were added to it: `app.setValidatorCompiler(
 * validatorCompiler(app))`. Schemas that a plugin adds inside are seen with {@link schemaCompilers} alone.
 */
export function validatorCompiler(app: { getSchemas(): Shared }): ValidatorCompiler {
  return (route) => compilerOf(app.getSchemas())(route);
}

/**
 * The same for answers: `app.setSerializerCompiler(serializerCompiler(app))`. Schemas with words that are not written
 * here (`anyOf`, `if`, lists of `items`, …) are left to the serializer that Fastify brings.
 */
export function serializerCompiler(app: { getSchemas(): Shared }): SerializerCompiler {
  return (route) => writing(app.getSchemas())(route);
}

/**
 * For `Fastify({ schemaController: { compilersFactory: schemaCompilers } })`: every schema of the
 * application, those of plugins among them.
 */
export const schemaCompilers: {
  buildValidator(shared: Shared, options?: AjvOptions): ValidatorCompiler;
  buildSerializer(shared: Shared, options?: object): SerializerCompiler;
} = {
  buildValidator(shared, options = {}) {
    refuse(options);
    return compilerOf(shared);
  },
  buildSerializer(shared, options) {
    return writing(shared, options);
  },
};

function writing(shared: Shared, options?: object): SerializerCompiler {
  let theirs: SerializerCompiler | undefined;
  return (route) => {
    const own = Object.keys(options ?? {}).length === 0 ? writerOf(route.schema, shared) : undefined;
    return own ?? (theirs ??= fastifySerializer(shared, options))(route);
  };
}

/** The serializer of the Fastify that the application has. */
function fastifySerializer(shared: Shared, options: object | undefined): SerializerCompiler {
  const nearby = createRequire(createRequire(import.meta.url).resolve('fastify'));
  const select = nearby('@fastify/fast-json-stringify-compiler') as () => (
    shared: Shared,
    options?: object,
  ) => SerializerCompiler;
  return select()(shared, options);
}

function compilerOf(shared: Shared): ValidatorCompiler {
  const validators = new SchemaValidators(shared);
  return ({ schema, httpPart }) => validators.validator(httpPart === 'headers' ? lowerCased(schema) : schema);
}

/** What somebody set for ajv, and would miss. */
function refuse({ customOptions = {}, plugins = [], mode }: AjvOptions): void {
  const others = Object.keys(customOptions).filter((name) => customOptions[name] !== kept[name]);
  if (plugins.length > 0) others.push('plugins');
  if (mode !== undefined) others.push('mode');
  if (others.length === 0) return;
  throw new Error(
    `the compilers of @gati-framework/core hold values to Fastify's own settings of ajv, and this application has others: ${others.join(', ')}`,
  );
}
