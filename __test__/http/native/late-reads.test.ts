/**
 * Requests of the native host live in a buffer that is written again with every turn. Tens of thousands of them under way
 * together, each with a nonce in everything it says, are asked late for all of it: before the answer, and after it.
 * `GATI_LATE_READS=1000000` says how many.
 */

import { connect, type Socket } from 'node:net';

import { expect, test } from 'vitest';

import { createApp } from '../../../src-ts/app.js';
import type { HandlerFunction } from '../../../src-ts/api/handler.js';
import type { LocalContext } from '../../../src-ts/api/contexts.js';
import type { Request } from '../../../src-ts/api/request.js';
import type { Response } from '../../../src-ts/api/response.js';
import { define, memoryLogger } from '../definition.js';

const total = Number(process.env['GATI_LATE_READS'] ?? 12_000);
const connections = 48;
/** Requests sent together. Those that change something are served one after another, the others together. */
const together = 16;

/** What a handler waits for before it looks at its request. */
const waits: Readonly<Record<string, () => unknown>> = {
  nothing: () => undefined,
  microtask: () => Promise.resolve(),
  microtasks: async () => {
    for (let round = 0; round < 8; round += 1) await undefined;
  },
  tick: () => new Promise((resolve) => process.nextTick(resolve)),
  immediate: () => new Promise((resolve) => setImmediate(resolve)),
  immediates: async () => {
    for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve));
  },
  timer: () => new Promise((resolve) => setTimeout(resolve, 1)),
};
const waitNames = Object.keys(waits);

/** Requests whose parts do not say the same nonce, and how many were looked at. */
const crossed: object[] = [];
let lookedAt = 0;

/** What a request says of itself, which has to be one nonce. */
function look(req: Request, place: string): string {
  const nonce = req.headers['x-nonce'] as string;
  const said = {
    param: (req.params as { id: string }).id,
    query: (req.query as { q?: unknown }).q,
    cookie: req.cookies['c'],
    other: req.headers['x-other'],
    agent: req.headers['user-agent'],
    url: req.url.includes(`/${nonce}/`) && req.url.endsWith(`q=${nonce}`) ? nonce : req.url,
    path: req.path.endsWith(`/${nonce}/%C3%A9`) ? nonce : req.path,
    body: req.method === 'POST' ? req.rawBody?.toString().trim() : nonce,
    forwarded: req.ip === `10.${Number(nonce.slice(-2))}.1.1` ? nonce : req.ip,
  };
  lookedAt += 1;
  if (nonce === undefined || Object.values(said).some((one) => one !== nonce)) crossed.push({ place, nonce, ...said });
  return nonce;
}

/** Answers at once or late, and looks at everything before and after. */
const handler: HandlerFunction = (async (req: Request, res: Response, _gctx: unknown, lctx: LocalContext) => {
  const { before, after } = req.params as { before: string; after: string };
  const isBefore = before !== 'never';
  lctx.onCleanup(async () => {
    await waits[after]?.();
    look(req, `after the answer and ${after}, before ${before}`);
  });
  await waits[before]?.();
  return res.header('x-nonce', isBefore ? look(req, before) : (req.params as { id: string }).id).json({
    nonce: (req.params as { id: string }).id,
  });
}) as never;

/** The same, without a promise anywhere. */
const atOnce: HandlerFunction = ((req: Request, res: Response, _gctx: unknown, lctx: LocalContext) => {
  const { after, id } = req.params as { after: string; id: string };
  lctx.onCleanup(async () => {
    await waits[after]?.();
    look(req, `at once, then ${after}`);
  });
  return res.header('x-nonce', id).json({ nonce: id });
}) as never;

