/** What a developer writes for a route, and around it. */

import type { HttpError } from '../errors/http-error.js';
import type { CatchHook, GlobalContext, Hook, LocalContext } from './contexts.js';
import type { Request, RequestShape } from './request.js';
import type { Answered, Response, Status, StreamBody } from './response.js';

/** Everything a handler can declare about itself. */
export interface HandlerShape extends RequestShape {
  readonly response?: unknown;
}

/** What a handler may return for a declared response. */
export type Returned<Declared> =
  Declared extends Status<infer _Code, infer Body> ? Body : Declared extends HttpError ? HttpError : Declared;

/** What may be sent piece by piece beside what is declared: nothing, where a stream is declared, whose elements count. */
type UntypedStream<Declared> = [Extract<Returned<Declared>, AsyncIterable<unknown> | ReadableStream>] extends [never]
  ? StreamBody
  : never;

/** A value a handler may return. */
export type HandlerResult<Shape> =
  | (Shape extends { readonly response: infer Declared } ? Returned<Declared> | UntypedStream<Declared> : unknown)
  | Answered
  | HttpError
  | void
  | undefined;

/**
 * A handler: `Handler<{ params: { id: Uuid }; response: User | NotFound }>`, or bare `Handler` when nothing is
 * declared. The analyzer reads the type argument; the pipeline only calls the function with what passed validation.
 */
export type Handler<Shape extends HandlerShape = {}> = (
  req: Request<Shape>,
  res: Response,
  gctx: GlobalContext,
  lctx: LocalContext,
) => HandlerResult<Shape> | Promise<HandlerResult<Shape>>;

/**
 * Runs around handlers. It continues with `next()`, whose promise is fulfilled when the handler and everything
 * after this middleware have finished; it ends the request by answering and not calling `next`.
 */
export type Middleware = (
  req: Request,
  res: Response,
  gctx: GlobalContext,
  lctx: LocalContext,
  next: () => Promise<void>,
) => unknown;

/** Is told of every error of a request, thrown by a handler or before it. It may answer. */
export type ErrorMiddleware = (
  error: unknown,
  req: Request,
  res: Response,
  gctx: GlobalContext,
  lctx: LocalContext,
) => unknown;

/** Hooks that run for every request. */
export interface GlobalHooks {
  readonly before?: readonly Hook[];
  readonly after?: readonly Hook[];
  readonly catch?: readonly CatchHook[];
}

/** Any handler, whatever it declares; what it reads is known only where it is compiled. */
export type HandlerFunction = (req: never, res: Response, gctx: GlobalContext, lctx: LocalContext) => unknown;
