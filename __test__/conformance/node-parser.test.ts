/**
 * What Node's own parser makes of bytes, and what the native host makes of them: the cases of the tables, and random
 * streams that are HTTP/1.1, nearly so, or no more so. Both have to see the same requests, in which nothing is different
 * that an application can see. Where one sees more, `node-parser/differences.json` says why; a request that is another
 * one is never explained. `GATI_LONG=1` sends many more streams, `GATI_STREAMS` so many, `GATI_SEED` others.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { randomOf } from './hosts-requests.js';
import { nativeSide, nodeSide, type Outcome, type Seen, type Side } from './node-parser/sides.js';
import { sentinel, someStream } from './node-parser/streams.js';

const count = Number(process.env['GATI_STREAMS'] ?? (process.env['GATI_LONG'] === undefined ? 1500 : 50_000));
const seed = Number(process.env['GATI_SEED'] ?? 6);
const together = 16;

/** Why one side sees a request that the other does not. All that is said has to be so. */
interface Difference {
  readonly name: string;
  /** Who sees more: a request that the other has refused. */
  readonly sees: 'node' | 'native';
  /** What the native host refused with, where Node sees more. */
  readonly native?: string;
  /** What is sent. */
  readonly stream?: string;
  /** The request as text: method, target, version, and the fields in JSON. */
  readonly request?: string;
  readonly rfc: string;
  readonly reason: string;
}

const differences = (
  JSON.parse(readFileSync(join(import.meta.dirname, 'node-parser/differences.json'), 'utf8')) as Difference[]
).map((one) => ({
  ...one,
  stream: new RegExp(one.stream ?? '', 'is'),
  request: new RegExp(one.request ?? '', 'is'),
}));

let node: Side;
let native: Side;
beforeAll(async () => {
  [node, native] = await Promise.all([nodeSide(), nativeSide()]);
});
afterAll(() => Promise.all([node.close(), native.close()]));

/** Bodies of GET and HEAD mean nothing, and the native host gives nobody any; that they are read over shows behind them. */
function compared({ method, target, headers, body }: Seen): string {
  return JSON.stringify([method, target, headers, method === 'GET' || method === 'HEAD' ? '' : body]);
}

interface Told {
  readonly stream: string;
  readonly sees: string;
  readonly request: string;
  readonly outcomes: readonly Outcome[];
}

/** Nothing where both saw the same, or where it is explained. */
async function differenceIn(stream: string): Promise<Told | undefined> {
  const outcomes = await Promise.all([node.send(stream), native.send(stream)]);
  const [theirs, own] = outcomes;
  const least = Math.min(theirs.seen.length, own.seen.length);
  // What the framework has answered itself is there, and no handler has seen it.
  const isSame = (at: number): boolean => {
    const [one, other] = [theirs.seen[at], own.seen[at]];
    return one === undefined || other === undefined || compared(one) === compared(other);
  };
  let at = 0;
  while (at < least && isSame(at)) at += 1;
  if (at === theirs.seen.length && at === own.seen.length) return undefined;
  const sees = at < least ? 'another request' : theirs.seen.length > least ? 'node' : 'native';
  const request = textOf(theirs.seen[at] ?? own.seen[at]);
  const isExplained = differences.some(
    (one) =>
      one.sees === sees &&
      (one.native === undefined || one.native === own.refused) &&
      one.stream.test(stream) &&
      one.request.test(request),
  );
  return isExplained ? undefined : { stream, sees, request, outcomes };
}

function textOf(seen: Seen | undefined): string {
  if (seen === undefined) return '';
  return `${seen.method} ${seen.target} HTTP/${seen.version ?? ''} ${JSON.stringify(seen.headers)}`;
}

test(
  `${count} random streams are the same requests to both`,
  async () => {
    const random = randomOf(seed);
    const different: Told[] = [];
    let left = count;
    const run = async (): Promise<void> => {
      while (left > 0 && different.length < 10) {
        left -= 1;
        const told = await differenceIn(someStream(random));
        if (told !== undefined) different.push(told);
      }
    };
    await Promise.all(Array.from({ length: together }, run));
    expect(different).toEqual([]);
  },
  count * 100,
);

test('the cases of the tables are the same requests to both', async () => {
  const folder = join(import.meta.dirname, 'http1');
  const different: Told[] = [];
  // Limits are numbers, of which each has its own.
  for (const file of readdirSync(folder).filter((name) => name !== 'limits.json')) {
    const cases = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly { readonly send: unknown }[];
    for (const { send } of cases) {
      if (typeof send !== 'string') continue;
      const told = await differenceIn(send + sentinel);
      if (told !== undefined) different.push(told);
    }
  }
  expect(different).toEqual([]);
});
