/**
 * What RFC 9112 says to each of these bytes, asked of a running application. `node` in a case is what Node's parser makes
 * of it where it reads otherwise, so that the Fastify host does, too.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createApp, type GatiApp } from '../../src-ts/app.js';
import type { Request } from '../../src-ts/api/request.js';
import { define, memoryLogger } from '../http/definition.js';
import { isNative, serverEnv } from '../http/server-env.js';
import { pair, pem } from '../http/tls-client.js';
import { statusesOf } from './http1-answers.js';

/** Text in Latin-1; a pair is a stretch that is repeated. */
type Sent = string | readonly (string | readonly [string, number])[];

interface Case {
  readonly name: string;
  readonly send: Sent;
  readonly answers: readonly number[];
  readonly node?: readonly number[];
}

const folder = join(import.meta.dirname, 'http1');

function textOf(send: Sent): string {
  if (typeof send === 'string') return send;
  return send.map((part) => (typeof part === 'string' ? part : part[0].repeat(part[1]))).join('');
}

/** Sends, and reads until so many answers have come or the connection is closed. */
function exchange(port: number, text: string, count: number, isSecure: boolean): Promise<readonly number[]> {
  return new Promise((resolve) => {
    let got = '';
    const isHead = text.startsWith('HEAD');
    const begin = (): void => void socket.write(text, 'latin1');
    const socket = isSecure
      ? connectSecurely({ port, host: '127.0.0.1', ca: pem('ca.pem') }, begin)
      : connect(port, '127.0.0.1', begin);
    const done = (): void => {
      socket.destroy();
      resolve(statusesOf(got, isHead));
    };
    socket.setEncoding('latin1');
    socket.on('data', (piece) => {
      got += String(piece);
      if (statusesOf(got, isHead).length >= count) done();
    });
    socket.on('error', done).on('close', done);
  });
}

/** Within TLS as well where that is this framework's own; to Node's parser it makes no difference. */
const ways =
  process.env['GATI_SERVER_THREAD'] === undefined && isNative ? ['as it arrives', 'within TLS'] : ['as it arrives'];

describe.each(ways)('HTTP/1.1, %s', (way) => {
  const isSecure = way === 'within TLS';
  let app: GatiApp;
  let port: number;

  beforeAll(async () => {
    const routes = {
      'GET /hello': () => 'hello',
      'POST /echo': (req: Request) => ({ body: req.body === undefined ? null : 'some' }),
    };
    const config = { port: 0, ...(isSecure ? { server: { tls: pair('server') } } : {}) };
    app = createApp(define({ routes, config }), { env: serverEnv, logger: memoryLogger().logger });
    ({ port } = await app.listen());
  });

  afterAll(() => app.close());

  for (const file of readdirSync(folder)) {
    const cases = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly Case[];
    describe(file, () => {
      test.each(cases.filter(({ answers }) => answers.length > 0))('$name', async ({ send, answers, node }) => {
        const expected = isNative ? answers : (node ?? answers);
        const statuses = await exchange(port, textOf(send), Math.max(expected.length, 1), isSecure);
        expect(expected.includes(100) ? statuses : statuses.filter((status) => status !== 100)).toEqual(expected);
      });
    });
  }
});
