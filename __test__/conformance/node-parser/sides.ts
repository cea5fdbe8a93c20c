/** Node's own server and the native host, and what each has seen of a stream of bytes. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

import { createApp, type GatiApp } from '../../../src-ts/app.js';
import type { HandlerFunction } from '../../../src-ts/api/handler.js';
import type { Request } from '../../../src-ts/api/request.js';
import { define, memoryLogger } from '../../http/definition.js';

/** A request as an application sees it. */
export interface Seen {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** In Latin-1. */
  readonly body: string;
  /** Of HTTP, where it is known; not compared. */
  readonly version?: string;
}

/** What became of a stream. */
export interface Outcome {
  /** Nothing where the framework answered before a handler could see it. */
  readonly seen: readonly (Seen | undefined)[];
  /** The status and, of the native host, the code it was refused with behind them, if it was. */
  readonly refused: string | undefined;
}

export interface Side {
  readonly port: number;
  /** Sends bytes in Latin-1, says that nothing more comes, and waits for the end of the connection. */
  readonly send: (text: string) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

/** Path and query; where a target names the server as well, that is the connection's affair. */
function pathOf(target: string): string {
  const rest = /^https?:\/\/[^/?]*(.*)$/i.exec(target)?.[1];
  return rest === undefined ? target : rest.startsWith('/') ? rest : `/${rest}`;
}

function exchange(port: number, text: string): Promise<{ readonly got: string; readonly from: number }> {
  return new Promise((resolve) => {
    let got = '';
    let from = 0;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => {
      from = socket.localPort ?? 0;
      socket.end(text, 'latin1');
    });
    const done = (): void => {
      socket.destroy();
      resolve({ got, from });
    };
    socket.setEncoding('latin1');
    socket.on('data', (piece) => (got += String(piece)));
    socket.on('end', done).on('error', done).on('close', done);
  });
}

/** An answer: its status, what the handler saw or the code of a problem. The bodies of ours begin with a brace. */
interface Told {
  readonly status: number;
  readonly seen?: Seen;
  readonly code?: string;
  readonly closes: boolean;
}

function answersOf(got: string): readonly Told[] {
  const answers: Told[] = [];
  let rest = got;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) return answers;
    const head = rest.slice(0, end);
    const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
    const body = rest[end + 4] === '{' ? rest.slice(end + 4, end + 4 + length) : '';
    rest = rest.slice(end + 4 + body.length);
    const status = Number(head.slice(9, 12));
    if (status === 100) continue;
    const told = /^x-seen: (\S+)$/im.exec(head)?.[1];
    const code = /"code":"(\w+)"/.exec(body)?.[1];
    answers.push({
      status,
      closes: /^connection: close$/im.test(head),
      ...(told === undefined ? {} : { seen: JSON.parse(Buffer.from(told, 'base64url').toString()) as Seen }),
      ...(code === undefined ? {} : { code }),
    });
  }
}

/** Requests are kept where they arrive: Node drops the answers before one that it refuses. */
export async function nodeSide(): Promise<Side> {
  const bySocket = new Map<number, Seen[]>();
  const listen = (req: IncomingMessage, res: ServerResponse): void => {
    const list = bySocket.get(req.socket.remotePort ?? 0) ?? [];
    let body = '';
    req.setEncoding('latin1').on('data', (piece) => (body += String(piece)));
    // A body that does not end is no request.
    req.on('end', () => {
      const { method = '', url = '', headers, httpVersion: version } = req;
      list.push({ method, target: pathOf(url), headers: { ...headers }, body, version });
      res.end();
    });
  };
  // The parser is what is asked: what Node checks behind it, it would refuse and read on all the same.
  const server = createServer({ insecureHTTPParser: false, requireHostHeader: false, keepAliveTimeout: 0 }, listen);
  server.on('checkExpectation', listen);
  server.on('connection', (socket) => bySocket.set(socket.remotePort ?? 0, []));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    send: async (text) => {
      const { got, from } = await exchange(port, text);
      const seen = bySocket.get(from) ?? [];
      bySocket.delete(from);
      const refused = answersOf(got).find(({ status }) => status >= 400);
      return { seen, refused: refused === undefined ? undefined : String(refused.status) };
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** What handlers saw is told in a field of the answer, because HEAD has no body. */
export async function nativeSide(): Promise<Side> {
  const show = ((req: Request, res) => {
    const { method, url, headers } = req;
    const body = req.rawBody?.toString('latin1') ?? '';
    const seen: Seen = { method, target: pathOf(url), headers, body };
    return res.header('x-seen', Buffer.from(JSON.stringify(seen)).toString('base64url')).json({});
  }) as HandlerFunction;
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
  const routes = Object.fromEntries(
    methods.flatMap((method) => [
      [`${method} /`, show],
      [`${method} /*rest`, show],
    ]),
  );
  const app: GatiApp = createApp(define({ routes, config: { port: 0, shutdown: { drain: 0 } } }), {
    env: { GATI_SERVER: 'native' },
    logger: memoryLogger().logger,
  });
  const { port } = await app.listen();
  return {
    port,
    send: async (text) => {
      const { got } = await exchange(port, text);
      const answers = answersOf(got);
      // What the framework answers by itself, and goes on after, was a request as well: TRACE, `OPTIONS *`, `/%zz`.
      const isRequest = ({ status, seen, closes }: Told): boolean => seen !== undefined || !closes || status < 400;
      const seen = answers.filter(isRequest).map((told) => told.seen);
      const refused = answers.find((told) => !isRequest(told));
      return { seen, refused: refused === undefined ? undefined : `${refused.status} ${refused.code ?? ''}`.trim() };
    },
    close: () => app.close(),
  };
}
