/** The independent judge of JSON Schemas: ajv, which Fastify brings along. It is not a dependency of ours. */
import { createRequire } from 'node:module';

type Validate = (value: unknown) => boolean;

/** What is used of it. */
export interface Ajv {
  compile(schema: unknown): Validate;
  addSchema(schema: unknown, key: string): unknown;
}

type AjvClass = new (options: object) => Ajv;

const viaFastify = createRequire(createRequire(import.meta.url).resolve('fastify'));
const viaCompiler = createRequire(viaFastify.resolve('@fastify/ajv-compiler'));
const classes = {
  draft7: (viaCompiler('ajv') as { readonly default: AjvClass }).default,
  draft2020: (viaCompiler('ajv/dist/2020.js') as { readonly default: AjvClass }).default,
};
const addFormats = viaCompiler('ajv-formats') as (ajv: object) => void;

/** A judge of schemas in one dialect. */
export function ajv(dialect: keyof typeof classes): Ajv {
  const options = { strict: false, strictNumbers: true, unicodeRegExp: true, ownProperties: true };
  const made = new classes[dialect](options);
  addFormats(made);
  return made;
}
