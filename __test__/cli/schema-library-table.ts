/** One API, written with each library that declares schemas, and what requests to it come to. */

/** How a library says the API. */
export interface SchemaLibrary {
  readonly name: string;
  /** What the project has installed. */
  readonly packages: readonly string[];
  /** `src/schemas.ts`, which exports `Order`, `Line` and `Search` as values and as types. */
  readonly schemas: string;
  /** Whether requests reach the schema itself, so that its transforms and refinements hold. */
  readonly validates: boolean;
  /** The code of a date that is none, where the library has no dates but text of that format. */
  readonly dateCode?: string;
}

const zod: SchemaLibrary = {
  name: 'zod',
  packages: ['zod'],
  validates: true,
  schemas: `import * as z from 'zod';
export const Line = z.object({ sku: z.string(), quantity: z.int().min(1) });
export type Line = z.infer<typeof Line>;
export const Order = z
  .object({
    name: z.string().min(2).max(20),
    email: z.email(),
    age: z.number().int().min(0).max(150),
    plan: z.enum(['free', 'pro']),
    note: z.string().optional(),
    copies: z.int().min(1).default(1),
    lines: z.array(Line).min(1),
    at: z.date(),
    coupon: z.string().transform((text) => text.toLowerCase()).optional(),
  })
  .refine((order) => order.plan === 'free' || order.coupon !== undefined, { message: 'pro needs a coupon', path: ['coupon'] });
export type Order = z.infer<typeof Order>;
export const Search = z.object({
  page: z.coerce.number().int().min(1).default(1),
  tags: z.array(z.string()).optional(),
  limit: z.int().max(100).optional(),
});
export type Search = z.infer<typeof Search>;
`,
};

const valibot: SchemaLibrary = {
  name: 'valibot',
  packages: ['valibot', '@valibot/to-json-schema'],
  validates: true,
  schemas: `import * as v from 'valibot';
export const Line = v.object({ sku: v.string(), quantity: v.pipe(v.number(), v.integer(), v.minValue(1)) });
export type Line = v.InferOutput<typeof Line>;
export const Order = v.pipe(
  v.object({
    name: v.pipe(v.string(), v.minLength(2), v.maxLength(20)),
    email: v.pipe(v.string(), v.email()),
    age: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(150)),
    plan: v.picklist(['free', 'pro']),
    note: v.optional(v.string()),
    copies: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
    lines: v.pipe(v.array(Line), v.minLength(1)),
    at: v.date(),
    coupon: v.optional(v.pipe(v.string(), v.transform((text) => text.toLowerCase()))),
  }),
  v.forward(
    v.partialCheck([['plan'], ['coupon']], (order) => order.plan === 'free' || order.coupon !== undefined, 'pro needs a coupon'),
    ['coupon'],
  ),
);
export type Order = v.InferOutput<typeof Order>;
const Page = v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.integer(), v.minValue(1));
export const Search = v.object({
  page: v.optional(Page, 1),
  tags: v.optional(v.array(v.string())),
  limit: v.optional(v.pipe(v.number(), v.maxValue(100))),
});
export type Search = v.InferOutput<typeof Search>;
`,
};

const arktype: SchemaLibrary = {
  name: 'ArkType',
  packages: ['arktype'],
  validates: true,
  schemas: `import { type } from 'arktype';
export const Line = type({ sku: 'string', quantity: 'number.integer >= 1' });
export type Line = typeof Line.infer;
export const Order = type({
  name: '2 <= string <= 20',
  email: 'string.email',
  age: '0 <= number.integer <= 150',
  plan: "'free' | 'pro'",
  'note?': 'string',
  copies: 'number.integer >= 1 = 1',
  lines: Line.array().atLeastLength(1),
  at: 'Date',
  'coupon?': ['string', '=>', (text) => text.toLowerCase()],
}).narrow((order, context) => order.plan === 'free' || order.coupon !== undefined || context.reject({ expected: 'a coupon', path: ['coupon'] }));
export type Order = typeof Order.infer;
const Page = type('string').pipe(Number, type('number.integer >= 1')).or('number.integer >= 1');
export const Search = type({ page: Page.default(1), 'tags?': 'string[]', 'limit?': 'number <= 100' });
export type Search = typeof Search.infer;
`,
};

