/** Applications that speak TLS, and clients that trust the certificates of the tests. */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { join } from 'node:path';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';

import { onTestFinished } from 'vitest';

import type { GatiConfig, ServerConfig } from '../../src-ts/api/config.js';
import { createApp, type GatiApp } from '../../src-ts/app.js';
import { define, memoryLogger, type DefinitionInput } from './definition.js';
import { serverEnv } from './server-env.js';

/** Where certificates and keys are, and the script that made them. */
export const folder: string = join(import.meta.dirname, '../certificates');

/** A file of them. */
export function pem(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

/** A certificate and its key, by their paths. */
export function pair(name: string): { readonly cert: string; readonly key: string } {
  return { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
}

/** An application that listens. */
export interface Served {
  readonly app: GatiApp;
  readonly url: string;
  readonly port: number;
  readonly lines: Record<string, unknown>[];
}

/** Serves routes until the test is over. */
export async function serve(
  input: DefinitionInput,
  server: ServerConfig = {},
  env: Readonly<Record<string, string>> = serverEnv,
): Promise<Served> {
  const { logger, lines } = memoryLogger();
  const config: GatiConfig = {
    ...input.config,
    server: { port: 0, host: '127.0.0.1', tls: pair('server'), ...server },
  };
  const app = createApp(define({ ...input, config }), { logger, env });
  onTestFinished(() => app.close());
  const { url, port } = await app.listen();
  return { app, url, port, lines };
}

/** What came of a request. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Asks on a connection of its own. */
export async function ask(
  port: number,
  path: string,
  { body, ...options }: RequestOptions & { readonly body?: string | Buffer } = {},
): Promise<Answer> {
  const sent = request({ host: '127.0.0.1', port, path, ca: pem('ca.pem'), agent: false, ...options });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}

/** A connection after its handshake. In TLS 1.3 the server may still refuse it. */
export async function dial(port: number, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, ca: pem('ca.pem'), ...options });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  socket.on('error', () => undefined);
  return socket;
}
