/** From a host into the pipeline. */

import { Exchange } from '../pipeline/exchange.js';
import { begin } from '../pipeline/run.js';
import type { Caller } from './caller.js';
import type { HostRuntime } from './runtime.js';
import type { RouteSlot } from './slots.js';
import { serveVersioned } from './versioned.js';

/** Takes a request into the pipeline. */
export function serve(
  slot: RouteSlot,
  runtime: HostRuntime,
  request: Caller,
  reply: unknown,
  params: Readonly<Record<string, string>>,
): void {
  if (slot.versioned !== undefined) {
    serveVersioned(slot, slot.versioned, runtime, request, reply, params);
    return;
  }
  // The query is asked for when somebody reads it.
  const exchange = new Exchange(runtime, slot.plan, request.raw, params, undefined, undefined, request, reply);
  const { body } = request;
  if (body !== undefined) runtime.takeBody(exchange, body);
  begin(exchange);
}
