/** A request as a host brings it, before it is known which plan it takes. */

import type { Arrival } from '../pipeline/arrival.js';
import type { Choice } from '../timescape/edition.js';

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
  /** How requests like this one go on at a route with releases, where the host remembers it. */
  readonly choice?: Choice | undefined;
  /** Remembers it; `asked` is what the request says of its release. */
  remember?(choice: Choice, asked: string | undefined): void;
}
