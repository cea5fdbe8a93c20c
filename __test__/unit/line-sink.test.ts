/** Lines that go past pino, in one queue with those that pino writes. */

import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { pino } from 'pino';
import { afterAll, describe, expect, test } from 'vitest';

import { lineSink } from '../../src-ts/pipeline/line-sink.js';

const folder = mkdtempSync(join(tmpdir(), 'gati-line-sink-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is written in turns: a line of a handler as text, and lines of requests as bytes. `ü` and `€` end where they may. */
const steps = Array.from({ length: 60 }, (_, index) => ({
  text: `${JSON.stringify({ handler: index, said: 'grüße €'.repeat(index % 7) })}\n`,
  bytes: Buffer.from(`${JSON.stringify({ request: index, path: '/ü€'.repeat((index * 997) % 9000) })}\n`),
}));
const whole = steps.map(({ text, bytes }) => text + bytes.toString()).join('');

/** Both ends of a pipe that takes nothing while nobody reads. */
function openPipe(name: string, flags: number): { readonly reader: number; readonly writer: number } {
  const path = join(folder, name);
  spawnSync('mkfifo', [path]);
  // Who opens for both does not wait for the other end.
  const reader = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  return { reader, writer: openSync(path, constants.O_WRONLY | flags) };
}

/** Reads as much as is expected, a little each turn of the loop. */
async function slowlyRead(descriptor: number, length: number): Promise<string> {
  const buffer = Buffer.alloc(length);
  let at = 0;
  while (at < length) {
    await new Promise((resolve) => setImmediate(resolve));
    try {
      at += readSync(descriptor, buffer, at, Math.min(10_000, length - at), null);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
  return buffer.toString();
}

describe.skipIf(process.platform === 'win32')('lines as bytes', () => {
  test.each([
    ['a pipe', 0],
    ['a pipe that says when it is full', constants.O_NONBLOCK],
  ])('are in their place in %s, whole, though it is slow', async (name, flags) => {
    const { reader, writer } = openPipe(name.replaceAll(' ', '-'), flags);
    const destination = pino.destination({ dest: writer, sync: false });
    const sink = lineSink(destination);
    const lent = Buffer.alloc(100_000);
    for (const { text, bytes } of steps) {
      destination.write(text);
      lent.fill(bytes, 0, bytes.length);
      sink.writeBytes(lent.subarray(0, bytes.length));
      lent.fill('x');
    }
    // Another pino may keep what waits elsewhere; then all would be text, which is right and slow.
    expect(destination).toHaveProperty('_bufs', expect.arrayContaining([expect.any(Buffer)]));
    expect(await slowlyRead(reader, Buffer.byteLength(whole))).toBe(whole);
    destination.destroy();
    closeSync(reader);
  });

  test('are text for who has taken the place of the destination', () => {
    let text = '';
    const destination = pino.destination({ dest: openSync(join(folder, 'file'), 'w'), sync: false });
    const sink = lineSink(destination);
    destination.write = (some: string): boolean => {
      text += some;
      return true;
    };
    for (const { bytes } of steps) sink.writeBytes(bytes);
    expect(text).toBe(steps.map(({ bytes }) => bytes.toString()).join(''));
    destination.destroy();
  });

  test('are text for a destination that is not pino’s own', () => {
    let text = '';
    const sink = lineSink({ write: (some: string) => void (text += some) });
    for (const { bytes } of steps) sink.writeBytes(bytes);
    expect(text).toBe(steps.map(({ bytes }) => bytes.toString()).join(''));
  });
});
