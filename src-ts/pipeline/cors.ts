/** Cross-origin answers (the Fetch standard, section 3.2). */

import type { Response } from '../api/response.js';
import type { CorsSettings } from '../config/resolve-cors.js';
import type { Arrival } from './arrival.js';
import type { Exchange } from './exchange.js';

/** Puts the headers for the origin that asks on the answer. */
export function applyCors(exchange: Exchange, cors: CorsSettings): void {
  const { res } = exchange;
  const origin = exchange.header('origin');
  if (cors.origins !== true) res.header('vary', 'Origin');
  if (origin === undefined || (cors.origins !== true && !cors.origins.has(origin))) return;
  res.header('access-control-allow-origin', cors.origins === true ? '*' : origin);
  if (cors.credentials) res.header('access-control-allow-credentials', 'true');
  if (cors.exposedHeaders !== '') res.header('access-control-expose-headers', cors.exposedHeaders);
}

/** Whether a request is a browser asking what it may do. */
export function isPreflight({ headers, method }: Arrival): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}

/** Adds what only a preflight is told. */
export function applyPreflight({ headers }: Arrival, res: Response, cors: CorsSettings): void {
  if (res.getHeader('access-control-allow-origin') === undefined) return;
  res.header('access-control-allow-methods', cors.methods);
  const asked = headers['access-control-request-headers'];
  const allowed = cors.allowedHeaders === '' ? asked : cors.allowedHeaders;
  if (allowed !== undefined) res.header('access-control-allow-headers', allowed);
  if (cors.maxAge !== undefined) res.header('access-control-max-age', cors.maxAge);
}
