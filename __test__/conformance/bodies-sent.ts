/** Bodies over a connection, and what comes back. */

import { request, type Agent } from 'node:http';

/** What is sent. */
export interface Posted {
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What comes back: the id of the request, which no two have in common, is left out. */
export interface PostAnswer {
  readonly status: number;
  readonly fields: object;
  readonly body: string;
}

/** Sends a body, and reads the whole answer. */
export function post(port: number, { path, contentType, body, headers }: Posted, agent: Agent): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    const fields = {
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      'content-length': body.length,
      ...headers,
    };
    const sent = request({ port, host: '127.0.0.1', method: 'POST', path, headers: fields, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const { date: _date, connection: _connection, 'keep-alive': _keptFor, ...others } = response.headers;
        const text = Buffer.concat(chunks).toString();
        const body = text.replace(/"requestId":"[^"]*"/u, '"requestId":""');
        resolve({ status: response.statusCode ?? 0, fields: { ...others, 'content-length': body.length }, body });
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
