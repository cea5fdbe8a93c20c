/** Serves what `build` wrote, in this very process: signals need no forwarding, and nothing is left behind. */

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
}

/** Loads the built app, which starts itself. */
export async function start(options: StartOptions): Promise<void> {
  const entry = join(options.root, options.outDir, 'index.js');
  if (!existsSync(entry)) throw projectFailure(`there is no ${entry}`, 'run "gatic build" first');
  // The built app reads these; a flag is the stronger word, so it takes the variable's place.
  if (options.port !== undefined) process.env['PORT'] = options.port;
  if (options.host !== undefined) process.env['HOST'] = options.host;
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(entry).href);
}
