import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';

import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { describe, expect, test } from 'vitest';

import type { Request } from '../../src-ts/api/request.js';
import type { Response } from '../../src-ts/api/response.js';
import type { AppDefinition } from '../../src-ts/definition.js';
import { NotFound } from '../../src-ts/errors/http-errors.js';
import { gati } from '../../src-ts/fastify.js';
import { define, numericId, userBody } from './definition.js';

const order: string[] = [];

function definition(): AppDefinition {
  const made = define({
    routes: {
      'GET /users/:id': {
        handler: (req: Request<{ params: { id: number } }>) => ({ id: req.params.id }),
        contract: { params: numericId },
      },
      'POST /users': {
        handler: (req: Request, res: Response) => res.status(201).json({ got: req.body, raw: req.rawBody?.length }),
        contract: { body: userBody },
      },
      'GET /missing': () => {
        throw new NotFound('gone');
      },
      'GET /boom': () => {
        throw new Error('the secret');
      },
      'GET /stream': (_req: never, res: Response) =>
        res.stream(
          new Readable({
            read() {
              this.destroy(new Error('the secret'));
            },
          }),
        ),
      'GET /files/*rest': (req: Request) => req.params,
    },
    config: {
      modules: {
        db: { name: 'db', exports: 7, init: () => void order.push('+db'), shutdown: () => void order.push('-db') },
      },
    },
  });
  const schemas = {
    'POST /users': {
      body: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
      response: { '201': { type: 'object', properties: { got: { type: 'string' } } } },
    },
  };
  return { ...made, schemas };
}

async function appOf(
  setUp: (app: FastifyInstance) => unknown = () => undefined,
  after: (app: FastifyInstance) => unknown = () => undefined,
): Promise<FastifyInstance> {
  const app = Fastify();
  await setUp(app);
  // Not awaited: Fastify loads plugins once the code that registers them has run.
  void app.register(gati, { definition: definition() });
  await after(app);
  await app.ready();
  return app;
}

const post = (
  payload: string,
  type = 'application/json',
): { method: 'POST'; url: string; headers: Record<string, string>; payload: string } => ({
  method: 'POST',
  url: '/users',
  headers: { 'content-type': type },
  payload,
});

describe('a compressed body', () => {
  const compressed = {
    ...post(''),
    headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    payload: gzipSync('{"name":"a","age":1}'),
  };

  test('is refused', async () => {
    const app = await appOf(() => undefined);
    const response = await app.inject(compressed);
    await app.close();
    expect([response.statusCode, response.headers['accept-encoding'], response.json().code]).toEqual([
      415,
      'identity',
      'GATI_CONTENT_ENCODING',
    ]);
  });

  test('that a hook of the application decodes is read', async () => {
    const app = await appOf((instance) => {
      instance.addHook('preParsing', async (_request, _reply, payload) => {
        const decoded: NodeJS.ReadableStream = payload.pipe(createGunzip());
        return decoded as typeof payload;
      });
    });
    const response = await app.inject(compressed);
    await app.close();
    expect(response.statusCode, response.body).toBe(201);
  });
});

