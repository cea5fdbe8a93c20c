/** Who calls: the address of the connection, or what trusted proxies in front say (`X-Forwarded-For`). */

import type { ServerSettings } from '../../config/resolve-server.js';
import { proxyAddress } from './bundled.js';
import type { ClientAddress } from './packed-request.js';

/** Whether somebody else than the connection may say where clients are. */
export function hasProxies(trust: ServerSettings['trustProxy'] | undefined): boolean {
  return trust !== undefined && trust !== false && typeof trust !== 'number';
}

/** Reads the `trustProxy` setting as Fastify does, which trusts nobody by a mere number of hops. */
export function clientAddressOf(trust: ServerSettings['trustProxy']): ClientAddress {
  if (trust === false || typeof trust === 'number') return (address) => address;
  const isTrusted = trust === true ? () => true : proxyAddress.compile(trust as string | string[]);
  return (address, forwardedFor) => {
    const request = { headers: { 'x-forwarded-for': forwardedFor }, socket: { remoteAddress: address } };
    return proxyAddress(request as unknown as Parameters<typeof proxyAddress>[0], isTrusted);
  };
}
