/** From the answer a handler wrote down to bytes for the host. */

import { GatiError, reasonOf } from '../errors/gati-error.js';
import type { Issue } from '../manifest/compiled.js';
import type { Exchange } from './exchange.js';
import { concludeElements } from './elements.js';
import { fail } from './fail.js';
import { located } from './misfit.js';
import type { RoutePlan } from './plan.js';
import { Answer } from './states.js';
import { readableOf } from './streams.js';
import { leave, type Upgrade } from './upgrade.js';

/** The content type of JSON answers. */
export const jsonType = 'application/json; charset=utf-8';

/** Serialises the answer, gives it to the host and cleans up. */
export function conclude(exchange: Exchange): void {
  if (exchange.over) return;
  const { res, plan } = exchange;
  if (res.kind === Answer.upgrade) {
    leave(exchange, res.value as Upgrade);
    return;
  }
  let { code } = res;
  let text: string;
  try {
    if (plan.elements !== undefined && concludeElements(exchange)) return;
    // A person made one value of a stream for clients that know no stream here.
    const isWhole =
      res.kind === Answer.stream && plan.version?.isWhole(code === 0 ? plan.defaultStatus : code) === true;
    switch (isWhole ? Answer.json : res.kind) {
      case Answer.json:
        if (code === 0) code = plan.defaultStatus;
        if (plan.version === undefined) text = serialize(exchange, code, res.value);
        else {
          const value = plan.version.value(exchange, code, res.value);
          code = plan.version.status(code);
          // A status without a body has nothing to write.
          text = code === 204 || code === 304 ? '' : serialize(exchange, code, value);
        }
        break;
      case Answer.text:
        code = statusFor(plan, code === 0 ? 200 : code);
        finish(exchange);
        exchange.runtime.host.send(exchange, code, undefined, res.value as string | Uint8Array);
        cleanUp(exchange);
        return;
      case Answer.stream: {
        if (code === 0) code = 200;
        const { version } = plan;
        const elements = version === undefined ? res.value : version.stream(code, res.value as object);
        const stream = readableOf(elements as object);
        if (res.getHeader('content-type') === undefined) res.header('content-type', 'application/octet-stream');
        code = statusFor(plan, code);
        finish(exchange);
        exchange.runtime.host.onClose(exchange, () => cleanUp(exchange));
        exchange.runtime.host.sendStream(exchange, code, stream);
        return;
      }
      default: {
        if (code === 0) code = 204;
        // An older contract may have had a body here.
        const value = plan.version?.value(exchange, code, undefined);
        code = statusFor(plan, code);
        if (value !== undefined && code !== 204 && code !== 304) {
          text = serialize(exchange, code, value);
          break;
        }
        finish(exchange);
        exchange.runtime.host.send(exchange, code, undefined, null);
        cleanUp(exchange);
        return;
      }
    }
  } catch (error) {
    fail(exchange, error);
    return;
  }
  finish(exchange);
  exchange.runtime.host.send(exchange, code, jsonType, code === 204 || code === 304 ? null : text);
  cleanUp(exchange);
}

/** The status as the client's contract has it. */
function statusFor({ version }: RoutePlan, status: number): number {
  return version === undefined ? status : version.status(status);
}

/** Says on the answer which release it is from, where that was asked. */
export function mark(exchange: Exchange): void {
  const { release } = exchange;
  if (release === null) return;
  exchange.release = null;
  exchange.servedRelease = release.id;
  exchange.plan.version?.describe(exchange.res);
  release.describe(exchange.res);
}

/** Ends the life of the request in the pipeline; nothing can be answered from here on. */
export function finish(exchange: Exchange): void {
  if (exchange.release !== null) mark(exchange);
  exchange.over = true;
  exchange.runtime.deadlines.remove(exchange);
  exchange.runtime.inFlight -= 1;
}

/** Runs what was registered for the end. */
export function cleanUp(exchange: Exchange): void {
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

/** Throws what a value is that cannot be an answer of the handler. */
export function checkAnswer(
  exchange: Exchange,
  status: number,
  value: unknown,
  write: (value: unknown) => string,
): void {
  try {
    write(value);
  } catch (cause) {
    throw unserializable(exchange, status, cause);
  }
}

/** A value without a JSON form, or one that does not fit the contract: then the thrown error has its issues. */
export function unserializable(exchange: Exchange, status: number, cause: unknown): GatiError {
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
