/** `gatic completion <shell>`. */

import { completionScript, type Shell } from '../completion.js';
import type { Invocation } from '../invocation.js';
import { commands } from '../schema.js';

/** Prints the script. */
export async function run(invocation: Invocation): Promise<number> {
  // The parser has already refused anything that is not one of the shells.
  invocation.output.line(completionScript(invocation.args[0] as Shell, commands).trimEnd());
  return 0;
}
