/** `gatic release`. */

import type { TriedStep } from '@gati-framework/core/tooling';

import { projectRoot } from '../api/project-root.js';
import { makeRelease, type OpenStep } from '../api/release.js';
import { exit } from '../exit-codes.js';
import { switchFlag, textFlag, type Invocation } from '../invocation.js';
import { asText } from '../output/diagnostics.js';
import type { Output } from '../output/output.js';
import { reportText } from '../output/report.js';

/** Writes a release, or says why there is none. Open questions and errors exit with 1. */
export async function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const look = switchFlag(invocation, 'dry-run');
  const isJson = switchFlag(invocation, 'json');
  const made = await makeRelease({
    root: projectRoot(textFlag(invocation, 'root')),
    semver: textFlag(invocation, 'semver'),
    note: textFlag(invocation, 'note'),
    writing: look ? 'look' : 'write',
    now: Date.now(),
  });
  if (isJson) output.line(JSON.stringify(asJson(made), null, 2));
  switch (made.kind) {
    case 'broken':
      output.error(asText(made.diagnostics, output.style));
      return exit.failed;
    case 'nothing':
      if (!isJson)
        output.line(`Nothing differs from ${made.against?.semver ?? 'an empty project'}: no release is made.`);
      return exit.ok;
    case 'open':
      if (!isJson) {
        const sides = { before: made.pending.against?.semver ?? '', after: 'the working tree' };
        output.line(reportText(made.pending.report, sides, output.style));
      }
      ask(output, made.steps);
      return exit.failed;
    case 'wrong':
      for (const step of made.tried) output.error(wrong(step, output));
      return exit.failed;
    case 'made': {
      if (isJson) return exit.ok;
      const { against, report } = made.pending;
      const { semver, id } = made.release;
      if (against !== undefined)
        output.line(`${reportText(report, { before: against.semver, after: semver }, output.style)}\n`);
      output.line(`${look ? 'Would be released' : 'Released'} as ${output.style.bold(semver)} (${id})`);
      for (const file of made.files) output.line(output.style.dim(`  ${file}`));
      if (!look) output.line('Commit the folder timescape/ with it.');
      return exit.ok;
    }
  }
}

function asJson(made: Awaited<ReturnType<typeof makeRelease>>): object {
  switch (made.kind) {
    case 'made':
      return { release: made.release, files: made.files };
    case 'open':
      return { report: made.pending.report, open: made.steps };
    case 'nothing':
      return { release: null };
    case 'wrong':
      return { tried: made.tried };
    case 'broken':
      return { diagnostics: made.diagnostics };
  }
}

/** A law that something written by hand breaks. */
function wrong({ file, handler, law, position, text, given }: TriedStep, { style }: Output): string {
  return `${style.red('error')}: ${file} (${handler}, ${position}) is not ${law}: ${text}\n  given ${given}`;
}

function ask(output: Output, steps: readonly OpenStep[]): void {
  const { red, cyan, bold } = output.style;
  const count = steps.reduce((sum, { open }) => sum + open.length, 0);
  output.error(
    `${red('error')}: ${count === 1 ? 'a question is' : `${count} questions are`} open before this can be released`,
  );
  for (const { handler, name, open } of steps) {
    output.error(`\n${bold(handler)}  ${name}.json, ${name}.ts`);
    for (const question of open) {
      output.error(`  ${question.kind.padEnd(8)}  ${question.at}  ${question.text}`);
      if (question.wanted !== undefined) output.error(`            wanted: ${question.wanted}`);
    }
  }
  output.error(`\n${cyan('help')}: gatic diff --write begins these files`);
}