const typeboxSchemas = `export const Line = Type.Object({ sku: Type.String(), quantity: Type.Integer({ minimum: 1 }) });
export type Line = Static<typeof Line>;
export const Order = Type.Object({
  name: Type.String({ minLength: 2, maxLength: 20 }),
  email: Type.String({ format: 'email' }),
  age: Type.Integer({ minimum: 0, maximum: 150 }),
  plan: Type.Union([Type.Literal('free'), Type.Literal('pro')]),
  note: Type.Optional(Type.String()),
  copies: Type.Integer({ minimum: 1, default: 1 }),
  lines: Type.Array(Line, { minItems: 1 }),
  at: DATE,
  coupon: Type.Optional(Type.String()),
});
export type Order = Static<typeof Order>;
export const Search = Type.Object({
  page: Type.Integer({ minimum: 1, default: 1 }),
  tags: Type.Optional(Type.Array(Type.String())),
  limit: Type.Optional(Type.Integer({ maximum: 100 })),
});
export type Search = Static<typeof Search>;
`;

const typebox: SchemaLibrary = {
  name: 'TypeBox',
  packages: ['typebox'],
  validates: false,
  schemas: `import Type, { type Static } from 'typebox';\n${typeboxSchemas.replace('DATE', "Type.Unsafe<Date>({ '~kind': 'Date', type: 'Date' })")}`,
};

const typebox0: SchemaLibrary = {
  name: 'TypeBox 0.34',
  packages: ['@sinclair/typebox'],
  validates: false,
  schemas: `import { Type, type Static } from '@sinclair/typebox';\n${typeboxSchemas.replace('DATE', 'Type.Date()')}`,
};

const jsonSchema: SchemaLibrary = {
  name: 'json-schema-to-ts',
  packages: ['json-schema-to-ts'],
  validates: false,
  dateCode: 'string.format',
  schemas: `import type { FromSchema } from 'json-schema-to-ts';
export const Line = {
  type: 'object',
  properties: { sku: { type: 'string' }, quantity: { type: 'integer', minimum: 1 } },
  required: ['sku', 'quantity'],
} as const;
export type Line = FromSchema<typeof Line>;
export const Order = {
  type: 'object',
  properties: {
    name: { type: 'string', minLength: 2, maxLength: 20 },
    email: { type: 'string', format: 'email' },
    age: { type: 'integer', minimum: 0, maximum: 150 },
    plan: { enum: ['free', 'pro'] },
    note: { type: 'string' },
    copies: { type: 'integer', minimum: 1, default: 1 },
    lines: { type: 'array', items: Line, minItems: 1 },
    at: { type: 'string', format: 'date-time' },
    coupon: { type: 'string' },
  },
  required: ['name', 'email', 'age', 'plan', 'lines', 'at'],
} as const;
export type Order = FromSchema<typeof Order>;
export const Search = {
  type: 'object',
  properties: {
    page: { type: 'integer', minimum: 1, default: 1 },
    tags: { type: 'array', items: { type: 'string' } },
    limit: { type: 'integer', maximum: 100 },
  },
} as const;
export type Search = FromSchema<typeof Search>;
`,
};

/** Every library, zod first. */
export const libraries: readonly SchemaLibrary[] = [zod, valibot, arktype, typebox, typebox0, jsonSchema];

/** The handlers over `src/schemas.ts`; the same for all. */
export const handlers = {
  'src/handlers/orders.ts': `import type { Handler } from '@gati-framework/core';
import type { Line, Order, Search } from '../schemas.js';
interface Answer { name: string; note?: string; copies: number; lines: Line[]; year: number; coupon?: string }
export const POST: Handler<{ body: Order; response: Answer }> = ({ body }) => ({ ...body, year: new Date(body.at).getUTCFullYear() }) as Answer;
export const GET: Handler<{ query: Search; response: { page: number; kind: string; tags?: string[]; limit?: number } }> = ({ query }) =>
  ({ ...query, page: Number(query.page), kind: typeof query.page });
`,
  'src/handlers/lines.ts': `import type { Handler } from '@gati-framework/core';
import type { Line } from '../schemas.js';
interface Page<T> { items: T[] }
export const POST: Handler<{ body: Line }> = () => {};
export const PUT: Handler<{ body: Page<Pick<Line, 'quantity'> | null> }> = () => {};
`,
};

