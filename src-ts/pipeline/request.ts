/** The request as handlers see it. One class for every route, and nothing is computed before it is asked for. */

import type { IncomingMessage } from 'node:http';

import type { RawHeaders } from '../api/request.js';
import type { Arrival } from './arrival.js';
import { parseCookies } from './cookies.js';
import type { Exchange } from './exchange.js';

/** Implements `Request`. The positions are replaced by their validated values before the handler runs. */
export class PipelineRequest {
  readonly method: string;
  readonly url: string;
  params: unknown;
  query: unknown;
  body: unknown;
  /** Bytes of the body, when there were any. */
  rawBody: Buffer | undefined;
  readonly #exchange: Exchange;
  #headers: RawHeaders | undefined;
  #cookies: Readonly<Record<string, string>> | undefined;

  constructor(exchange: Exchange, arrival: Arrival, params: unknown, query: unknown, body: unknown) {
    this.#exchange = exchange;
    this.method = arrival.method ?? 'GET';
    this.url = arrival.url ?? '/';
    this.params = params;
    this.query = query;
    this.body = body;
    this.rawBody = undefined;
    this.#headers = undefined;
    this.#cookies = undefined;
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
    const end = this.url.search(/[?#]/);
    return end === -1 ? this.url : this.url.slice(0, end);
  }

  get cookies(): Readonly<Record<string, string>> {
    return (this.#cookies ??= parseCookies(this.#exchange.arrival.headers.cookie));
  }

  get ip(): string {
    return this.#exchange.ip();
  }
}
