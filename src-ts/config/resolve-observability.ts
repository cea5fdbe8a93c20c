/** What is recorded of requests, and where spans go: the standard variables of OpenTelemetry are read here. */

import type { SpanExport } from '../api/observability.js';
import type { OtlpTarget } from '../observe/otlp.js';
import type { BatchLimits } from '../observe/request-spans.js';
import type { Sampling } from '../observe/trace-context.js';
import { type PathSettings, isPath } from './resolve-paths.js';
import type { Settings } from './problems.js';

/** Where spans go, which of them, and how. */
export interface SpanSettings {
  readonly to: SpanExport | OtlpTarget;
  readonly sampling: Sampling;
  readonly limits: BatchLimits;
}

/** Resolved. */
export interface ObservabilitySettings {
  /** Whether there is a line for each request. */
  readonly requests: boolean;
  /** Where the metrics are. */
  readonly metrics: string | undefined;
  readonly spans: SpanSettings | undefined;
  /** Routes that have neither a line nor a span. */
  readonly ignore: ReadonlySet<string>;
}

/** Resolves `observability`, of which `logging.requests` is a part. */
export function resolveObservability(
  settings: Settings,
  env: NodeJS.ProcessEnv,
  health: PathSettings['health'],
): ObservabilitySettings {
  const inner = settings.group('observability', ['requests', 'metrics', 'spans', 'ignore']);
  const logging = settings.raw('logging');
  const inLogging =
    typeof logging === 'object' && logging !== null && (logging as { requests?: unknown }).requests === true;
  const metrics = resolveMetrics(inner);
  const own = [health?.live, health?.ready, metrics].filter((path) => path !== undefined);
  return {
    requests: inner.flag('requests', inLogging),
    metrics,
    spans: resolveSpans(inner, env),
    ignore: new Set(inner.texts('ignore', own)),
  };
}

function resolveMetrics(settings: Settings): string | undefined {
  const value = settings.raw('metrics');
  if (value === undefined || value === false) return undefined;
  if (value === true) return '/metrics';
  if (typeof value === 'string' && isPath(value)) return value;
  settings.wrong('metrics', 'true, false or a path such as "/metrics"');
  return undefined;
}

