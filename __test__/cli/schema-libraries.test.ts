/** Schemas of the real libraries, from their files to the answers of an app. */

import { mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { Type as Legacy } from '@sinclair/typebox';
import { toJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import { Type } from 'typebox';
import { Check } from 'typebox/value';
import * as v from 'valibot';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';

import { describeSchema } from '../../dist/project/schema-values/describe.js';
import { createTestApp } from '../../dist/testing.js';
import { compile, createProject, fastifySchemas, importSchema } from '../../dist/tooling.js';
import {
  freePort,
  gatic,
  makeProject,
  repository,
  startDev,
  startProgram,
  untilServing,
  writeFiles,
  type Files,
} from './harness.js';
import { badOrders, bodies, goodOrder, handlers, libraries, searches } from './schema-library-table.js';

const { schemas: zodApi } = libraries[0]!;

/** A project that has packages of this repository installed. */
async function projectWith(packages: readonly string[], files: Files): Promise<string> {
  const root = await makeProject(files);
  for (const name of packages) {
    const link = join(root, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(repository, 'node_modules', name), link);
  }
  return root;
}

interface Refusal {
  readonly errors: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
}

/** What each library itself says of its `Line`. */
const exportedLines: Readonly<Record<string, object>> = {
  zod: z.toJSONSchema(z.object({ sku: z.string(), quantity: z.int().min(1) }), { io: 'input' }),
  valibot: toJsonSchema(v.object({ sku: v.string(), quantity: v.pipe(v.number(), v.integer(), v.minValue(1)) })),
  ArkType: type({ sku: 'string', quantity: 'number.integer >= 1' }).toJsonSchema(),
  TypeBox: Type.Object({ sku: Type.String(), quantity: Type.Integer({ minimum: 1 }) }),
  'json-schema-to-ts': {
    type: 'object',
    properties: { sku: { type: 'string' }, quantity: { type: 'integer', minimum: 1 } },
    required: ['sku', 'quantity'],
  },
  'TypeBox 0.34': Legacy.Object({ sku: Legacy.String(), quantity: Legacy.Integer({ minimum: 1 }) }),
};

/** A schema without what says nothing about values: which draft it is, and that integers of JSON are safe ones. */
function said(schema: object): unknown {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === '$schema' || value === Number.MAX_SAFE_INTEGER) return undefined;
    return key === 'required' ? [...(value as string[])].sort() : value;
  });
}

test.each(libraries)('the API of $name', async ({ name, packages, schemas, validates, dateCode = 'type' }) => {
  const root = await projectWith(packages, { 'src/schemas.ts': schemas, ...handlers });
  const app = await createTestApp({ root });
  onTestFinished(() => app.close());
  const order = (change: object) => app.request('POST', '/orders', { json: { ...goodOrder, ...change } });

  const taken = await order({ note: 'x' });
  expect([taken.status, taken.json()]).toEqual([
    200,
    { name: 'Ada', note: 'x', copies: 1, lines: goodOrder.lines, year: 2026, coupon: validates ? 'spring' : 'SPRING' },
  ]);
  for (const [change, pointer, code] of badOrders(dateCode)) {
    const refused = await order(change);
    expect([refused.status, refused.json<Refusal>().errors], JSON.stringify(change)).toMatchObject([
      422,
      [{ pointer, code }],
    ]);
  }
  const without = await order({ coupon: undefined });
  expect([without.status, without.json<Refusal>().errors?.[0]?.pointer]).toEqual(
    validates ? [422, '/coupon'] : [200, undefined],
  );
  for (const [query, expected] of searches) {
    const found = await app.request('GET', `/orders${query}`);
    if (typeof expected === 'object') expect([found.status, found.json()], query).toEqual([200, expected]);
    else expect([found.status, found.json<Refusal>().errors[0]?.pointer], query).toEqual([422, expected]);
  }
  const parts = [{ quantity: 1 }, null, { quantity: 0 }];
  const partly = await app.request('PUT', '/lines', { json: { items: parts } });
  expect([partly.status, partly.json<Refusal>().errors]).toMatchObject([422, [{ pointer: '/items/2/quantity' }]]);

  const { manifest } = await createProject({ root, mode: 'test' }).inspect();
  const provenance = Object.fromEntries(manifest.handlers.map((handler) => [handler.id, handler.provenance]));
  expect(provenance).toMatchObject({
    'POST /orders': { body: 'schema' },
    'GET /orders': { query: 'schema' },
    'POST /lines': { body: 'schema' },
  });
  const lines = fastifySchemas(manifest)['POST /lines'] as { body: object };
  expect(said(lines.body)).toEqual(said(exportedLines[name]!));
});

