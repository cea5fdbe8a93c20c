/**
 * The answer as handlers see it. It is only written down here; the pipeline sends it when the handler has finished.
 * The first answer counts, and a second one is reported.
 */

import { validateHeaderName, validateHeaderValue, type ServerResponse } from 'node:http';

import type { Answered, CookieOptions, StreamBody } from '../api/response.js';
import { GatiError } from '../errors/gati-error.js';
import { writeCookie } from './cookies.js';
import type { Exchange } from './exchange.js';
import { Answer, Phase } from './states.js';
import { isStream } from './streams.js';
import { offersUpgrade, type TakeRequest, type TakeSocket, type Upgrade } from './upgrade.js';

type HeaderValue = string | readonly string[];

/** Implements `Response`. */
export class PipelineResponse {
  readonly #exchange: Exchange;
  /** 0 as long as nobody set it. */
  code: number;
  kind: number;
  value: unknown;
  /** Set by the handler, with lower-case names. */
  fields: Record<string, HeaderValue> | null;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.code = 0;
    this.kind = Answer.none;
    this.value = undefined;
    this.fields = null;
  }

  get status(): (code: number) => this {
    return (code) => {
      this.status = code;
      return this;
    };
  }

  set status(code: number) {
    if (!Number.isInteger(code) || code < 200 || code > 599) {
      throw new GatiError('GATI_STATUS_INVALID', { values: { status: String(code) } });
    }
    this.code = code;
  }

  get statusCode(): number {
    return this.code === 0 ? 200 : this.code;
  }

  get body(): unknown {
    return this.value;
  }

  set body(value: unknown) {
    this.json(value);
  }

  json(value: unknown): Answered {
    return this.answer(value === undefined ? Answer.empty : Answer.json, value, 'JSON');
  }

  text(value: string): Answered {
    return this.#typed('text/plain; charset=utf-8', Answer.text, String(value), 'text');
  }

  html(value: string): Answered {
    return this.#typed('text/html; charset=utf-8', Answer.text, String(value), 'HTML');
  }

  send(value: string | Uint8Array | StreamBody): Answered {
    if (typeof value === 'string') return this.#typed('text/plain; charset=utf-8', Answer.text, value, 'text');
    if (value instanceof Uint8Array) return this.#typed('application/octet-stream', Answer.text, value, 'bytes');
    if (value === undefined) return this.end();
    if (typeof value === 'object' && value !== null && isStream(value)) return this.stream(value);
    return this.json(value);
  }

  stream(value: StreamBody, contentType?: string): Answered {
    // How elements are sent is the client's choice, which is looked at when the answer leaves.
    if (contentType === undefined && this.#exchange.plan.elements !== undefined)
      return this.answer(Answer.stream, value, 'a stream');
    return this.#typed(contentType ?? 'application/octet-stream', Answer.stream, value, 'a stream');
  }

  redirect(location: string, code?: number): Answered {
    const status = code ?? (this.code >= 300 && this.code < 400 ? this.code : 302);
    // Text outside of ASCII has to be encoded, and what is encoded stays as it is.
    const answered = this.answer(Answer.empty, undefined, 'a redirect');
    this.header('location', encodeURI(location).replaceAll('%25', '%'));
    this.status(status);
    return answered;
  }

  end(): Answered {
    return this.answer(Answer.empty, undefined, 'nothing');
  }

  upgrade(protocol: string, take: TakeSocket): Answered {
    return this.#leave({ protocol, greeted: true, take });
  }

  handOver(protocol: string, take: TakeRequest): Answered {
    return this.#leave({ protocol, greeted: false, take });
  }

  header(name: string, value: string | number | readonly string[]): this {
    const key = String(name).toLowerCase();
    validateHeaderName(key);
    const text: HeaderValue = typeof value === 'number' ? String(value) : value;
    for (const one of typeof text === 'string' ? [text] : text) validateHeaderValue(key, one);
    this.fields ??= {};
    this.fields[key] = text;
    return this;
  }

  setHeader(name: string, value: string | number | readonly string[]): this {
    return this.header(name, value);
  }

  headers(values: Readonly<Record<string, string | number | readonly string[]>>): this {
    for (const name of Object.keys(values)) {
      const value = values[name];
      if (value !== undefined) this.header(name, value);
    }
    return this;
  }

  getHeader(name: string): HeaderValue | undefined {
    return this.fields?.[name.toLowerCase()];
  }

  removeHeader(name: string): this {
    if (this.fields !== null) delete this.fields[name.toLowerCase()];
    return this;
  }

  type(contentType: string): this {
    return this.header('content-type', contentType);
  }

  cookie(name: string, value: string, options?: CookieOptions): this {
    const earlier = this.getHeader('set-cookie') ?? [];
    return this.header('set-cookie', [
      ...(typeof earlier === 'string' ? [earlier] : earlier),
      writeCookie(name, value, options),
    ]);
  }

  clearCookie(name: string, options?: CookieOptions): this {
    return this.cookie(name, '', { ...options, expires: new Date(0), maxAge: 0 });
  }

  isSent(): boolean {
    return this.kind !== Answer.none;
  }

  get headersSent(): boolean {
    return this.#exchange.runtime.host.headSent(this.#exchange);
  }

  get raw(): ServerResponse {
    return this.#exchange.runtime.host.rawResponse(this.#exchange);
  }

  /** Writes an answer down, unless there is one. */
  answer(kind: number, value: unknown, name: string): Answered {
    if (this.#exchange.over) this.#exchange.reportLate();
    else if (this.kind !== Answer.none && this.#exchange.phase !== Phase.after) this.#exchange.reportTwice(name);
    else {
      this.kind = kind;
      this.value = value;
    }
    return this as unknown as Answered;
  }

  /** Forgets the answer and what described its body; other headers stay. */
  discard(): void {
    this.kind = Answer.none;
    this.value = undefined;
    this.code = 0;
    if (this.fields !== null) for (const name of describing) delete this.fields[name];
  }

  #leave(upgrade: Upgrade): Answered {
    const { protocol } = upgrade;
    // A name with a version, as clients send it.
    for (const part of protocol.split('/', 2)) validateHeaderName(part);
    if (!offersUpgrade(this.#exchange, protocol)) {
      const headers = { upgrade: protocol, connection: 'Upgrade' };
      throw new GatiError('GATI_UPGRADE_REQUIRED', { values: { protocol }, headers });
    }
    return this.answer(Answer.upgrade, upgrade, 'another protocol');
  }

  #typed(contentType: string, kind: number, value: unknown, name: string): Answered {
    const free = this.kind === Answer.none && !this.#exchange.over;
    if (free && this.fields?.['content-type'] === undefined) this.header('content-type', contentType);
    return this.answer(kind, value, name);
  }
}

/** Headers that belong to a body. */
const describing = [
  'content-type',
  'content-length',
  'content-encoding',
  'content-disposition',
  'content-range',
  'etag',
  'last-modified',
  'cache-control',
  'location',
] as const;
