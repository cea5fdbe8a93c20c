/** The packages this host runs on, made part of this one when it is built, as `hosts/fastify/bundled.ts` explains. */

export { parse as parseQuery } from 'fast-querystring';
export { default as proxyAddress } from 'proxy-addr';
