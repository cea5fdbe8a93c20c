/** A request as a host brings it, before it is known which plan it takes. */

import type { Arrival } from '../pipeline/arrival.js';

/** What every host can say of a request. Fastify's request is one. */
export interface Caller {
  /** The first line and the headers. */
  readonly raw: Arrival;
  /** The values of the path's parameters, as the router found them. */
  readonly params: unknown;
  /** The parsed query. */
  readonly query: unknown;
  /** The address of the client. */
  readonly ip: string;
  /** What the host read of the body; the runtime's `takeBody` knows what that is. */
  readonly body: unknown;
}
