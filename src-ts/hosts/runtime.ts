/** What requests share under a host. */

import type { Runtime, Exchange } from '../pipeline/exchange.js';

/** The runtime of the pipeline, and how the host hands bodies over. */
export interface HostRuntime extends Runtime {
  /** Gives the request what the host read of its body: bytes stand-alone, a parsed value in the plugin. */
  readonly takeBody: (exchange: Exchange, body: unknown) => void;
}
