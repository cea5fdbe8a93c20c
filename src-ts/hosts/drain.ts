/** Stopping a server without dropping anything. */

import type { ResolvedConfig } from '../config/resolve.js';
import type { Runtime } from '../pipeline/exchange.js';

/** A server that listens. */
export interface Draining {
  /** Closes the listener; `onClosed` is called when the last connection is gone. Says how many there are. */
  stop(onClosed: () => void): number | Promise<number>;
  /** Closes connections that owe nothing. */
  closeIdle(): void;
  closeAll(): void;
}

/**
 * To close quiet connections at once would lose a request that is on its way over one of them: so first only the listener
 * closes, and every answer from here on says `connection: close`; quiet connections get a moment; then what is under way
 * gets the grace period.
 */
export async function drain(server: Draining, limits: ResolvedConfig['shutdown'], runtime: Runtime): Promise<void> {
  // Right after the poll phase no connection waits to be accepted; the kernel resets those that do.
  await new Promise((resolve) => setImmediate(resolve));
  let connections: number | Promise<number> = 0;
  const closed = new Promise<void>((resolve) => {
    connections = server.stop(resolve);
  });
  if ((await connections) > 0) await Promise.race([closed, pause(limits.drain)]);
  server.closeIdle();
  const isDone = await Promise.race([closed.then(() => true), pause(limits.grace).then(() => false)]);
  if (isDone) return;
  runtime.logger.warn(
    { inFlight: runtime.inFlight },
    'requests were cut off: they did not finish within shutdown.grace',
  );
  server.closeAll();
  await closed;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
