/**
 * What happens to a request, the same under every host: validate → middleware and before-hooks → handler →
 * after-hooks → serialise → send → cleanup. Errors take the way back from wherever they happen.
 *
 * A route without middleware and hooks, whose handler does not return a promise, runs from start to end without
 * one: that is most of the speed of the pipeline.
 */

import type { Hook } from '../api/contexts.js';
import type { Request } from '../api/request.js';
import type { Response } from '../api/response.js';
import { GatiError, type LocatedIssue } from '../errors/gati-error.js';
import { HttpError } from '../errors/http-error.js';
import type { Issue } from '../manifest/compiled.js';
import { conclude } from './answer.js';
import { handedOver } from '../reader/handed-over.js';
import { isJsonBody, parseBody, refuseEncoding } from './body.js';
import { largeBody } from './body-readers.js';
import { applyCors } from './cors.js';
import type { Exchange } from './exchange.js';
import { fail } from './fail.js';
import { streamOf, streamOfBytes, wholeOf, type IncomingBody } from './incoming-body.js';
import { located, misfit } from './misfit.js';
import { Answer, Phase } from './states.js';
import { isStream } from './streams.js';
import { askValidators } from './validators.js';

/** The public views of an exchange. The pipeline's classes implement the interfaces for every shape at once. */
export function views(exchange: Exchange): readonly [Request, Response] {
  return [exchange.req as unknown as Request, exchange.res as unknown as Response];
}

/** Takes a request whose body has been parsed through the pipeline. */
export function begin(exchange: Exchange): void {
  let result: unknown;
  try {
    const reading = prepare(exchange);
    result = reading === undefined ? check(exchange) : reading.then(() => check(exchange));
    if (isThenable(result)) {
      exchange.runtime.deadlines.add(exchange);
      result.then(
        (value) => settle(exchange, value),
        (error: unknown) => fail(exchange, error),
      );
      return;
    }
  } catch (error) {
    fail(exchange, error);
    return;
  }
  settle(exchange, result);
}

/** The request is all there: it is checked, and goes on if it fits. */
function check(exchange: Exchange): unknown {
  const { plan } = exchange;
  // Looking at a large body took longer than the request may.
  if (exchange.over) return undefined;
  if (plan.checked) validate(exchange);
  if (plan.version !== undefined) plan.version.lift(exchange);
  if (plan.givesStream || plan.takesStream) giveStream(exchange);
  const asked = plan.validators === undefined ? undefined : askValidators(exchange, plan.validators);
  return asked === undefined ? proceed(exchange) : asked.then(() => proceed(exchange));
}

/** The request is what it should be: the handler runs, and whatever is around it. */
function proceed(exchange: Exchange): unknown {
  const { plan } = exchange;
  // A validator took longer than the request may.
  if (exchange.over) return undefined;
  if (plan.staged) return runStages(exchange);
  exchange.phase = Phase.handler;
  return plan.run(
    exchange.req as unknown as Request,
    exchange.res as unknown as Response,
    exchange.runtime.gctx,
    exchange.lctx,
  );
}

/** What comes before validation: cross-origin headers, the query's encoding, and the body from its bytes. */
function prepare(exchange: Exchange): Promise<void> | undefined {
  const { req, runtime, arrival } = exchange;
  if (runtime.cors !== undefined) applyCors(exchange, runtime.cors);
  if (arrival.isEscaped ?? req.url.includes('%')) checkQuery(req.url);
  const { incoming } = req;
  if (incoming !== undefined) return expect(exchange, incoming);
  return req.body === undefined ? arrive(exchange) : undefined;
}

/** Takes what there is of a body: a value that the host has had read, or bytes. */
function arrive(exchange: Exchange): Promise<void> | undefined {
  const { req, runtime } = exchange;
  const { host } = runtime;
  const isLent = req.areBytesLent;
  const value = isLent ? host.readBody?.(exchange) : undefined;
  if (value !== undefined && value !== handedOver) {
    exchange.bodyChecked = true;
    req.body = value;
    return undefined;
  }
  const bytes = isLent ? host.lentBody?.(exchange) : req.bytes;
  if (bytes === undefined) return undefined;
  const encoding = exchange.header('content-encoding');
  if (encoding !== undefined && bytes.length > 0) refuseEncoding(encoding);
  return readBody(exchange, bytes, exchange.header('content-type'), value);
}

