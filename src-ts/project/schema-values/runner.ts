/** The thread that schema files run in: started when it is needed, and again when a file took it down. */

import { Worker } from 'node:worker_threads';

import type { Described } from './described.js';
import type { Answer, Task } from './worker.js';

/** How long the files of one batch may take to run. */
const patience = 10_000;

interface Waiting {
  readonly task: Task;
  readonly done: (described: readonly Described[]) => void;
  readonly timer: NodeJS.Timeout;
}

/** Runs schema files one at a time. */
export class SchemaRunner {
  #worker: Worker | undefined;
  #next = 0;
  #waiting: Waiting | undefined;

  /** What the values of a file are. Never rejects. */
  async describe(file: string, url: string, values: readonly (readonly string[])[]): Promise<readonly Described[]> {
    const task: Task = { id: (this.#next += 1), url, file, values };
    const worker = (this.#worker ??= this.#start());
    return new Promise((done) => {
      const timer = setTimeout(() => {
        const seconds = patience / 1000;
        this.#fail(`its file did not finish within ${seconds} seconds`, 'a schema file must not wait for anything');
        void this.#stop();
      }, patience);
      this.#waiting = { task, done, timer };
      worker.ref();
      worker.postMessage(task);
    });
  }

  /** Ends the thread; the next file starts another. */
  async close(): Promise<void> {
    await this.#stop();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.js', import.meta.url));
    const died = (reason: string): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#fail(reason, 'keep schemas in files that do nothing else');
    };
    worker.on('message', (answer: Answer) => {
      if (this.#waiting?.task.id !== answer.id) return;
      this.#settle(JSON.parse(answer.described) as Described[]);
    });
    worker.on('error', (error) => died(`its file could not be run: ${error.message}`));
    worker.on('exit', () => died('its file ended the process'));
    return worker;
  }

  #fail(failed: string, help: string): void {
    this.#settle(this.#waiting?.task.values.map(() => ({ failed, help })) ?? []);
  }

  #settle(described: readonly Described[]): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    // Nobody waits for this thread any more, so that a command that is done can end.
    this.#worker?.unref();
    if (waiting === undefined) return;
    clearTimeout(waiting.timer);
    waiting.done(described);
  }

  async #stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}