function resolveSpans(settings: Settings, env: NodeJS.ProcessEnv): SpanSettings | undefined {
  const value = settings.raw('spans');
  if (value === undefined || value === false) return undefined;
  const inner = value === true ? settings.group('', []) : settings.group('spans', ['export', 'sample']);
  const own = inner.raw('export');
  if (own !== undefined && typeof own !== 'function') inner.wrong('export', 'a function');
  const variables = new Variables(env, settings.problems);
  const sampling = samplingOf(inner, variables);
  const limits: BatchLimits = {
    queue: variables.whole('OTEL_BSP_MAX_QUEUE_SIZE', 2048),
    batch: variables.whole('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 512),
    delay: variables.whole('OTEL_BSP_SCHEDULE_DELAY', 5000),
    timeout: variables.whole(
      'OTEL_EXPORTER_OTLP_TRACES_TIMEOUT',
      variables.whole('OTEL_EXPORTER_OTLP_TIMEOUT', 10_000),
    ),
  };
  const to = typeof own === 'function' ? (own as SpanExport) : targetOf(variables);
  if (variables.text('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return undefined;
  return { to, sampling, limits: { ...limits, batch: Math.min(limits.batch, limits.queue) } };
}

/** Variables of OpenTelemetry: empty is not set, and what cannot be read is a problem. */
class Variables {
  readonly #env: NodeJS.ProcessEnv;
  readonly #problems: string[];

  constructor(env: NodeJS.ProcessEnv, problems: string[]) {
    this.#env = env;
    this.#problems = problems;
  }

  text(name: string): string | undefined {
    const value = this.#env[name]?.trim();
    return value === '' ? undefined : value;
  }

  whole(name: string, otherwise: number): number {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
    this.wrong(name, 'a whole number above 0', value);
    return otherwise;
  }

  wrong(name: string, wanted: string, value: string): void {
    this.#problems.push(`${name} in the environment has to be ${wanted}, not ${JSON.stringify(value)}`);
  }

  /** `a=b,c=d`, percent-encoded. */
  pairs(name: string): Record<string, string> {
    const pairs: Record<string, string> = {};
    for (const part of (this.text(name) ?? '').split(',')) {
      const at = part.indexOf('=');
      if (part.trim() === '') continue;
      try {
        if (at < 1) throw new URIError('no =');
        pairs[decodeURIComponent(part.slice(0, at).trim())] = decodeURIComponent(part.slice(at + 1).trim());
      } catch {
        // What it holds may be a credential, and is not repeated.
        this.#problems.push(`${name} in the environment has to be a list such as "name=value,other=value"`);
        return {};
      }
    }
    return pairs;
  }
}

/** The samplers of the specification, and what they do with traces that begin here. */
const samplers: Readonly<Record<string, { readonly asParent: boolean; readonly ratio: 0 | 1 | 'argument' }>> = {
  always_on: { asParent: false, ratio: 1 },
  always_off: { asParent: false, ratio: 0 },
  traceidratio: { asParent: false, ratio: 'argument' },
  parentbased_always_on: { asParent: true, ratio: 1 },
  parentbased_always_off: { asParent: true, ratio: 0 },
  parentbased_traceidratio: { asParent: true, ratio: 'argument' },
};

function samplingOf(settings: Settings, variables: Variables): Sampling {
  const sample = settings.raw('sample');
  if (sample !== undefined) {
    if (typeof sample === 'number' && sample >= 0 && sample <= 1) return { asParent: true, ratio: sample };
    settings.wrong('sample', 'a number from 0 to 1');
  }
  const name = variables.text('OTEL_TRACES_SAMPLER') ?? 'parentbased_always_on';
  const sampler = samplers[name];
  if (sampler === undefined) {
    variables.wrong('OTEL_TRACES_SAMPLER', `one of ${Object.keys(samplers).join(', ')}`, name);
    return { asParent: true, ratio: 1 };
  }
  if (sampler.ratio !== 'argument') return { asParent: sampler.asParent, ratio: sampler.ratio };
  const argument = variables.text('OTEL_TRACES_SAMPLER_ARG') ?? '1';
  const ratio = Number(argument);
  if (!(ratio >= 0 && ratio <= 1)) variables.wrong('OTEL_TRACES_SAMPLER_ARG', 'a number from 0 to 1', argument);
  return { asParent: sampler.asParent, ratio: ratio >= 0 && ratio <= 1 ? ratio : 1 };
}

function targetOf(variables: Variables): OtlpTarget {
  const protocol =
    variables.text('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ?? variables.text('OTEL_EXPORTER_OTLP_PROTOCOL');
  // Where protobuf is taken over HTTP, JSON is, too: the specification asks collectors for both at the same address.
  if (protocol !== undefined && !protocol.startsWith('http/'))
    variables.wrong('OTEL_EXPORTER_OTLP_PROTOCOL', '"http/json", which is all that is spoken here', protocol);
  const base = variables.text('OTEL_EXPORTER_OTLP_ENDPOINT') ?? 'http://localhost:4318';
  const url = variables.text('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ?? `${base.replace(/\/$/, '')}/v1/traces`;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) variables.wrong('OTEL_EXPORTER_OTLP_ENDPOINT', 'a URL', url);
  const attributes = variables.pairs('OTEL_RESOURCE_ATTRIBUTES');
  return {
    url,
    headers: {
      ...variables.pairs('OTEL_EXPORTER_OTLP_HEADERS'),
      ...variables.pairs('OTEL_EXPORTER_OTLP_TRACES_HEADERS'),
    },
    resource: {
      'telemetry.sdk.language': 'nodejs',
      'telemetry.sdk.name': 'gati',
      'service.name': 'unknown_service:node',
      ...attributes,
      ...(variables.text('OTEL_SERVICE_NAME') === undefined
        ? {}
        : { 'service.name': variables.text('OTEL_SERVICE_NAME') as string }),
    },
  };
}
