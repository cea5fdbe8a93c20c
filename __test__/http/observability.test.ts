/** Lines, metrics and spans of requests: the same under every host. */

import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, test } from 'vitest';

import type { GatiConfig } from '../../src-ts/api/config.js';
import type { RequestSpan } from '../../src-ts/api/observability.js';
import { createApp, type GatiApp } from '../../src-ts/app.js';
import { define, memoryLogger } from './definition.js';
import { cases, type Fields, get, parentId, post, routes, send, traceId } from './observed-requests.js';
import { readMetrics } from './prometheus-text.js';
import { serverEnv } from './server-env.js';

async function recorded(config: GatiConfig, run: (port: number, app: GatiApp) => Promise<void>): Promise<Fields[]> {
  const { logger, lines } = memoryLogger();
  // At this level requests without a route are answered where they arrive.
  logger.level = 'info';
  const app = createApp(define({ routes, config: { port: 0, timeouts: { handler: 300 }, ...config } }), {
    logger,
    env: serverEnv,
  });
  const { port } = await app.listen();
  await run(port, app);
  await app.close();
  return lines;
}

/** The fields under short names, without those of the clock and of the process. */
function shown(line: Fields): Fields {
  const {
    'http.request.method': method,
    'http.response.status_code': status,
    'http.request.body.size': received,
    'http.response.body.size': sent,
    ...others
  } = line;
  for (const name of [
    'level',
    'time',
    'pid',
    'hostname',
    'msg',
    'client.address',
    'user_agent.original',
    'answerTime',
    'responseTime',
  ])
    delete others[name];
  const fields: Fields = { method, received, sent, ...others };
  if (status !== undefined) fields['status'] = status;
  return fields;
}

const isRequest = ({ msg }: Fields): boolean =>
  String(msg).startsWith('request completed') || msg === 'request aborted';

describe('a line for each request', () => {
  test.each(Object.entries(cases))('%s', async (_name, one) => {
    const lines = (await recorded({ observability: { requests: true } }, (port) => send(one, port))).filter(isRequest);
    expect(lines).toHaveLength(1);
    const [line = {}] = lines;
    expect(line['level']).toBe(one.level ?? 30);
    expect(line['msg']).toBe(one.message ?? 'request completed');
    expect(line['client.address']).toBe('127.0.0.1');
    expect(line['responseTime']).toBeGreaterThanOrEqual((line['answerTime'] as number | undefined) ?? 0);
    const isRead = one.line['method'] !== '_OTHER';
    expect(line['user_agent.original']).toBe(isRead ? 'test/1 ("x")' : undefined);
    expect('answerTime' in line).toBe(one.leaves !== true);
    const { requestId, sent, ...fields } = shown(line);
    const { requestId: named, sent: length, ...expected } = one.line;
    expect(fields).toEqual({ method: 'GET', received: 0, 'network.protocol.version': '1.1', ...expected });
    if (length !== undefined) expect(sent).toBe(length);
    if (named !== undefined) expect(requestId).toBe(named);
    else expect(typeof requestId).toBe(isRead ? 'string' : 'undefined');
  });
});

/** A page of metrics, in one of the formats. */
async function scrape(port: number, accept = '*/*'): Promise<{ readonly type: string | null; readonly text: string }> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { accept } });
  return { type: response.headers.get('content-type'), text: await response.text() };
}

