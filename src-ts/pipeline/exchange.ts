/** One request on its way through the pipeline, with everything the stages have to remember about it. */

import type { IncomingMessage, ServerResponse } from 'node:http';

import type { CatchHook, GlobalContext, Hook, Logger } from '../api/contexts.js';
import type { MessagesConfig } from '../api/config.js';
import type { CorsSettings } from '../config/resolve-cors.js';
import { GatiError } from '../errors/gati-error.js';
import type { AccessSpan } from '../observe/access-record.js';
import type { Observation } from '../observe/observation.js';
import { acceptState, parseTraceParent, type Sampling, spanFor } from '../observe/trace-context.js';
import type { Arrival } from './arrival.js';
import type { OpenBodyReader } from './body-readers.js';
import type { Deadlines, Waiting } from './deadlines.js';
import { PipelineLocalContext } from './local-context.js';
import type { RoutePlan } from './plan.js';
import { PipelineRequest } from './request.js';
import { acceptRequestId, nextRequestNumber, requestIdOf } from './request-id.js';
import { PipelineResponse } from './response.js';
import { Answer, Phase } from './states.js';
import type { LeftConnection } from './upgrade.js';
import type { ReleaseMark } from './version.js';

/** What a host does for the pipeline. One object for each application, not for each request. */
export interface HostPort {
  /** Sends status, headers and body. `payload` is null for an answer without a body. */
  send(exchange: Exchange, status: number, contentType: string | undefined, payload: string | Uint8Array | null): void;
  /** Sends a stream. */
  sendStream(exchange: Exchange, status: number, stream: NodeJS.ReadableStream): void;
  /** Gives an error to the application around this one, when that has an error handler. */
  passError?(exchange: Exchange, error: unknown): boolean;
  /** The value of a header of the request, by its lower-case name. */
  header(exchange: Exchange, name: string): string | string[] | undefined;
  /** The parsed query. Asked once, and only where the host did not give it with the request. */
  query(exchange: Exchange): unknown;
  /** Whether the head of the answer has left. */
  headSent(exchange: Exchange): boolean;
  /** The status that was sent. */
  statusSent(exchange: Exchange): number;
  /** Whether the connection was lost before all of the answer had left. */
  lost(exchange: Exchange): boolean;
  /** Calls when the answer has left, or the connection is lost. */
  onClose(exchange: Exchange, run: () => void): void;
  /** Node's request, where the host has one. */
  rawRequest(exchange: Exchange): IncomingMessage;
  /** Node's response, where the host has one. */
  rawResponse(exchange: Exchange): ServerResponse;
  /** The address of the client. */
  ip(exchange: Exchange): string;
  /** The bytes of a body that the host lends, where they are. */
  lentBody?(exchange: Exchange): Buffer;
  /** The same as the request's own, where the host may have written over them meanwhile. */
  ownBody?(exchange: Exchange): Buffer;
  /** What a reader makes of lent bytes, where the host has had them read; nothing where it has not. */
  readBody?(exchange: Exchange): unknown;
  /** Whether the client would go on with another protocol, on a connection that can be given away. */
  offersUpgrade?(exchange: Exchange): boolean;
  /** Gives the connection away. The host answers nothing any more. */
  upgrade?(exchange: Exchange): LeftConnection | undefined;
  /** A request enters the pipeline. Called where requests are recorded. */
  entered?(exchange: Exchange): void;
  /** The logger of the request, when the host has one of its own. */
  logger?(exchange: Exchange): Logger;
}

/** What all requests of an application share. */
export interface Runtime {
  readonly gctx: GlobalContext;
  readonly deadlines: Deadlines;
  readonly logger: Logger;
  readonly host: HostPort;
  /** What is recorded of requests, where anything is. */
  readonly observation: Observation | undefined;
  readonly cors: CorsSettings | undefined;
  /** How bodies can be read without `JSON.parse`. */
  readonly readers: OpenBodyReader;
  /** What issues say, where that is not what they say by themselves. */
  readonly messages: MessagesConfig | undefined;
  /** Bytes of a body that is read as a whole. */
  readonly bodyLimit: number;
  /** Requests that have not been answered. */
  inFlight: number;
  /** Cleanups still running; stopping waits for them. */
  readonly cleanups: Set<Promise<unknown>>;
  /** Whether connections should be closed with their next answer. */
  draining: boolean;
}

