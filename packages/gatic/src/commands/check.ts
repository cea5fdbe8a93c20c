/** `gatic check`. */

import { check, checkAndFix, type Asked, type CheckedAndFixed } from '../api/check.js';
import { projectRoot } from '../api/project-root.js';
import { typescriptAsking } from '../api/typescript-asking.js';
import { watchCheck } from '../api/watch-check.js';
import { exit } from '../exit-codes.js';
import { usageFailure } from '../failure.js';
import { schemaRuns, switchFlag, textFlag, type Invocation } from '../invocation.js';
import { counts, type DiagnosticFormat } from '../output/diagnostics.js';
import { checkPrinter } from '../output/check.js';

/** Prints every diagnostic in the format asked for; goes on doing so when it watches. */
export async function run(invocation: Invocation): Promise<number> {
  const root = projectRoot(textFlag(invocation, 'root'));
  const format = (textFlag(invocation, 'format') as DiagnosticFormat | undefined) ?? 'text';
  const asked: Asked = { typescript: typescriptAsking(), schemas: schemaRuns(invocation) };
  const printer = checkPrinter(invocation.output, { format, isQuiet: switchFlag(invocation, 'quiet') });
  if (switchFlag(invocation, 'watch')) {
    if (switchFlag(invocation, 'fix')) throw usageFailure('--watch and --fix cannot be used together');
    if (format === 'github') throw usageFailure('--watch prints text or json', 'leave --format github out');
    return watchUntilStopped(root, asked, printer.report);
  }
  const checked: CheckedAndFixed = switchFlag(invocation, 'fix')
    ? await checkAndFix(root, asked)
    : { ...(await check(root, asked)), fixes: [] };
  printer.whole(checked);
  const { errors, warnings } = counts(checked.diagnostics);
  const allowed = textFlag(invocation, 'max-warnings');
  const isTooMany = allowed !== undefined && warnings > Number(allowed);
  if (isTooMany) printer.tooManyWarnings(warnings, Number(allowed));
  return errors > 0 || isTooMany ? exit.failed : exit.ok;
}

async function watchUntilStopped(
  root: string,
  asked: Asked,
  report: Parameters<typeof watchCheck>[1],
): Promise<number> {
  const stopped = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
  // Nobody reads any more: the terminal, or the program that started this, has gone.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(exit.ok));
  const watch = await watchCheck(root, report, asked);
  await stopped;
  await watch.close();
  return exit.ok;
}
