/** Requests of tests. They take the way of all others, through a socket of their own on this machine. */

import { Buffer } from 'node:buffer';
import { request as httpRequest } from 'node:http';
import { pipeline, Readable } from 'node:stream';

import type { InjectOptions, InjectRequest, InjectResponse } from '../../api/inject.js';
import { GatiError } from '../../errors/gati-error.js';
import type { Address } from '../host.js';
import { streamIn } from '../injected-body.js';

/** Sends a request to an address, and reads the whole answer. */
export async function injectThrough(options: InjectOptions, { host, port }: Address): Promise<InjectResponse> {
  const given = typeof options === 'string' ? { url: options } : options;
  const { path, headers, body } = requestOf(given);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host, port, path, method: given.method ?? 'GET', headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const rawPayload = Buffer.concat(chunks);
        const text = rawPayload.toString();
        resolve({
          statusCode: response.statusCode ?? 0,
          statusMessage: response.statusMessage ?? '',
          headers: response.headers,
          body: text,
          rawPayload,
          json: <T>() => JSON.parse(text) as T,
        });
      });
    });
    sent.once('error', reject);
    if (body instanceof Readable) pipeline(body, sent, (error) => error && reject(error));
    else sent.end(body);
  });
}

/** What goes over the socket. */
function requestOf({ url, headers = {}, query, cookies, payload, remoteAddress }: InjectRequest): {
  readonly path: string;
  readonly headers: Record<string, string | number | string[]>;
  readonly body: string | Uint8Array | Readable | undefined;
} {
  if (remoteAddress !== undefined) throw new GatiError('GATI_INJECT_ADDRESS', { values: { address: remoteAddress } });
  const all: Record<string, string | number | string[]> = {};
  for (const [name, value] of Object.entries(headers)) all[name.toLowerCase()] = value;
  if (cookies !== undefined) {
    all['cookie'] ??= Object.entries(cookies)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('; ');
  }
  const stream = streamIn(payload);
  const isPlain = typeof payload === 'object' && stream === undefined && !(payload instanceof Uint8Array);
  if (isPlain) all['content-type'] ??= 'application/json';
  const body = stream ?? (isPlain ? JSON.stringify(payload) : (payload as string | Uint8Array | undefined));
  if (body !== undefined && !(body instanceof Readable)) all['content-length'] ??= Buffer.byteLength(body);
  return { path: withQuery(url, query), headers: all, body };
}

/** The path of a URL with further values in its query. */
function withQuery(url: string, query: InjectRequest['query']): string {
  const { pathname, search } = new URL(url, 'http://localhost');
  const path = url.startsWith('/') ? url : pathname + search;
  if (query === undefined) return path;
  const more = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) for (const one of [value].flat()) more.append(name, one);
  return `${path}${path.includes('?') ? '&' : '?'}${more.toString()}`;
}
