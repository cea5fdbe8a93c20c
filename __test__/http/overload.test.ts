/** More than a process is to take: connections of one address, and requests under way. The native host alone counts them. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { describe, expect, test } from 'vitest';

import { createApp } from '../../src-ts/app.js';
import { define, memoryLogger } from './definition.js';

const env = { GATI_SERVER: 'native' };

/** Sends a request, and reads what comes back until the connection closes or `until` is in it. */
async function ask(
  port: number,
  path: string,
  until: string,
): Promise<{ readonly text: string; readonly socket: Socket }> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  let text = '';
  const told = new Promise<void>((resolve) => {
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      if (text.includes(until)) resolve();
    });
    socket.once('close', () => resolve());
  });
  socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`);
  await told;
  return { text, socket };
}

describe('under the native host', () => {
  test('connections of one address over the limit are closed, and the others serve on', async () => {
    const app = createApp(
      define({ routes: { 'GET /x': () => 'one' }, config: { port: 0, limits: { connectionsPerAddress: 2 } } }),
      { env, logger: memoryLogger().logger },
    );
    const { port } = await app.listen();
    const first = await ask(port, '/x', '"one"');
    const second = await ask(port, '/x', '"one"');
    expect([first.text, second.text].every((text) => text.startsWith('HTTP/1.1 200'))).toBe(true);
    expect((await ask(port, '/x', '"one"')).text).toBe('');
    const closed = once(first.socket, 'close');
    first.socket.end();
    await closed;
    // The place of a connection that is gone is free, as soon as the host has seen it go.
    await expect.poll(async () => (await ask(port, '/x', '"one"')).text.slice(0, 12)).toBe('HTTP/1.1 200');
    await app.close();
  });

  test('requests over the limit are told to come again', async () => {
    let release: (value: string) => void = () => undefined;
    let arrived: () => void = () => undefined;
    const isThere = new Promise<void>((resolve) => (arrived = resolve));
    const app = createApp(
      define({
        routes: {
          'GET /wait': () =>
            new Promise<string>((resolve) => {
              release = resolve;
              arrived();
            }),
        },
        config: { port: 0, limits: { requests: 1 } },
      }),
      { env, logger: memoryLogger().logger },
    );
    const { port } = await app.listen();
    const waiting = ask(port, '/wait', '"done"');
    await isThere;
    const { text } = await ask(port, '/wait', 'GATI_OVERLOADED');
    expect(text).toMatch(/^HTTP\/1\.1 503 [\s\S]*GATI_OVERLOADED/);
    release('done');
    expect((await waiting).text).toMatch(/^HTTP\/1\.1 200/);
    await app.close();
  });
});
