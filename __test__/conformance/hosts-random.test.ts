/**
 * Both hosts are sent the same random requests, and have to answer the same: status, fields and body, and handlers have to
 * see the same. `GATI_LONG=1` sends many more, `GATI_SEED` others. Where the hosts are different on purpose is in the README
 * of crates/gati-host, and not sent.
 */

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { createApp, type GatiApp } from '../../src-ts/app.js';
import type { HandlerFunction } from '../../src-ts/api/handler.js';
import type { Request } from '../../src-ts/api/request.js';
import type { Response } from '../../src-ts/api/response.js';
import { NotFound } from '../../src-ts/errors/http-errors.js';
import type { AppDefinition } from '../../src-ts/definition.js';
import { define, userBody, type RouteInput } from '../http/definition.js';
import { memoryRegistry } from '../http/timescape/memory-registry.js';
import { shop } from '../http/timescape/shop.js';
import { ask, type Answer } from './hosts-answers.js';
import { randomOf, someRequests, type Sent } from './hosts-requests.js';

const count = process.env['GATI_LONG'] === undefined ? 600 : 60_000;
const seed = Number(process.env['GATI_SEED'] ?? 6);
const together = 12;

/** Everything a handler sees. Long values by what they hash to. */
function show(req: Request): object {
  const short = (value: unknown): unknown => {
    const text = Buffer.isBuffer(value) ? value.toString('latin1') : (JSON.stringify(value) ?? 'undefined');
    return text.length < 200 ? text : `${text.length} ${createHash('sha1').update(text).digest('hex')}`;
  };
  const { method, url, path, params, query, headers, cookies, ip, body, rawBody } = req;
  return {
    method,
    url,
    path,
    params,
    ip,
    cookies,
    query: Object.entries(query),
    // How the connection goes on is the host's.
    headers: Object.entries(headers).map(([name, value]) => [name, short(value)]),
    body: Buffer.isBuffer(body) ? ['bytes', short(body)] : short(body),
    // No bytes of a body are none, or an empty one.
    rawBody: rawBody === undefined || rawBody.length === 0 ? null : short(rawBody),
  };
}

const late: HandlerFunction = (async (req: Request) => {
  await new Promise((resolve) => setImmediate(resolve));
  return show(req);
}) as never;
const routes: Record<string, HandlerFunction | RouteInput> = {
  'GET /echo/:id': show as never,
  'POST /echo/:id': show as never,
  'PUT /echo/:id': late,
  'DELETE /echo/:id': late,
  'GET /files/*rest': show as never,
  'POST /files/*rest': late,
  'GET /plain': ((_req: Request, res: Response) => res.text('héllo €')) as never,
  'GET /bytes': ((_req: Request, res: Response) => res.send(Buffer.from([0, 255, 13, 10]))) as never,
  'GET /stream': ((_req: Request, res: Response) => res.stream(Readable.from(['one', 'two', 'é']), 'text/x')) as never,
  'GET /lines': async function* () {
    yield { n: 1 };
    await undefined;
    yield { n: 2 };
  } as never,
  'GET /empty': ((_req: Request, res: Response) => res.end()) as never,
  'GET /status/:code': ((req: Request, res: Response) =>
    res.status(Number((req.params as { code: string }).code)).json({ a: 1 })) as never,
  'GET /cookies': ((_req: Request, res: Response) =>
    res.cookie('a', '1', { httpOnly: true }).cookie('b', 'ü').header('x-list', ['1', '2']).html('<p>')) as never,
  'GET /throws': (() => {
    throw new NotFound('ünknown', { extensions: { a: 1 } } as never);
  }) as never,
  'GET /user': ((_req: Request, res: Response) => res.redirect('/é?a=b c')) as never,
  'POST /user': { handler: ((req: Request) => req.body) as never, contract: { body: userBody } },
  'PUT /user': {
    handler: ((req: Request) => ({ name: (req.body as { name: string }).name })) as never,
    contract: { body: userBody },
  },
};

const openapi = (release = 'head'): string => `{"openapi":"3.1.0","info":{"version":"${release}"}}`;

/** With what everything goes through JavaScript for, with nothing of it, and with releases. */
const applications: Readonly<Record<string, { readonly share: number; readonly definition: () => AppDefinition }>> = {
  'with cross-origin headers': {
    share: 0.6,
    definition: () => ({
      ...define({ routes, config: { cors: { origin: ['https://a.example'] }, trustProxy: 'loopback' } }),
      openapi,
    }),
  },
  'with nothing around the routes': { share: 0.25, definition: () => ({ ...define({ routes }), openapi }) },
  'with releases': {
    share: 0.15,
    definition: () => shop({ openapi, config: { timescape: { registry: memoryRegistry() } } }),
  },
};
const apps: GatiApp[] = [];
const ports: Record<string, readonly number[]> = {};

beforeAll(async () => {
  for (const [name, { definition }] of Object.entries(applications)) {
    const made = ['fastify', 'native'].map((server) => {
      const { config, ...parts } = definition();
      const app = createApp(
        { ...parts, config: { ...config, port: 0, shutdown: { drain: 0 } } },
        // Whoever logs nothing leaves most to the addon.
        { env: { GATI_SERVER: server }, logger: pino({ level: 'silent' }) },
      );
      apps.push(app);
      return app;
    });
    ports[name] = await Promise.all(made.map(async (app) => (await app.listen()).port));
  }
});
afterAll(() => Promise.all(apps.map((app) => app.close())));

test.each(Object.entries(applications))(
  'connections get the same answers from both hosts %s',
  async (name, { share }) => {
    const random = randomOf(seed);
    const different: { readonly sent: string; readonly answers: readonly (readonly Answer[])[] }[] = [];
    const run = async (): Promise<void> => {
      while (left > 0 && different.length < 20) {
        left -= 1;
        const sent = someRequests(random);
        const answers = await Promise.all((ports[name] ?? []).map((port) => ask(port, sent)));
        if (JSON.stringify(answers[0]) !== JSON.stringify(answers[1])) different.push({ sent: shown(sent), answers });
      }
    };
    let left = Math.ceil(count * share);
    await Promise.all(Array.from({ length: together }, run));
    expect(different).toEqual([]);
  },
  count * 100,
);

function shown({ pieces }: Sent): string {
  return Buffer.concat(pieces).toString('latin1').slice(0, 1500);
}
