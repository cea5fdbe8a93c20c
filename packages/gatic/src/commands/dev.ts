/** `gatic dev`. */

import { startDev } from '../api/dev.js';
import { projectRoot } from '../api/project-root.js';
import { exit } from '../exit-codes.js';
import { textFlag, type Invocation } from '../invocation.js';
import { devPrinter } from '../output/dev.js';

/** Serves until a signal comes. */
export async function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const stopped = firstSignal();
  // A stray rejection in the developer's code is worth a line, not the end of the session.
  const survive = (error: unknown): void =>
    output.error(
      `${output.style.red('uncaught')} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  process.on('uncaughtException', survive).on('unhandledRejection', survive);
  // Nobody reads any more: the terminal, or the program that started this, has gone. Printing that would fail again.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(exit.ok));
  const server = await startDev({
    root: projectRoot(textFlag(invocation, 'root')),
    port: textFlag(invocation, 'port'),
    host: textFlag(invocation, 'host'),
    onEvent: devPrinter(output),
  });
  await stopped;
  process.once('SIGINT', () => process.exit(exit.interrupted));
  await server.close();
  return exit.ok;
}

function firstSignal(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
}
