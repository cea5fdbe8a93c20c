/** `gatic test [filters...]`. */

import { projectRoot } from '../api/project-root.js';
import { runTests } from '../api/test.js';
import { exit } from '../exit-codes.js';
import { textFlag, type Invocation } from '../invocation.js';
import { asText } from '../output/diagnostics.js';

/** Runs the tests and leaves with 1 when any failed, or when there was nothing to run. */
export async function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const tested = await runTests({
    root: projectRoot(textFlag(invocation, 'root')),
    filters: invocation.args,
    reporter: textFlag(invocation, 'reporter'),
    only: textFlag(invocation, 'only'),
  });
  if (tested.kind === 'ran') return tested.exitCode === 0 ? exit.ok : exit.failed;
  if (tested.kind === 'broken') output.error(asText(tested.diagnostics, output.style));
  else
    output.error(
      invocation.args.length > 0
        ? `No test file matches ${invocation.args.join(', ')}.`
        : 'No tests. Files are called *.test.ts.',
    );
  return exit.failed;
}