const texts = [
  'x,X, x ,xx,, ,ada@example.com, a@b.co ,ä@b.co,😀,aGk=,{"a":1},+14155552671,12,-5',
  'https://x.y,https://exämple.com/ü,http://localhost:3000/a b,mailto:a@b,1.2.3.4,::1',
  '2020-01-01,2020-02-30,2020-01-01T00:00:00Z,2020-01-01T00:00,2020-01-01T00:00:00,12:30,12:30:00,P1D',
  '7F9C24E8-3B12-4FEF-91E0-56A2D5A1C0DE',
].flatMap((line) => line.split(','));

/** What every schema is asked about. */
const values: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  ...texts,
  [],
  ['x'],
  ['x', 1],
  [1, 2, 3],
  {},
  { a: 'x' },
  { a: 'x', b: 1 },
  { a: null },
  { b: 1 },
  { a: 1 },
  { a: [{ a: [] }] },
  { kind: 'c', r: 1 },
  { kind: 's' },
  { kind: 'q' },
];

interface Tree {
  readonly a: Tree[];
}

const recursive: z.ZodType<Tree> = z.lazy(() => z.object({ a: z.array(recursive) }));

const zodSchemas: Readonly<Record<string, z.ZodType>> = {
  text: z.string().min(1).max(2),
  email: z.email(),
  url: z.url(),
  date: z.iso.date(),
  dateTime: z.iso.datetime(),
  local: z.iso.datetime({ local: true }),
  time: z.iso.time(),
  duration: z.iso.duration(),
  ipv4: z.ipv4(),
  uuid: z.uuid(),
  base64: z.base64(),
  e164: z.e164(),
  emoji: z.emoji(),
  flags: z.string().regex(/^x+$/i),
  twoPatterns: z.string().regex(/^x/i).regex(/x$/),
  sloppy: z.string().regex(/^[\w-.]+$/),
  trimmed: z.string().trim().max(1),
  trimmedEmail: z.string().trim().email(),
  lowered: z
    .string()
    .toLowerCase()
    .regex(/^[a-z]+$/),
  number: z.number().min(0).multipleOf(0.5),
  literal: z.literal(['x', 0, null]),
  list: z.array(z.string()).min(1),
  tuple: z.tuple([z.string(), z.number().optional()]),
  object: z.object({ a: z.string() }),
  strict: z.object({ a: z.string() }).strict(),
  loose: z.object({ a: z.string() }).passthrough(),
  catchall: z.object({ a: z.string() }).catchall(z.number()),
  record: z.record(z.string(), z.number()),
  nullish: z.object({ a: z.string().nullish() }),
  tagged: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('c'), r: z.number() }),
    z.object({ kind: z.literal('s') }),
  ]),
  both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })),
  preprocessed: z.preprocess((value) => (value === null ? 'x' : value), z.string()),
  filled: z.object({ a: z.preprocess((value) => value ?? 'x', z.string()) }),
  caught: z.object({ a: z.string().catch('x') }),
  lengths: z
    .string()
    .transform((text) => text.length)
    .pipe(z.number().max(2)),
  recursive,
  branded: z.string().brand('x'),
  custom: z.custom((value) => value === 'x'),
};

const valibotSchemas: Readonly<Record<string, v.GenericSchema>> = {
  text: v.pipe(v.string(), v.email()),
  url: v.pipe(v.string(), v.url()),
  dateTime: v.pipe(v.string(), v.isoDateTime()),
  time: v.pipe(v.string(), v.isoTime()),
  flags: v.pipe(v.string(), v.regex(/^x+$/i)),
  sloppy: v.pipe(v.string(), v.regex(/^[\w-.]+$/)),
  trimmed: v.pipe(v.string(), v.trim(), v.maxLength(1)),
  trimmedEmail: v.pipe(v.string(), v.trim(), v.email()),
  raised: v.pipe(v.number(), v.toMinValue(0), v.minValue(0)),
  number: v.pipe(v.string(), v.transform(Number), v.number()),
  picked: v.picklist(['x', 0]),
  object: v.object({ a: v.string() }),
  strict: v.strictObject({ a: v.string() }),
  rest: v.objectWithRest({ a: v.string() }, v.number()),
  tagged: v.variant('kind', [v.object({ kind: v.literal('c'), r: v.number() }), v.object({ kind: v.literal('s') })]),
  fallback: v.fallback(v.string(), 'x'),
  fallbacks: v.object({ a: v.fallback(v.string(), 'x'), b: v.number() }),
  checked: v.pipe(
    v.string(),
    v.check((text) => text === 'x'),
  ),
};

