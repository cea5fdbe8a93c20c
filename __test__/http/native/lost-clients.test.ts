/** Clients of the native host that are gone at once, and streams that end without a word. */

import { connect } from 'node:net';
import { Readable } from 'node:stream';

import { expect, test } from 'vitest';

import type { LocalContext } from '../../../src-ts/api/contexts.js';
import type { Request } from '../../../src-ts/api/request.js';
import type { Response } from '../../../src-ts/api/response.js';
import { createApp } from '../../../src-ts/app.js';
import { define, memoryLogger } from '../definition.js';

const clients = 300;

test(`${clients} clients leave as soon as they have asked, and every handler is told`, async () => {
  let begun = 0;
  const told: Promise<unknown>[] = [];
  const wait = (_req: Request, _res: Response, _gctx: unknown, lctx: LocalContext): Promise<unknown> => {
    begun += 1;
    const gone = new Promise((resolve) => {
      if (lctx.signal.aborted) resolve(undefined);
      else lctx.signal.addEventListener('abort', resolve, { once: true });
    });
    told.push(gone);
    return gone;
  };
  const app = createApp(define({ routes: { 'GET /wait': wait as never }, config: { port: 0, timeout: 0 } as never }), {
    logger: memoryLogger().logger,
    env: { GATI_SERVER: 'native' },
  });
  const { port } = await app.listen();
  await Promise.all(
    Array.from(
      { length: clients },
      (_, index) =>
        new Promise<void>((resolve) => {
          const socket = connect(port, '127.0.0.1', () => {
            // Some requests are under way together on one connection.
            socket.write('GET /wait HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(1 + (index % 3)), () => {
              if (index % 2 === 0) socket.resetAndDestroy();
              else socket.destroy();
            });
          });
          socket.on('error', () => undefined).on('close', () => resolve());
        }),
    ),
  );
  // Who has not arrived by now arrives before this one.
  const answer = await fetch(`http://127.0.0.1:${port}/nowhere`);
  expect(answer.status).toBe(404);
  await Promise.all(told);
  await app.close();
  expect(begun).toBeGreaterThan(clients / 3);
});

test('a stream that is destroyed by who made it ends the connection without the end of a body', async () => {
  const half = (_req: Request, res: Response): unknown => {
    const stream = new Readable({ read: () => undefined });
    stream.push('half');
    setImmediate(() => setImmediate(() => stream.destroy()));
    return res.stream(stream);
  };
  const app = createApp(define({ routes: { 'GET /half': half as never }, config: { port: 0 } }), {
    logger: memoryLogger().logger,
    env: { GATI_SERVER: 'native' },
  });
  const { port } = await app.listen();
  const text = await new Promise<string>((resolve) => {
    let got = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /half HTTP/1.1\r\nHost: x\r\n\r\n'));
    socket.on('data', (chunk) => (got += chunk.toString()));
    socket.on('error', () => undefined).on('close', () => resolve(got));
  });
  await app.close();
  expect(text).toMatch(/^HTTP\/1\.1 200 /);
  expect(text).not.toContain('0\r\n\r\n');
});
