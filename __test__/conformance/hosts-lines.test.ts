/**
 * Lines that are written without pino: under Fastify by JavaScript, natively by Rust. They are the same to the letter, and what
 * pino would have written.
 */

import { pino } from 'pino';
import { describe, expect, test } from 'vitest';

import type { GatiConfig } from '../../src-ts/api/config.js';
import { createApp } from '../../src-ts/app.js';
import { define } from '../http/definition.js';
import { cases, routes, send } from '../http/observed-requests.js';

/** Everything that an application writes to its log while it serves all cases. */
async function linesOf(server: string, config: GatiConfig): Promise<string[]> {
  const app = createApp(
    define({
      routes,
      config: { port: 0, timeouts: { handler: 300 }, trustProxy: false, ...config },
      mode: 'production',
    }),
    { env: { GATI_SERVER: server, HOST: '127.0.0.1' } },
  );
  let text = '';
  const { [pino.symbols.streamSym]: stream } = app.gctx.logger as unknown as Record<
    symbol,
    { write(text: string): void }
  >;
  if (stream === undefined) throw new Error('the logger has no destination');
  stream.write = (some) => void (text += some);
  const { port } = await app.listen();
  for (const one of Object.values(cases)) await send(one, port);
  await app.close();
  return text.split('\n').filter((line) => line.includes('"request '));
}

/** Without what differs each time. */
function plain(line: string): string {
  return (
    line
      .replace(/"(time|pid|answerTime|responseTime)":[\d.]+/g, '"$1":0')
      // A problem says the id of its request, and these are not of one length.
      .replace(/("gati\.error\.code".*"http\.response\.body\.size":)\d+/, '$10')
      .replace(/"requestId":"(?!mine)[\w-]+"/, '"requestId":"-"')
      .replace(/"spanId":"[0-9a-f]{16}"/, '"spanId":"-"')
      .replace(/"traceId":"(?!0af7)[0-9a-f]{32}"/, '"traceId":"-"')
  );
}

const settings: Readonly<Record<string, GatiConfig>> = {
  'lines alone': { observability: { requests: true } },
  'lines beside spans and metrics': {
    observability: { requests: true, metrics: true, spans: { export: () => undefined } },
  },
  'lines of what went wrong': { logging: { level: 'warn' }, observability: { requests: true } },
  'fields that are redacted': { logging: { redact: ['["url.path"]'] }, observability: { requests: true } },
};

describe('lines', () => {
  test.each(Object.entries(settings))(
    '%s',
    async (_name, config) => {
      const [fastify, native] = [await linesOf('fastify', config), await linesOf('native', config)];
      const least = config.logging === undefined ? Object.keys(cases).length : 1;
      expect(fastify.length).toBeGreaterThanOrEqual(least);
      expect(native.map(plain).sort()).toEqual(fastify.map(plain).sort());
      // Text that was put together reads as what JSON.stringify makes of the same.
      for (const line of native) expect(JSON.stringify(JSON.parse(line))).toBe(line);
    },
    30_000,
  );
});
