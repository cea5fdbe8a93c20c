/** The request as handlers see it. One class for every route, and nothing is computed before it is asked for. */

import type { IncomingMessage } from 'node:http';

import type { RawHeaders } from '../api/request.js';
import { parseCookies } from './cookies.js';
import type { Exchange } from './exchange.js';
import type { IncomingBody } from './incoming-body.js';

/** Implements `Request`. The positions are replaced by their validated values before the handler runs. */
export class PipelineRequest {
  params: unknown;
  body: unknown;
  /** Bytes of the body, when there were any; those that the host lends are asked for when somebody wants them. */
  bytes: Buffer | undefined;
  /** Whether the host lends them, and writes over them later. */
  areBytesLent: boolean;
  /** The body, where it is handed on while it arrives. */
  incoming: IncomingBody | undefined;
  readonly #exchange: Exchange;
  #query: unknown;
  #url: string | undefined;
  #headers: RawHeaders | undefined;
  #cookies: Readonly<Record<string, string>> | undefined;

  constructor(exchange: Exchange, params: unknown, query: unknown, body: unknown) {
    this.#exchange = exchange;
    this.params = params;
    this.#query = query;
    this.body = body;
    this.bytes = undefined;
    this.areBytesLent = false;
    this.incoming = undefined;
    this.#url = undefined;
    this.#headers = undefined;
    this.#cookies = undefined;
  }

  get method(): string {
    return this.#exchange.arrival.method ?? 'GET';
  }

  get url(): string {
    return this.#url ?? this.#exchange.arrival.url ?? '/';
  }

  /** What the handler is told: clients of older releases may have sent another one. */
  set url(text: string) {
    this.#url = text;
  }

  get query(): unknown {
    return (this.#query ??= this.#exchange.runtime.host.query(this.#exchange));
  }

  set query(values: unknown) {
    this.#query = values;
  }

  /** The bytes of the body, which the handler may keep. */
  get rawBody(): Buffer | undefined {
    if (this.areBytesLent) {
      this.bytes = this.#exchange.runtime.host.ownBody?.(this.#exchange);
      this.areBytesLent = false;
    }
    return this.bytes;
  }

  get headers(): RawHeaders {
    return (this.#headers ??= this.#exchange.arrival.headers);
  }

  set headers(values: RawHeaders) {
    this.#headers = values;
  }

  get raw(): IncomingMessage {
    return this.#exchange.runtime.host.rawRequest(this.#exchange);
  }

  get path(): string {
    const { url } = this;
    const end = url.search(/[?#]/);
    return end === -1 ? url : url.slice(0, end);
  }

  get cookies(): Readonly<Record<string, string>> {
    return (this.#cookies ??= parseCookies(this.#exchange.header('cookie')));
  }

  get ip(): string {
    return this.#exchange.ip();
  }
}