describe('metrics', () => {
  const config: GatiConfig = { observability: { metrics: true } };

  test('count every request once, by its route', async () => {
    await recorded(config, async (port) => {
      for (const one of Object.values(cases)) await send(one, port);
      const { type, text } = await scrape(port);
      expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
      const { samples } = readMetrics(text);
      const counted = new Map<string, number>();
      for (const { name, labels, value } of samples) {
        if (name !== 'http_server_request_duration_seconds_count') continue;
        const {
          http_request_method: method,
          http_route: route = '-',
          http_response_status_code: status = '-',
        } = labels;
        const key = `${method} ${route} ${status} ${labels['network_protocol_version']} ${labels['error_type'] ?? ''}`;
        counted.set(key.trim(), (counted.get(key.trim()) ?? 0) + value);
      }
      expect(Object.fromEntries([...counted].sort())).toEqual({
        'DELETE - 405 1.1': 1,
        'GET - 400 1.1': 1,
        'GET - 404 1.1': 1,
        'GET /broken 500 1.1 500': 1,
        'GET /hello 200 1.0': 1,
        'GET /hello 200 1.1': 3,
        'GET /late 503 1.1 503': 1,
        'GET /nothing 204 1.1': 1,
        'GET /slow - 1.1 client_gone': 1,
        'GET /stream 200 1.1': 1,
        'GET /taken 409 1.1': 1,
        'GET /talk 101 1.1': 1,
        'GET /users/:id 200 1.1': 1,
        'HEAD /hello 200 1.1': 1,
        'POST /users 200 1.1': 1,
        'POST /users 400 1.1': 1,
        'POST /users 422 1.1': 1,
        '_OTHER - 400 1.1': 1,
      });
      const active = samples.filter(({ name, value }) => name === 'http_server_active_requests' && value > 0);
      expect(active.map(({ labels, value }) => [labels, value])).toEqual([[{ http_request_method: 'GET' }, 1]]);
      const sent = samples.filter(
        ({ name, labels }) => name === 'http_server_response_body_size_bytes_sum' && labels['http_route'] === '/stream',
      );
      expect(sent.map(({ value }) => value)).toEqual([6]);
      const late = samples.find(
        ({ name, labels }) => name === 'http_server_request_duration_seconds_sum' && labels['http_route'] === '/late',
      );
      expect(late?.value).toBeGreaterThan(0.29);
    });
  });

  test('are OpenMetrics for who asks for it', async () => {
    await recorded(config, async (port) => {
      await send({ send: get('/hello'), line: {} }, port);
      const accept = 'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1';
      const { type, text } = await scrape(port, accept);
      expect(type).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
      expect(text.endsWith('# EOF\n')).toBe(true);
      const { families } = readMetrics(text);
      expect(families.get('process_cpu_seconds')).toMatchObject({ type: 'counter', unit: 'seconds' });
      expect(families.get('http_server_request_duration_seconds')).toMatchObject({
        type: 'histogram',
        unit: 'seconds',
      });
    });
  });

  test('are not there unless they are asked for', async () => {
    await recorded({}, async (port) => {
      expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(404);
    });
  });
});

describe('spans', () => {
  async function spansOf(config: object, run: (port: number) => Promise<void>): Promise<RequestSpan[]> {
    const all: RequestSpan[] = [];
    const spans = { export: (some: readonly RequestSpan[]) => void all.push(...some), ...config };
    await recorded({ observability: { spans } }, run);
    return all;
  }

  test('of every request, with what OpenTelemetry asks for', async () => {
    const spans = await spansOf({}, async (port) => {
      for (const one of Object.values(cases)) await send(one, port);
    });
    expect(spans).toHaveLength(Object.keys(cases).length);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
    for (const { name, attributes, began, ended, traceId: id, spanId } of spans) {
      const { 'http.request.method': method, 'http.route': route } = attributes;
      const verb = method === '_OTHER' ? 'HTTP' : String(method);
      expect(name).toBe(route === undefined ? verb : `${verb} ${route}`);
      expect(attributes['url.scheme']).toBe('http');
      expect(ended).toBeGreaterThanOrEqual(began);
      expect(Math.abs(began / 1000 - Date.now())).toBeLessThan(60_000);
      expect(id).toMatch(/^[0-9a-f]{32}$/);
      expect(spanId).toMatch(/^[0-9a-f]{16}$/);
    }
    const failed = spans.filter(({ isError }) => isError).map(({ attributes }) => attributes['url.path']);
    expect(failed.sort()).toEqual(['/broken', '/late', '/slow']);
  });

  test('are part of the trace of who called, and what the handler passes on is theirs', async () => {
    let told: { trace?: Fields } = {};
    const [span] = await spansOf({}, async (port) => {
      const headers = { traceparent: `00-${traceId}-${parentId}-01`, tracestate: 'a=b' };
      told = (await (await fetch(`http://127.0.0.1:${port}/traced`, { headers })).json()) as typeof told;
    });
    expect(span).toMatchObject({ traceId, parentSpanId: parentId, traceState: 'a=b' });
    expect(told.trace).toEqual({
      traceId,
      spanId: span?.spanId,
      traceFlags: 1,
      traceparent: `00-${traceId}-${span?.spanId}-01`,
      tracestate: 'a=b',
    });
  });

  const decisions: readonly (readonly [string, object, string, number])[] = [
    ['a caller that does not record', {}, `traceparent: 00-${traceId}-${parentId}-00\r\n`, 0],
    ['a caller that records', { sample: 0 }, `traceparent: 00-${traceId}-${parentId}-01\r\n`, 1],
    ['no caller, and no share', { sample: 0 }, '', 0],
    ['a caller that cannot be read', {}, 'traceparent: 00-zz\r\n', 1],
  ];
  test.each(decisions)('%s', async (_name, config, header, count) => {
    const spans = await spansOf(config, (port) => send({ send: get('/hello', header), line: {} }, port));
    expect(spans).toHaveLength(count);
  });

  test('a new trace that the handler asked for is the one that is recorded', async () => {
    let told: { trace?: Fields } = {};
    const [span] = await spansOf({}, async (port) => {
      told = (await (await fetch(`http://127.0.0.1:${port}/traced`)).json()) as typeof told;
    });
    expect(told.trace?.['traceId']).toBe(span?.traceId);
    expect(told.trace?.['spanId']).toBe(span?.spanId);
  });

  test('go to a collector as OTLP, which may be away for a moment', async () => {
    const bodies: string[] = [];
    const answers = [503, 200];
    const collector = createServer((request: IncomingMessage, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const status = answers.shift() ?? 500;
        if (status === 200) bodies.push(`${request.url} ${String(request.headers['x-key'])} ${body}`);
        response.writeHead(status, { 'retry-after': '0' }).end('{}');
      });
    });
    collector.listen(0, '127.0.0.1');
    await once(collector, 'listening');
    const { logger } = memoryLogger();
    const env = {
      ...serverEnv,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b',
      OTEL_SERVICE_NAME: 'shop',
    };
    const app = createApp(define({ routes, config: { port: 0, observability: { spans: true } } }), { logger, env });
    const { port } = await app.listen();
    await send({ send: get('/hello'), line: {} }, port);
    await app.close();
    collector.close();
    expect(bodies).toHaveLength(1);
    expect(bodies[0]?.startsWith('/v1/traces a b {')).toBe(true);
    const { resourceSpans } = JSON.parse((bodies[0] ?? '').slice('/v1/traces a b '.length)) as {
      resourceSpans: { resource: { attributes: object[] }; scopeSpans: { spans: Fields[] }[] }[];
    };
    expect(resourceSpans[0]?.resource.attributes).toContainEqual({
      key: 'service.name',
      value: { stringValue: 'shop' },
    });
    const [span] = resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
    expect(span).toMatchObject({ name: 'GET /hello', kind: 2, flags: 1, status: {} });
    expect(span?.['startTimeUnixNano']).toMatch(/^\d{19}$/);
    expect(span?.['attributes']).toContainEqual({ key: 'http.response.status_code', value: { intValue: '200' } });
  });

  test('an exporter that does not come to an end costs spans and nothing else', async () => {
    const { logger } = memoryLogger();
    const env = {
      ...serverEnv,
      OTEL_BSP_MAX_QUEUE_SIZE: '4',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2',
      OTEL_EXPORTER_OTLP_TIMEOUT: '50',
    };
    const config: GatiConfig = {
      port: 0,
      observability: { metrics: true, spans: { export: () => new Promise(() => undefined) } },
    };
    const app = createApp(define({ routes, config }), { logger, env });
    const { port } = await app.listen();
    for (let index = 0; index < 30; index += 1)
      expect((await fetch(`http://127.0.0.1:${port}/hello`)).status).toBe(200);
    await app.close();
  });
});

