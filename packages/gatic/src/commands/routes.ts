/** `gatic routes`. */

import { check } from '../api/check.js';
import { projectRoot } from '../api/project-root.js';
import { exit } from '../exit-codes.js';
import { switchFlag, textFlag, type Invocation } from '../invocation.js';
import { asText, counts } from '../output/diagnostics.js';
import { routeRows } from '../output/routes.js';
import { table } from '../output/table.js';

/** Prints the route table; what is wrong with the project goes to stderr, so that `--json` stays readable by programs. */
export async function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const { routes, manifest, diagnostics } = await check(projectRoot(textFlag(invocation, 'root')));
  if (switchFlag(invocation, 'json')) output.line(JSON.stringify(routes, null, 2));
  else if (routes.routes.length === 0) output.line('No routes. Handlers are looked for in src/handlers.');
  else output.line(table(['METHOD', 'PATH', 'FILE'], routeRows(routes, manifest)));
  if (diagnostics.length > 0) output.error(asText(diagnostics, output.style));
  return counts(diagnostics).errors > 0 ? exit.failed : exit.ok;
}
