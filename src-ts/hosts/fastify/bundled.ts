/**
 * The packages the stand-alone host runs on. When this package is built, the compiled file is replaced by one that
 * holds them whole (`scripts/bundle-dependencies.mjs`): loading the hundred files of Fastify one by one takes longer
 * than everything else that happens before the first answer.
 */

export { default as createFastify } from 'fastify';
export { default as fastifyPlugin } from 'fastify-plugin';
export { default as Router } from 'find-my-way';
