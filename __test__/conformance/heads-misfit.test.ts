/**
 * Params, queries and headers that do not fit, alone and beside bodies that do not, against the answers of the other host:
 * generated contracts, and texts of which many are nearly what is asked for. `GATI_LONG` sends more, `GATI_SEED` others.
 */
import { Agent, request } from 'node:http';

import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';

import type { GatiConfig } from '../../src-ts/api/config.js';
import { createApp, type GatiApp } from '../../src-ts/app.js';
import { NativeHost } from '../../src-ts/hosts/native/host.js';
import type { CompiledContracts } from '../../src-ts/manifest/compiled.js';
import { compileContracts } from '../../src-ts/native/index.js';
import { define, type RouteInput } from '../http/definition.js';
import { textOf } from './explain-texts.js';
import { literals, made, nearly, scalar, TEXTS, type Made } from './explain-types.js';
import { pick, seeded, type Node, type Random } from './generate.js';
import { evaluate, type Mode } from './validator-source.js';

const contracts = process.env['GATI_LONG'] === undefined ? 24 : 1200;
const seed = Number(process.env['GATI_SEED'] ?? 3);
const each = 30;

const apps: GatiApp[] = [];
// oxlint-disable-next-line typescript/unbound-method -- it is called with the host
const { arrive } = NativeHost.prototype;
afterEach(async () => {
  NativeHost.prototype.arrive = arrive;
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

/** Counts the requests that come to JavaScript. */
function counted(): { seen: number } {
  const figures = { seen: 0 };
  NativeHost.prototype.arrive = function (...given) {
    figures.seen += 1;
    arrive.apply(this, given);
  };
  return figures;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: Buffer;
}

/** The whole answer, without what is of the connection, and without the id that no two requests have in common. */
function ask(port: number, { method, path, headers, body }: Asked, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': body.length };
    const options = { port, host: '127.0.0.1', method, path, headers: { ...headers, ...length }, agent };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const { date: _date, connection: _connection, 'keep-alive': _keptFor, ...fields } = response.headers;
        const text = Buffer.concat(chunks).toString();
        const body = headers['x-request-id'] === 'mine' ? text : text.replace(/"requestId":"[^"]*"/u, '"requestId":""');
        if (headers['x-request-id'] !== 'mine') delete fields['content-length'];
        resolve(JSON.stringify([response.statusCode, Object.entries(fields).sort(), body]));
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

async function served(
  routes: Record<string, RouteInput>,
  types: Made['types'],
  unknownKeys: Mode,
  config: GatiConfig = {},
  level = 'silent',
): Promise<readonly [number, number]> {
  const settings = {
    port: 0,
    shutdown: { drain: 0 },
    logging: { requests: false },
    unknownKeys,
    ...config,
  } as GatiConfig;
  const definition = define({ routes, config: settings });
  const manifest = { ...definition.manifest, types };
  const source = compileContracts(
    JSON.stringify(manifest),
    JSON.stringify({ unknownKeys, format: 'function', readers: 'bodies' }),
  );
  const { contracts: written } = evaluate(source) as { readonly contracts: CompiledContracts };
  const ports: number[] = [];
  for (const server of ['native', 'fastify']) {
    const logger = pino({ level }, { write: () => undefined });
    const app = createApp(
      { ...definition, manifest: manifest as never, contracts: written },
      { env: { GATI_SERVER: server }, logger },
    );
    apps.push(app);
    ports.push((await app.listen()).port);
  }
  return ports as unknown as readonly [number, number];
}

const handler = ((_req: unknown, res: { text(text: string): unknown }) => res.text('it fits')) as never;

/** What may stand for a text. */
function textType(random: Random, depth: number): Node {
  switch (depth === 0 ? 9 : random(10)) {
    case 0:
      return { kind: 'array', items: textType(random, depth - 1) };
    case 1: {
      const sizes = { minItems: random(2), maxItems: 1 + random(3), ...(random(2) === 0 ? { uniqueItems: true } : {}) };
      const kind = pick(random, ['array', 'set']);
      return { kind: 'refined', base: { kind, items: textType(random, depth - 1) }, constraints: sizes };
    }
    case 2:
    case 3:
      return { kind: 'union', members: [textType(random, depth - 1), textType(random, depth - 1)] };
    case 4:
      return {
        kind: 'union',
        members: [
          { kind: 'number' },
          { kind: 'literal', value: '1' },
          { kind: pick(random, ['string', 'undefined', 'boolean']) },
        ],
      };
    case 5:
      return { kind: 'union', members: [textType(random, depth - 1), { kind: pick(random, ['null', 'undefined']) }] };
    case 6:
      return { kind: 'ref', id: pick(random, ['First', 'Second', 'Third']) };
    case 7:
      return literals(random) as Node;
    case 8:
      return random(12) === 0 ? { kind: 'tuple', elements: [{ type: scalar(random) }] } : { kind: 'number' };
    default:
      return random(3) === 0
        ? { kind: 'refined', base: { kind: 'number' }, constraints: { integer: true, minimum: 1, maximum: 90 } }
        : (scalar(random) as Node);
  }
}

function objectOf(random: Random, names: readonly string[]): Node {
  const messages = { '*': 'is not what we want "here"' };
  const properties = names.map((name) => {
    const type = textType(random, 2);
    const said = random(10) === 0 ? { messages } : {};
    const docs = type.kind === 'number' && random(3) === 0 ? { ...said, default: 1 } : said;
    return { name, type, docs, ...(random(3) === 0 ? { optional: true } : {}) };
  });
  const mode = random(4) === 0 ? { unknownKeys: pick(random, ['strip', 'strict', 'open']) } : {};
  return { kind: 'object', properties, ...mode };
}

const numbers = ['1', '0', '-0', '7', '12', '90', '91', '01', '+1', '1.5', '1e2', '1E400', '-1e400', '0x1', '1.', '.5', ' 1', '1_0', '12345678901234567890', '0.1', '3e-7', '١'] as const; // prettier-ignore
const words = [
  'true',
  'false',
  'null',
  'undefined',
  '',
  'a',
  'abc',
  'user',
  'user-1',
  'b',
  '[object Object]',
  '"',
] as const;

function text(random: Random): string {
  const way = random(6);
  return way < 3 ? pick(random, numbers) : way < 5 ? pick(random, words) : pick(random, TEXTS).replace('\ud800', 'x');
}

const queryNames = ['page', 'tag', 'q', '7', 'password', 'a/b', 'Count', 'toString', 'sort'] as const;
const headerNames = ['X-Count', 'x-flag', 'X-Api-Key', 'x-list', 'Accept-Language', 'cookie'] as const;

interface Route {
  readonly id: string;
  readonly names: Readonly<Record<'params' | 'query' | 'headers', readonly string[]>>;
  readonly types: Record<string, Node>;
}

function routeOf(random: Random, number: number, all: Made): Route {
  const method = pick(random, ['GET', 'GET', 'POST', 'PUT', 'DELETE']);
  const params = ['id', 'other'].slice(random(3));
  const some = (list: readonly string[]): string[] => list.filter(() => random(3) === 0);
  const names = { params, query: some(queryNames), headers: some(headerNames) };
  const types: Record<string, Node> = {};
  for (const part of ['params', 'query', 'headers'] as const)
    if (names[part].length > 0 && random(4) > 0) types[part] = objectOf(random, names[part]);
  if (random(12) === 0) types['query'] = { kind: 'ref', id: 'First' };
  if (method === 'POST' || (method === 'PUT' && random(2) === 0)) types['body'] = all.root as Node;
  return { id: `${method} /r${number}${params.map((name) => `/:${name}`).join('')}`, names, types };
}

/** A query of texts, some of them twice, and as clients spell it. */
function queryOf(random: Random, names: readonly string[]): string {
  const all = [...names, pick(random, ['zz', 'pages', 'constructor', '12', '__proto__'])];
  const pairs = all.flatMap((name) => {
    if (random(4) === 0) return [];
    const spelled =
      random(12) === 0 ? encodeURIComponent(text(random)) : text(random).replaceAll(/[^!-~]|[#%&]/gu, 'x');
    const pair = random(12) === 0 ? name : `${name}=${spelled}`;
    return random(6) === 0 ? [pair, `${name}=${pick(random, numbers.slice(0, 8))}`] : [pair];
  });
  if (random(12) === 0) pairs.push(pick(random, ['', '=', '=1', '&', 'a=b=c', '?']));
  return pairs.length === 0 ? pick(random, ['', '', '?']) : `?${pairs.join('&')}`;
}

function headersOf(random: Random, names: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const name of names) {
    const value = (): string => Buffer.from(text(random).replaceAll(/[^ -~\u00a0-\u00ff]/gu, '')).toString('latin1');
    const way = random(20);
    if (way > 2) headers[name] = value();
    else if (way === 1 && name !== 'cookie') headers[name] = [value(), value()];
  }
  if (random(4) === 0) headers['x-request-id'] = pick(random, ['mine', 'not sane!']);
  if (random(8) === 0) headers['accept'] = pick(random, ['text/html', '*/*']);
  return headers;
}

function requestOf(random: Random, { id, names, types }: Route, all: Made): Asked {
  const [written = '', pattern = ''] = id.split(' ');
  const method = written === 'GET' && random(8) === 0 ? 'HEAD' : written;
  const path = pattern.replaceAll(/:\w+/gu, () => encodeURIComponent(text(random)) || 'x');
  const headers = headersOf(random, names.headers);
  const target = { method, path: path + queryOf(random, names.query) };
  const item = types['body'] === undefined ? undefined : JSON.stringify(nearly(random, all, all.root, 12));
  if (item === undefined || random(12) === 0) {
    if (method !== 'DELETE' || random(6) > 0) return { ...target, headers };
    return { ...target, headers: { ...headers, 'content-type': 'application/json' }, body: Buffer.from('{}') };
  }
  headers['content-type'] = pick(random, ['application/json', 'application/json', 'application/json', 'text/plain']);
  return { ...target, headers, body: Buffer.from(textOf(random, JSON.parse(item))) };
}

test.each(['strip', 'strict', 'open'] as const)(
  `${contracts} contracts, which take what is not declared as %s, get the same answers`,
  { timeout: 3_600_000 },
  async (mode) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 24 });
    const figures = counted();
    let [sent, refused] = [0, 0];
    for (let start = 0; start < contracts; start += 40) {
      const random = seeded(seed * 7919 + start + mode.length);
      const all = made(random);
      const routesMade = Array.from({ length: Math.min(40, contracts - start) }, (_, index) =>
        routeOf(random, index, all),
      );
      const routes = Object.fromEntries(routesMade.map(({ id, types }) => [id, { handler, types: types as never }]));
      const ports = await served(routes, all.types, mode);
      const requests = Array.from({ length: each }, () => routesMade.map((route) => requestOf(random, route, all)));
      for (const some of requests) {
        const answers = await Promise.all(ports.map((port) => Promise.all(some.map((one) => ask(port, one, agent)))));
        for (const [index, one] of some.entries()) {
          const label = JSON.stringify([one, routesMade[index], one.body?.toString()]);
          expect(answers[0]?.[index], label).toBe(answers[1]?.[index]);
          sent += 1;
          if (answers[0]?.[index]?.startsWith('[422') === true) refused += 1;
        }
      }
      await Promise.all(apps.splice(0).map((app) => app.close()));
    }
    agent.destroy();
    const alone = sent - figures.seen;
    if (process.env['GATI_LONG'] !== undefined) console.log(JSON.stringify({ mode, sent, refused, alone }));
    expect(alone).toBeGreaterThan(refused * 0.04);
  },
);

describe('who may see a request that does not fit', () => {
  const id: Node = {
    kind: 'object',
    properties: [
      { name: 'id', type: { kind: 'refined', base: { kind: 'number' }, constraints: { integer: true, minimum: 1 } } },
    ],
  };
  const routes = { 'GET /users/:id': { handler, types: { params: id as never } } };
  test.each<[string, GatiConfig, string, boolean]>([
    ['nobody', {}, 'info', false],
    ['middleware, which runs later', { use: [(_q, _s, _g, _l, next) => next()] }, 'info', false],
    ['a hook before the handler, which runs later', { hooks: { before: [() => undefined] } }, 'info', false],
    ['a hook of errors', { hooks: { catch: [() => undefined] } }, 'info', true],
    ['error middleware', { useError: [() => undefined] }, 'info', true],
    ['cross-origin headers', { cors: true }, 'info', true],
    ['texts in other languages', { messages: { de: { type: 'falsch' } } }, 'info', true],
    ['a log of refusals', {}, 'debug', true],
    ['a log of requests', { logging: { requests: true } }, 'info', true],
  ])('%s', async (_, config, level, isSeen) => {
    const figures = counted();
    const ports = await served(routes, {}, 'strip', config, level);
    const agent = new Agent({ keepAlive: true });
    const answers: string[] = [];
    for (const path of ['/users/0', '/users/x', '/users/1.5', '/users/7', '/users/%31', '/users/-1']) {
      const one = { method: 'GET', path, headers: {} };
      const [ours = '', theirs] = await Promise.all(ports.map((port) => ask(port, one, agent)));
      expect(ours).toBe(theirs);
      answers.push(ours.slice(1, 4));
    }
    agent.destroy();
    expect(answers).toEqual(['422', '422', '422', '200', '200', '422']);
    // The first that does not fit, and those that do.
    expect(figures.seen).toBe(isSeen ? 6 : 3);
  });
});
