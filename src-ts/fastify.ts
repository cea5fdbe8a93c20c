/** `@gati-framework/core/fastify`: Gati inside an existing Fastify application. */

export { gati, type GatiPluginOptions } from './hosts/fastify/plugin.js';
