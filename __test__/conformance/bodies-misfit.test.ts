/**
 * Bodies that do not fit and are answered before JavaScript is called, against the answers of the other host: generated
 * types and texts, and everybody who may want to see such a request. `GATI_LONG` sends more.
 */
import { Agent } from 'node:http';

import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';

import type { GatiConfig } from '../../src-ts/api/config.js';
import { createApp, type GatiApp } from '../../src-ts/app.js';
import { PackedRequest } from '../../src-ts/hosts/native/packed-request.js';
import type { CompiledType, ReaderSource, Result } from '../../src-ts/manifest/compiled.js';
import { compileType } from '../../src-ts/native/index.js';
import { define, type RouteInput } from '../http/definition.js';
import { post, type Posted } from './bodies-sent.js';
import { textOf } from './explain-texts.js';
import { made, nearly } from './explain-types.js';
import { pick, seeded } from './generate.js';
import { evaluate, type Mode } from './validator-source.js';

const types = process.env['GATI_LONG'] === undefined ? 25 : 2000;
const texts = 16;

const apps: GatiApp[] = [];
// oxlint-disable-next-line typescript/unbound-method -- it is called with the request
const { readBody } = PackedRequest.prototype;
afterEach(async () => {
  PackedRequest.prototype.readBody = readBody;
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

/** Counts the bodies that come to JavaScript. */
function counted(): { seen: number } {
  const figures = { seen: 0 };
  PackedRequest.prototype.readBody = function (reader) {
    figures.seen += 1;
    return readBody.call(this, reader);
  };
  return figures;
}

async function served(
  routes: Record<string, RouteInput>,
  server: 'native' | 'fastify',
  config: GatiConfig = {},
  level = 'silent',
): Promise<number> {
  const settings = { port: 0, shutdown: { drain: 0 }, logging: { requests: false }, ...config } as GatiConfig;
  const app = createApp(define({ routes, config: settings }), {
    env: { GATI_SERVER: server },
    logger: pino({ level }, { write: () => undefined }),
  });
  apps.push(app);
  return (await app.listen()).port;
}

function contractOf(document: object, unknownKeys: Mode): RouteInput['contract'] & object {
  const source = compileType(
    JSON.stringify({ gtype: 1, ...document }),
    JSON.stringify({ unknownKeys, format: 'function', readers: 'bodies' }),
  );
  const { reader, validate } = evaluate(source) as CompiledType & { readonly reader: ReaderSource };
  return { body: validate, reader };
}

const handler = ((_req: unknown, res: { text(text: string): unknown }) => res.text('it fits')) as never;

test(`${types} types with ${texts} bodies each are answered in the same words`, { timeout: 600_000 }, async () => {
  const routes: Record<string, RouteInput> = {};
  const bodies: Posted[] = [];
  for (let seed = 1; seed <= types; seed += 1) {
    const random = seeded(seed * 53);
    const all = made(random);
    routes[`POST /types/${seed}`] = { handler, contract: contractOf(all, pick(random, ['strip', 'strict', 'open'])) };
    for (let round = 0; round < texts; round += 1) {
      const item = nearly(random, all, all.root, 15);
      if (JSON.stringify(item) === undefined) continue;
      const headers = pick<Readonly<Record<string, string>>>(random, [
        {},
        {},
        { 'x-request-id': 'from-the-client' },
        { 'x-request-id': 'no id "at all"' },
        { accept: 'text/html, */*' },
        { 'content-encoding': 'gzip' },
      ]);
      const path = `/types/${seed}${pick(random, ['', '', '?a=1', '?a=%20', '?a=%zz'])}`;
      const contentType = pick(random, ['application/json', 'application/json', 'a/b+json', 'text/plain']);
      bodies.push({ path, contentType, body: Buffer.from(textOf(random, item)), headers });
    }
  }
  bodies.sort((left, right) => left.body.length - right.body.length);
  const figures = counted();
  const [native, other] = await Promise.all([served(routes, 'native'), served(routes, 'fastify')]);
  const agent = new Agent({ keepAlive: true, maxSockets: 24 });
  let refused = 0;
  for (let start = 0; start < bodies.length; start += 200) {
    const some = bodies.slice(start, start + 200);
    const [ours, theirs] = await Promise.all(
      [native, other].map((port) => Promise.all(some.map((one) => post(port, one, agent)))),
    );
    for (const [index, one] of some.entries()) {
      expect(ours?.[index], `${one.path} ${one.contentType} ${one.body.toString()}`).toEqual(theirs?.[index]);
      if (ours?.[index]?.status === 422) refused += 1;
    }
  }
  agent.destroy();
  // Those that have a body, an ordinary type and a plain query, after the first of each type.
  expect(bodies.length - figures.seen).toBeGreaterThan(refused * 0.3);
});

const user = {
  root: {
    kind: 'object',
    properties: [
      { name: 'name', type: { kind: 'string' } },
      { name: 'age', type: { kind: 'number' } },
    ],
  },
  types: {},
};
const fitting = (): Result => ({ ok: true, value: {} });

describe('who may see a body that does not fit', () => {
  const route = (contract: object = {}): Record<string, RouteInput> => ({
    'POST /users': { handler, contract: { ...contractOf(user, 'strip'), ...contract } },
  });
  test.each<[string, Record<string, RouteInput>, GatiConfig, string, boolean]>([
    ['nobody', route(), {}, 'info', false],
    ['middleware, which runs later', route(), { use: [(_q, _s, _g, _l, next) => next()] }, 'info', false],
    ['a hook before the handler, which runs later', route(), { hooks: { before: [() => undefined] } }, 'info', false],
    ['a hook of errors', route(), { hooks: { catch: [() => undefined] } }, 'info', true],
    ['error middleware', route(), { useError: [() => undefined] }, 'info', true],
    ['cross-origin headers', route(), { cors: true }, 'info', true],
    ['texts in other languages', route(), { messages: { de: { type: 'falsch' } } }, 'info', true],
    ['a log of refusals', route(), {}, 'debug', true],
    ['a log of requests', route(), { logging: { requests: true } }, 'info', true],
    ['a contract of the query', route({ query: fitting }), {}, 'info', true],
    ['a contract of the headers', route({ headers: fitting }), {}, 'info', true],
    ['a contract of the parameters', route({ params: fitting }), {}, 'info', true],
  ])('%s', async (_, routes, config, level, isSeen) => {
    const figures = counted();
    const [native, other] = await Promise.all([
      served(routes, 'native', config, level),
      served(routes, 'fastify', config, level),
    ]);
    const agent = new Agent({ keepAlive: true });
    for (const body of ['{"name":1}', '{"age":"x","name":null}', '{"name":1,"age":2}', '[]']) {
      const one = { path: '/users', contentType: 'application/json', body: Buffer.from(body) };
      const [ours, theirs] = await Promise.all([native, other].map((port) => post(port, one, agent)));
      expect(ours).toEqual(theirs);
      expect(ours?.status).toBe(422);
    }
    agent.destroy();
    expect(figures.seen).toBe(isSeen ? 4 : 1);
  });
});