/** A body that is arriving: most handlers that get it that way take it as it comes; older contracts may want all of it. */
function expect(exchange: Exchange, incoming: IncomingBody): Promise<void> | undefined {
  const { plan, req, runtime } = exchange;
  const encoding = exchange.header('content-encoding');
  if (encoding !== undefined) refuseEncoding(encoding);
  if (plan.takesStream && plan.givesStream) return undefined;
  return wholeOf(incoming, runtime.bodyLimit).then((bytes) => {
    req.bytes = bytes;
    return readBody(exchange, bytes, exchange.header('content-type'), undefined);
  });
}

/** What the handler gets that is to have a stream: what arrives, or what was read for an older contract. */
function giveStream({ plan, req }: Exchange): void {
  const { incoming } = req;
  if (!plan.givesStream) {
    // A stream of nothing is no body that is missing.
    req.body ??= Buffer.alloc(0);
    return;
  }
  req.body =
    incoming !== undefined && plan.takesStream
      ? streamOf(incoming)
      : streamOfBytes(req.body instanceof Uint8Array ? req.body : undefined);
}

/**
 * The body from its bytes: by the reader of the contract, or parsed where it is `known` to be handed over. Only a large one
 * is waited for.
 */
function readBody(
  exchange: Exchange,
  bytes: Buffer,
  contentType: string | undefined,
  known: unknown,
): Promise<void> | undefined {
  const { plan, req } = exchange;
  const take = (value: unknown): void => {
    exchange.bodyChecked = value !== handedOver;
    req.body = value === handedOver ? parseBody(bytes, contentType, plan.bodyPolicy) : value;
    // A body that is bytes is the handler's to keep.
    if (req.body === bytes) req.body = req.rawBody;
  };
  const isReadable = known === undefined && bytes.length > 0 && isJsonBody(contentType);
  const reader = isReadable ? plan.bodyReader() : undefined;
  if (reader !== undefined && bytes.length >= largeBody) return reader.readLater(bytes).then(take);
  take(reader === undefined ? handedOver : reader.read(bytes));
  return undefined;
}

