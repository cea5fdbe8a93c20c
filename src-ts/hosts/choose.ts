/** Which host speaks HTTP for a stand-alone application. Only that one is loaded. */

import type { ServerSettings } from '../config/resolve-server.js';
import { directPort, takeBytes } from './fastify/ports.js';
import type { HostMaker } from './host.js';
import { nativePort, takePackedBody } from './native/port.js';

/** The makers by the names of the `server` setting. */
const makers: Readonly<Record<ServerSettings['type'], HostMaker>> = {
  fastify: {
    port: directPort,
    takeBody: takeBytes,
    async create(config, runtime, health, timescape) {
      const { createFastifyHost } = await import('./fastify/host.js');
      return createFastifyHost(config, runtime, health, timescape);
    },
  },
  native: {
    port: nativePort,
    takeBody: takePackedBody,
    async create(config, runtime, health, timescape) {
      const { NativeHost } = await import('./native/host.js');
      return new NativeHost(config, runtime, health, timescape);
    },
  },
};

/** What makes the host. */
export function hostMakerOf({ type }: ServerSettings): HostMaker {
  return makers[type];
}
