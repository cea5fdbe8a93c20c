/**
 * What pino puts around the fields of a line. It is not guessed from the settings: pino is asked to write an example, and where
 * that is not what would have been written without it (a field that is redacted, say), lines go through pino.
 */

import type { AccessRecord } from './access-record.js';
import { fieldsOf, type LineLevel, lineLevels, messageOf } from './request-lines.js';

/** The text around the time and the fields: `levels[l] time opening , fields message "text"}`. */
export interface LineFrame {
  readonly levels: Readonly<Record<LineLevel, string>>;
  readonly opening: string;
  readonly message: string;
  /** Where lines go; they end with a line feed each. */
  readonly sink: LineSink;
}

/** Takes whole lines. */
export interface LineSink {
  write(text: string): void;
  /** Takes them as UTF-8. The bytes are the caller's again when it returns. */
  writeBytes(bytes: Uint8Array): void;
}

/** Writes one line as the logger would. */
export type Trial = (level: LineLevel, fields: object, message: string) => string;

/** A record with everything a line can have. */
export const example: AccessRecord = {
  method: 'POST',
  route: '/users/:id',
  path: '/users/7"\\\u007f',
  status: 503,
  code: 'GATI_HANDLER_TIMEOUT',
  release: '2024-01',
  requestId: 'request-1',
  span: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), parentId: 'c'.repeat(16), state: 'x=y', isSampled: true },
  version: '1.1',
  scheme: 'http',
  address: '203.0.113.9',
  agent: 'Mozilla/5.0 ("quoted", ünï)',
  received: 12,
  sent: 34,
  began: 1_700_000_000_000_000,
  answered: 1_500,
  ended: 2_345,
  isGone: false,
};

/** The frame of a logger, if what it writes is nothing but that. */
export function frameOf(trial: Trial, sink: LineSink): LineFrame | undefined {
  const levels: Partial<Record<LineLevel, string>> = {};
  const rest = new Set<string>();
  const fields = JSON.stringify(fieldsOf(example)).slice(1, -1);
  const said = `"${messageOf(example)}"}\n`;
  for (const level of lineLevels) {
    const line = trial(level, fieldsOf(example), messageOf(example));
    const found = /^(\{"level":\d+,"time":)\d{13}([^]*)$/.exec(line);
    if (found?.[1] === undefined || found[2] === undefined) return undefined;
    levels[level] = found[1];
    rest.add(found[2]);
  }
  const [text, another] = rest;
  const parts = text?.split(`,${fields}`);
  if (another !== undefined || parts?.length !== 2) return undefined;
  const [opening = '', closing = ''] = parts;
  if (closing !== `,"msg":${said}`) return undefined;
  return { levels: levels as Record<LineLevel, string>, opening, message: ',"msg":', sink };
}
