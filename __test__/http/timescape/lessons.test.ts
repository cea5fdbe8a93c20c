/** What the native host remembers of releases between requests, and when it no longer does. */
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';

import { NativeHost } from '../../../src-ts/hosts/native/host.js';
import { PackedRequest } from '../../../src-ts/hosts/native/packed-request.js';
import { handedOver } from '../../../src-ts/reader/handed-over.js';
import { createTestApp, type TestApp } from '../../../src-ts/testing.js';
import { memoryRegistry } from './memory-registry.js';
import { first, shop, third } from './shop.js';

// oxlint-disable-next-line typescript/unbound-method -- they are called with what they belong to
const { readBody } = PackedRequest.prototype;
// oxlint-disable-next-line typescript/unbound-method -- as above
const { arrive } = NativeHost.prototype;
const seen = { requests: 0, known: 0, read: 0 };

afterEach(() => {
  PackedRequest.prototype.readBody = readBody;
  NativeHost.prototype.arrive = arrive;
});

/** The shop, whose requests are counted: those that come to JavaScript, those that are known, and bodies that come read. */
async function watched(): Promise<{ readonly app: TestApp; readonly registry: ReturnType<typeof memoryRegistry> }> {
  Object.assign(seen, { requests: 0, known: 0, read: 0 });
  PackedRequest.prototype.readBody = function (reader) {
    const made = readBody.call(this, reader);
    if (made !== undefined && made !== handedOver) seen.read += 1;
    return made;
  };
  NativeHost.prototype.arrive = function (door, request, turn, base) {
    seen.requests += 1;
    if (request.choice !== undefined) seen.known += 1;
    arrive.call(this, door, request, turn, base);
  };
  const registry = memoryRegistry();
  const definition = shop({ config: { timescape: { registry } } });
  const env = { GATI_SERVER: 'native' };
  return { registry, app: await createTestApp({ definition, env, logger: pino({ level: 'silent' }) }) };
}

const as = (version: string): Record<string, string> => ({ 'x-api-version': version });

test('bodies are read by the program of the release they are for', async () => {
  const { app } = await watched();
  try {
    const bodies = { [first]: { name: 'Ada' }, '1.0.0': { name: 'Ada' }, [third]: { fullName: 'Ada' } };
    const told: unknown[] = [];
    for (let round = 0; round < 4; round += 1) {
      for (const [version, payload] of Object.entries(bodies)) {
        const { status, text } = await app.request('POST', '/users', { headers: as(version), json: payload });
        told.push([version, status, Object.keys(JSON.parse(text) as object)]);
      }
    }
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(3);
    expect(seen).toEqual({ requests: 12, known: 6, read: 6 });
    // What one release takes is nothing to the other.
    const { status } = await app.request('POST', '/users', { headers: as(first), json: { fullName: 'Ada' } });
    expect(status).toBe(422);
  } finally {
    await app.close();
  }
});

test('what happens to a release holds for the next request', async () => {
  const { app, registry } = await watched();
  try {
    const statuses = async (version: string, times: number): Promise<number[]> => {
      const all: number[] = [];
      for (let count = 0; count < times; count += 1)
        all.push((await app.request('GET', '/same', { headers: as(version) })).status);
      return all;
    };
    expect(await statuses(first, 4)).toEqual([200, 200, 200, 200]);
    expect(seen).toMatchObject({ requests: 4, known: 2 });
    await registry.record({ kind: 'retired', release: first, successor: third });
    await new Promise((resolve) => setImmediate(resolve));
    expect(await statuses(first, 4)).toEqual([410, 410, 410, 410]);
    // The last two were answered as the second was.
    expect(seen).toMatchObject({ requests: 6, known: 2 });
    expect(await statuses('9.9.9', 4)).toEqual(Array.from({ length: 4 }, () => 400));
    expect(seen).toMatchObject({ requests: 8 });
  } finally {
    await app.close();
  }
});
