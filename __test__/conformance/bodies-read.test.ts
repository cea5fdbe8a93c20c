/**
 * Bodies that the addon reads before JavaScript is called, against `JSON.parse` and the written check under the other host:
 * generated types and texts, however they are spelled, sent together so that many lie in one turn. `GATI_LONG` sends more.
 */
import { inspect } from 'node:util';
import v8 from 'node:v8';
import vm from 'node:vm';
import { Agent } from 'node:http';

import { afterEach, describe, expect, test } from 'vitest';

import { createApp, type GatiApp } from '../../src-ts/app.js';
import type { Request } from '../../src-ts/api/request.js';
import type { Response } from '../../src-ts/api/response.js';
import { PackedRequest } from '../../src-ts/hosts/native/packed-request.js';
import type { CompiledType, ReaderSource } from '../../src-ts/manifest/compiled.js';
import { compileType } from '../../src-ts/native/index.js';
import { handedOver } from '../../src-ts/reader/handed-over.js';
import { define, memoryLogger, type RouteInput } from '../http/definition.js';
import { post, type Posted } from './bodies-sent.js';
import { pick, seeded, type, value } from './generate.js';
import { spellings } from './json-spellings.js';
import { evaluate, type Mode } from './validator-source.js';

const types = process.env['GATI_LONG'] === undefined ? 15 : 1500;
const texts = 48;

