/**
 * Recorded traffic. Two forms: HAR, which browsers and proxies write, and JSON lines, one exchange each:
 * `{ "release", "request": { "method", "url", "headers", "body" }, "response": { "status", "headers", "body" } }`.
 */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { projectFailure } from '../../failure.js';

/** A request and the answer it got. */
export interface Exchange {
  /** Where it was recorded: `traffic.jsonl:7`. */
  readonly place: string;
  /** The version that was asked for, or else the one that was answered with. */
  readonly release: string | undefined;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly answer: Answer;
  /** Places in the answer whose values were not recorded. */
  readonly redacted: readonly string[];
}

/** What was read of recordings. */
export interface Recordings {
  readonly exchanges: readonly Exchange[];
  /** Lines that are no JSON: whoever wrote them was stopped. */
  readonly torn: number;
}

/** Reads a file, or all files below a folder. */
export function readRecordings(path: string, versionHeaders: readonly string[]): Recordings {
  if (!statSync(path).isDirectory()) return readRecording(path, versionHeaders);
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();
  const found = names
    .filter((name) => /\.(jsonl|har)$/u.test(name))
    .map((name) => readRecording(join(path, name), versionHeaders));
  return {
    exchanges: found.flatMap(({ exchanges }) => exchanges),
    torn: found.reduce((sum, { torn }) => sum + torn, 0),
  };
}

/** An answer. */
export interface Answer {
  readonly status: number;
  /** Without parameters: `application/json`. */
  readonly type: string;
  readonly text: string;
}

/** Reads a file of exchanges. `versionHeaders` are the names, in small letters, that a version stands under. */
function readRecording(file: string, versionHeaders: readonly string[]): Recordings {
  const text = readFileSync(file, 'utf8');
  const archive = archived(text);
  const lines = archive ?? text.split('\n').map((line) => (line.trim() === '' ? undefined : parsed(line)));
  let torn = 0;
  const exchanges = lines.flatMap((value, index) => {
    if (value === undefined) return [];
    // The beginning of a line, whose writer was stopped; whoever began it again did so behind it.
    if (value === null && archive === undefined && /^\s*\{/u.test(text.split('\n')[index] ?? '')) {
      torn += 1;
      return [];
    }
    const place = `${file}:${index + 1}`;
    const exchange = exchangeOf(value, place, versionHeaders);
    if (typeof exchange !== 'string') return [exchange];
    throw projectFailure(
      `${place} is no recorded exchange: ${exchange}`,
      'gatic timescape replay --help shows the form',
    );
  });
  return { exchanges, torn };
}

/** The entries of an HTTP Archive, in the form of the lines; `undefined` of any other text. */
function archived(text: string): unknown[] | undefined {
  const whole = parsed(text) as { log?: { entries?: unknown } } | null;
  const entries = whole?.log?.entries;
  return Array.isArray(entries) ? entries.map(ofArchive) : undefined;
}

function ofArchive(entry: unknown): unknown {
  const { request, response } = (entry ?? {}) as Record<string, Record<string, unknown> | undefined>;
  const postData = request?.['postData'] as { text?: unknown } | undefined;
  const content = response?.['content'] as { text?: unknown; encoding?: unknown } | undefined;
  const decoded =
    content?.encoding === 'base64' ? Buffer.from(String(content.text), 'base64').toString('utf8') : content?.text;
  return {
    request: { ...request, headers: named(request?.['headers']), body: postData?.text },
    response: { ...response, headers: named(response?.['headers']), body: decoded },
  };
}

function named(headers: unknown): Record<string, string> {
  const list = Array.isArray(headers) ? (headers as { name?: unknown; value?: unknown }[]) : [];
  return Object.fromEntries(list.map(({ name, value }) => [String(name), String(value)]));
}

/** The exchange, or why it is none. */
function exchangeOf(value: unknown, place: string, versionHeaders: readonly string[]): Exchange | string {
  const { release, request, response, redacted } = (value ?? {}) as Record<string, unknown>;
  if (!isObject(request) || !isObject(response)) return 'it has no request or no response';
  const { method, url, body } = request;
  if (typeof method !== 'string' || typeof url !== 'string') return 'request.method and request.url have to be text';
  if (!Number.isInteger(response['status'])) return 'response.status has to be a number';
  const sent = lowered(request['headers']);
  const got = lowered(response['headers']);
  const version = (headers: Readonly<Record<string, string>>): string | undefined =>
    versionHeaders.map((name) => headers[name]).find((found) => found !== undefined);
  if (!url.startsWith('/') && !URL.canParse(url)) return 'request.url is no URL';
  return {
    place,
    release: typeof release === 'string' ? release : (version(sent) ?? version(got)),
    method: method.toUpperCase(),
    url: url.startsWith('/') ? url : targetOf(new URL(url)),
    headers: sent,
    body: asText(body),
    answer: {
      status: response['status'] as number,
      type: typeOf(got['content-type'], response['body']),
      text: asText(response['body']) ?? '',
    },
    redacted: Array.isArray(redacted) ? redacted.filter((place) => typeof place === 'string') : [],
  };
}

function targetOf({ pathname, search }: URL): string {
  return `${pathname}${search}`;
}

/** A body as it was sent: text as it is, anything else as JSON. */
function asText(body: unknown): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}

/** The media type of an answer; where it is not said, of what its body is. */
export function typeOf(header: string | undefined, body: unknown): string {
  if (header !== undefined) return header.split(';', 1)[0]!.trim().toLowerCase();
  return body === undefined || body === '' ? '' : typeof body === 'string' ? 'text/plain' : 'application/json';
}

function lowered(headers: unknown): Record<string, string> {
  if (!isObject(headers)) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value that is no JSON is `null`, which is no exchange either. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
