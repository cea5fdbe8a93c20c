/** The logger's package, made part of this one when it is built, as `hosts/fastify/bundled.ts` explains. */

export { pino } from 'pino';
