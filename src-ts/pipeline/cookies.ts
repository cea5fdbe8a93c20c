/** Cookies, in and out (RFC 6265). */

import type { CookieOptions } from '../api/response.js';

const token = /^[\w!#$%&'*+.^`|~-]+$/;
const attribute = /^[^;\p{Cc}]*$/u;

/** The cookies of a request. Of two with one name the first counts, as it has the more specific path. */
export function parseCookies(header: string | undefined): Readonly<Record<string, string>> {
  const cookies: Record<string, string> = Object.create(null) as Record<string, string>;
  if (header === undefined) return cookies;
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at === -1) continue;
    const name = pair.slice(0, at).trim();
    if (name === '' || name in cookies) continue;
    let value = pair.slice(at + 1).trim();
    if (value.length >= 2 && value.startsWith('"') && value.endsWith('"')) value = value.slice(1, -1);
    cookies[name] = decoded(value);
  }
  return cookies;
}

function decoded(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** A `set-cookie` value. The value of the cookie is percent-encoded, so that any text survives. */
export function writeCookie(name: string, value: string, options: CookieOptions = {}): string {
  if (!token.test(name)) throw new TypeError(`${JSON.stringify(name)} is not a cookie name`);
  let text = `${name}=${encodeURIComponent(value)}`;
  if (options.maxAge !== undefined) {
    if (!Number.isFinite(options.maxAge)) throw new TypeError('the maxAge of a cookie has to be a number of seconds');
    text += `; Max-Age=${Math.trunc(options.maxAge)}`;
  }
  if (options.domain !== undefined) text += `; Domain=${checked(options.domain, 'domain')}`;
  text += `; Path=${checked(options.path ?? '/', 'path')}`;
  if (options.expires !== undefined) text += `; Expires=${options.expires.toUTCString()}`;
  if (options.httpOnly === true) text += '; HttpOnly';
  if (options.secure === true) text += '; Secure';
  if (options.partitioned === true) text += '; Partitioned';
  if (options.sameSite !== undefined)
    text += `; SameSite=${options.sameSite[0]?.toUpperCase()}${options.sameSite.slice(1)}`;
  return text;
}

function checked(value: string, name: string): string {
  if (!attribute.test(value)) throw new TypeError(`the ${name} of a cookie has a character that is not allowed`);
  return value;
}
