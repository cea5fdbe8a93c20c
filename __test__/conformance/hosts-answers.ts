/** Answers as they come over a connection, so that those of two hosts can be compared. */

import { connect } from 'node:net';

import type { Sent } from './hosts-requests.js';

/** What came back for a request. */
export interface Answer {
  readonly status: number;
  /** Lines without those that say when, and how the connection goes on, sorted. */
  readonly fields: readonly string[];
  readonly body: string;
}

/** Fields that say something about the connection, or the time. HEAD of a stream may say how it would be framed. */
const passing = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);

/** Sends on a connection of its own, and reads until the other side closes it. */
export function ask(port: number, { pieces, methods }: Sent): Promise<readonly Answer[]> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => {
      const next = (index: number): void => {
        const piece = pieces[index];
        if (piece === undefined || socket.destroyed) return;
        socket.write(piece, () => setImmediate(next, index + 1));
      };
      next(0);
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    // Who refuses a body may close before all of it was sent.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answersIn(Buffer.concat(chunks).toString('latin1'), methods)));
  });
}

function answersIn(text: string, methods: readonly string[]): readonly Answer[] {
  const answers: Answer[] = [];
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) break;
    const [first = '', ...lines] = rest.slice(0, end).split('\r\n');
    const status = Number(first.split(' ')[1]);
    rest = rest.slice(end + 4);
    // Which 100s come depends on what had arrived already.
    if (status === 100) continue;
    const fields = lines.map((line) => {
      const [name = '', ...value] = line.split(':');
      return [name.toLowerCase(), value.join(':').trim()] as const;
    });
    const of = (name: string): string | undefined => fields.find(([one]) => one === name)?.[1];
    const method = methods[answers.length];
    let body = '';
    if (method === 'HEAD' || status === 204 || status === 304) body = '';
    else if (of('transfer-encoding') === 'chunked') [body, rest] = unchunked(rest);
    else {
      const length = Number(of('content-length') ?? rest.length);
      [body, rest] = [rest.slice(0, length), rest.slice(length)];
    }
    // Ids are counted, and become longer; of an answer to HEAD they are not seen.
    const hasId = method === 'HEAD' ? status >= 400 : /"requestId":"[\w-]+-[\w-]+"/.test(body);
    answers.push({
      status,
      fields: fields
        .filter(([name]) => !passing.has(name) && !(hasId && name === 'content-length'))
        .map(([name, value]) => `${name}: ${value}`)
        .sort(),
      body: body
        .replaceAll(/"requestId":"[\w-]+-[\w-]+"/g, '"requestId":"…"')
        .replaceAll(/"now":"[\d:TZ-]+"/g, '"now":"…"'),
    });
  }
  return answers;
}

function unchunked(text: string): [body: string, rest: string] {
  let body = '';
  let rest = text;
  for (;;) {
    const end = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.slice(0, end), 16);
    if (!(size > 0)) return [body, rest.slice(end + 4)];
    body += rest.slice(end + 2, end + 2 + size);
    rest = rest.slice(end + 2 + size + 2);
  }
}