/** A body that every library takes. */
export const goodOrder = {
  name: 'Ada',
  email: 'ada@example.com',
  age: 36,
  plan: 'pro',
  lines: [{ sku: 'a-1', quantity: 2 }],
  coupon: 'SPRING',
  at: '2026-01-02T03:04:05.000Z',
};

/** What differs from the good order, where that is refused, and by which code. */
export const badOrders = (
  dateCode: string,
): readonly (readonly [Readonly<Record<string, unknown>>, string, string])[] => [
  [{ name: 'A' }, '/name', 'string.min'],
  [{ name: 'A'.repeat(21) }, '/name', 'string.max'],
  [{ name: undefined }, '/name', 'key.missing'],
  [{ email: 'ada' }, '/email', 'string.format'],
  [{ age: 151 }, '/age', 'number.max'],
  [{ age: 1.5 }, '/age', 'number.integer'],
  [{ age: '36' }, '/age', 'type'],
  [{ plan: 'gold' }, '/plan', 'enum'],
  [{ copies: 0 }, '/copies', 'number.min'],
  [{ note: 5 }, '/note', 'type'],
  [{ lines: [] }, '/lines', 'array.min'],
  [{ lines: [{ sku: 'a', quantity: 0 }] }, '/lines/0/quantity', 'number.min'],
  [{ lines: [{ sku: 'a' }] }, '/lines/0/quantity', 'key.missing'],
  [{ at: 'yesterday' }, '/at', dateCode],
];

/** What a search answers, or where it is refused. */
export const searches: readonly (readonly [string, object | string])[] = [
  ['', { page: 1, kind: 'number' }],
  ['?page=2&tags=a', { page: 2, kind: 'number', tags: ['a'] }],
  ['?tags=a&tags=b&limit=5', { page: 1, kind: 'number', tags: ['a', 'b'], limit: 5 }],
  ['?page=0', '/page'],
  ['?page=x', '/page'],
  ['?limit=101', '/limit'],
];

/** What a body is declared as over the schema `S` of zod, bodies, and where each is refused. */
export const bodies: readonly (readonly [string, string, readonly (readonly [unknown, string?])[]])[] = [
  ['z.date().min(new Date(0))', 'In<typeof S>', [['2024-01-01T00:00:00Z'], ['1969-01-01T00:00:00Z', ''], ['x', '']]],
  ['z.bigint().min(5n)', 'In<typeof S>', [['12345678901234567890'], ['3', ''], ['x', '']]],
  ['z.map(z.string(), z.number().max(9))', 'In<typeof S>', [[{ a: 1 }], [{ a: 10 }, '/a'], [{ a: 'x' }, '/a']]],
  ['z.object({ s: z.set(z.string()).max(1) })', 'In<typeof S>', [[{ s: ['x', 'x'] }], [{ s: ['x', 'y'] }, '/s']]],
  ['z.object({ id: z.uuid().brand<"Id">() })', "Pick<In<typeof S>, 'id'>[]", [[[]], [[{ id: '7' }], '/0/id']]],
  ['z.object({ a: z.email() })', 'In<typeof S> | { guest: true }', [[{ guest: true }], [{ a: 'x' }, '/a']]],
  ['z.object({ a: z.string().trim().min(2) })', 'Of<typeof S>', [[{ a: 'xy' }], [{ a: ' x ' }, '/a']]],
  [
    'z.object({ n: z.int(), get next() { return z.array(S); } })',
    'In<typeof S>',
    [[{ n: 1, next: [] }], [{ n: 1, next: [{ n: 1 }] }, '/next/0/next']],
  ],
  [
    "z.discriminatedUnion('k', [z.object({ k: z.literal('a'), r: z.number().positive() }), z.object({ k: z.literal('b') })])",
    'In<typeof S>',
    [[{ k: 'b' }], [{ k: 'a', r: 0 }, '/r'], [{ k: 'c' }, '/k']],
  ],
  ['z.object({ a: z.string() }).strict()', 'In<typeof S>', [[{ a: 'x' }], [{ a: 'x', b: 1 }, '/b']]],
  [
    'z.object({ a: z.string().refine(async (text) => text !== "no", "taken") })',
    'In<typeof S>',
    [[{ a: 'x' }], [{ a: 'no' }, '/a']],
  ],
  ['z.string().transform((text) => text.length).pipe(z.number().max(3))', 'In<typeof S>', [['abc'], ['abcd', '']]],
];
