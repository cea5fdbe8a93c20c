/** `@gati-framework/core/fastify`: Gati inside an existing Fastify application. */

export { gati, type GatiPluginOptions } from './hosts/fastify/plugin.js';
export {
  schemaCompilers,
  serializerCompiler,
  validatorCompiler,
  type RouteSchema,
  type SerializerCompiler,
  type ValidatorCompiler,
} from './hosts/fastify/schemas/compilers.js';
export type { SchemaError } from './hosts/fastify/schemas/node.js';
export type { SchemaValidator } from './hosts/fastify/schemas/validator-compiler.js';