test('requests under way when the application closes have their lines', async () => {
  const lines = await recorded({ observability: { requests: true } }, async (port, app) => {
    const asked = send({ send: get('/late'), line: {} }, port);
    await send({ send: get('/hello'), line: {} }, port);
    await Promise.all([asked, app.close()]);
  });
  const paths = lines.filter(isRequest).map((line) => line['url.path']);
  expect(paths.sort()).toEqual(['/hello', '/late']);
});

test('routes that are ignored are counted and have no line', async () => {
  const observability = { requests: true, metrics: '/internal/metrics', ignore: ['/hello'] };
  const lines = await recorded({ observability }, async (port) => {
    await send({ send: get('/hello'), line: {} }, port);
    await send({ send: get('/users/1'), line: {} }, port);
    const { samples } = readMetrics(await (await fetch(`http://127.0.0.1:${port}/internal/metrics`)).text());
    const routesCounted = samples
      .filter(({ name }) => name === 'http_server_request_duration_seconds_count')
      .map(({ labels }) => labels['http_route']);
    expect(routesCounted.sort()).toEqual(['/hello', '/users/:id']);
  });
  expect(lines.filter(isRequest).map((line) => line['http.route'])).toEqual(['/users/:id', '/internal/metrics']);
});

test('a line of a handler and the line of its request say the same ids', async () => {
  const { logger, lines } = memoryLogger();
  const app = createApp(
    define({
      routes: {
        'POST /said': (_req, _res, _gctx, lctx) => {
          lctx.logger.info('said');
          return null;
        },
      },
      config: { port: 0, observability: { requests: true, spans: { export: () => undefined } } },
    }),
    { logger, env: serverEnv },
  );
  const { port } = await app.listen();
  await send({ send: post('/said', ''), line: {} }, port);
  await app.close();
  const [said, request] = lines.filter(({ msg }) => msg === 'said' || msg === 'request completed');
  for (const id of ['requestId', 'traceId', 'spanId']) {
    expect(said?.[id]).toBeTypeOf('string');
    expect(request?.[id]).toBe(said?.[id]);
  }
});
