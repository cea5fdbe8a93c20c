/** The parent of workers: it serves nothing itself, holds no file of the application, and ends when they have. */

import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';

import { Crew } from './crew.js';
import { hasTerminal } from './terminal.js';

/** How many processes: `auto` for one for each core that this process may use. */
export type WorkerCount = number | 'auto';

/** How workers are started. */
export interface WorkersOptions {
  /** How many; `auto` unless given. A text, as of an argument, is read. */
  readonly count?: WorkerCount | string | undefined;
  /** Where a line about each event goes. Standard output. */
  readonly print?: (line: string) => void;
}

/**
 * Serves a built application by several processes, which share its port and nothing else, and resolves with an exit code
 * when all of them have ended. `entry` is what each of them runs: the path of `dist/index.js`. A worker that dies is
 * followed by another. SIGTERM and SIGINT let all of them finish what is under way, a second one ends them at once; SIGHUP
 * exchanges them one by one, for instance after a new build.
 */
export async function startWorkers(entry: string, options: WorkersOptions = {}): Promise<number> {
  const print = options.print ?? ((line: string) => void process.stdout.write(`${line}\n`));
  const count = readCount(options.count ?? 'auto');
  if (count === undefined) {
    process.stderr.write(
      `error: the number of workers has to be auto or a whole number from 1 to 999, not ${String(options.count)}\n`,
    );
    return 2;
  }
  // Every worker accepts from one socket. Connections that the parent hands out instead would be lost with a worker that
  // dies before it takes them, and cost the parent a message each.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({ exec: entry, args: [], execArgv: [...process.execArgv, '--enable-source-maps'] });
  const crew = new Crew({
    count,
    say: { event: print, problem: (line) => void process.stderr.write(`${line}\n`) },
  });
  const forget = followSignals(crew);
  try {
    return await crew.run();
  } finally {
    forget();
  }
}

/** Reads a number of workers; nothing for what is none. */
function readCount(text: WorkerCount | string): number | undefined {
  if (text === 'auto') return availableParallelism();
  const count = Number(text);
  return Number.isInteger(count) && count >= 1 && count <= 999 ? count : undefined;
}

function followSignals(crew: Crew): () => void {
  const hadTerminal = hasTerminal();
  let isStopping = false;
  const onStop = (signal: NodeJS.Signals): void => {
    if (isStopping) {
      crew.kill();
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }
    isStopping = true;
    crew.stop(signal);
  };
  const onHangUp = (): void => {
    // The terminal itself is gone, and with it whoever started this.
    if (hadTerminal && !hasTerminal()) onStop('SIGHUP');
    else crew.reload();
  };
  process.on('SIGTERM', onStop).on('SIGINT', onStop).on('SIGHUP', onHangUp);
  return () => void process.off('SIGTERM', onStop).off('SIGINT', onStop).off('SIGHUP', onHangUp);
}
