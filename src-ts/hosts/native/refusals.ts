/** Why the addon hands over a request that is not to be served, as errors of this package. */

import type { ResolvedConfig } from '../../config/resolve.js';
import { GatiError } from '../../errors/gati-error.js';
import { tooLarge } from '../../pipeline/incoming-body.js';

const bodyTooLarge = 3;
const closing = { connection: 'close' } as const;

/** By the numbers of the packed interface. */
const refusals: readonly ((config: ResolvedConfig) => GatiError)[] = [
  () => new GatiError('GATI_INTERNAL'),
  () => new GatiError('GATI_URL_INVALID'),
  ({ limits }) => new GatiError('GATI_PARAM_TOO_LONG', { values: { limit: limits.paramLength } }),
  ({ limits }) => tooLarge(limits.body),
  () => new GatiError('GATI_BODY_INCOMPLETE', { headers: closing }),
  () => new GatiError('GATI_REQUEST_MALFORMED', { headers: closing }),
  () => new GatiError('GATI_REQUEST_TIMEOUT', { headers: closing }),
];

/** The error for a number. */
export function refusalOf(number: number, config: ResolvedConfig): GatiError {
  const make = refusals[number] ?? refusals[0];
  return make === undefined ? new GatiError('GATI_INTERNAL') : make(config);
}

/** Why a body that was handed on while it arrived is not complete, for the same numbers. */
export function failureOf(number: number, config: ResolvedConfig): GatiError {
  return number === bodyTooLarge ? tooLarge(config.limits.stream) : refusalOf(number, config);
}
