/**
 * What the addon is taught of requests, against the other host, which is taught nothing: random versions in random places,
 * and bodies that do not fit, each of them several times. `GATI_LONG` sends very many, `GATI_SEED` others.
 */
import { request, Agent } from 'node:http';

import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createApp, type GatiApp } from '../../src-ts/app.js';
import type { GatiConfig } from '../../src-ts/api/config.js';
import type { AppDefinition } from '../../src-ts/definition.js';
import { NativeHost } from '../../src-ts/hosts/native/host.js';
import { first, second, shop, third } from '../http/timescape/shop.js';
import { pick, seeded, type Random } from './generate.js';

const count = process.env['GATI_LONG'] === undefined ? 1000 : 1_000_000;
const seed = Number(process.env['GATI_SEED'] ?? 9);
const together = 16;
const agent = new Agent({ keepAlive: true, maxSockets: together });

// oxlint-disable-next-line typescript/unbound-method -- it is called with the host
const { arrive } = NativeHost.prototype;
let arrived = 0;
const apps: GatiApp[] = [];

beforeAll(() => {
  NativeHost.prototype.arrive = function (...given) {
    arrived += 1;
    arrive.apply(this, given);
  };
});
afterAll(async () => {
  NativeHost.prototype.arrive = arrive;
  agent.destroy();
  await Promise.all(apps.map((app) => app.close()));
});

/** Both hosts, of which the first learns. */
async function served(definition: AppDefinition): Promise<readonly number[]> {
  const ports: number[] = [];
  for (const server of ['native', 'fastify']) {
    const app = createApp(definition, { env: { GATI_SERVER: server }, logger: pino({ level: 'silent' }) });
    apps.push(app);
    ports.push((await app.listen()).port);
  }
  return ports;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: Buffer;
}

/** The whole answer, without what is of the connection. Ids that the hosts gave have no two requests in common. */
function ask(port: number, { method, path, headers, body }: Asked): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method, path, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        // The second may have passed between two answers.
        const text = Buffer.concat(chunks)
          .toString()
          .replaceAll(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/gu, timeless);
        const isOwn = [undefined, 'not sane!'].includes(headers['x-request-id'] as string | undefined);
        const body = isOwn ? text.replace(/"requestId":"[^"]{10,40}"/u, '"requestId":""') : text;
        const { date: _date, connection: _connection, 'keep-alive': _for, ...fields } = response.headers;
        if (isOwn) delete fields['content-length'];
        delete fields['transfer-encoding'];
        resolve(JSON.stringify([response.statusCode, Object.entries(fields).sort(), body]));
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

/** A time that is none of a release is when it was asked. */
function timeless(time: string): string {
  return [first, second, third].includes(time) ? time : 'now';
}

async function same(ports: readonly number[], next: (random: Random) => Asked): Promise<number> {
  const random = seeded(seed);
  const different: object[] = [];
  const before = arrived;
  let left = count;
  const run = async (): Promise<void> => {
    while (left > 0 && different.length < 5) {
      left -= 1;
      const one = next(random);
      const [ours, theirs] = await Promise.all(ports.map((port) => ask(port, one)));
      if (ours !== theirs) different.push({ one: { ...one, body: one.body?.toString() }, ours, theirs });
    }
  };
  await Promise.all(Array.from({ length: together }, run));
  expect(different).toEqual([]);
  return arrived - before;
}

const versions = [
  first, second, third, '2025-11-09', '2025-12-24', '2026-01-10T09:00:00+01:00', '2000-01-01', '2999-01-01', '2026-02-30',
  '1.0.0', '1.1.0', '2', '1', '^1.0', '~1.1', '>=1 <2', '1 || 2', '3', '2.5.0', '0.1.0', '2.0.0-beta.1', 'head', 'stable', 'nonsense!',
  '', ' ', '1.0.0, 1.0.0', '1.0.0,2.0.0', 'é', '1'.repeat(64), '1'.repeat(65), 'HEAD', '"1.0.0"', 'v2', '١',
] as const; // prettier-ignore

const lines = ['GET /same', 'GET /added', 'GET /kept', 'GET /users/5', 'GET /users/me', 'GET /old/x', 'POST /users', 'DELETE /users/1', 'HEAD /same', 'GET /users/5?api-version=1.0.0', 'GET /same?x=%zz', 'GET /same?q=1', 'GET /same?%61pi-version=2'] as const; // prettier-ignore

function versioned(random: Random): Asked {
  const [method = '', path = ''] = pick(random, lines).split(' ');
  const headers: Record<string, string | string[]> = {};
  const version = Buffer.from(pick(random, versions)).toString('latin1');
  const name = pick(random, ['x-api-version', 'X-API-Version', 'api-version']);
  const way = random(10);
  if (way < 7) headers[name] = version;
  else if (way === 7) headers[name] = [version, pick(random, ['1.0.0', '2'])];
  else if (way === 8) headers[name] = `${version.slice(0, random(version.length + 1))}${random(3)}`;
  if (random(4) === 0)
    headers['accept'] = pick(random, ['text/html', 'application/json', '*/*', 'text/html, application/json']);
  if (random(4) === 0) headers['x-request-id'] = pick(random, ['mine', 'not sane!', 'a'.repeat(128)]);
  if (method !== 'POST') return { method, path, headers };
  headers['content-type'] = 'application/json';
  return {
    method,
    path,
    headers,
    body: Buffer.from(pick(random, ['{"name":"Ada"}', '{"fullName":"Ada"}', '{}', '{'])),
  };
}

const places: Readonly<Record<string, GatiConfig>> = {
  'one header': {},
  'two headers and the query, and a version required': {
    timescape: { header: ['X-API-Version', 'Api-Version'], queryParameter: 'api-version', missing: 'options' },
  },
};

test.each(Object.entries(places))(
  `${count} requests with versions get the same answers: %s`,
  { timeout: 3_600_000 },
  async (_name, config) => {
    const ports = await served(shop({ mode: 'production', config: { port: 0, shutdown: { drain: 0 }, ...config } }));
    const seen = await same(ports, versioned);
    // Those that came twice, and are refused, do not come again.
    expect(seen).toBeLessThan(count * 0.98);
  },
);
