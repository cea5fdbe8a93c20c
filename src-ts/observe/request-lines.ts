/**
 * One line of the log for each request. Lines wait a moment and are written together; where pino would write exactly the
 * same, they do not pass through it one by one. The native host writes the very same text in Rust.
 */

import type { Logger } from '../api/contexts.js';
import { type AccessRecord, errorTypeOf } from './access-record.js';
import type { LineFrame } from './line-frame.js';

/** Milliseconds that lines wait for others. */
const pause = 100;
/** So much text waits for nobody. */
const most = 65_536;

/** Levels of lines: what failed here, what was refused, and all else. */
export const lineLevels = ['info', 'warn', 'error'] as const;

/** One of them. */
export type LineLevel = (typeof lineLevels)[number];

/** The level of a status. */
export function levelOf(status: number): LineLevel {
  return status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info';
}

/** What a line says beside its fields. */
export function messageOf({ isGone }: Pick<AccessRecord, 'isGone'>): string {
  return isGone ? 'request aborted' : 'request completed';
}

/**
 * The fields of a line. What OpenTelemetry has a name for has that name. Queries are not among them: they hold tokens and
 * addresses of people, and no list of names would find them all.
 */
export function fieldsOf(record: AccessRecord): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const add = (name: string, value: unknown): void => {
    if (value !== undefined) fields[name] = value;
  };
  add('requestId', record.requestId);
  add('traceId', record.span?.traceId);
  add('spanId', record.span?.spanId);
  add('http.request.method', record.method);
  add('http.route', record.route);
  add('url.path', record.path);
  if (record.status !== 0) add('http.response.status_code', record.status);
  add('gati.error.code', record.code);
  add('error.type', errorTypeOf(record));
  add('gati.release', record.release);
  add('network.protocol.version', record.version);
  add('client.address', record.address);
  add('user_agent.original', record.agent);
  add('http.request.body.size', record.received);
  add('http.response.body.size', record.sent);
  if (record.answered !== undefined) add('answerTime', record.answered / 1000);
  add('responseTime', record.ended / 1000);
  return fields;
}

/** Writes the lines of requests. */
export class RequestLines {
  readonly #logger: Logger;
  readonly #frame: LineFrame | undefined;
  #waiting = '';
  #timer: NodeJS.Timeout | undefined;

  /** `frame` is what pino puts around the fields, where lines may go past it. */
  constructor(logger: Logger, frame: LineFrame | undefined) {
    this.#logger = logger;
    this.#frame = frame;
  }

  /** What is around the fields of a line, where it is known. */
  get frame(): LineFrame | undefined {
    return this.#frame;
  }

  write(record: AccessRecord): void {
    const level = levelOf(record.status);
    if (this.#logger.isLevelEnabled?.(level) === false) return;
    if (this.#frame === undefined) {
      this.#logger[level](fieldsOf(record), messageOf(record));
      return;
    }
    const { levels, opening, message } = this.#frame;
    const time = Math.floor((record.began + record.ended) / 1000);
    const fields = JSON.stringify(fieldsOf(record)).slice(1, -1);
    this.#waiting += `${levels[level]}${time}${opening},${fields}${message}"${messageOf(record)}"}\n`;
    if (this.#waiting.length >= most) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), pause).unref();
  }

  /** Takes lines that are written already, in UTF-8. The bytes are the caller's again when it returns. */
  take(lines: Uint8Array): void {
    this.#frame?.sink.writeBytes(lines);
  }

  /** Writes what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting === '') return;
    const text = this.#waiting;
    this.#waiting = '';
    this.#frame?.sink.write(text);
  }
}
