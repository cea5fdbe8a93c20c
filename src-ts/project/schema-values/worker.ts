/**
 * Runs files of the project that declare schemas, in a thread of its own: a file that loops for ever, ends the process
 * or keeps a connection open takes nothing down but this thread.
 */

import { createRequire } from 'node:module';
import { parentPort } from 'node:worker_threads';

import { reasonOf } from '../../errors/gati-error.js';
import { describeSchema } from './describe.js';
import type { Described } from './described.js';

/** A file to run, and the values of it to describe. */
export interface Task {
  readonly id: number;
  /** The compiled file. */
  readonly url: string;
  /** The source file, which packages are looked for from. */
  readonly file: string;
  /** An exported name, and the members that lead from it. */
  readonly values: readonly (readonly string[])[];
}

/** What came of it, in the order of the values. */
export interface Answer {
  readonly id: number;
  /** JSON, so that nothing of a library's own has to cross. */
  readonly described: string;
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

parentPort?.on('message', (task: Task) => {
  void run(task).then((described) => {
    const answer: Answer = { id: task.id, described: JSON.stringify(described) };
    parentPort?.postMessage(answer);
  });
});
