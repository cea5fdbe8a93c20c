/** One worker, as its parent sees it. */

import cluster, { type Worker } from 'node:cluster';

import { aloneVariable, type FromWorker, isGatis, numberVariable, type Ready, type ToWorker } from './talk.js';

/** How a worker ended. */
export interface End {
  readonly code: number | null;
  readonly signal: string | null;
}

/** What happens to a worker. */
export interface WorkerEvents {
  readonly onReady: (worker: WorkerProcess) => void;
  readonly onEnd: (worker: WorkerProcess, end: End) => void;
  /** Everything it says. */
  readonly onMessage: (worker: WorkerProcess, message: FromWorker) => void;
}

/** How long a worker that said nothing of it may take to stop, and what is added for those that did. */
const leeway = 2_000;

/** A process that serves the whole application. */
export class WorkerProcess {
  /** Counted from 1, and never given again. */
  readonly number: number;
  /** How often the application had been asked for anew when this one began. */
  readonly generation: number;
  /** Resolves when it listens, or has ended before that. */
  readonly begun: Promise<'ready' | 'ended'>;
  readonly ended: Promise<End>;
  /** What it said when it began to listen. */
  report: Ready | undefined;
  readyAt = 0;
  /** Whether it said that it cannot start, and why. */
  hasRefused = false;
  /** Whether it was told to stop. */
  isRetiring = false;
  /** Whether it did not stop in time. */
  wasKilled = false;
  /** Who is to take its place. */
  successor: WorkerProcess | undefined;
  readonly #worker: Worker;
  #listensToParent = false;
  #killTimer: NodeJS.Timeout | undefined;

  constructor(number: number, generation: number, env: Readonly<Record<string, string>>, events: WorkerEvents) {
    this.number = number;
    this.generation = generation;
    this.#worker = cluster.fork({ ...env, [numberVariable]: String(number) });
    const { promise: begun, resolve: onBegun } = withResolver<'ready' | 'ended'>();
    const { promise: ended, resolve: onEnded } = withResolver<End>();
    this.begun = begun;
    this.ended = ended;
    this.#worker.on('message', (message: unknown) => {
      if (!isGatis(message)) return;
      events.onMessage(this, message as FromWorker);
      if (message.gati === 'begun') this.#listensToParent = true;
      if (message.gati === 'refused') this.hasRefused = true;
      if (message.gati !== 'ready') return;
      this.report = message;
      this.readyAt = performance.now();
      events.onReady(this);
      onBegun('ready');
    });
    let isOver = false;
    const end = (code: number | null, signal: string | null): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(this.#killTimer);
      events.onEnd(this, { code, signal });
      onBegun('ended');
      onEnded({ code, signal });
    };
    this.#worker.on('exit', end);
    // It could not be started, or not be talked to; the latter ends it, and the end is what counts.
    this.#worker.on('error', () => {
      if (this.#worker.process.pid === undefined) end(null, null);
    });
  }

  /** For people: which worker, and which process. */
  get name(): string {
    return `worker ${this.number} (pid ${this.#worker.process.pid ?? '?'})`;
  }

  /** A variable that says that nobody else is there who might have the port. */
  static readonly alone: Readonly<Record<string, string>> = { [aloneVariable]: '1' };

  /** Lets it finish what is under way, and no longer than it said it would need. */
  retire(): void {
    if (this.isRetiring) return;
    this.isRetiring = true;
    const stop: ToWorker = { gati: 'stop' };
    if (this.#listensToParent && this.#worker.isConnected()) this.#worker.send(stop);
    else this.#worker.process.kill('SIGTERM');
    this.#killTimer = setTimeout(
      () => {
        this.wasKilled = true;
        this.kill();
      },
      (this.report?.patience ?? 10_000) + leeway,
    );
  }

  /** Tells it something, if it can still hear. */
  readonly send = (message: ToWorker): void => {
    if (this.#listensToParent && this.#worker.isConnected()) this.#worker.send(message);
  };

  /** Ends it at once. */
  kill(): void {
    this.#worker.process.kill('SIGKILL');
  }
}

function withResolver<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
