/** What the entry file of a built application calls: listen, say so in one line, and stop well. */

import { type AppOptions, configOf, createApp, type GatiApp, observationOf, renewCertificates } from './app.js';
import type { AppDefinition } from './definition.js';
import { reasonOf } from './errors/gati-error.js';
import { findParent } from './workers/parent.js';
import { hasTerminal } from './workers/terminal.js';

/** What can be replaced around a start. */
export interface StartOptions extends AppOptions {
  /** Where the ready line goes. Standard output. */
  readonly print?: (line: string) => void;
}

const signals = ['SIGTERM', 'SIGINT'] as const;

/**
 * Starts an application and stops it on SIGTERM or SIGINT: requests under way are finished, modules stopped in
 * reverse order. A second signal ends the process at once. An error that nobody caught is logged and stops the
 * application in the same way, with the exit code 1. A start that fails says why on standard error and sets the exit
 * code to 1. A worker reports to its parent instead of printing, and stops when the parent says so. With TLS, SIGHUP has
 * the certificates read again; of workers the parent exchanges the processes then.
 */
export async function startApp(definition: AppDefinition, options: StartOptions = {}): Promise<GatiApp | undefined> {
  const print = options.print ?? ((line: string) => void process.stdout.write(`${line}\n`));
  const parent = await findParent();
  try {
    const app = createApp(definition, options);
    stopOnSignals(app);
    stopOnFaults(app);
    const observation = observationOf(app);
    const counting = observation?.settings.metrics === undefined ? undefined : observation;
    parent?.follow(() => closeAndExit(app, 0, () => (counting === undefined ? undefined : parent.countLast(counting))));
    if (counting !== undefined) parent?.countWith(counting);
    const { url, port } = await app.listen();
    if (parent === undefined && configOf(app).server.tls !== undefined) renewOnHangUp(app);
    const { length } = definition.routes.routes;
    if (parent !== undefined) {
      const { server, shutdown, times } = configOf(app);
      // One module after the other may take its time once the requests are done.
      const patience = shutdown.grace + shutdown.drain + times.moduleShutdown * definition.modules.length;
      parent.ready({
        url,
        port,
        asked: server.port,
        binds: server.type === 'native' ? 'worker' : 'parent',
        routes: length,
        patience,
      });
      return app;
    }
    print(`ready on ${url} (${length} ${length === 1 ? 'route' : 'routes'}, ${Math.round(performance.now())} ms)`);
    return app;
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = 1;
    parent?.refuse();
    return undefined;
  }
}

/** Reads certificates again on SIGHUP, unless it means that the terminal is gone, and with it whoever started this. */
function renewOnHangUp(app: GatiApp): void {
  // There the signal means that the window is closed, and nothing else.
  if (process.platform === 'win32') return;
  const hadTerminal = hasTerminal();
  process.on('SIGHUP', () => {
    if (hadTerminal && !hasTerminal()) process.kill(process.pid, 'SIGTERM');
    else void renewCertificates(app);
  });
}

/** Closes an application on the first signal, and ends the process on the second. */
export function stopOnSignals(app: GatiApp): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopping = true;
    const forget = (): void => {
      for (const name of signals) process.removeListener(name, onSignal);
    };
    closeAndExit(app, 0, forget);
  };
  for (const name of signals) process.on(name, onSignal);
}

/**
 * Ends the process when an error was caught by nobody, because nothing is known about its state any more: the error is
 * logged, requests under way are finished, and the exit code is 1. A second one ends the process at once.
 */
function stopOnFaults(app: GatiApp): void {
  let stopping = false;
  const onFault = (error: unknown, origin: string): void => {
    const { logger } = app.gctx;
    logger.fatal({ err: error, origin }, 'an error that nobody caught; the process ends');
    // Somebody who wants no log still has to learn why the process is gone.
    if (logger.level === 'silent') process.stderr.write(`${describe(error)}\n`);
    if (stopping) process.exit(1);
    stopping = true;
    closeAndExit(app, 1);
  };
  process.on('uncaughtException', (error) => onFault(error, 'uncaughtException'));
  process.on('unhandledRejection', (reason) => onFault(reason, 'unhandledRejection'));
}

function closeAndExit(app: GatiApp, code: number, before: () => unknown = () => undefined): void {
  app.close().then(
    async () => {
      await before();
      process.exit(code);
    },
    (error: unknown) => {
      process.stderr.write(`${describe(error)}\n`);
      process.exit(1);
    },
  );
}

/** An error and what led to it, for an operator; the stack of the innermost cause is where to look. */
function describe(error: unknown): string {
  const lines: string[] = [];
  let current: unknown = error;
  for (let depth = 0; current !== undefined && depth < 10; depth += 1) {
    const code = (current as { code?: unknown } | null)?.code;
    const label = typeof code === 'string' ? `${code}: ` : '';
    lines.push(`${depth === 0 ? 'error: ' : 'caused by: '}${label}${reasonOf(current)}`);
    // The message of a listening error has what the system said.
    const listening = code === 'GATI_PORT_TAKEN' || code === 'GATI_LISTEN_FAILED';
    const cause: unknown = current instanceof Error && !listening ? current.cause : undefined;
    const system = (current as NodeJS.ErrnoException | null)?.errno !== undefined;
    if (cause === undefined && depth > 0 && !system && current instanceof Error && current.stack !== undefined) {
      lines.push(...current.stack.split('\n').slice(1));
    }
    current = cause;
  }
  return lines.join('\n');
}
