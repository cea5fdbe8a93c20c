/** Which host speaks HTTP for a stand-alone application. */

import type { ServerSettings } from '../config/resolve-server.js';
import { createFastifyHost } from './fastify/host.js';
import { directPort, takeBytes } from './fastify/ports.js';
import type { HostMaker } from './host.js';
import { nativeHostMaker } from './native/host.js';

/** The makers by the names of the `server` setting. */
const makers: Readonly<Record<ServerSettings['type'], () => HostMaker>> = {
  fastify: () => ({ port: directPort, takeBody: takeBytes, create: createFastifyHost }),
  native: () => nativeHostMaker,
};

/** Makes what makes the host. */
export function hostMakerOf({ type }: ServerSettings): HostMaker {
  return makers[type]();
}
