/** Everything that an application records of its requests: who records it hands finished requests over, under every host. */

import type { Logger } from '../api/contexts.js';
import type { Request } from '../api/request.js';
import type { Response } from '../api/response.js';
import type { ObservabilitySettings } from '../config/resolve-observability.js';
import type { AccessRecord } from './access-record.js';
import { contentTypes, exposition, formatFor, type Numbers } from './exposition.js';
import type { LineFrame } from './line-frame.js';
import { otlpExport } from './otlp.js';
import { type ProcessNumbers, ProcessWatch } from './process-numbers.js';
import { type CountRow, RequestCounts, type RequestNumbers } from './request-counts.js';
import { RequestLines } from './request-lines.js';
import { RequestSpans } from './request-spans.js';
import type { Sampling } from './trace-context.js';

/** What the processes of an application say together. */
export interface CrewNumbers {
  readonly all: readonly Numbers[];
  /** What workers had counted that are gone. */
  readonly retired: readonly CountRow[];
}

/** What is recorded, and where it goes. */
export class Observation {
  readonly settings: ObservabilitySettings;
  readonly lines: RequestLines | undefined;
  readonly spans: RequestSpans | undefined;
  /** Which requests have a span of their own; nothing where none has. */
  readonly sampling: Sampling | undefined;
  /** Counts, as long as no host says that it counts by itself. */
  readonly counts: RequestCounts | undefined;
  readonly #watch: ProcessWatch | undefined;
  #source: (() => Promise<RequestNumbers>) | undefined;
  #crew: (() => Promise<CrewNumbers>) | undefined;

  constructor(settings: ObservabilitySettings, logger: Logger, frame: LineFrame | undefined) {
    const { requests, metrics, spans } = settings;
    this.settings = settings;
    this.lines = requests ? new RequestLines(logger, frame) : undefined;
    this.counts = metrics === undefined ? undefined : new RequestCounts();
    this.#watch = metrics === undefined ? undefined : new ProcessWatch();
    this.sampling = spans?.sampling;
    const run = spans === undefined ? undefined : typeof spans.to === 'function' ? spans.to : otlpExport(spans.to);
    this.spans = spans === undefined || run === undefined ? undefined : new RequestSpans(run, spans.limits, logger);
  }

  /** Whether a route has neither a line nor a span. */
  ignores(route: string | undefined): boolean {
    return route !== undefined && this.settings.ignore.has(route);
  }

  /** Whether records are needed, and not only counts. */
  get isRecording(): boolean {
    return this.lines !== undefined || this.spans !== undefined;
  }

  /** A request is over, whose host does not count by itself. */
  take(record: AccessRecord): void {
    this.counts?.ended(record);
    this.note(record);
  }

  /** A request is over, and counted. */
  note(record: AccessRecord): void {
    if (this.ignores(record.route)) return;
    this.lines?.write(record);
    this.spans?.add(record);
  }

  /** Asks a host for what it counts. */
  countedBy(source: () => Promise<RequestNumbers>): void {
    this.#source = source;
  }

  /** Asks all processes of the application for what they have counted. */
  partOf(crew: () => Promise<CrewNumbers>): void {
    this.#crew = crew;
  }

  /** What this process says. */
  async numbers(worker?: string): Promise<Numbers> {
    const counted = this.counts?.numbers ?? { rows: [], active: {} };
    return { worker, requests: (await this.#source?.()) ?? counted, process: this.#process() };
  }

  #process(): ProcessNumbers {
    const watch = this.#watch;
    if (watch === undefined) throw new TypeError('there are no metrics');
    return watch.numbers(this.spans?.dropped ?? 0);
  }

  /** The host ends that counts by itself: what it says last is what is told from here on. */
  async settle(): Promise<void> {
    if (this.#source === undefined || this.settings.metrics === undefined) return;
    const last = await this.#source();
    this.#source = async () => last;
  }

  /** The page of the metrics. */
  readonly page = async (req: Request, res: Response): Promise<unknown> => {
    const { accept } = req.headers as Readonly<Record<string, string | undefined>>;
    const format = formatFor(accept);
    const { all, retired } = (await this.#crew?.()) ?? { all: [await this.numbers()], retired: [] };
    return res
      .type(contentTypes[format])
      .header('cache-control', 'no-store')
      .header('vary', 'Accept')
      .send(exposition(all, retired, format));
  };

  /** The last request is over: hands over what waits. */
  async stop(): Promise<void> {
    this.lines?.flush();
    await this.spans?.stop();
    this.#watch?.stop();
  }
}

/** What records an application's requests; nothing where nothing is recorded. */
export function observationOf(
  settings: ObservabilitySettings,
  logger: Logger,
  frame: () => LineFrame | undefined,
): Observation | undefined {
  const { requests, metrics, spans } = settings;
  if (!requests && metrics === undefined && spans === undefined) return undefined;
  return new Observation(settings, logger, requests ? frame() : undefined);
}
