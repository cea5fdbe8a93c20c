/**
 * Serves what `build` wrote, in this very process unless workers are asked for: signals need no forwarding, and nothing is
 * left behind.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { projectFailure } from '../failure.js';

/** What to serve, and where. */
export interface StartOptions {
  readonly root: string;
  /** Relative to the root. */
  readonly outDir: string;
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  /** How many processes serve; this very one if absent. */
  readonly workers?: string | undefined;
}

/** Loads the built app, which starts itself, or starts its workers. Resolves with an exit code where it is over. */
export async function start(options: StartOptions): Promise<number | undefined> {
  const entry = join(options.root, options.outDir, 'index.js');
  if (!existsSync(entry)) throw projectFailure(`there is no ${entry}`, 'run "gatic build" first');
  // The built app reads these; a flag is the stronger word, so it takes the variable's place.
  if (options.port !== undefined) process.env['PORT'] = options.port;
  if (options.host !== undefined) process.env['HOST'] = options.host;
  if (options.workers !== undefined) {
    const { startWorkers } = await import('@gati-framework/core/workers');
    return startWorkers(entry, { count: options.workers });
  }
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(entry).href);
  return undefined;
}
