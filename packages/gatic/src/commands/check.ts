/** `gatic check`. */

import { check } from '../api/check.js';
import { projectRoot } from '../api/project-root.js';
import { exit } from '../exit-codes.js';
import { textFlag, type Invocation } from '../invocation.js';
import { asGithub, asText, counted, counts, summary, type DiagnosticFormat } from '../output/diagnostics.js';

/** Prints every diagnostic in the format asked for. */
export async function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const { diagnostics, manifest } = await check(projectRoot(textFlag(invocation, 'root')));
  const format = (textFlag(invocation, 'format') as DiagnosticFormat | undefined) ?? 'text';
  if (format === 'json') output.line(JSON.stringify({ diagnostics }, null, 2));
  else if (format === 'github') {
    if (diagnostics.length > 0) output.line(asGithub(diagnostics));
  } else {
    if (diagnostics.length > 0) output.line(`${asText(diagnostics, output.style)}\n`);
    const size = `${counted(manifest.handlers.length, 'handler')}, ${counted(manifest.modules.length, 'module')}`;
    output.line(`${size}: ${summary(diagnostics)}`);
  }
  return counts(diagnostics).errors > 0 ? exit.failed : exit.ok;
}
