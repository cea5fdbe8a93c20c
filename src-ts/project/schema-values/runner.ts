/** The thread that schema files run in: started when it is needed, and again when a file took it down. */

import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

import type { ToDescribe } from '../steps.js';
import type { Described } from './described.js';
import { answers, type Answer, type Task } from './task.js';

/** How long the files of one batch may take to run. */
const patience = 10_000;

/** What to say of a file that waits for something. */
const unfinished = {
  failed: `its file did not finish within ${patience / 1000} seconds`,
  help: 'a schema file must not wait for anything',
};

/** What to say of a file that ends the thread. */
const ended = { failed: 'its file ended the process', help: 'keep schemas in files that do nothing else' };

/** The options this process was started with, as far as they mean something to a thread that runs a file. */
function options(): string[] {
  const { execArgv } = process;
  const evaluated = execArgv.findIndex((argument) => ['-e', '--eval', '-p', '--print', '-pe'].includes(argument));
  const own = evaluated === -1 ? execArgv : execArgv.toSpliced(evaluated, 2);
  return own.filter((argument) => !argument.startsWith('--input-type'));
}

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
  async describe({ file, url, values }: ToDescribe): Promise<readonly Described[]> {
    const task: Task = { id: (this.#next += 1), url, file, values };
    const worker = (this.#worker ??= this.#start());
    return new Promise((done) => {
      const timer = setTimeout(() => {
        this.#settle(values.map(() => unfinished));
        void this.#stop();
      }, patience);
      this.#waiting = { task, done, timer };
      worker.ref();
      worker.postMessage(task);
    });
  }

  /**
   * The same for a caller that cannot wait: this thread stands still meanwhile. The thread that runs the file is
   * another one for each call, because nothing can be heard of one that ends by itself.
   */
  describeNow({ file, url, values }: ToDescribe): readonly Described[] {
    const { port1, port2 } = new MessageChannel();
    const signal = new Int32Array(new SharedArrayBuffer(4));
    const task: Task = { id: (this.#next += 1), url, file, values };
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      execArgv: options(),
      workerData: { task, port: port2, signal },
      transferList: [port2],
    });
    worker.unref();
    // What it throws has been said to the port; an event of it has nobody to go to.
    worker.on('error', () => undefined);
    Atomics.wait(signal, 0, answers.none, patience);
    const received = receiveMessageOnPort(port1) as { message: Answer } | undefined;
    port1.close();
    void worker.terminate();
    if (received !== undefined) return JSON.parse(received.message.described) as Described[];
    const isOver = Atomics.load(signal, 0) === answers.over;
    return values.map(() => (isOver ? ended : unfinished));
  }

  /** Ends the thread; the next file starts another. */
  async close(): Promise<void> {
    await this.#stop();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { execArgv: options() });
    const died = (reason: string): void => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#settle(this.#waiting?.task.values.map(() => ({ failed: reason, help: ended.help })) ?? []);
    };
    worker.on('message', (answer: Answer) => {
      if (this.#waiting?.task.id !== answer.id) return;
      this.#settle(JSON.parse(answer.described) as Described[]);
    });
    worker.on('error', (error) => died(`its file could not be run: ${error.message}`));
    worker.on('exit', () => died(ended.failed));
    return worker;
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
