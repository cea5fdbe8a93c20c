/** `gatic build`. */

import { relative } from 'node:path';

import { build } from '../api/build.js';
import { projectRoot } from '../api/project-root.js';
import { exit } from '../exit-codes.js';
import { switchFlag, textFlag, type Invocation } from '../invocation.js';
import { asText, counted, counts, summary } from '../output/diagnostics.js';

/** Builds and says what was written, or everything that stood in the way. */
export async function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const started = performance.now();
  const root = projectRoot(textFlag(invocation, 'root'));
  const built = await build({
    root,
    outDir: textFlag(invocation, 'out-dir') ?? 'dist',
    minify: switchFlag(invocation, 'minify'),
    typecheck: invocation.flags['typecheck'] !== false,
    colours: output.colours,
  });
  const diagnostics = built.ok ? built.warnings : built.diagnostics;
  if (diagnostics.length > 0) output.error(`${asText(diagnostics, output.style)}\n`);
  if (!built.ok) {
    for (const message of built.messages) output.error(`${message}\n`);
    const found = counts(diagnostics).errors > 0 ? summary(diagnostics) : 'there are errors';
    output.error(`${output.style.red('✘')} Not built: ${found}. The last output was left as it is.`);
    return exit.failed;
  }
  const where = relative(process.cwd(), built.outDir) || built.outDir;
  const milliseconds = Math.round(performance.now() - started);
  output.line(
    `${output.style.green('✔')} Built ${counted(built.handlers, 'handler')} and ${counted(built.modules, 'module')} into ${where} in ${milliseconds} ms`,
  );
  output.line(`  node ${where}/index.js`);
  return exit.ok;
}
