/** From the answer a handler wrote down to bytes for the host. */

import { GatiError, reasonOf } from '../errors/gati-error.js';
import type { Issue } from '../manifest/compiled.js';
import type { Exchange } from './exchange.js';
import { fail } from './fail.js';
import { located } from './misfit.js';
import { Answer } from './states.js';
import { readableOf } from './streams.js';

/** The content type of JSON answers. */
export const jsonType = 'application/json; charset=utf-8';

/** Serialises the answer, gives it to the host and cleans up. */
export function conclude(exchange: Exchange): void {
  if (exchange.over) return;
  const { res, plan } = exchange;
  let { code } = res;
  let text: string;
  try {
    switch (res.kind) {
      case Answer.json:
        if (code === 0) code = plan.defaultStatus;
        text = serialize(exchange, code, res.value);
        break;
      case Answer.text:
        finish(exchange);
        exchange.runtime.host.send(exchange, code === 0 ? 200 : code, undefined, res.value as string | Uint8Array);
        cleanUp(exchange);
        return;
      case Answer.stream: {
        const stream = readableOf(res.value as object);
        finish(exchange);
        exchange.rawReply.once('close', () => cleanUp(exchange));
        exchange.runtime.host.sendStream(exchange, code === 0 ? 200 : code, stream);
        return;
      }
      default:
        finish(exchange);
        exchange.runtime.host.send(exchange, code === 0 ? 204 : code, undefined, null);
        cleanUp(exchange);
        return;
    }
  } catch (error) {
    fail(exchange, error);
    return;
  }
  finish(exchange);
  exchange.runtime.host.send(exchange, code, jsonType, code === 204 || code === 304 ? null : text);
  cleanUp(exchange);
}

/** Ends the life of the request in the pipeline; nothing can be answered from here on. */
export function finish(exchange: Exchange): void {
  exchange.over = true;
  exchange.runtime.deadlines.remove(exchange);
  exchange.runtime.inFlight -= 1;
}

/** Runs what was registered for the end. */
export function cleanUp(exchange: Exchange): void {
  const { runtime } = exchange;
  if (runtime.logRequests) {
    exchange.lctx.logger.info(
      {
        method: exchange.req.method,
        path: exchange.req.path,
        status: exchange.rawReply.statusCode,
        ms: Date.now() - exchange.startTime,
      },
      'request',
    );
  }
  const { cleanups } = exchange;
  if (cleanups === null) return;
  exchange.cleanups = null;
  for (let index = cleanups.length - 1; index >= 0; index -= 1) {
    const run = cleanups[index];
    if (run !== undefined) exchange.runCleanup(run);
  }
}

/** JSON text of a value: through the contract of the status, else as JSON.stringify sees it. */
function serialize(exchange: Exchange, status: number, value: unknown): string {
  const { plan } = exchange;
  const write = status === plan.defaultStatus ? plan.serializeDefault : plan.serializers[status];
  let text: string | undefined;
  try {
    text = write === undefined ? JSON.stringify(value) : write(value);
  } catch (cause) {
    throw unserializable(exchange, status, cause);
  }
  if (typeof text !== 'string')
    throw unserializable(exchange, status, new TypeError(`a ${typeof value} has no JSON form`));
  return text;
}

/** A value without a JSON form, or one that does not fit the contract: then the thrown error has its issues. */
function unserializable(exchange: Exchange, status: number, cause: unknown): GatiError {
  const handler = exchange.plan.id;
  const issues = (cause as { issues?: unknown } | null)?.issues;
  if (!Array.isArray(issues)) {
    return new GatiError('GATI_RESPONSE_UNSERIALIZABLE', {
      values: { handler, reason: firstLine(reasonOf(cause)) },
      cause,
    });
  }
  const found = located(undefined, 'response', issues as Issue[]);
  return new GatiError('GATI_RESPONSE_MISFIT', { values: { handler, status }, issues: found, cause });
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
