/** An application on the native host, and clients of HTTP/2 to ask it. */

import { once } from 'node:events';
import {
  connect,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
  type SecureClientSessionOptions,
} from 'node:http2';

import { onTestFinished } from 'vitest';

import { createApp, type GatiApp } from '../../../src-ts/app.js';
import { define, memoryLogger, type DefinitionInput } from '../definition.js';

/** What came of a request. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Serves routes natively, in both versions of HTTP. */
export async function serve(input: DefinitionInput): Promise<{ readonly app: GatiApp; readonly port: number }> {
  const config = { ...input.config, port: 0, server: { type: 'native', http2: true } as const };
  const app = createApp(define({ ...input, config }), { logger: memoryLogger().logger, env: {} });
  onTestFinished(() => app.close());
  const { port } = await app.listen();
  return { app, port };
}

/** A connection that ends with the test. */
export async function session(port: number, options: SecureClientSessionOptions = {}): Promise<ClientHttp2Session> {
  const client = connect(`http://127.0.0.1:${port}`, options);
  client.on('error', () => undefined);
  onTestFinished(() => client.destroy());
  await once(client, 'connect');
  return client;
}

/** Asks, and waits for the whole answer. */
export async function ask(
  client: ClientHttp2Session,
  path: string,
  {
    headers = {},
    body,
  }: { readonly headers?: Record<string, string | string[]>; readonly body?: string | Buffer } = {},
): Promise<Answer> {
  const stream = client.request({ ':path': path, ...headers }, { endStream: body === undefined });
  if (body !== undefined) stream.end(body);
  return answerOf(stream);
}

/** The whole answer of a request. Rejects where its stream is reset. */
export async function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders & { ':status': number }];
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return { status: headers[':status'], headers, body: Buffer.concat(chunks) };
}
