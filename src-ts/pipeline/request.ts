/** The request as handlers see it. One class for every route, and nothing is computed before it is asked for. */

import type { IncomingMessage } from 'node:http';

import type { RawHeaders } from '../api/request.js';
import { parseCookies } from './cookies.js';
import type { Exchange } from './exchange.js';

/** Implements `Request`. The positions are replaced by their validated values before the handler runs. */
export class PipelineRequest {
  readonly method: string;
  readonly url: string;
  readonly raw: IncomingMessage;
  params: unknown;
  query: unknown;
  headers: RawHeaders;
  body: unknown;
  /** Bytes of the body, when there were any. */
  rawBody: Buffer | undefined;
  readonly #exchange: Exchange;
  #cookies: Readonly<Record<string, string>> | undefined;

  constructor(exchange: Exchange, raw: IncomingMessage, params: unknown, query: unknown, body: unknown) {
    this.#exchange = exchange;
    this.raw = raw;
    this.method = raw.method ?? 'GET';
    this.url = raw.url ?? '/';
    this.params = params;
    this.query = query;
    this.headers = raw.headers;
    this.body = body;
    this.rawBody = undefined;
    this.#cookies = undefined;
  }

  get path(): string {
    const end = this.url.search(/[?#]/);
    return end === -1 ? this.url : this.url.slice(0, end);
  }

  get cookies(): Readonly<Record<string, string>> {
    return (this.#cookies ??= parseCookies(this.raw.headers.cookie));
  }

  get ip(): string {
    return this.#exchange.ip();
  }
}
