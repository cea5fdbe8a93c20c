/** What is answered is what the document says: real answers of every kind, read by ajv with the schema of their status. */
import { describe, expect, test } from 'vitest';

import type { OpenApiDocument } from '../../src-ts/tooling.js';
import { createTestApp, type TestRequest } from '../../src-ts/testing.js';
import { makeProject } from '../cli/harness.js';
import { ajv } from '../conformance/ajv.js';

const files = {
  'gati.config.ts': "export default { bodyLimit: 200, limits: { paramLength: 20 }, basePath: '/v1' };\n",
  'src/handlers/users/[id].ts': `import { HttpError, NotFound, type Conflict, type Handler, type Status } from '@gati-framework/core';

interface User {
  name: string;
  born?: Date;
  tags: Set<string>;
}

export const PUT: Handler<{
  params: { id: string };
  query: { limit: number };
  body: User;
  response: User | Status<201, { made: bigint }> | NotFound | Conflict;
}> = (req, res) => {
  if (req.body.name === 'nobody') throw new NotFound('nobody');
  if (req.body.name === 'twice') throw new HttpError(409, 'twice', { code: 'TWICE', extensions: { other: 1 } });
  if (req.body.name === 'bug') throw new Error('secret');
  if (req.body.name === 'new') return res.status(201).json({ made: 1n });
  return { ...req.body, more: 1 };
};
`,
  'src/handlers/bytes.ts': `import type { Handler } from '@gati-framework/core';

export const GET: Handler<{ response: Uint8Array }> = () => new Uint8Array([1, 2]);
export const POST: Handler<{ body: string; response: string }> = (req) => req.body;
export const PATCH: Handler<{ body: { a: string; b?: string }; response: { a: string } }> = (req) => req.body;
export const DELETE: Handler = () => {};
`,
};

interface Answer {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
}

type Operation = { readonly responses: Readonly<Record<string, Answer>> };

const json = (body: unknown): TestRequest => ({ json: body });
const raw = (type: string, body: string): TestRequest => ({ headers: { 'content-type': type }, body });
const user = { name: 'a', born: '2026-01-01T00:00:00Z', tags: ['a'] };

/** Path template, request line, request, and what has to come back. */
const cases: readonly (readonly [string, string, TestRequest, number, string | undefined])[] = [
  ['/v1/users/{id}', 'PUT /v1/users/1?limit=1', json(user), 200, 'application/json'],
  ['/v1/users/{id}', 'PUT /v1/users/1?limit=1', json({ ...user, name: 'new' }), 201, 'application/json'],
  ['/v1/users/{id}', 'PUT /v1/users/1?limit=1', json({ ...user, name: 'nobody' }), 404, 'application/problem+json'],
  ['/v1/users/{id}', 'PUT /v1/users/1?limit=1', json({ ...user, name: 'twice' }), 409, 'application/problem+json'],
  ['/v1/users/{id}', 'PUT /v1/users/1?limit=1', json({ ...user, name: 'bug' }), 500, 'application/problem+json'],
  ['/v1/users/{id}', 'PUT /v1/users/1?limit=a', json({ name: 1 }), 422, 'application/problem+json'],
  ['/v1/users/{id}', 'PUT /v1/users/1?limit=%ff', json(user), 400, 'application/problem+json'],
  ['/v1/users/{id}', 'PUT /v1/users/1?limit=1', raw('application/json', '{'), 400, 'application/problem+json'],
  ['/v1/users/{id}', 'PUT /v1/users/1?limit=1', raw('text/plain', 'a'), 415, 'application/problem+json'],
  ['/v1/users/{id}', 'PUT /v1/users/1?limit=1', json('a'.repeat(300)), 413, 'application/problem+json'],
  ['/v1/users/{id}', `PUT /v1/users/${'a'.repeat(30)}?limit=1`, json(user), 414, 'application/problem+json'],
  ['/v1/bytes', 'GET /v1/bytes', {}, 200, 'application/octet-stream'],
  ['/v1/bytes', 'POST /v1/bytes', raw('text/plain', 'a'), 200, 'application/json'],
  ['/v1/bytes', 'POST /v1/bytes', json('a'), 200, 'application/json'],
  ['/v1/bytes', 'PATCH /v1/bytes', raw('application/x-www-form-urlencoded', 'a=1&b=2'), 200, 'application/json'],
  ['/v1/bytes', 'PATCH /v1/bytes', raw('text/plain', 'a'), 415, 'application/problem+json'],
  ['/v1/bytes', 'DELETE /v1/bytes', {}, 204, undefined],
];

describe('answers', () => {
  test('have the media types and the shapes that the document says', async () => {
    await using app = await createTestApp({ root: await makeProject(files) });
    const served = await app.request('GET', '/openapi.json');
    const document = served.json<OpenApiDocument & { components: { responses: Record<string, Answer> } }>();
    const judge = ajv('draft2020');
    judge.addSchema(document, 'https://example.com/openapi.json');
    for (const [template, line, request, status, media] of cases) {
      const [method, url] = line.split(' ') as [string, string];
      const response = await app.request(method, url, request);
      const type = String(response.headers['content-type'] ?? '').split(';')[0];
      expect([line, response.status, type, response.text]).toEqual([line, status, media ?? '', response.text]);
      const operation = (document.paths[template] as Record<string, Operation>)[method.toLowerCase()]!;
      const said = operation.responses[String(status)]!;
      const answer = said.$ref === undefined ? said : document.components.responses[said.$ref.split('/').at(-1)!]!;
      expect([line, media === undefined || Object.hasOwn(answer.content ?? {}, media)]).toEqual([line, true]);
      const schema = answer.content?.[media ?? '']?.schema;
      if (schema === undefined) continue;
      // Relative to the document, as the schema stands there.
      const base = said.$ref ?? `#/paths/${template.replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${status}`;
      const pointer = encodeURI(`${base}/content/${media!.replace('/', '~1')}/schema`);
      const fits = judge.compile({ $ref: `https://example.com/openapi.json${pointer}` });
      expect([line, response.text, fits(response.json())]).toEqual([line, response.text, true]);
    }
  });

  test('the document has no body for HEAD, and a route of the application wins', async () => {
    const own = {
      'src/handlers/openapi.json.ts':
        "import type { Handler } from '@gati-framework/core';\nexport const route = 'GET /openapi.json';\nexport const handler: Handler = () => ({ own: true });\n",
    };
    await using app = await createTestApp({ root: await makeProject(files) });
    const head = await app.request('HEAD', '/openapi.json');
    expect([head.status, head.text]).toEqual([200, '']);
    await using other = await createTestApp({ root: await makeProject(own) });
    expect((await other.request('GET', '/openapi.json')).json()).toEqual({ own: true });
    const off = { ...files, 'gati.config.ts': 'export default { openapi: false };\n' };
    await using silent = await createTestApp({ root: await makeProject(off) });
    expect((await silent.request('GET', '/openapi.json')).status).toBe(404);
  });
});
