/** How a process is doing: what Prometheus' client libraries tell of every process, and of Node.js what costs nothing. */

import { readdirSync } from 'node:fs';
import { type EventLoopUtilization, type IntervalHistogram, monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** The numbers of a moment. Times are seconds, sizes bytes. */
export interface ProcessNumbers {
  /** Seconds since 1970. */
  readonly began: number;
  readonly user: number;
  readonly system: number;
  readonly resident: number;
  readonly heapUsed: number;
  readonly heapTotal: number;
  readonly external: number;
  /** Descriptors; nothing where the system does not tell. */
  readonly open: number | undefined;
  /** The share of time in which the event loop was busy, since it was asked last. */
  readonly utilization: number;
  /** How late timers were, since it was asked last. */
  readonly lag: { readonly mean: number; readonly p50: number; readonly p99: number; readonly max: number };
  /** Spans that were given up because nobody took them in time. */
  readonly spansDropped: number;
}

/** Milliseconds between two looks at how late timers are. */
const resolution = 20;

/** Watches the process from when it is made until it is stopped. */
export class ProcessWatch {
  readonly #lag: IntervalHistogram = monitorEventLoopDelay({ resolution });
  #before: EventLoopUtilization = performance.eventLoopUtilization();

  constructor() {
    this.#lag.enable();
  }

  numbers(spansDropped: number): ProcessNumbers {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.#before);
    this.#before = now;
    const lag = this.#lag;
    // Nanoseconds, of which the time between two looks is no lateness. Before the first look there is no number.
    const late = (nanoseconds: number): number =>
      Number.isFinite(nanoseconds) && lag.count > 0 ? Math.max(0, nanoseconds / 1e9 - resolution / 1000) : 0;
    const lags = {
      mean: late(lag.mean),
      p50: late(lag.percentile(50)),
      p99: late(lag.percentile(99)),
      max: late(lag.max),
    };
    lag.reset();
    return {
      began: performance.timeOrigin / 1000,
      user: user / 1e6,
      system: system / 1e6,
      resident: rss,
      heapUsed,
      heapTotal,
      external,
      open: openDescriptors(),
      utilization,
      lag: lags,
      spansDropped,
    };
  }

  stop(): void {
    this.#lag.disable();
  }
}

function openDescriptors(): number | undefined {
  try {
    // Reading the folder opens one.
    return readdirSync('/proc/self/fd').length - 1;
  } catch {
    return undefined;
  }
}
