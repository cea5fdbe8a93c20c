/** Clients that mean no good, and what they cost a server in a process of its own. Random bytes are in `conformance/node-parser.test.ts`. */

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

const script = join(import.meta.dirname, '../../scripts/soak/server.mjs');
const request = 'GET /now/a HTTP/1.1\r\nHost: a\r\n\r\n';

interface Sample {
  readonly rss: number;
  readonly descriptors: number;
  /** Milliseconds of processor time. */
  readonly cpu: number;
}

let child: ChildProcess;
const sockets: Socket[] = [];

/** Starts the server, and says its port. `files` is the number of descriptors it may have. */
async function serve(files = 20_000): Promise<number> {
  const command = `ulimit -n ${files} && exec "$0" --expose-gc "$1" serve`;
  child = spawn('sh', ['-c', command, process.execPath, script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return port;
}

/** As the system sees it: where there are no descriptors, the process cannot say anything of itself. */
function sample(): Sample {
  const about = (name: string): string => readFileSync(`/proc/${child.pid}/${name}`, 'latin1');
  const fields = about('stat').split(') ').at(-1)?.split(' ') ?? [];
  return {
    rss: Number(/VmRSS:\s+(\d+)/.exec(about('status'))?.[1]) * 1024,
    descriptors: readdirSync(`/proc/${child.pid}/fd`).length,
    cpu: (Number(fields[11]) + Number(fields[12])) * 10,
  };
}

function open(port: number): Socket {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  sockets.push(socket);
  return socket;
}

/** Answers that came until there are so many, or the connection ends. */
function answered(socket: Socket, count: number): Promise<number> {
  return new Promise((resolve) => {
    let found = 0;
    let rest = '';
    socket.setEncoding('latin1').on('data', (piece) => {
      rest += String(piece);
      const parts = rest.split('HTTP/1.1 200 OK\r\n');
      found += parts.length - 1;
      // A status line may be cut.
      rest = (parts.at(-1) ?? '').slice(-16);
      if (found >= count) resolve(found);
    });
    socket.on('close', () => resolve(found));
  });
}

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

async function stop(): Promise<void> {
  child.send('stop');
  expect(await once(child, 'exit')).toEqual([0, null]);
}

describe.runIf(process.platform === 'linux')('a server of its own', () => {
  let port: number;
  beforeAll(async () => {
    port = await serve();
  });
  afterAll(stop);

  test('answers a hundred thousand pipelined requests, and keeps nothing of them', async () => {
    const before = sample();
    const socket = open(port);
    const all = answered(socket, 100_000);
    socket.write(request.repeat(100_000));
    expect(await all).toBe(100_000);
    expect(sample().rss - before.rss).toBeLessThan(60e6);
  }, 30_000);

  test('reads no further than a client takes its answers', async () => {
    const before = sample();
    for (let count = 0; count < 20; count += 1) open(port).pause().write(request.repeat(40_000));
    expect(await answered(withRequest(open(port)), 1)).toBe(1);
    expect(sample().rss - before.rss).toBeLessThan(60e6);
  }, 30_000);

  test('forgets bodies that no handler reads', async () => {
    const before = sample();
    const body = 'b'.repeat(1_000_000);
    const head = `POST /nowhere?a=%20 HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n`;
    for (let count = 0; count < 150; count += 10) {
      const some = Array.from({ length: 10 }, () => open(port));
      for (const socket of some) socket.write(head + body);
      await Promise.all(some.map((socket) => once(socket, 'data')));
      for (const socket of some) socket.destroy();
    }
    expect(sample().rss - before.rss).toBeLessThan(100e6);
  }, 30_000);

  test('forgets ten thousand connections that came and went', async () => {
    const before = sample();
    for (let count = 0; count < 10_000; count += 200) {
      const some = Array.from({ length: 200 }, () => open(port));
      await Promise.all(some.map((socket) => once(socket, 'connect')));
      for (const [index, socket] of some.entries()) {
        if (index % 2 === 0) socket.write(request.slice(0, index % request.length));
        socket.resetAndDestroy();
      }
      sockets.length = 0;
    }
    expect(await answered(withRequest(open(port)), 1)).toBe(1);
    const after = sample();
    expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + 1);
    expect(after.rss - before.rss).toBeLessThan(30e6);
  }, 30_000);

  test.each([
    ['a first line without an end', 'GET /', 'a'],
    ['a name without an end', 'GET / HTTP/1.1\r\n', 'a'],
    ['fields without an end', 'GET / HTTP/1.1\r\n', 'a: b\r\n'],
    ['an extension without an end', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;', 'a'],
    ['trailers without an end', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n', 'a: b\r\n'],
    ['a size without an end', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n', '0'],
    ['chunks without an end', 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\na\r\n'],
    ['empty lines without an end', '', '\r\n'],
    ['zeros without an end', '', '\0'],
  ])(
    'keeps little of %s',
    async (_name, begin, more) => {
      const before = sample();
      const text = more.repeat(Math.floor(100_000 / more.length));
      const send = async (socket: Socket): Promise<void> => {
        socket.write(begin);
        for (let count = 0; count < 40 && !socket.destroyed; count += 1)
          await new Promise((resolve) => socket.write(text, resolve));
      };
      await Promise.all(Array.from({ length: 4 }, () => send(open(port).resume())));
      expect(sample().rss - before.rss).toBeLessThan(30e6);
      expect(await answered(withRequest(open(port)), 1)).toBe(1);
    },
    30_000,
  );
});

describe.runIf(process.platform === 'linux')('a server with few descriptors', () => {
  afterAll(stop);

  test('waits for descriptors where there are none, without spinning, and goes on', async () => {
    // The modules of the framework are open all at once when they are loaded.
    const port = await serve(128);
    const many = Array.from({ length: 300 }, () => open(port));
    await Promise.all(many.map((socket) => once(socket, 'connect')));
    const before = sample();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(sample().cpu - before.cpu).toBeLessThan(250);
    const last = answered(withRequest(many.at(-1) as Socket), 1);
    for (const socket of many.slice(0, -1)) socket.destroy();
    expect(await last).toBe(1);
  }, 30_000);
});

function withRequest(socket: Socket): Socket {
  socket.write(request);
  return socket;
}
