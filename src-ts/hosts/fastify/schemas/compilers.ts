/** What Fastify asks for schemas: a compiler for what comes in. */

import { lowerCased } from './headers.js';
import { SchemaValidators, type SchemaValidator } from './validator-compiler.js';

/** What Fastify says of a schema to compile. */
export interface RouteSchema {
  readonly schema: unknown;
  readonly httpPart?: string;
}

/** Compiles the schemas of requests. */
export type ValidatorCompiler = (route: RouteSchema) => SchemaValidator;

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
export function validatorCompiler(app: { getSchemas(): Readonly<Record<string, unknown>> }): ValidatorCompiler {
  return (route) => compilerOf(app.getSchemas())(route);
}

/**
 * For `Fastify({ schemaController: { compilersFactory: schemaCompilers } })`: every schema of requests in the
 * application, those of plugins among them.
 */
export const schemaCompilers: {
  buildValidator(shared: Readonly<Record<string, unknown>>, options?: AjvOptions): ValidatorCompiler;
} = {
  buildValidator(shared, options = {}) {
    refuse(options);
    return compilerOf(shared);
  },
};

function compilerOf(shared: Readonly<Record<string, unknown>>): ValidatorCompiler {
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