/** One request. */
export class Exchange implements Waiting {
  readonly runtime: Runtime;
  readonly plan: RoutePlan;
  readonly arrival: Arrival;
  /** The host's own objects; only the host looks at them. */
  readonly hostRequest: unknown;
  readonly hostReply: unknown;
  readonly req: PipelineRequest;
  readonly res: PipelineResponse;
  readonly lctx: PipelineLocalContext;
  readonly startTime: number;
  phase: number;
  /** Whether the body is what the contract makes of it. */
  bodyChecked: boolean;
  /** Whether the answer has been given to the host. */
  over: boolean;
  timedOut: boolean;
  failing: boolean;
  beforeHooks: Hook[] | null;
  afterHooks: Hook[] | null;
  catchHooks: CatchHook[] | null;
  cleanups: (() => unknown)[] | null;
  waiting: boolean;
  previousWaiting: Waiting | null;
  nextWaiting: Waiting | null;
  /** What the answer will say of the release it is from; nothing where there are no releases, or once it is said. */
  release: ReleaseMark | null;
  /** The code of the problem that is the answer. */
  errorCode: string | undefined;
  /** The release that the answer is from. */
  servedRelease: string | undefined;
  #span: AccessSpan | undefined;
  #requestId: string | undefined;
  #requestNumber: number;
  #controller: AbortController | null;

  constructor(
    runtime: Runtime,
    plan: RoutePlan,
    arrival: Arrival,
    params: unknown,
    query: unknown,
    body: unknown,
    hostRequest: unknown,
    hostReply: unknown,
  ) {
    this.runtime = runtime;
    this.plan = plan;
    this.arrival = arrival;
    this.hostRequest = hostRequest;
    this.hostReply = hostReply;
    this.startTime = Date.now();
    this.phase = Phase.arrived;
    this.bodyChecked = false;
    this.over = false;
    this.timedOut = false;
    this.failing = false;
    this.beforeHooks = null;
    this.afterHooks = null;
    this.catchHooks = null;
    this.cleanups = null;
    this.waiting = false;
    this.previousWaiting = null;
    this.nextWaiting = null;
    this.release = null;
    this.errorCode = undefined;
    this.servedRelease = undefined;
    this.#span = undefined;
    this.#requestId = undefined;
    this.#requestNumber = 0;
    this.#controller = null;
    this.req = new PipelineRequest(this, params, query, body);
    this.res = new PipelineResponse(this);
    this.lctx = new PipelineLocalContext(this);
    runtime.inFlight += 1;
    if (runtime.observation !== undefined) runtime.host.entered?.(this);
  }

  /** The value of a header of the request, by its lower-case name; of several lines, as Node joins them. */
  header(name: string): string | undefined {
    const value = this.runtime.host.header(this, name);
    return typeof value === 'string' ? value : value?.join(', ');
  }