const arkSchemas = {
  text: type('string.email'),
  url: type('string.url'),
  flags: type(/^x+$/i),
  sloppy: type(/^[\w-.]+$/),
  trimmed: type('string.trim'),
  parsed: type('string.integer.parse'),
  range: type('0 <= number <= 1'),
  object: type({ a: 'string' }),
  strict: type({ '+': 'reject', a: 'string' }),
  tagged: type({ kind: "'c'", r: 'number' }).or({ kind: "'s'" }),
  narrowed: type('string').narrow((text) => text === 'x'),
};

const typeboxSchemas = {
  text: Type.String({ minLength: 1, maxLength: 2 }),
  pattern: Type.String({ pattern: '^x+$' }),
  tuple: Type.Tuple([Type.String(), Type.Number()]),
  record: Type.Record(Type.String(), Type.Number()),
  object: Type.Object({ a: Type.Optional(Type.String()) }),
  strict: Type.Object({ a: Type.String() }, { additionalProperties: false }),
  both: Type.Intersect([Type.Object({ a: Type.String() }), Type.Object({ b: Type.Number() })]),
  recursive: Type.Cyclic({ Tree: Type.Object({ a: Type.Optional(Type.Ref('Tree')) }) }, 'Tree'),
};

const asked: readonly (readonly [string, string, object, (value: unknown) => boolean])[] = [
  ...Object.entries(zodSchemas).map(
    ([name, schema]) => ['zod', name, schema, (value: unknown) => schema.safeParse(value).success] as const,
  ),
  ...Object.entries(valibotSchemas).map(
    ([name, schema]) => ['valibot', name, schema, (value: unknown) => v.is(schema, value)] as const,
  ),
  ...Object.entries(arkSchemas).map(
    ([name, schema]) => ['ArkType', name, schema, (value: unknown) => !(schema(value) instanceof type.errors)] as const,
  ),
  ...Object.entries(typeboxSchemas).map(
    ([name, schema]) => ['TypeBox', name, schema, (value: unknown) => Check(schema, value)] as const,
  ),
];

test('what a schema takes is never refused by how it is described, and what it refuses is asked of it', () => {
  const load = createRequire(import.meta.url);
  const differing: unknown[] = [];
  for (const [library, name, schema, takes] of asked) {
    const described = describeSchema(schema, load);
    if ('failed' in described) throw new Error(`${library} ${name}: ${described.failed}`);
    const compiled = compile(importSchema(described.input).gtype);
    for (const value of values) {
      const taken = takes(structuredClone(value));
      const fits = compiled.validate(structuredClone(value)).ok;
      if (taken ? !fits : fits && !described.saysMore) differing.push([library, name, value]);
    }
  }
  expect(differing).toEqual([]);
});

test('what zod has, as a whole body and as a part of one', async () => {
  const files = bodies.map(([schema, type], index) => [
    `src/handlers/b${index}.ts`,
    `import * as z from 'zod';
import type { Handler } from '@gati-framework/core';
import type { infer as In } from 'zod';
type Of<T extends z.ZodType> = z.infer<T>;
const S = ${schema};
export const POST: Handler<{ body: ${type} }> = () => {};
export type Used = Of<typeof S>;
`,
  ]);
  const app = await createTestApp({ root: await projectWith(['zod'], Object.fromEntries(files) as Files) });
  onTestFinished(() => app.close());
  for (const [index, [schema, , sent]] of bodies.entries()) {
    for (const [json, pointer] of sent) {
      const answer = await app.request('POST', `/b${index}`, { json });
      const found = answer.status === 422 ? answer.json<Refusal>().errors[0]?.pointer : answer.status;
      expect(found, `${schema} ${JSON.stringify(json)}`).toBe(pointer ?? 204);
    }
  }
});

const post = (imports: string, body: string): string => `import type { Handler } from '@gati-framework/core';
${imports}
export const POST: Handler<{ body: ${body} }> = () => {};
`;

