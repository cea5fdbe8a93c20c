/** What an older release takes as a body, and an application around ours that has an error handler of its own. */
import Fastify, { type FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';

import { createApp } from '../../../src-ts/app.js';
import type { InjectOptions, InjectResponse } from '../../../src-ts/api/inject.js';
import type { Request } from '../../../src-ts/api/request.js';
import type { AppDefinition } from '../../../src-ts/definition.js';
import { gati } from '../../../src-ts/fastify.js';
import { memoryLogger } from '../definition.js';
import { answers, defineReleases, object, string } from './releases.js';
import { first, shop } from './shop.js';
import { serverEnv } from '../server-env.js';

/** Notes were text once, and are objects today. */
function notes(): AppDefinition {
  return defineReleases({
    head: { 'POST /notes': { body: object({ text: string }), ...answers({ 200: object({ got: string }) }) } },
    releases: [
      {
        id: first,
        semver: '1.0.0',
        contracts: { 'POST /notes': { body: string, ...answers({ 200: object({ got: string }) }) } },
        steps: { 'POST /notes': { up: (parts) => ({ ...parts, body: { text: parts.body } }) } },
      },
    ],
    handlers: { 'POST /notes': (req: Request) => ({ got: (req.body as { text: string }).text }) },
  });
}

async function plugged(
  definition: AppDefinition,
  setUp: (app: FastifyInstance) => void = () => undefined,
): Promise<FastifyInstance> {
  const app = Fastify();
  setUp(app);
  void app.register(gati, { definition });
  await app.ready();
  return app;
}

const post = (type: string, payload: string, version: string): InjectOptions => ({
  method: 'POST',
  url: '/notes',
  headers: { 'content-type': type, 'x-api-version': version },
  payload,
});

test.each(['the stand-alone host', 'the plugin'])('under %s a body is read as its release has it', async (host) => {
  const app =
    host === 'the plugin'
      ? await plugged(notes())
      : createApp(notes(), { logger: memoryLogger().logger, env: serverEnv });
  const send = (options: InjectOptions): Promise<InjectResponse> =>
    app.inject(options as never) as unknown as Promise<InjectResponse>;
  try {
    expect((await send(post('text/plain', 'a note', first))).json()).toEqual({ got: 'a note' });
    expect((await send(post('application/json', '"a note"', first))).json()).toEqual({ got: 'a note' });
    expect((await send(post('application/json', '{"text":"a note"}', 'head'))).json()).toEqual({ got: 'a note' });
    // Today's contract takes no text, and says so as today's.
    const refused = await send(post('text/plain', 'a note', 'head'));
    expect([refused.statusCode, refused.headers['x-api-version']]).toEqual([415, 'head']);
    const broken = await send(post('application/json', '{', first));
    expect([broken.statusCode, broken.json<{ code: string }>().code, broken.headers['x-api-version']]).toEqual([
      400,
      'GATI_BODY_SYNTAX',
      first,
    ]);
    // Which version it is comes before what is in the body.
    const unknown = await send(post('text/plain', 'a note', 'nonsense!'));
    expect([unknown.statusCode, unknown.json<{ code: string }>().code]).toEqual([400, 'GATI_VERSION_MALFORMED']);
  } finally {
    await app.close();
  }
});

/** Files were bytes once, and are streams today; of scans it is the other way round. */
function files(): AppDefinition {
  const bytes = { kind: 'bytes' } as const;
  const whole = { body: bytes, ...answers({ 200: object({ got: string }) }) };
  const streamed = { ...whole, bodyAs: 'stream' } as const;
  return defineReleases({
    head: { 'POST /files': streamed, 'POST /scans': whole },
    releases: [{ id: first, semver: '1.0.0', contracts: { 'POST /files': whole, 'POST /scans': streamed } }],
    handlers: {
      'POST /files': async (req: Request) => ({ got: await new Response(req.body as ReadableStream).text() }),
      'POST /scans': (req: Request) => ({ got: (req.body as Buffer).toString() }),
    },
  });
}

const aNote = Buffer.from('"a note"').toString('base64');
test.each([
  ['/files', first, 'image/png', 'a note', 'a note'],
  ['/files', first, 'application/json', '"YSBub3Rl"', 'a note'],
  ['/files', 'head', 'image/png', 'a note', 'a note'],
  ['/files', 'head', 'application/json', '"a note"', '"a note"'],
  ['/scans', first, 'application/json', '"a note"', '"a note"'],
  ['/scans', first, 'image/png', '', ''],
  ['/scans', 'head', 'application/json', JSON.stringify(aNote), '"a note"'],
])('bytes of %s are whole or a stream as %s has them: %s %s', async (url, version, type, payload, got) => {
  for (const app of [createApp(files(), { logger: memoryLogger().logger, env: serverEnv }), await plugged(files())]) {
    const headers = { 'content-type': type, 'x-api-version': version };
    const response = (await app.inject({ method: 'POST', url, headers, payload })) as unknown as InjectResponse;
    expect(response.json()).toEqual({ got });
    await app.close();
  }
});

test('an error handler of the application gets the error, and the answer still says its release', async () => {
  const app = await plugged(shop(), (instance) => {
    instance.setErrorHandler((error, _request, reply) => reply.code(418).send({ own: (error as Error).message }));
  });
  const response = await app.inject({ url: '/users/409', headers: { 'x-api-version': first } });
  expect([response.statusCode, response.json(), response.headers['x-api-version'], response.headers['vary']]).toEqual([
    418,
    { own: 'twice' },
    first,
    'X-API-Version, X-Gati-Version',
  ]);
  await app.close();
});
