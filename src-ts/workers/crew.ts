/** The workers of an application: as many as were asked for, new ones for those that die, all of them anew on request. */

import { CrewCounts } from './crew-numbers.js';
import { describeEnd, type Say } from './lines.js';
import { type End, WorkerProcess } from './worker-process.js';

/** How a crew is. */
export interface CrewOptions {
  readonly count: number;
  readonly say: Say;
}

/** Who lived this long did not die of the start, in milliseconds. */
const steady = 2_000;

/** So many deaths one after the other, none of them of somebody steady, end the attempt to serve. */
const mostDeaths = 5;

/** Until the next attempt: twice as long after each death, in milliseconds. */
const shortestPause = 100;
const longestPause = 10_000;

/** Processes that serve one application together. */
export class Crew {
  readonly #options: CrewOptions;
  readonly #workers = new Set<WorkerProcess>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #done: Promise<number>;
  readonly #finish: (code: number) => void;
  #made = 0;
  #generation = 0;
  /** Deaths in a row. */
  #deaths = 0;
  /** Whether all of them have listened at one time, and that was said. */
  #isUp = false;
  #isStopping = false;
  #exitCode = 0;
  /** The port in use, where any would do: who comes later has to find the others there. */
  #port: string | undefined;
  #reloading: Promise<void> | undefined;
  #reloadAgain = false;
  readonly #counts = new CrewCounts();