/** The router has seen to the path. A query whose encoding is broken is refused instead of being read by guess. */
function checkQuery(url: string): void {
  const start = url.indexOf('?');
  if (start === -1) return;
  try {
    decodeURIComponent(url.slice(start + 1));
  } catch (cause) {
    throw new GatiError('GATI_QUERY_INVALID', { cause });
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

/** The handler has finished, with the given value. */
function settle(exchange: Exchange, value: unknown): void {
  if (exchange.over) {
    if (value !== undefined && value !== exchange.res && !exchange.timedOut) exchange.reportLate();
    return;
  }
  try {
    if (value !== staged) record(exchange, value);
    if (exchange.afterHooks !== null && value !== staged) {
      runAfter(exchange).then(
        () => conclude(exchange),
        (error: unknown) => fail(exchange, error),
      );
      return;
    }
  } catch (error) {
    fail(exchange, error);
    return;
  }
  conclude(exchange);
}

/** Writes what a handler returned down as its answer. */
function record(exchange: Exchange, value: unknown): void {
  const { res } = exchange;
  if (value === undefined || value === res) return;
  if (typeof value === 'object' && value !== null) {
    if (value instanceof HttpError) throw value;
    if (value instanceof Uint8Array) return void res.send(value);
    if (isStream(value)) return void res.stream(value as AsyncIterable<unknown>);
  }
  res.answer(Answer.json, value, 'a returned value');
}

/** Says that middleware and hooks have run, and the answer is written down. */
const staged: unique symbol = Symbol('staged');

async function runStages(exchange: Exchange): Promise<typeof staged> {
  await enter(exchange, 0);
  return staged;
}

/** Runs the middleware at `index`, and within it everything that follows. */
async function enter(exchange: Exchange, index: number): Promise<void> {
  const middleware = exchange.plan.middlewares[index];
  if (middleware === undefined) return handle(exchange);
  let inner: Promise<void> | undefined;
  const next = (): Promise<void> => {
    if (inner !== undefined) throw new GatiError('GATI_NEXT_TWICE');
    inner = enter(exchange, index + 1);
    // Who does not await next() still gets the error: the promise is awaited below.
    inner.catch(() => undefined);
    return inner;
  };
  const [req, res] = views(exchange);
  const result = await middleware(req, res, exchange.runtime.gctx, exchange.lctx, next);
  if (inner !== undefined) await inner;
  else if (result !== undefined) record(exchange, result);
}

async function handle(exchange: Exchange): Promise<void> {
  const { plan, res } = exchange;
  const { gctx } = exchange.runtime;
  const [request, response] = views(exchange);
  exchange.phase = Phase.before;
  await runHooks(exchange, plan.before);
  // Before-hooks may add further ones, so the list is read as it grows.
  for (
    let index = 0;
    exchange.beforeHooks !== null && index < exchange.beforeHooks.length && !answered(exchange);
    index += 1
  ) {
    const hook = exchange.beforeHooks[index];
    if (hook !== undefined) record(exchange, await hook(request, response, gctx, exchange.lctx));
  }
  exchange.phase = Phase.handler;
  if (res.kind === Answer.none) record(exchange, await plan.run(request, response, gctx, exchange.lctx));
  await runAfter(exchange);
}

async function runHooks(exchange: Exchange, hooks: readonly Hook[]): Promise<void> {
  const [req, res] = views(exchange);
  for (const hook of hooks) {
    if (answered(exchange)) return;
    record(exchange, await hook(req, res, exchange.runtime.gctx, exchange.lctx));
  }
}

function answered(exchange: Exchange): boolean {
  return exchange.res.kind !== Answer.none || exchange.over;
}

/** After-hooks see the answer, and may set headers or replace it by assigning `res.body`. */
async function runAfter(exchange: Exchange): Promise<void> {
  exchange.phase = Phase.after;
  const [req, res] = views(exchange);
  const { gctx } = exchange.runtime;
  for (const hook of exchange.plan.after) await hook(req, res, gctx, exchange.lctx);
  const own = exchange.afterHooks;
  for (let index = 0; own !== null && index < own.length; index += 1) await own[index]?.(req, res, gctx, exchange.lctx);
}

/** Checks every declared position and collects what does not fit, from all of them at once. */
function validate(exchange: Exchange): void {
  const { plan, req } = exchange;
  let issues: LocatedIssue[] | undefined;
  if (plan.params !== undefined) {
    const result = plan.params(req.params as Record<string, string>);
    if (result.ok) req.params = result.value;
    else issues = located(issues, 'params', result.issues);
  }
  if (plan.query !== undefined) {
    const result = plan.query(req.query as Record<string, string>);
    if (result.ok) req.query = result.value;
    else issues = located(issues, 'query', result.issues);
  }
  if (plan.headers !== undefined) {
    const result = plan.headers(req.headers);
    if (result.ok) req.headers = { ...req.headers, ...(result.value as object) };
    else issues = located(issues, 'headers', result.issues);
  }
  if (plan.body !== undefined && !exchange.bodyChecked) {
    const result = plan.body(req.body);
    if (result.ok) req.body = result.value;
    else issues = located(issues, 'body', req.body === undefined ? noBody : result.issues);
  }
  if (issues !== undefined) throw misfit(exchange, issues);
}

/** One issue for a body that is not there, instead of one for each property it lacks. */
const noBody: readonly Issue[] = [
  {
    pointer: '',
    code: 'required',
    expected: 'a body',
    received: 'nothing',
    message: 'a body is required, and the request has none',
  },
];
