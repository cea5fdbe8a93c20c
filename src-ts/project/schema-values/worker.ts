/**
 * Runs files of the project that declare schemas, in a thread of its own: a file that loops for ever, ends the process
 * or keeps a connection open takes nothing down but this thread.
 */

import { createRequire } from 'node:module';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';

import { reasonOf } from '../../errors/gati-error.js';
import { describeSchema } from './describe.js';
import type { Described } from './described.js';
import { answers, type Answer, type Task } from './task.js';

/** What a thread gets that somebody stands still for. */
interface Waited {
  readonly task: Task;
  readonly port: MessagePort;
  readonly signal: Int32Array;
}

async function run({ url, file, values }: Task): Promise<Described[]> {
  let namespace: Record<string, unknown>;
  try {
    namespace = (await import(url)) as Record<string, unknown>;
  } catch (thrown) {
    const failed = `its file could not be run: ${reasonOf(thrown)}`;
    const help = 'keep schemas in files that can be imported by themselves, without a database or an environment';
    return values.map(() => ({ failed, help }));
  }
  const load = createRequire(file);
  return values.map((path) => {
    try {
      let value: unknown = namespace;
      for (const name of path) value = (value as Record<string, unknown> | undefined)?.[name];
      return checked(describeSchema(value, load));
    } catch (thrown) {
      return {
        failed: `it could not be described: ${reasonOf(thrown)}`,
        help: 'write the type out, or change the schema',
      };
    }
  });
}

/** A description that is JSON through and through; a default that is not becomes none. */
function checked(described: Described): Described {
  return JSON.parse(
    JSON.stringify(described, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
  ) as Described;
}

// What files print while they run here they print again when the app runs them, and a report in JSON has to stay one.
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (_chunk: unknown, encoding?: unknown, done?: unknown) => {
    const written = typeof encoding === 'function' ? encoding : done;
    if (typeof written === 'function') queueMicrotask(() => (written as () => void)());
    return true;
  };
}

async function answer(task: Task): Promise<Answer> {
  return { id: task.id, described: JSON.stringify(await run(task)) };
}

const waited = (workerData ?? undefined) as Waited | undefined;
if (waited === undefined) {
  parentPort?.on('message', (task: Task) => {
    void answer(task).then((described) => parentPort?.postMessage(described));
  });
} else {
  const say = (what: number): void => {
    Atomics.compareExchange(waited.signal, 0, answers.none, what);
    Atomics.notify(waited.signal, 0);
  };
  process.on('exit', () => say(answers.over));
  void answer(waited.task).then((described) => {
    waited.port.postMessage(described);
    say(answers.given);
  });
}
