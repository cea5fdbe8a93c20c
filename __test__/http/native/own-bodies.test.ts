/**
 * JSON bodies that the addon reads are handed over on tapes, many in one turn. Bodies of every size, spelled in several ways,
 * arrive together over many connections, some of which do not fit; each answer is made of what stands deep in the body.
 * `GATI_OWN_BODIES=1000000` says how many.
 */

import { Agent } from 'node:http';

import { expect, test } from 'vitest';

import { createApp } from '../../../src-ts/app.js';
import type { CompiledContracts } from '../../../src-ts/manifest/compiled.js';
import { compileContracts } from '../../../src-ts/native/index.js';
import { post } from '../../conformance/bodies-sent.js';
import { evaluate } from '../../conformance/validator-source.js';
import { define, memoryLogger } from '../definition.js';

const total = Number(process.env['GATI_OWN_BODIES'] ?? 2000);
const together = 48;

interface Order {
  readonly nonce: string;
  readonly lines: readonly { readonly name: string; readonly count: number; readonly tags: readonly string[] }[];
  readonly deep: { readonly a: { readonly b: { readonly nonce: string } } };
}

const object = (properties: Readonly<Record<string, object>>): object => ({
  kind: 'object',
  properties: Object.entries(properties).map(([name, type]) => ({ name, type })),
});
const [string, number] = [{ kind: 'string' }, { kind: 'number' }];
const list = (items: object): object => ({ kind: 'array', items });
const orderType = object({
  nonce: string,
  lines: list(object({ name: string, count: number, tags: list(string) })),
  deep: object({ a: object({ b: object({ nonce: string }) }) }),
});

const handler = (({ body: { nonce, lines, deep } }: { readonly body: Order }) => ({
  nonce: deep.a.b.nonce,
  lines: lines.length,
  sum: lines.reduce((before, { count }) => before + count, 0),
  isOwn: lines.every(({ name, tags }, at) => name === `${nonce}:${at}` && tags.every((tag) => tag === nonce)),
})) as never;

/** How many lines there are: less than one tape holds, several tapes, more than a record holds. */
const sizes = [1, 1, 3, 12, 1, 60, 3, 300, 12, 1000, 1, 1600];

/** A body, its status, and what its answer has to have. */
function bodyOf(turn: number): { readonly text: string; readonly status: number; readonly answer: string } {
  const nonce = `n${turn.toString(36)}`;
  const lines = Array.from({ length: sizes[turn % sizes.length] ?? 1 }, (_, at) => ({
    name: `${nonce}:${at}`,
    count: (at + turn) as number | string,
    tags: Array.from({ length: at % 3 }, () => nonce),
  }));
  const sum = lines.reduce((before, { count }) => before + Number(count), 0);
  const order = { nonce, lines, deep: { a: { b: { nonce } } } };
  const answer = JSON.stringify({ nonce, lines: lines.length, sum, isOwn: true });
  switch (turn % 7) {
    case 1:
      return { text: JSON.stringify(order, null, 1), status: 200, answer };
    case 2:
      return { text: JSON.stringify(order).replaceAll('"n', '"\\u006e'), status: 200, answer };
    case 3:
      return { text: JSON.stringify({ more: [nonce, null, 1e3], ...order }), status: 200, answer };
    case 4: {
      const at = turn % lines.length;
      lines[at] = { name: '', tags: [], count: nonce };
      return { text: JSON.stringify(order), status: 422, answer: `"pointer":"/lines/${at}/count"` };
    }
    default:
      return { text: JSON.stringify(order), status: 200, answer };
  }
}

test(`${total} bodies that arrive together are what their own clients sent`, async () => {
  const definition = define({
    routes: { 'POST /orders': { handler, types: { body: orderType as never } } },
    config: { port: 0, shutdown: { drain: 0 } },
  });
  const source = compileContracts(
    JSON.stringify(definition.manifest),
    JSON.stringify({ format: 'function', readers: 'bodies' }),
  );
  const { contracts } = evaluate(source) as { readonly contracts: CompiledContracts };
  const app = createApp(
    { ...definition, contracts },
    { logger: memoryLogger().logger, env: { GATI_SERVER: 'native' } },
  );
  const { port } = await app.listen();
  const agent = new Agent({ keepAlive: true, maxSockets: together });
  const wrong: string[] = [];
  for (let at = 0; at < total && wrong.length === 0; at += together) {
    const bodies = Array.from({ length: together }, (_, index) => bodyOf(at + index));
    const answers = await Promise.all(
      bodies.map(({ text }) =>
        post(port, { path: '/orders', contentType: 'application/json', body: Buffer.from(text) }, agent),
      ),
    );
    for (const [index, { status, answer }] of bodies.entries()) {
      const got = answers[index];
      if (got?.status !== status || !got.body.includes(answer))
        wrong.push(`${answer}: ${got?.status} ${got?.body.slice(0, 200)}`);
    }
  }
  agent.destroy();
  await app.close();
  expect(wrong.slice(0, 3)).toEqual([]);
}, 600_000);
