/** Lines of headers as one object, in the way of Node's `message.headers`, so that handlers see the same under every host. */

import type { IncomingHttpHeaders } from 'node:http';

/** Names of which Node keeps the first line and drops the others. */
const single = new Set([
  'age',
  'authorization',
  'content-length',
  'content-type',
  'etag',
  'expires',
  'from',
  'host',
  'if-modified-since',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'proxy-authorization',
  'referer',
  'retry-after',
  'server',
  'user-agent',
]);

/** Adds a line, by its lower-case name. */
export function joinHeader(headers: IncomingHttpHeaders, name: string, value: string): void {
  const earlier = headers[name];
  if (name === 'set-cookie') {
    headers['set-cookie'] = [...(headers['set-cookie'] ?? []), value];
  } else if (typeof earlier !== 'string') {
    // A name such as `constructor` is no header before it came as one.
    headers[name] = value;
  } else if (!single.has(name)) {
    headers[name] = `${earlier}${name === 'cookie' ? '; ' : ', '}${value}`;
  }
}