function requestText(index: number): { readonly nonce: string; readonly text: string } {
  const nonce = `n${index.toString(36).padStart(6, '0')}${'x'.repeat(index % 23)}${String(index % 100).padStart(2, '0')}`;
  const after = waitNames[index % waitNames.length] as string;
  const before = [...waitNames, 'never', 'at-once'][Math.floor(index / waitNames.length) % (waitNames.length + 2)];
  const isPost = index % 5 === 0;
  const size = index % 15 === 0 ? 70_000 : index % 10 === 0 ? 5_000 : nonce.length;
  const body = isPost ? nonce.padEnd(size, ' ') : '';
  const path = before === 'at-once' ? `/at-once/${after}` : `/late/${before}/${after}`;
  const lines = [
    `${isPost ? 'POST' : 'GET'} ${path}/${nonce}/%C3%A9?a=%31&q=${nonce} HTTP/1.1`,
    'Host: x',
    `X-Nonce: ${nonce}`,
    `Cookie: b=1; c=${nonce}`,
    `X-Other:   ${nonce}  `,
    `User-Agent: ${nonce}`,
    `X-Forwarded-For: 10.${index % 100}.1.1`,
    ...(isPost ? ['Content-Type: text/plain', `Content-Length: ${body.length}`] : []),
  ];
  return { nonce, text: `${lines.join('\r\n')}\r\n\r\n${body}` };
}

/** Sends requests in flights, and says which answers were not theirs. */
async function client(port: number, first: number, count: number): Promise<string[]> {
  const socket = connect(port, '127.0.0.1');
  const wrong: string[] = [];
  try {
    for (let at = 0; at < count; at += together) {
      const flight = Array.from({ length: Math.min(together, count - at) }, (_, index) =>
        requestText(first + at + index),
      );
      const answers = await exchange(socket, flight.map(({ text }) => text).join(''), flight.length);
      for (const [index, { nonce }] of flight.entries()) {
        const answer = answers[index] ?? '';
        if (!answer.includes(`x-nonce: ${nonce}\r\n`) || !answer.endsWith(`{"nonce":"${nonce}"}`))
          wrong.push(`${nonce}: ${answer.slice(0, 300)}`);
      }
    }
  } finally {
    socket.destroy();
  }
  return wrong;
}

/** Writes, and reads so many answers. All of them have a length. */
function exchange(socket: Socket, text: string, count: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const answers: string[] = [];
    let rest = '';
    const onData = (chunk: Buffer): void => {
      rest += chunk.toString('latin1');
      for (;;) {
        const end = rest.indexOf('\r\n\r\n');
        if (end === -1) break;
        const length = Number(/content-length: (\d+)/i.exec(rest.slice(0, end))?.[1] ?? 0);
        if (rest.length < end + 4 + length) break;
        answers.push(rest.slice(0, end + 4 + length));
        rest = rest.slice(end + 4 + length);
      }
      if (answers.length < count) return;
      done();
      resolve(answers);
    };
    const onClose = (): void => {
      done();
      reject(new Error(`closed after ${answers.length} of ${count} answers: ${answers.at(-1)} ${rest.slice(0, 200)}`));
    };
    const done = (): void => {
      socket.off('data', onData).off('close', onClose).off('error', reject);
    };
    socket.on('data', onData).on('close', onClose).on('error', reject);
    socket.write(text);
  });
}

test(`${total} requests under way together say what their clients sent, late and later`, async () => {
  const { logger, lines } = memoryLogger();
  const app = createApp(
    define({
      routes: {
        'GET /late/:before/:after/:id/:text': handler,
        'POST /late/:before/:after/:id/:text': handler,
        'GET /at-once/:after/:id/:text': atOnce,
        'POST /at-once/:after/:id/:text': atOnce,
      },
      config: { port: 0, trustProxy: true, logging: { requests: true } as never },
    }),
    { logger, env: { GATI_SERVER: 'native' } },
  );
  const { port } = await app.listen();
  const share = Math.ceil(total / connections);
  const wrong = await Promise.all(
    Array.from({ length: connections }, (_, index) => client(port, index * share, share)),
  );
  await app.close();
  expect(wrong.flat().slice(0, 3)).toEqual([]);
  expect(crossed.slice(0, 3)).toEqual([]);
  // Once after every answer, and before it where the handler looks then.
  expect(lookedAt).toBeGreaterThan(share * connections * 1.7);
  expect(lines.filter(({ level }) => (level as number) >= 50).slice(0, 3)).toEqual([]);
}, 600_000);