test('schemas that cannot be run are errors that say what to do', async () => {
  const broken = { hanging: 'await new Promise(() => {});', endless: 'for (;;);' };
  const slow = Object.values(broken).map(async (text) => {
    const root = await projectWith(['zod'], {
      'src/schemas.ts': `import * as z from 'zod';\n${text}\nexport const Never = z.string();\n`,
      'src/handlers/a.ts': post(
        "import type { infer as Infer } from 'zod';\nimport type { Never } from '../schemas.js';",
        'Infer<typeof Never>',
      ),
    });
    return gatic(['check', '--root', root]);
  });
  const throwing = await projectWith(['zod'], {
    'src/schemas.ts':
      "import * as z from 'zod';\nexport const Url = z.string();\nthrow new Error('DATABASE_URL is not set');\n",
    'src/leaving.ts': "import * as z from 'zod';\nprocess.exit(3);\nexport const Gone = z.string();\n",
    'src/handlers/a.ts': post(
      "import type * as z from 'zod';\nimport type { Url } from '../schemas.js';",
      'z.infer<typeof Url>',
    ),
    'src/handlers/b.ts': post(
      "import type * as z from 'zod';\nimport type { Gone } from '../leaving.js';",
      'z.infer<typeof Gone>',
    ),
  });
  const { code, stdout, stderr } = await gatic(['check', '--root', throwing]);
  expect(code).toBe(1);
  expect(stdout + stderr).toContain(
    'the schema `Url` of src/schemas.ts: its file could not be run: DATABASE_URL is not set',
  );
  expect(stdout + stderr).toContain('the schema `Gone` of src/leaving.ts: its file ended the process');
  for (const finished of await Promise.all(slow)) {
    expect([finished.code, finished.stdout + finished.stderr]).toEqual([
      1,
      expect.stringContaining('did not finish within 10 seconds'),
    ]);
  }
}, 30_000);

test('dev follows an edit of a schema, and a build asks it: also in a package of the workspace', async () => {
  const shared = (limit: number): string =>
    `import { z } from 'zod';\nexport const Shared = z.object({ a: z.string().refine((text) => text.length <= ${limit}, 'too long') });\n`;
  const root = await projectWith(['zod'], {
    'src/schemas.ts': zodApi,
    ...handlers,
    'src/handlers/shared.ts': `import type { Handler } from '@gati-framework/core';
import type { z } from 'zod';
import type { Shared } from '@x/contracts';
export const POST: Handler<{ body: z.infer<typeof Shared>; response: { a: string } }> = (req) => req.body;
`,
    'packages/contracts/package.json': JSON.stringify({ name: '@x/contracts', type: 'module', exports: './index.ts' }),
    'packages/contracts/index.ts': shared(3),
  });
  await mkdir(join(root, 'node_modules/@x'));
  await symlink(join(root, 'packages/contracts'), join(root, 'node_modules/@x/contracts'));
  await mkdir(join(root, 'packages/contracts/node_modules'));
  await symlink(join(root, 'node_modules/zod'), join(root, 'packages/contracts/node_modules/zod'));
  const ask = async (url: string, path: string, body: object): Promise<number> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return (await fetch(`${url}${path}`, init)).status;
  };
  const young = { ...goodOrder, age: 5 };

  const dev = await startDev(root);
  expect(await ask(dev.url, '/orders', young)).toBe(200);
  expect([await ask(dev.url, '/shared', { a: 'abc' }), await ask(dev.url, '/shared', { a: 'abcd' })]).toEqual([
    200, 422,
  ]);
  const from = dev.text().length;
  await writeFiles(root, { 'src/schemas.ts': zodApi.replace('min(0)', 'min(18)') });
  await dev.waitFor(/↻/, from);
  expect(await ask(dev.url, '/orders', young)).toBe(422);
  const again = dev.text().length;
  await writeFiles(root, {
    'src/schemas.ts': zodApi.replace('pro needs', 'you need').replace("plan === 'free'", 'age < 18'),
  });
  await dev.waitFor(/↻/, again);
  expect(await ask(dev.url, '/orders', { ...young, coupon: undefined })).toBe(200);
  expect(await ask(dev.url, '/orders', { ...goodOrder, coupon: undefined })).toBe(422);
  await dev.stop();

  expect(await gatic(['check', '--root', root])).toMatchObject({ code: 0 });
  expect(await gatic(['build', '--root', root])).toMatchObject({ code: 0, stderr: '' });
  const port = await freePort();
  startProgram(process.execPath, ['dist/index.js'], { cwd: root, env: { PORT: String(port), HOST: '127.0.0.1' } });
  const url = `http://127.0.0.1:${port}`;
  await untilServing(url);
  expect(await ask(url, '/orders', { ...goodOrder, coupon: undefined })).toBe(422);
  expect(await ask(url, '/orders', goodOrder)).toBe(200);
  expect([await ask(url, '/shared', { a: 'abc' }), await ask(url, '/shared', { a: 'abcd' })]).toEqual([200, 422]);
}, 60_000);
