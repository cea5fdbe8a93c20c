/** What a handler answers with. Every style works, and they mix. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex, Readable } from 'node:stream';

declare const answered: unique symbol;
declare const statusMark: unique symbol;

/** What `res.json(…)` and its kin give back, so that a handler can `return` it. */
export interface Answered {
  readonly [answered]: true;
}

/**
 * A response with a status of its own in a contract: `response: Status<201, User>`. The handler returns the `User`;
 * when no 200 is declared the status is set for it.
 */
export interface Status<Code extends number, Body = undefined> {
  readonly [statusMark]: { readonly code: Code; readonly body: Body };
}

/**
 * What can be sent piece by piece. Where `response` declares a stream (`AsyncIterable<Message>`), its elements leave as
 * lines or as server-sent events, projected on the contract; elsewhere objects leave as one line of JSON each.
 */
export type StreamBody = Readable | ReadableStream | AsyncIterable<unknown>;

/** How a cookie is kept by the client. */
export interface CookieOptions {
  readonly domain?: string;
  readonly path?: string;
  readonly expires?: Date;
  readonly maxAge?: number;
  readonly httpOnly?: boolean;
  readonly secure?: boolean;
  readonly sameSite?: 'strict' | 'lax' | 'none';
  readonly partitioned?: boolean;
}

/** The answer. It leaves when the handler and its after-hooks have finished. */
export interface Response {
  /** Sets the status: `res.status(404)`, or `res.status = 404`. */
  get status(): (code: number) => this;
  set status(code: number);
  /** The status as it stands. */
  readonly statusCode: number;
  /** The answer as JSON: `res.body = value` is `res.json(value)`. */
  get body(): unknown;
  set body(value: unknown);
  /** Answers with JSON, projected on the contract of the status. */
  json(value: unknown): Answered;
  /** Answers with plain text. */
  text(value: string): Answered;
  /** Answers with HTML. */
  html(value: string): Answered;
  /** Answers with text, bytes or a stream, as they are. */
  send(value: string | Uint8Array | StreamBody): Answered;
  /** Answers with a stream. */
  stream(value: StreamBody, contentType?: string): Answered;
  /** Sends the client elsewhere, with 302 unless said otherwise. */
  redirect(location: string, code?: number): Answered;
  /** Answers without a body. */
  end(): Answered;
  /**
   * Leaves HTTP for a protocol that the client offers by `Upgrade`: it is answered with 101 and the headers that were set, and
   * the connection is given away, when the handler and its after-hooks have finished. Throws a 426 where it is not offered.
   */
  upgrade(protocol: string, take: (socket: Duplex) => unknown): Answered;
  /** The same, where whoever takes the connection answers with 101 as well: a listener of Node's `upgrade`, such as that of `ws`. */
  handOver(protocol: string, take: (request: IncomingMessage, socket: Duplex, head: Buffer) => unknown): Answered;
  /** Sets a header. */
  header(name: string, value: string | number | readonly string[]): this;
  /** The same as `header`. */
  setHeader(name: string, value: string | number | readonly string[]): this;
  /** Sets several headers. */
  headers(values: Readonly<Record<string, string | number | readonly string[]>>): this;
  /** The value a header was set to. */
  getHeader(name: string): string | readonly string[] | undefined;
  /** Takes a header back. */
  removeHeader(name: string): this;
  /** Sets the content type. */
  type(contentType: string): this;
  /** Adds a cookie. */
  cookie(name: string, value: string, options?: CookieOptions): this;
  /** Makes the client forget a cookie. */
  clearCookie(name: string, options?: CookieOptions): this;
  /** Whether the handler has answered. */
  isSent(): boolean;
  /** Whether bytes have left. */
  readonly headersSent: boolean;
  /** Node's own response. Writing to it goes around the pipeline. */
  readonly raw: ServerResponse;
}