const apps: GatiApp[] = [];
afterEach(async () => {
  PackedRequest.prototype.readBody = readBody;
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

async function served(
  routes: Record<string, RouteInput>,
  env: NodeJS.ProcessEnv,
  config: object = {},
): Promise<{ readonly port: number; readonly app: GatiApp }> {
  const definition = define({ routes, config: { port: 0, shutdown: { drain: 0 }, ...config } });
  const app = createApp(definition, { env, logger: memoryLogger().logger });
  apps.push(app);
  return { port: (await app.listen()).port, app };
}

function reading(root: unknown, unknownKeys: Mode): RouteInput['contract'] & object {
  const source = compileType(
    JSON.stringify({ gtype: 1, root, types: {} }),
    JSON.stringify({ unknownKeys, format: 'function', readers: 'bodies' }),
  );
  const { reader, validate } = evaluate(source) as CompiledType & { readonly reader: ReaderSource };
  return { body: validate, reader };
}

/** Everything of a value that can be seen, and the bytes it was made of. */
const shown = ((req: Request, res: Response) =>
  res.text(`${inspect(req.body, { depth: Infinity })}\n${req.rawBody?.toString('hex')}`)) as never;
const shownLater = (async (req: Request, res: Response) => {
  await new Promise((resolve) => setImmediate(resolve));
  return (shown as (req: Request, res: Response) => unknown)(req, res);
}) as never;

// oxlint-disable-next-line typescript/unbound-method -- it is called with the request
const { readBody } = PackedRequest.prototype;

/** Counts the bodies that come read. Not by a spy, which would keep every one of them. */
function counted(): { read: number } {
  const figures = { read: 0 };
  PackedRequest.prototype.readBody = function (reader) {
    const made = readBody.call(this, reader);
    if (made !== undefined && made !== handedOver) figures.read += 1;
    return made;
  };
  return figures;
}

describe.each<Mode>(['strip', 'strict'])('%s', (mode) => {
  test(`${types} types with ${texts} bodies each`, { timeout: 600_000 }, async () => {
    const routes: Record<string, RouteInput> = {};
    const bodies: Posted[] = [];
    for (let seed = 1; seed <= types; seed += 1) {
      const random = seeded(seed * 41 + mode.length);
      const root = type(random, 3);
      routes[`POST /types/${seed}`] = { handler: seed % 3 === 0 ? shownLater : shown, contract: reading(root, mode) };
      for (let round = 0; round < texts; round += 1) {
        const item = value(random, root, 4, true);
        if (JSON.stringify(item) === undefined) continue;
        const contentType = pick(random, contentTypes);
        bodies.push({ path: `/types/${seed}`, contentType, body: Buffer.from(pick(random, spellings)(random, item)) });
      }
    }
    const figures = counted();
    // Those of one type not side by side, so that all but a few come when the addon knows the type.
    bodies.sort((left, right) => left.body.length - right.body.length);
    const native = await served(routes, { GATI_SERVER: 'native' });
    const other = await served(routes, { GATI_NATIVE: 'off' });
    const agent = new Agent({ keepAlive: true, maxSockets: 24 });
    let fit = 0;
    for (let start = 0; start < bodies.length; start += 240) {
      const some = bodies.slice(start, start + 240);
      const [ours, theirs] = await Promise.all(
        [native, other].map(({ port }) => Promise.all(some.map((one) => post(port, one, agent)))),
      );
      for (const [index, one] of some.entries()) {
        if (ours?.[index]?.status === 200) fit += 1;
        expect(ours?.[index], `${one.path} ${one.contentType} ${one.body.toString()}`).toEqual(theirs?.[index]);
      }
    }
    agent.destroy();
    // The first of each type taught the addon, and a few are what only JavaScript reads.
    expect(figures.read / fit).toBeGreaterThan(0.6);
  });
});

const contentTypes = [
  'application/json',
  'application/json',
  'application/json',
  'application/json; charset=utf-8',
  'Application/JSON;charset=UTF-8',
  'application/vnd.api+json',
  'application/json; charset=latin1',
  'application/json; profile=x; charset="utf-8"',
  'application/jsonx',
  'text/plain',
] as const;

const note = { kind: 'object', properties: [{ name: 'text', type: { kind: 'string' } }] };

test('what is not plainly a JSON body, or is too much for a turn, is read as ever', async () => {
  const routes = { 'POST /note': { handler: shown, contract: reading(note, 'strip') } };
  const native = await served(routes, { GATI_SERVER: 'native' });
  const other = await served(routes, { GATI_NATIVE: 'off' });
  const agent = new Agent({ keepAlive: true, maxSockets: 40 });
  const json = (text: string): Buffer => Buffer.from(JSON.stringify({ text }));
  const plain = json('plain');
  const cases: Posted[] = [
    { path: '/note', contentType: 'application/json', body: plain },
    { path: '/note', contentType: 'application/json', body: plain, headers: { 'content-encoding': 'gzip' } },
    { path: '/note', contentType: 'application/json', body: plain, headers: { 'content-encoding': 'identity' } },
    { path: '/note?a=%zz', contentType: 'application/json', body: plain },
    { path: '/note', contentType: undefined, body: plain },
    { path: '/note', contentType: 'application/json', body: Buffer.alloc(0) },
    { path: '/note', contentType: 'application/json', body: Buffer.from('\ufeff{"text":"a"}') },
    {
      path: '/note',
      contentType: 'application/json',
      body: Buffer.from([...Buffer.from('{"text":"'), 0xc3, 0x22, 0x7d]),
    },
    { path: '/note', contentType: 'application/json', body: Buffer.from('{"text":"a","__proto__":{}}') },
    // In the buffer of the turn, in one of their own, on another thread; with texts of one and of two bytes a character.
    ...[60_000, 70_000, 300_000].flatMap((length) =>
      ['a', 'é', '語', '😀'].map((one) => ({
        path: '/note',
        contentType: 'application/json',
        body: json(one.repeat(length / Buffer.byteLength(one))),
      })),
    ),
    ...Array.from({ length: 30 }, () => ({
      path: '/note',
      contentType: 'application/json',
      body: json('é'.repeat(30_000)),
    })),
  ];
  for (let round = 0; round < 2; round += 1) {
    const [ours, theirs] = await Promise.all(
      [native, other].map(({ port }) => Promise.all(cases.map((one) => post(port, one, agent)))),
    );
    expect(ours).toEqual(theirs);
  }
  agent.destroy();
});

test('another contract reads by another program, also for requests that had arrived', async () => {
  const number = { kind: 'object', properties: [{ name: 'text', type: { kind: 'number' } }] };
  const routesOf = (root: unknown): Record<string, RouteInput> => ({
    'POST /note': { handler: shown, contract: reading(root, 'strip') },
  });
  const figures = counted();
  const { port, app } = await served(routesOf(note), { GATI_SERVER: 'native' });
  const agent = new Agent({ keepAlive: true });
  const send = (body: string): Promise<{ readonly status: number }> =>
    post(port, { path: '/note', contentType: 'application/json', body: Buffer.from(body) }, agent);
  for (let round = 0; round < 2; round += 1) expect((await send('{"text":"a"}')).status).toBe(200);
  expect(figures.read).toBe(1);
  await app.replace(define({ routes: routesOf(number), config: { port: 0, shutdown: { drain: 0 } } }));
  expect((await send('{"text":"a"}')).status).toBe(422);
  for (let round = 0; round < 2; round += 1) expect((await send('{"text":1}')).status).toBe(200);
  expect(figures.read).toBeGreaterThanOrEqual(2);
  agent.destroy();
});

test(
  'a value that is kept keeps its own body alive, and nothing of what arrived with it',
  { timeout: 60_000 },
  async () => {
    v8.setFlagsFromString('--expose-gc');
    const collect = vm.runInNewContext('gc') as () => void;
    const kept: unknown[] = [];
    const keep = ((req: Request, res: Response) => {
      const { text } = req.body as { text: string };
      if (text.startsWith('keep')) kept.push(text.slice(0, 40));
      return res.text('kept');
    }) as never;
    const figures = counted();
    const { port } = await served(
      { 'POST /note': { handler: keep, contract: reading(note, 'strip') } },
      {
        GATI_SERVER: 'native',
      },
    );
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const send = (body: string): Promise<unknown> =>
      post(port, { path: '/note', contentType: 'application/json', body: Buffer.from(body) }, agent);
    const large = JSON.stringify({ text: 'x'.repeat(30_000) });
    const round = (): Promise<unknown> =>
      Promise.all([
        send('{"text":"keep what is longer than a dozen characters"}'),
        ...Array.from({ length: 15 }, () => send(large)),
      ]);
    await round();
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < 60; count += 1) await round();
    collect();
    const each = (process.memoryUsage().heapUsed - before) / kept.length;
    expect(figures.read).toBeGreaterThan(900);
    expect(kept.length).toBe(61);
    // What arrived with each of them were 450,000 bytes.
    expect(each).toBeLessThan(20_000);
    agent.destroy();
  },
);