describe('inside a Fastify application', () => {
  test('inject, hooks, decorators and routes of the application work beside ours', async () => {
    const seen: unknown[] = [];
    const app = await appOf((instance) => {
      instance.addHook('onRequest', async (request) => void seen.push(['onRequest', request.url]));
      instance.addHook('preHandler', async (request) => void seen.push(['preHandler', request.body]));
      instance.addHook('onSend', async (_request, reply, payload) => {
        reply.header('x-sent', '1');
        return payload;
      });
      instance.post('/own', async (request) => ({ own: request.body }));
    });
    const response = await app.inject(post('{"name":"a","age":1,"more":1}'));
    expect([response.statusCode, response.json(), response.headers['x-sent']]).toEqual([
      201,
      { got: { name: 'a', age: 1 }, raw: 29 },
      '1',
    ]);
    expect(seen).toEqual([
      ['onRequest', '/users'],
      ['preHandler', { name: 'a', age: 1, more: 1 }],
    ]);
    expect((await app.inject({ method: 'POST', url: '/own', payload: { a: 1 } })).json()).toEqual({ own: { a: 1 } });
    expect((await app.inject('/files/a/b')).json()).toEqual({ rest: 'a/b' });
    expect((await app.inject({ method: 'HEAD', url: '/users/7' })).statusCode).toBe(200);
    await app.close();
  });

  test('the documentation plugin sees the schemas, and nothing validates by them', async () => {
    const app = await appOf((instance) =>
      instance.register(swagger, { openapi: { info: { title: 't', version: '1' } } }),
    );
    const document = app.swagger() as { paths: Record<string, { post?: { requestBody?: unknown } }> };
    expect(document.paths['/users']?.post?.requestBody).toMatchObject({
      content: { 'application/json': { schema: { required: ['name'] } } },
    });
    // By the schema `age` is free, and `got` would be a string.
    expect((await app.inject(post('{"name":"a"}'))).statusCode).toBe(422);
    expect((await app.inject(post('{"name":"a","age":1}'))).json()).toMatchObject({ got: { name: 'a', age: 1 } });
    await app.close();
  });

  test.each(['before', 'after'])(
    'the error handler of the application, set %s the plugin, gets what it knows',
    async (when) => {
      const seen: unknown[] = [];
      const set = (instance: FastifyInstance): void => {
        instance.setErrorHandler(
          (
            error: Error & { validation?: unknown; validationContext?: string; statusCode?: number },
            _request,
            reply,
          ) => {
            seen.push([error.statusCode, error.validationContext, error.validation]);
            void reply.status(error.statusCode ?? 500).send({ mine: error.message });
          },
        );
      };
      const app = when === 'before' ? await appOf(set) : await appOf(undefined, set);
      const invalid = await app.inject(post('{"name":7,"age":1}'));
      expect([invalid.statusCode, invalid.json()]).toEqual([400, { mine: 'body/name expected string, got number' }]);
      expect(seen[0]).toEqual([
        400,
        'body',
        [
          expect.objectContaining({
            instancePath: '/name',
            keyword: 'type',
            params: { expected: 'string', received: 'number' },
          }),
        ],
      ]);
      const malformed = await app.inject(post('{'));
      expect([malformed.statusCode, Object.keys(malformed.json<object>())]).toEqual([400, ['mine']]);
      expect((await app.inject('/missing')).json()).toEqual({ mine: 'gone' });
      expect((await app.inject('/boom')).statusCode).toBe(500);
      await app.close();
    },
  );

  test.each<readonly [string, string | InjectOptions, number, object]>([
    ['a misfit', post('{"name":7,"age":1}'), 422, { code: 'GATI_VALIDATION_FAILED' }],
    ['malformed JSON', post('{'), 400, { code: 'GATI_BODY_SYNTAX' }],
    ['another content type', post('a', 'text/plain'), 415, { code: 'GATI_MEDIA_TYPE' }],
    ['a typed error', '/missing', 404, { detail: 'gone' }],
    ['a fault', '/boom', 500, { code: 'GATI_INTERNAL' }],
    ['a wrong method', { method: 'DELETE', url: '/users' }, 405, { code: 'GATI_METHOD_NOT_ALLOWED' }],
  ])('without an error handler of the application: %s is a problem', async (_name, request, status, wanted) => {
    const app = await appOf();
    const response = await app.inject(request);
    await app.close();
    expect([response.statusCode, response.headers['content-type']]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(response.json()).toMatchObject(wanted);
    expect(response.body).not.toContain('secret');
  });

  test('a stream that fails at once tells nothing', async () => {
    const app = await appOf();
    const response = await app.inject('/stream');
    await app.close();
    expect([response.statusCode, response.body.includes('secret')]).toEqual([500, false]);
  });

  test('paths that are not ours stay the application’s: 404, wrong methods, OPTIONS', async () => {
    const app = await appOf((instance) => instance.get('/own', async () => 1));
    expect((await app.inject('/nope')).json()).toMatchObject({ message: 'Route GET:/nope not found' });
    expect((await app.inject({ method: 'POST', url: '/own' })).statusCode).toBe(404);
    const options = await app.inject({ method: 'OPTIONS', url: '/users/7' });
    expect([options.statusCode, options.headers['allow']]).toEqual([204, 'GET, HEAD, OPTIONS']);
    await app.close();
  });

  test('a prefix, and modules that live as long as the application', async () => {
    order.length = 0;
    const app = Fastify();
    await app.register(gati, { definition: definition(), prefix: '/v1' });
    expect((await app.inject('/v1/users/7')).json()).toEqual({ id: 7 });
    expect((await app.inject('/users/7')).statusCode).toBe(404);
    await app.close();
    expect(order).toEqual(['+db', '-db']);
  });

  test('a stream of elements, whose client goes away while it waits', async () => {
    let released: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (released = resolve));
    let isFirst = true;
    const idle = {
      [Symbol.asyncIterator]: () => ({
        next: () =>
          isFirst
            ? ((isFirst = false), Promise.resolve({ done: false, value: { n: 1, m: 2 } }))
            : new Promise(() => undefined),
        return: () => (released(), Promise.resolve({ done: true, value: undefined })),
      }),
    };
    const write = (element: unknown): string => JSON.stringify({ n: (element as { n: number }).n });
    const app = Fastify();
    await app.register(gati, {
      definition: define({
        routes: { 'GET /idle': { handler: () => idle, contract: { elements: { 200: { write } } } } },
      }),
    });
    const origin = await app.listen({ port: 0 });
    const [response] = (await once(get(`${origin}/idle`), 'response')) as [IncomingMessage];
    const [first] = (await once(response, 'data')) as [Buffer];
    expect([response.headers['content-type'], first.toString()]).toEqual(['application/x-ndjson', '{"n":1}\n']);
    response.destroy();
    await ended;
    await app.close();
  });

  test('neither dir nor definition is an error that says so', async () => {
    await expect(Fastify().register(gati, {})).rejects.toMatchObject({ code: 'GATI_PROJECT_LOADER_MISSING' });
  });
});
