/**
 * Metrics as text: Prometheus' format 0.0.4, and OpenMetrics 1.0.0 for who asks for it. Names are those of OpenTelemetry's
 * semantic conventions as Prometheus spells them, and of what Prometheus' client libraries tell of every process.
 */

import { errorTypeOf } from './access-record.js';
import type { ProcessNumbers } from './process-numbers.js';
import {
  type CountRow,
  CountRows,
  durationBounds,
  type RequestNumbers,
  sizeBounds,
  type Spread,
} from './request-counts.js';

/** What one process says. */
export interface Numbers {
  /** The number of the worker; nothing where the application is one process. */
  readonly worker: string | undefined;
  readonly requests: RequestNumbers;
  readonly process: ProcessNumbers;
}

/** The formats. */
export type Format = 'text' | 'openmetrics';

/** The content types of the formats. */
export const contentTypes: Readonly<Record<Format, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** The format that `Accept` likes best; text, where it does not say that it knows the other one. */
export function formatFor(accept: string | undefined): Format {
  let [text, open] = [0, 0];
  for (const part of (accept ?? '').split(',')) {
    const [type = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
    const of = (name: string): string | undefined =>
      parameters.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
    const quality = Number(of('q') ?? 1);
    if (!(quality > 0)) continue;
    if (type === 'application/openmetrics-text' && ['1.0.0', '0.0.1', undefined].includes(of('version')))
      open = Math.max(open, quality);
    else if (['text/plain', 'text/*', '*/*'].includes(type)) text = Math.max(text, quality);
  }
  return open > 0 && open >= text ? 'openmetrics' : 'text';
}

type Labels = Readonly<Record<string, string | undefined>>;

/** Writes families one after another. */
class Text {
  readonly #format: Format;
  #text = '';
  #name = '';

  constructor(format: Format) {
    this.#format = format;
  }

  /** Begins a family. A counter's name is without `_total`. */
  family(name: string, type: 'counter' | 'gauge' | 'histogram', help: string, unit?: string): void {
    const shown = type === 'counter' && this.#format === 'text' ? `${name}_total` : name;
    this.#name = name;
    this.#text += `# HELP ${shown} ${help}\n# TYPE ${shown} ${type}\n`;
    if (unit !== undefined && this.#format === 'openmetrics') this.#text += `# UNIT ${shown} ${unit}\n`;
  }

  sample(suffix: string, labels: Labels, value: number): void {
    const pairs = Object.entries(labels)
      .filter(([, text]) => text !== undefined && text !== '')
      .map(([name, text]) => `${name}="${escaped(text as string)}"`);
    this.#text += `${this.#name}${suffix}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${spelled(value)}\n`;
  }

  spread(labels: Labels, bounds: readonly number[], { counts, sum }: Spread): void {
    let total = 0;
    counts.forEach((times, place) => {
      total += times;
      const bound = bounds[place];
      this.sample('_bucket', { ...labels, le: bound === undefined ? '+Inf' : this.#bound(bound) }, total);
    });
    this.sample('_sum', labels, sum);
    this.sample('_count', labels, total);
  }

  end(): string {
    return this.#format === 'openmetrics' ? `${this.#text}# EOF\n` : this.#text;
  }

  /** OpenMetrics has boundaries as floating point numbers in their canonical form. */
  #bound(bound: number): string {
    return this.#format === 'openmetrics' && Number.isInteger(bound) ? `${bound}.0` : String(bound);
  }
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function spelled(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}

/** Everything that some processes say, as one text. `retired` is what processes counted that are gone. */
export function exposition(all: readonly Numbers[], retired: readonly CountRow[], format: Format): string {
  const rows = new CountRows();
  rows.merge(retired);
  const active = new Map<string, number>();
  for (const { requests } of all) {
    rows.merge(requests.rows);
    for (const [method, count] of Object.entries(requests.active))
      active.set(method, (active.get(method) ?? 0) + count);
  }
  const text = new Text(format);
  writeRequests(text, rows.all, active);
  writeProcesses(text, all);
  return text.end();
}

function labelsOf({ method, route, status, version, scheme, isGone }: CountRow): Labels {
  return {
    http_request_method: method,
    http_route: route,
    http_response_status_code: status === 0 ? undefined : String(status),
    network_protocol_version: version,
    url_scheme: scheme,
    error_type: errorTypeOf({ status, isGone }),
  };
}

function writeRequests(text: Text, rows: readonly CountRow[], active: ReadonlyMap<string, number>): void {
  text.family(
    'http_server_request_duration_seconds',
    'histogram',
    'Time from the first byte of a request to the last of its answer.',
    'seconds',
  );
  for (const row of rows) text.spread(labelsOf(row), durationBounds, row.duration);
  text.family('http_server_request_body_size_bytes', 'histogram', 'Size of the bodies of requests.', 'bytes');
  for (const row of rows) text.spread(labelsOf(row), sizeBounds, row.received);
  text.family('http_server_response_body_size_bytes', 'histogram', 'Size of the bodies of answers.', 'bytes');
  for (const row of rows) text.spread(labelsOf(row), sizeBounds, row.sent);
  text.family('http_server_active_requests', 'gauge', 'Requests that are under way.');
  for (const [method, count] of active) text.sample('', { http_request_method: method }, count);
}

/** What is told of a process, in the order of the page. */
const told: readonly {
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly unit?: string;
  readonly read: (numbers: ProcessNumbers) => number | undefined;
}[] = [
  {
    name: 'process_cpu_seconds',
    type: 'counter',
    help: 'Time of processors, in this process.',
    unit: 'seconds',
    read: ({ user, system }) => user + system,
  },
  {
    name: 'process_cpu_user_seconds',
    type: 'counter',
    help: 'Time of processors, in the program.',
    unit: 'seconds',
    read: ({ user }) => user,
  },
  {
    name: 'process_cpu_system_seconds',
    type: 'counter',
    help: 'Time of processors, in the system.',
    unit: 'seconds',
    read: ({ system }) => system,
  },
  {
    name: 'process_start_time_seconds',
    type: 'gauge',
    help: 'When the process began, since 1970.',
    unit: 'seconds',
    read: ({ began }) => began,
  },
  {
    name: 'process_resident_memory_bytes',
    type: 'gauge',
    help: 'Memory that is resident.',
    unit: 'bytes',
    read: ({ resident }) => resident,
  },
  { name: 'process_open_fds', type: 'gauge', help: 'Descriptors that are open.', read: ({ open }) => open },
  {
    name: 'nodejs_heap_size_used_bytes',
    type: 'gauge',
    help: 'Heap of JavaScript that is used.',
    unit: 'bytes',
    read: ({ heapUsed }) => heapUsed,
  },
  {
    name: 'nodejs_heap_size_total_bytes',
    type: 'gauge',
    help: 'Heap of JavaScript.',
    unit: 'bytes',
    read: ({ heapTotal }) => heapTotal,
  },
  {
    name: 'nodejs_external_memory_bytes',
    type: 'gauge',
    help: 'Memory of objects outside of the heap.',
    unit: 'bytes',
    read: ({ external }) => external,
  },
  {
    name: 'nodejs_eventloop_utilization',
    type: 'gauge',
    help: 'Share of time in which the event loop was busy, since the last scrape.',
    read: ({ utilization }) => utilization,
  },
  {
    name: 'nodejs_eventloop_lag_mean_seconds',
    type: 'gauge',
    help: 'How late timers were, since the last scrape.',
    unit: 'seconds',
    read: ({ lag }) => lag.mean,
  },
  {
    name: 'nodejs_eventloop_lag_p50_seconds',
    type: 'gauge',
    help: 'How late half of the timers were at most, since the last scrape.',
    unit: 'seconds',
    read: ({ lag }) => lag.p50,
  },
  {
    name: 'nodejs_eventloop_lag_p99_seconds',
    type: 'gauge',
    help: 'How late 99 % of the timers were at most, since the last scrape.',
    unit: 'seconds',
    read: ({ lag }) => lag.p99,
  },
  {
    name: 'nodejs_eventloop_lag_max_seconds',
    type: 'gauge',
    help: 'How late the latest timer was, since the last scrape.',
    unit: 'seconds',
    read: ({ lag }) => lag.max,
  },
  {
    name: 'gati_spans_dropped',
    type: 'counter',
    help: 'Spans that were given up because nobody took them in time.',
    read: ({ spansDropped }) => spansDropped,
  },
];

function writeProcesses(text: Text, all: readonly Numbers[]): void {
  for (const { name, type, help, unit, read } of told) {
    const values = all.flatMap(({ worker, process }) => {
      const value = read(process);
      return value === undefined ? [] : [{ worker, value }];
    });
    if (values.length === 0) continue;
    text.family(name, type, help, unit);
    for (const { worker, value } of values) text.sample(type === 'counter' ? '_total' : '', { worker }, value);
  }
}
