/**
 * What all workers have counted: whichever of them is asked for the metrics tells those of all, which the parent brings together.
 * Numbers of workers that are gone stay, so that sums never fall.
 */

import type { CrewNumbers } from '../observe/observation.js';
import type { Numbers } from '../observe/exposition.js';
import { CountRows } from '../observe/request-counts.js';
import type { FromWorker, ToWorker } from './talk.js';

/** Milliseconds after which a worker that does not answer is told of as it was last known. */
const patience = 1_000;

/** A worker, as far as this is about it. */
export interface Counting {
  readonly send: (message: ToWorker) => void;
}

/** The numbers of all workers, in the parent. */
export class CrewCounts {
  readonly #last = new Map<Counting, Numbers>();
  readonly #retired = new CountRows();
  readonly #waiting = new Map<number, (worker: Counting) => void>();
  #asked = 0;

  /** Takes what a worker says. `others` are all that serve. */
  take(worker: Counting, message: FromWorker, others: () => Iterable<Counting>): void {
    if (message.gati === 'scrape') void this.#answer(worker, message.id, [...others()]);
    if (message.gati !== 'numbers') return;
    this.#last.set(worker, message.numbers);
    this.#waiting.get(message.id)?.(worker);
  }

  /** A worker is gone. */
  ended(worker: Counting): void {
    this.#retired.merge(this.#last.get(worker)?.requests.rows ?? []);
    this.#last.delete(worker);
    for (const told of this.#waiting.values()) told(worker);
  }

  async #answer(asking: Counting, id: number, all: readonly Counting[]): Promise<void> {
    this.#asked += 1;
    const question = this.#asked;
    const missing = new Set(all);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patience);
      this.#waiting.set(question, (worker) => {
        missing.delete(worker);
        if (missing.size > 0) return;
        clearTimeout(timer);
        resolve();
      });
      for (const worker of all) worker.send({ gati: 'count', id: question });
    });
    this.#waiting.delete(question);
    const numbers: CrewNumbers = { all: [...this.#last.values()], retired: this.#retired.all };
    asking.send({ gati: 'scraped', id, numbers });
  }
}