  requestId(): string {
    if (this.#requestId !== undefined) return this.#requestId;
    const number = this.requestNumber();
    return (this.#requestId ??= requestIdOf(number));
  }

  /** The number in the id of the request; 0 where the client sent one. */
  requestNumber(): number {
    if (this.#requestNumber === 0 && this.#requestId === undefined) {
      this.#requestId = acceptRequestId(this.header('x-request-id'));
      if (this.#requestId === undefined) this.#requestNumber = nextRequestNumber();
    }
    return this.#requestNumber;
  }

  /** The span of the request, if anybody has asked for it. */
  get askedSpan(): AccessSpan | undefined {
    return this.#span;
  }

  /** The span of the request, if spans are recorded; else what its caller said of its own. */
  span(): AccessSpan | undefined {
    if (this.#span !== undefined) return this.#span;
    const caller = parseTraceParent(this.header('traceparent'));
    const sampling = this.runtime.observation?.sampling;
    if (sampling === undefined && caller === undefined) return undefined;
    const state = caller === undefined ? undefined : this.header('tracestate');
    this.#span =
      sampling === undefined && caller !== undefined
        ? { ...caller, spanId: undefined, state: acceptState(state) }
        : spanFor(caller, state, sampling as Sampling);
    return this.#span;
  }

  ip(): string {
    return this.runtime.host.ip(this);
  }

  childLogger(): Logger {
    const { host, logger } = this.runtime;
    if (host.logger !== undefined) return host.logger(this);
    const span = this.span();
    if (span === undefined) return logger.child({ requestId: this.requestId() });
    const { traceId, spanId } = span;
    const ids = { requestId: this.requestId(), traceId };
    return logger.child(spanId === undefined ? ids : { ...ids, spanId });
  }

  /** Aborted by the deadline, or when the connection closes before the answer has left. */
  signal(): AbortSignal {
    if (this.#controller !== null) return this.#controller.signal;
    const controller = new AbortController();
    this.#controller = controller;
    if (this.timedOut) controller.abort(timeoutReason(this.runtime.deadlines.limit));
    else {
      const { host } = this.runtime;
      const abortIfLost = (): void => {
        if (host.lost(this)) controller.abort(goneReason());
      };
      if (host.lost(this)) abortIfLost();
      else host.onClose(this, abortIfLost);
    }
    return controller.signal;
  }

  /** The deadline has passed. Set by the pipeline, which knows how to answer. */
  expire(): void {
    this.timedOut = true;
    this.#controller?.abort(timeoutReason(this.runtime.deadlines.limit));
    this.plan.expire(this);
  }

  onBefore(hook: Hook): void {
    if (this.phase > Phase.before) throw new GatiError('GATI_HOOK_TOO_LATE');
    (this.beforeHooks ??= []).push(hook);
  }

  onAfter(hook: Hook): void {
    (this.afterHooks ??= []).push(hook);
  }

  onCatch(hook: CatchHook): void {
    (this.catchHooks ??= []).push(hook);
  }

  onCleanup(run: () => unknown): void {
    if (this.over) this.runCleanup(run);
    else (this.cleanups ??= []).push(run);
  }

  /** Runs one cleanup; its failure is logged and its promise is remembered. */
  runCleanup(run: () => unknown): void {
    const report = (cause: unknown): void =>
      this.lctx.logger.error({
        err: new GatiError('GATI_CLEANUP_FAILED', { values: { handler: this.plan.id }, cause }),
      });
    try {
      const result = run();
      if (result instanceof Promise) {
        const { cleanups } = this.runtime;
        const pending: Promise<unknown> = result.catch(report).finally(() => cleanups.delete(pending));
        cleanups.add(pending);
      }
    } catch (cause) {
      report(cause);
    }
  }

  reportLate(): void {
    const err = new GatiError('GATI_ANSWERED_LATE', { values: { handler: this.plan.id } });
    this.lctx.logger.error({ err }, err.message);
  }

  reportTwice(second: string): void {
    const first =
      this.res.kind === Answer.json
        ? 'JSON'
        : this.res.kind === Answer.stream
          ? 'a stream'
          : this.res.kind === Answer.empty
            ? 'nothing'
            : 'text or bytes';
    const err = new GatiError('GATI_ANSWERED_TWICE', { values: { handler: this.plan.id, first, second } });
    this.lctx.logger.error({ err }, err.message);
  }
}

function timeoutReason(limit: number): DOMException {
  return new DOMException(`the request took longer than ${limit} ms`, 'TimeoutError');
}

function goneReason(): DOMException {
  return new DOMException('the client has closed the connection', 'AbortError');
}
