/** `gatic start`. */

import { projectRoot } from '../api/project-root.js';
import { start } from '../api/start.js';
import { exit } from '../exit-codes.js';
import { textFlag, type Invocation } from '../invocation.js';

/** Serves until a signal comes; the built app closes itself and the process then has nothing left to do. */
export async function run(invocation: Invocation): Promise<number> {
  const code = await start({
    root: projectRoot(textFlag(invocation, 'root')),
    outDir: textFlag(invocation, 'out-dir') ?? 'dist',
    port: textFlag(invocation, 'port'),
    host: textFlag(invocation, 'host'),
    workers: textFlag(invocation, 'workers'),
  });
  if (code !== undefined) return code;
  return typeof process.exitCode === 'number' ? process.exitCode : exit.ok;
}
