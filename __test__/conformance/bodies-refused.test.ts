/**
 * Bodies that are refused whatever their contract is (no JSON, no UTF-8, too deep, a key that changes prototypes), against
 * the answers of the other host: the same place, in the same words. `GATI_LONG` sends more, `GATI_SEED` others.
 */
import { Agent } from 'node:http';

import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';

import { createApp, type GatiApp } from '../../src-ts/app.js';
import { NativeHost } from '../../src-ts/hosts/native/host.js';
import type { CompiledContracts } from '../../src-ts/manifest/compiled.js';
import { compileContracts } from '../../src-ts/native/index.js';
import { define } from '../http/definition.js';
import { post, type Posted } from './bodies-sent.js';
import { anything } from './explain-types.js';
import { pick, seeded, type Random } from './generate.js';
import { evaluate } from './validator-source.js';

const count = process.env['GATI_LONG'] === undefined ? 800 : 60_000;
const seed = Number(process.env['GATI_SEED'] ?? 5);

const apps: GatiApp[] = [];
// oxlint-disable-next-line typescript/unbound-method -- it is called with the host
const { arrive } = NativeHost.prototype;
let arrived = 0;
afterEach(async () => {
  NativeHost.prototype.arrive = arrive;
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

const handler = ((_req: unknown, res: { text(text: string): unknown }) => res.text('it fits')) as never;
const note = { kind: 'object', properties: [{ name: 'note', type: { kind: 'string' } }] };
const open = { kind: 'object', properties: [{ name: 'note', type: { kind: 'unknown' } }], unknownKeys: 'open' };
const id = { kind: 'object', properties: [{ name: 'id', type: { kind: 'number' } }] };

/** A type that bounds how deep a body is, one that does not, and one beside a number in the path. */
const routes = {
  'POST /closed': { handler, types: { body: note as never } },
  'POST /open': { handler, types: { body: open as never } },
  'POST /open/:id': { handler, types: { params: id as never, body: open as never } },
};

async function served(server: 'native' | 'fastify'): Promise<number> {
  const definition = define({ routes, config: { port: 0, shutdown: { drain: 0 }, limits: { depth: 6 } } });
  const source = compileContracts(
    JSON.stringify(definition.manifest),
    JSON.stringify({ format: 'function', readers: 'bodies' }),
  );
  const { contracts } = evaluate(source) as { readonly contracts: CompiledContracts };
  const app = createApp(
    { ...definition, contracts },
    { env: { GATI_SERVER: server }, logger: pino({ level: 'silent' }) },
  );
  apps.push(app);
  return (await app.listen()).port;
}

const strange = ['\n', '\n\n', ' ', '\t', ',', ':', '"', '{', '}', '[', ']', '\\', '\\u00e9', '\\ud83d', '\\x', '0', '1.', '-', 'e5', 'tru', 'null', 'é', '😀', '\u0001', '\u007f', '\u0085', '\u2028', '\ufeff'] as const; // prettier-ignore
const bytes = [[0xff], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98], [0], [0xef, 0xbb, 0xbf]] as const;
const keys = ['__proto__', '\\u005f_proto__', 'constructor', 'constructor.prototype', 'prototype'] as const;

function bodyOf(random: Random): Buffer {
  let text = JSON.stringify({ note: random(3) === 0 ? 'hé😀' : anything(random, 3) }, null, random(3)) ?? '1';
  const way = random(10);
  if (way < 2) {
    const depth = random(4) === 0 ? random(700) : random(9);
    text = `{"note":${'['.repeat(depth)}${text}${']'.repeat(random(20) === 0 ? depth + 1 : depth)}}`;
  }
  if (way === 2 || way === 3) {
    const key = pick(random, keys);
    const member =
      key === 'constructor.prototype'
        ? '"constructor":{"prototype":1}'
        : `"${key}":${pick(random, ['1', '{}', '[[[[[1]]]]]'])}`;
    const inner = random(2) === 0 ? `{${member}}` : `{"a":[{${member}}]}`;
    text = random(2) === 0 ? `{"note":${inner}}` : `{${member},"note":[[[[[[[${inner}]]]]]]]}`;
  }
  if (random(12) === 0) text = `\ufeff${text}`;
  for (let left = way < 4 ? (random(8) === 0 ? 1 : 0) : 1 + random(2); left > 0; left -= 1) {
    const at = random(text.length + 1);
    text = text.slice(0, at) + pick(random, ['', ...strange]) + text.slice(at + random(3));
  }
  if (random(15) === 0) text = text.slice(0, random(text.length));
  const made = Buffer.from(text);
  if (random(10) !== 0) return made;
  const at = random(made.length + 1);
  return Buffer.concat([made.subarray(0, at), Buffer.from(pick(random, bytes)), made.subarray(at)]);
}

test(`${count} bodies are refused in the same words`, { timeout: 3_600_000 }, async () => {
  NativeHost.prototype.arrive = function (...given) {
    arrived += 1;
    arrive.apply(this, given);
  };
  const [native, other] = await Promise.all([served('native'), served('fastify')]);
  const random = seeded(seed);
  const agent = new Agent({ keepAlive: true, maxSockets: 24 });
  const statuses: Record<number, number> = {};
  for (let sent = 0; sent < count; sent += 100) {
    const some = Array.from({ length: 100 }, (): Posted => {
      const path = pick(random, ['/closed', '/open', '/open/7', '/open/x']);
      const headers = random(6) === 0 ? { 'x-request-id': 'mine' } : {};
      return { path, contentType: 'application/json', body: bodyOf(random), headers };
    });
    const [ours, theirs] = await Promise.all(
      [native, other].map((port) => Promise.all(some.map((one) => post(port, one, agent)))),
    );
    for (const [index, one] of some.entries()) {
      expect(ours?.[index], `${one.path} ${JSON.stringify(one.body.toString('latin1'))}`).toEqual(theirs?.[index]);
      const status = ours?.[index]?.status ?? 0;
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  }
  agent.destroy();
  if (process.env['GATI_LONG'] !== undefined) console.log(JSON.stringify({ ...statuses, arrived }));
  // What fits, what only JavaScript can tell, and the first of each route.
  expect(statuses[400]).toBeGreaterThan(count * 0.3);
  expect(arrived).toBeLessThan((statuses[200] ?? 0) + count * 0.25);
});
