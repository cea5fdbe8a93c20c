/** What requests share under this host. */

import type { Runtime, Exchange } from '../../pipeline/exchange.js';

/** The runtime of the pipeline, and how this host hands bodies over. */
export interface HostRuntime extends Runtime {
  /** Gives the request what Fastify's parser made: bytes stand-alone, a parsed value in the plugin. */
  readonly takeBody: (exchange: Exchange, body: unknown) => void;
}
