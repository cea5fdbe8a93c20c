/**
 * Validators given to libraries that take Standard Schemas. A program of its own, run by `libraries.test.ts` under
 * `node --import @gati-framework/core/register`; what it prints is the test's to judge.
 */
import 'reflect-metadata';

import { validate, type Validator } from '@gati-framework/core/validate';
import { sValidator } from '@hono/standard-validator';
import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { initTRPC } from '@trpc/server';
import { Hono } from 'hono';

interface Line {
  sku: string;
  count: number;
}

interface Order {
  id: string;
  placed: Date;
  lines: Line[];
  note?: string;
}

const order: Validator<Order> = validate<Order>();
// The specification's own types take it, and infer the same from it.
const standard: StandardSchemaV1<Order, Order> = order;
const inferred: StandardSchemaV1.InferOutput<typeof order> = { id: 'a', placed: new Date(0), lines: [] };

const good = { id: 'a', placed: '2026-01-02T03:04:05Z', lines: [{ sku: 's', count: 1 }], secret: 'x' };
const bad = { id: 1, lines: [{ sku: 's' }] };

async function throughTrpc(): Promise<unknown[]> {
  const t = initTRPC.create();
  const router = t.router({
    place: t.procedure
      .input(order)
      .output(validate<{ id: string; year: number }>())
      .mutation(({ input }) => ({ id: input.id, year: input.placed.getUTCFullYear(), leaked: true })),
  });
  const caller = t.createCallerFactory(router)({});
  const placed = await caller.place(good as unknown as Order);
  const refused = await caller.place(bad as unknown as Order).catch((error: Error & { code?: string }) => ({
    code: error.code,
    issues: (error.cause as { issues?: unknown } | undefined)?.issues,
  }));
  return [placed, refused];
}

async function throughHono(): Promise<unknown[]> {
  const app = new Hono().post('/orders', sValidator('json', order), (context) => {
    const { id, placed, ...rest } = context.req.valid('json');
    return context.json({ id, year: placed.getUTCFullYear(), rest: Object.keys(rest) });
  });
  const post = (body: unknown): Response | Promise<Response> =>
    app.request('/orders', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const answers = await Promise.all([post(good), post(bad)]);
  return Promise.all(answers.map(async (answer) => [answer.status, await answer.json()]));
}

async function throughNest(): Promise<unknown[]> {
  const pipe = new StandardSchemaValidationPipe();
  const metadata = { type: 'body', schema: order } as const;
  const transformed: unknown = await pipe.transform(structuredClone(good), metadata);
  const refused = await pipe
    .transform(structuredClone(bad), metadata)
    .catch((error: { getResponse(): unknown }) => error.getResponse());
  return [{ isDate: (transformed as Order).placed instanceof Date, keys: Object.keys(transformed as Order) }, refused];
}

const own = order['~standard'];
console.log(
  JSON.stringify({
    standard: [own.version, own.vendor, own === standard['~standard'], order.is(inferred)],
    trpc: await throughTrpc(),
    hono: await throughHono(),
    nest: await throughNest(),
  }),
);
