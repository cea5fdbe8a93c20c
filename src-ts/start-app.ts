/** What the entry file of a built application calls: listen, say so in one line, and stop well. */

import { type AppOptions, createApp, type GatiApp } from './app.js';
import type { AppDefinition } from './definition.js';
import { reasonOf } from './errors/gati-error.js';

/** What can be replaced around a start. */
export interface StartOptions extends AppOptions {
  /** Where the ready line goes. Standard output. */
  readonly print?: (line: string) => void;
}

const signals = ['SIGTERM', 'SIGINT'] as const;

/**
 * Starts an application and stops it on SIGTERM or SIGINT: requests under way are finished, modules stopped in
 * reverse order. A second signal ends the process at once. A start that fails says why on standard error and sets
 * the exit code to 1.
 */
export async function startApp(definition: AppDefinition, options: StartOptions = {}): Promise<GatiApp | undefined> {
  const print = options.print ?? ((line: string) => void process.stdout.write(`${line}\n`));
  let app: GatiApp;
  try {
    app = createApp(definition, options);
    stopOnSignals(app);
    const { url } = await app.listen();
    const { length } = definition.routes.routes;
    print(`ready on ${url} (${length} ${length === 1 ? 'route' : 'routes'}, ${Math.round(performance.now())} ms)`);
    return app;
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

/** Closes an application on the first signal, and ends the process on the second. */
export function stopOnSignals(app: GatiApp): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopping = true;
    app.close().then(
      () => {
        for (const name of signals) process.removeListener(name, onSignal);
        process.exit(0);
      },
      (error: unknown) => {
        process.stderr.write(`${describe(error)}\n`);
        process.exit(1);
      },
    );
  };
  for (const name of signals) process.on(name, onSignal);
}

/** An error and what led to it, for an operator; the stack of the innermost cause is where to look. */
function describe(error: unknown): string {
  const lines: string[] = [];
  let current: unknown = error;
  for (let depth = 0; current !== undefined && depth < 10; depth += 1) {
    const code = (current as { code?: unknown } | null)?.code;
    const label = typeof code === 'string' ? `${code}: ` : '';
    lines.push(`${depth === 0 ? 'error: ' : 'caused by: '}${label}${reasonOf(current)}`);
    const cause: unknown = current instanceof Error ? current.cause : undefined;
    // A system error (a taken port) says everything in its message.
    const system = (current as NodeJS.ErrnoException | null)?.errno !== undefined;
    if (cause === undefined && depth > 0 && !system && current instanceof Error && current.stack !== undefined) {
      lines.push(...current.stack.split('\n').slice(1));
    }
    current = cause;
  }
  return lines.join('\n');
}
