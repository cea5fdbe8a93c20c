/** What the pipeline sees of a request before its body, whatever host has read it. */

import type { IncomingHttpHeaders } from 'node:http';

/** The first line and the headers of a request. Node's `IncomingMessage` is one. */
export interface Arrival {
  readonly method?: string | undefined;
  /** The path and the query as they were sent. */
  readonly url?: string | undefined;
  /** Read when first asked for, if the host can. */
  readonly headers: IncomingHttpHeaders;
  /** Whether `url` has a percent sign, where the host knows that without looking at it. */
  readonly isEscaped?: boolean | undefined;
}
