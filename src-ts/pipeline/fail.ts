/** The way back of an error: catch-hooks, error middleware, then the application around this one, then a problem. */

import type { Request } from '../api/request.js';
import type { Response } from '../api/response.js';
import { GatiError } from '../errors/gati-error.js';
import { HttpError } from '../errors/http-error.js';
import { type Problem, problemOf, problemType } from '../errors/problem.js';
import { cleanUp, conclude, finish } from './answer.js';
import type { Exchange } from './exchange.js';
import { Answer } from './states.js';

/** Answers a request in which something was thrown. */
export function fail(exchange: Exchange, error: unknown): void {
  if (exchange.over) {
    if (!exchange.timedOut) exchange.lctx.logger.error({ err: error }, 'an error after the answer');
    else exchange.lctx.logger.debug({ err: error }, 'an error after the time of the request was over');
    return;
  }
  exchange.res.discard();
  const { plan } = exchange;
  const told = exchange.catchHooks !== null || plan.catch.length > 0 || plan.errorMiddlewares.length > 0;
  if (!told || exchange.failing) {
    sendError(exchange, error);
    return;
  }
  // An answer of a hook that fails in its turn must not come back to the hooks.
  exchange.failing = true;
  tell(exchange, error).then(
    (answered) => {
      if (exchange.over) return;
      if (answered) {
        if (exchange.runtime.observation !== undefined) exchange.errorCode = codeOf(problemOf(error, undefined, false));
        logFault(exchange, error, exchange.res.statusCode);
        conclude(exchange);
      } else sendError(exchange, error);
    },
    (second: unknown) => {
      exchange.lctx.logger.error({ err: second }, 'an error hook failed');
      exchange.res.discard();
      sendError(exchange, error);
    },
  );
}

/** Answers a request whose time is over. What the handler does afterwards changes nothing. */
export function expire(exchange: Exchange): void {
  fail(exchange, new GatiError('GATI_HANDLER_TIMEOUT', { values: { limit: exchange.runtime.deadlines.limit } }));
}

/** Asks everybody who wants to know, the closest first, until one answers. */
async function tell(exchange: Exchange, error: unknown): Promise<boolean> {
  const { plan, res, lctx } = exchange;
  const { gctx } = exchange.runtime;
  const request = exchange.req as unknown as Request;
  const response = res as unknown as Response;
  for (const hook of [...(exchange.catchHooks ?? []), ...plan.catch, ...plan.errorMiddlewares]) {
    const value: unknown = await hook(error, request, response, gctx, lctx);
    if (value !== undefined && value !== res && typeof value === 'object' && res.kind === Answer.none) res.json(value);
    if (res.kind !== Answer.none) {
      // An error that is answered without a status is still no success.
      if (res.code === 0) res.code = problemOf(error, undefined, false).status;
      return true;
    }
  }
  return false;
}

function sendError(exchange: Exchange, error: unknown): void {
  const { host } = exchange.runtime;
  if (host.passError !== undefined && host.passError(exchange, error)) {
    finish(exchange);
    cleanUp(exchange);
    return;
  }
  const problem = problemFor(exchange, error);
  exchange.errorCode = codeOf(problem);
  logFault(exchange, error, problem.status);
  if (problem.headers !== undefined) setHeaders(exchange, problem.headers);
  finish(exchange);
  host.send(exchange, problem.status, problemType, writeProblem(exchange, problem));
  cleanUp(exchange);
}

/** What a client is told of an error, in the words of its release. */
export function problemFor(exchange: Exchange, error: unknown): Problem {
  const { version, showFaults } = exchange.plan;
  const own = problemOf(error, exchange.requestId(), showFaults);
  // What the pipeline says by itself is the same in every release.
  return version === undefined || !(error instanceof HttpError) ? own : version.problem(exchange, own);
}

/** The code of a problem, for who looks for it in the log. */
export function codeOf({ document }: Problem): string | undefined {
  const { code } = document;
  return typeof code === 'string' ? code : undefined;
}

/** Writes a problem. Extensions come from the program, so they may have no JSON form. */
export function writeProblem(exchange: Exchange, problem: Problem): string {
  try {
    return JSON.stringify(problem.document);
  } catch (err) {
    exchange.lctx.logger.error({ err }, 'the extensions of an HTTP error have no JSON form');
    const { type, title, status, detail, code, requestId } = problem.document;
    return JSON.stringify({ type, title, status, detail, code, requestId });
  }
}

function setHeaders(exchange: Exchange, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    try {
      exchange.res.header(name, value);
    } catch (err) {
      exchange.lctx.logger.error({ err }, `an HTTP error has the header ${JSON.stringify(name)}, which cannot be sent`);
    }
  }
}

/** Faults of the server are errors in the log; those of the client are for who looks for them. */
export function logFault(exchange: Exchange, error: unknown, status: number): void {
  // The logger of the request is made when it is first asked for, and who refuses a thousand requests a second need not.
  const { host, logger: own } = exchange.runtime;
  if (status < 500 && host.logger === undefined && own.isLevelEnabled?.('debug') === false) return;
  const { logger } = exchange.lctx;
  const fields = { err: error, handler: exchange.plan.id, status };
  if (status >= 500 && !(error instanceof GatiError && error.code === 'GATI_HANDLER_TIMEOUT'))
    logger.error(fields, 'a request failed');
  else if (status >= 500) logger.warn(fields, 'a request took too long');
  else logger.debug(fields, 'a request was refused');
}
