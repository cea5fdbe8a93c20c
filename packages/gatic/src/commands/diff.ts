/** `gatic diff`. */

import { reaches, type Report } from '@gati-framework/core/tooling';

import { beginChanges } from '../api/begin-changes.js';
import { diff, type Compared } from '../api/diff.js';
import { projectRoot } from '../api/project-root.js';
import { exit } from '../exit-codes.js';
import { usageFailure } from '../failure.js';
import { switchFlag, textFlag, type Invocation } from '../invocation.js';
import { asText } from '../output/diagnostics.js';
import { reportMarkdown, reportText } from '../output/report.js';

/** Prints what changed; what is wrong with the project goes to stderr. With `--fail-on` large changes exit with 1. */
export async function run(invocation: Invocation): Promise<number> {
  const { output, args } = invocation;
  const [before, after] = args;
  if (switchFlag(invocation, 'write') && args.length > 0)
    throw usageFailure('--write is about what is not released yet', 'leave out the sides to compare');
  const compared = await diff({ root: textFlag(invocation, 'root'), before, after });
  const { report, diagnostics } = compared;
  if (diagnostics.length > 0) output.error(asText(diagnostics, output.style));
  if (report === undefined) return exit.failed;
  output.line(written(invocation, compared, report));
  if (switchFlag(invocation, 'write')) await begin(invocation);
  const limit = textFlag(invocation, 'fail-on') as Report['bump'] | undefined;
  const tooLarge = limit !== undefined && reaches(report.bump, limit);
  return tooLarge ? exit.failed : exit.ok;
}

function written({ output, flags }: Invocation, sides: Compared, report: Report): string {
  switch (flags['format']) {
    case 'json':
      return JSON.stringify(report, null, 2);
    case 'markdown':
      return reportMarkdown(report, sides);
    default:
      return reportText(report, sides, output.style);
  }
}

/** Begins change files, and names them. */
async function begin(invocation: Invocation): Promise<void> {
  const { output } = invocation;
  const { begun, waiting } = await beginChanges(projectRoot(textFlag(invocation, 'root')));
  for (const { handler, files } of begun) {
    output.error(`\n${output.style.bold(handler)}`);
    for (const file of files) output.error(`  ${file}`);
  }
  if (begun.length > 0) return;
  if (waiting.length === 0) output.error('\nThere is nothing to write: no function is asked for.');
  else output.error(`\nBegun already, and not finished:\n${waiting.map((file) => `  ${file}`).join('\n')}`);
}