  constructor(options: CrewOptions) {
    this.#options = options;
    let finish!: (code: number) => void;
    this.#done = new Promise((resolve) => {
      finish = resolve;
    });
    this.#finish = finish;
  }

  /** Starts, and resolves with the exit code when everything is over. One comes first, and the others if it can serve. */
  run(): Promise<number> {
    this.#launch();
    return this.#done;
  }

  /** Has every worker followed by a new one, which listens before the old one stops. Asked meanwhile, it does so once more. */
  reload(): void {
    if (this.#isStopping) return;
    if (!this.#isUp || this.#reloading !== undefined) {
      this.#reloadAgain = true;
      return;
    }
    this.#reloading = this.#reload().finally(() => {
      this.#reloading = undefined;
      if (!this.#reloadAgain) return;
      this.#reloadAgain = false;
      this.reload();
    });
  }

  /** Lets all of them finish what is under way. */
  stop(reason: string): void {
    if (this.#isStopping) return;
    const serving = this.#serving();
    this.#options.say.event(
      `stopping on ${reason}: ${counted(serving)} ${serving === 1 ? 'finishes its' : 'finish their'} requests`,
    );
    this.#end();
  }

  /** Ends all of them at once. */
  kill(): void {
    for (const worker of this.#workers) worker.kill();
  }

  #end(): void {
    this.#isStopping = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const worker of this.#workers) worker.retire();
    if (this.#workers.size === 0) this.#finish(this.#exitCode);
  }

  #launch(): WorkerProcess {
    this.#made += 1;
    const env = {
      ...(this.#port === undefined ? {} : { PORT: this.#port }),
      ...(this.#workers.size === 0 ? WorkerProcess.alone : {}),
    };
    const worker = new WorkerProcess(this.#made, this.#generation, env, {
      onReady: (one) => this.#onReady(one),
      onEnd: (one, end) => this.#onEnd(one, end),
      onMessage: (one, message) => this.#counts.take(one, message, () => this.#listening()),
    });
    this.#workers.add(worker);
    return worker;
  }

  /** Starts those that are missing; one of them first, where nobody shows that it can be done. */
  #fill(): void {
    if (this.#isStopping) return;
    if (this.#serving() === 0 && [...this.#workers].some(({ isRetiring }) => !isRetiring)) return;
    const most = this.#serving() === 0 ? 1 : this.#missing();
    for (let missing = Math.min(most, this.#missing()); missing > 0; missing -= 1) this.#launch();
  }

  #missing(): number {
    const { count } = this.#options;
    let there = this.#timers.size;
    for (const { isRetiring, successor } of this.#workers) if (!isRetiring && successor === undefined) there += 1;
    return count - there;
  }

  *#listening(): Generator<WorkerProcess> {
    for (const worker of this.#workers) if (worker.report !== undefined) yield worker;
  }

  #serving(): number {
    return [...this.#workers].filter(({ report, isRetiring }) => report !== undefined && !isRetiring).length;
  }

  #onReady(worker: WorkerProcess): void {
    const { report } = worker;
    if (report === undefined || this.#isStopping) return;
    // A worker that binds by itself would get a port of its own, and a parent that holds none any more another one.
    if (report.asked === 0 && report.binds === 'worker') this.#port = String(report.port);
    const { say, count } = this.#options;
    this.#fill();
    if (this.#isUp) {
      say.event(`${worker.name} listens on ${report.url}`);
      return;
    }
    if (this.#serving() < count) return;
    this.#isUp = true;
    const routes = `${report.routes} ${report.routes === 1 ? 'route' : 'routes'}`;
    say.event(`listening on ${report.url} with ${counted(count)} (${routes}, ${Math.round(performance.now())} ms)`);
    if (!this.#reloadAgain) return;
    this.#reloadAgain = false;
    this.reload();
  }

  #onEnd(worker: WorkerProcess, end: End): void {
    this.#counts.ended(worker);
    this.#workers.delete(worker);
    if (worker.wasKilled) this.#options.say.problem(`${worker.name} did not stop in time and was killed`);
    if (this.#isStopping) {
      // A signal of ours may find a process that has no application yet; nothing is lost with it.
      const isClean = end.code === 0 || (worker.report === undefined && worker.isRetiring);
      if (!isClean) this.#exitCode = 1;
      if (this.#workers.size === 0) this.#finish(this.#exitCode);
      return;
    }
    if (worker.isRetiring) return;
    for (const other of this.#workers) {
      // Who reloads finds out, and goes on with the old one.
      if (other.successor === worker && worker.report === undefined) return;
    }
    this.#replace(worker, end);
  }

  /** A worker has died: another one takes its place after a while, unless there is no hope. */
  #replace(worker: WorkerProcess, end: End): void {
    const { say } = this.#options;
    const wasSteady = worker.report !== undefined && performance.now() - worker.readyAt >= steady;
    this.#deaths = wasSteady ? 1 : this.#deaths + 1;
    if (worker.report?.asked === 0) this.#keepPort(worker.report.port);
    const what = `${worker.name} ${describeEnd(end, worker.report !== undefined)}`;
    const isFirst = worker.hasRefused && !this.#isUp && this.#serving() === 0;
    if (isFirst || (this.#deaths >= mostDeaths && (!this.#isUp || this.#serving() === 0))) {
      const deaths = this.#deaths === 1 ? '' : `: ${this.#deaths} deaths one after the other`;
      say.problem(`error: ${what}; gave up${deaths}`);
      this.#exitCode = 1;
      this.#end();
      return;
    }
    // The one that is to follow it is on its way already.
    if (worker.successor !== undefined && this.#missing() <= 0) {
      say.event(what);
      return;
    }
    const pause = Math.min(shortestPause * 2 ** (this.#deaths - 1), longestPause);
    say.event(`${what}; another one starts in ${pause} ms`);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#fill();
    }, pause);
    this.#timers.add(timer);
  }

  /** Nobody is left who holds the port, and the next one must not get another. */
  #keepPort(port: number): void {
    if (this.#workers.size === 0) this.#port = String(port);
  }

  async #reload(): Promise<void> {
    const { say, count } = this.#options;
    const began = performance.now();
    this.#generation += 1;
    const generation = this.#generation;
    say.event(`reloading ${counted(count)}`);
    const isOld = (one: WorkerProcess): boolean => one.generation < generation && !one.isRetiring;
    for (;;) {
      const old = [...this.#workers].find(isOld);
      if (old === undefined || this.#isStopping) break;
      const next = this.#launch();
      old.successor = next;
      if ((await next.begun) === 'ended') {
        old.successor = undefined;
        if (this.#isStopping) return;
        say.problem(`error: ${next.name} did not start; the reload ends here, and ${counted(this.#serving())} serve`);
        this.#fill();
        return;
      }
      old.retire();
      if (this.#workers.has(old)) await old.ended;
    }
    if (!this.#isStopping) say.event(`reloaded ${counted(count)} in ${Math.round(performance.now() - began)} ms`);
  }
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'worker' : 'workers'}`;
}
