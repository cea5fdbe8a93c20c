/**
 * From the bytes of a body to a value. What a handler accepts follows from its contract: JSON (`application/json`
 * and every `+json`) and URL-encoded forms always, text where the body is declared to be a string, every other type as
 * it came where the body is declared to be bytes, anything at all where no body is declared.
 */

import { isUtf8 } from 'node:buffer';

import { GatiError } from '../errors/gati-error.js';
import { jsonErrorOffset } from '../reader/json-position.js';

/** What a handler takes as its body. */
export interface BodyPolicy {
  /** Whether the contract declares a body. */
  readonly declared: boolean;
  /** Whether the declared body is a string. */
  readonly text: boolean;
  /** Whether the declared body is bytes. */
  readonly bytes: boolean;
  /** Whether it is taken as it came, whatever its type is. */
  readonly raw?: true;
  /** Levels of nesting; 0 when the contract bounds them by itself. */
  readonly depth: number;
}

/** The policy of routes that declare nothing. */
export const openPolicy: BodyPolicy = { declared: false, text: false, bytes: false, depth: 64 };

type Family = 'json' | 'form' | 'text' | 'other';

/** Content types seen before, with their family; bounded, as clients choose the text. */
const families = new Map<string, { readonly family: Family; readonly utf8: boolean }>();

function familyOf(contentType: string): { readonly family: Family; readonly utf8: boolean } {
  const known = families.get(contentType);
  if (known !== undefined) return known;
  const [essence = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replace(/^"|"$/g, '');
  const family: Family =
    essence === 'application/json' || /^[\w.!#$&^-]+\/[\w.!#$&^-]+\+json$/.test(essence)
      ? 'json'
      : essence === 'application/x-www-form-urlencoded'
        ? 'form'
        : essence.startsWith('text/')
          ? 'text'
          : 'other';
  const found = {
    family,
    utf8: charset === undefined || charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii',
  };
  if (families.size >= 100) families.clear();
  families.set(contentType, found);
  return found;
}

/** Refuses a body in another encoding than its own (RFC 9110, section 15.5.16): it would be read as what it is not. */
export function refuseEncoding(contentEncoding: string): void {
  const encoding = contentEncoding.trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return;
  throw new GatiError('GATI_CONTENT_ENCODING', {
    values: { received: JSON.stringify(contentEncoding.slice(0, 100)) },
    headers: { 'accept-encoding': 'identity' },
  });
}

/** Whether a body of this type is JSON in an encoding that is read. */
export function isJsonBody(contentType: string | undefined): boolean {
  if (contentType === undefined) return false;
  const { family, utf8 } = familyOf(contentType);
  return family === 'json' && utf8;
}

/** Turns the bytes of a body into a value, or throws the client error that explains why not. */
export function parseBody(bytes: Buffer, contentType: string | undefined, policy: BodyPolicy): unknown {
  if (bytes.length === 0) return undefined;
  if (policy.raw === true) return bytes;
  const { family, utf8 } = contentType === undefined ? { family: 'other', utf8: true } : familyOf(contentType);
  switch (family) {
    case 'json':
      if (!utf8) throw notAccepted(contentType, policy);
      return parseJson(decode(bytes), policy.depth);
    case 'form':
      if (!utf8) throw notAccepted(contentType, policy);
      return parseForm(decode(bytes));
    case 'text':
      if (policy.bytes) return bytes;
      if (!utf8 || (policy.declared && !policy.text)) throw notAccepted(contentType, policy);
      return decode(bytes);
    default:
      if (policy.declared && !policy.bytes) throw notAccepted(contentType, policy);
      return bytes;
  }
}

function notAccepted(contentType: string | undefined, policy: BodyPolicy): GatiError {
  const accepted = policy.text
    ? 'application/json or text/plain, in UTF-8'
    : policy.bytes
      ? 'application/octet-stream, or application/json in UTF-8'
      : 'application/json, in UTF-8';
  return new GatiError('GATI_MEDIA_TYPE', {
    values: { received: contentType === undefined ? '(none)' : JSON.stringify(contentType.slice(0, 100)), accepted },
    headers: { accept: 'application/json, application/*+json, application/x-www-form-urlencoded' },
  });
}

/** Bytes as text. Bytes that are no UTF-8 leave a replacement character, so only then they are looked at again. */
function decode(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (text.includes('\uFFFD') && !isUtf8(bytes)) throw new GatiError('GATI_BODY_ENCODING');
  // A byte order mark is no part of the text (RFC 8259, section 8.1).
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function parseJson(text: string, depth: number): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new GatiError('GATI_BODY_SYNTAX', { values: { reason: describeSyntax(text) }, cause });
  }
  if (typeof value === 'object' && value !== null) {
    // A key can only be one of the forbidden ones when its text is there, plain or behind an escape.
    const suspicious = text.includes('__proto__') || text.includes('constructor') || text.includes('\\u');
    if (suspicious || (depth > 0 && text.length > depth)) inspect(value, depth, suspicious);
  }
  return value;
}

/** Line and column of a syntax error, without the text around it: it may be a secret. */
function describeSyntax(text: string): string {
  const offset = jsonErrorOffset(text);
  const before = text.slice(0, offset);
  const place = `line ${before.split('\n').length}, column ${offset - before.lastIndexOf('\n')}`;
  return offset >= text.length ? `it ends too early, at ${place}` : `unexpected text at ${place} (position ${offset})`;
}

/**
 * Refuses keys that change prototypes when a value is merged (`__proto__`, and `prototype` in `constructor`), and
 * nesting past the limit. The walk keeps its own stack, so a deep value cannot exhaust the one of the process.
 */
function inspect(root: object, limit: number, keys: boolean): void {
  let level: object[] = [root];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (limit > 0 && depth > limit) throw new GatiError('GATI_BODY_TOO_DEEP', { values: { limit } });
    const next: object[] = [];
    for (const value of level) {
      if (Array.isArray(value)) {
        for (const item of value as unknown[]) if (typeof item === 'object' && item !== null) next.push(item);
        continue;
      }
      for (const key of Object.keys(value)) {
        const member = (value as Record<string, unknown>)[key];
        if (keys) refuseKey(value, key);
        if (typeof member === 'object' && member !== null) next.push(member);
      }
    }
    level = next;
  }
}

function refuseKey(holder: object, key: string): void {
  if (key === '__proto__') throw new GatiError('GATI_BODY_FORBIDDEN_KEY', { values: { key: '__proto__' } });
  if (key !== 'constructor') return;
  const member = (holder as Record<string, unknown>)[key];
  if (typeof member === 'object' && member !== null && Object.hasOwn(member, 'prototype')) {
    throw new GatiError('GATI_BODY_FORBIDDEN_KEY', { values: { key: 'constructor.prototype' } });
  }
}

/** A URL-encoded form as an object of strings; a repeated name gives an array. */
function parseForm(text: string): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    if (name === '__proto__') throw new GatiError('GATI_BODY_FORBIDDEN_KEY', { values: { key: '__proto__' } });
    const earlier = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (earlier === undefined) fields[name] = value;
    else if (Array.isArray(earlier)) earlier.push(value);
    else fields[name] = [earlier, value];
  }
  return fields;
}
