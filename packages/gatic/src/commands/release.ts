/** `gatic release`. */

import { isBlocking, type PendingStep, type TriedStep } from '@gati-framework/core/tooling';

import { carryingOf } from '../api/diff.js';
import { projectRoot } from '../api/project-root.js';
import { makeRelease } from '../api/release.js';
import { askedOf } from '../api/timescape/questions.js';
import { exit } from '../exit-codes.js';
import { switchFlag, textFlag, type Invocation } from '../invocation.js';
import { asText } from '../output/diagnostics.js';
import type { Output } from '../output/output.js';
import { reportText } from '../output/report.js';
import { questionsText } from '../output/timescape/questions.js';

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
        const before = made.pending.against?.semver ?? '';
        const sides = { before, after: 'the working tree', carrying: carryingOf(made.pending) };
        output.line(reportText(made.pending.report, sides, output.style));
      }
      ask(output, made.pending.steps);
      return exit.failed;
    case 'wrong':
      for (const step of made.tried) output.error(wrong(step, output));
      return exit.failed;
    case 'made': {
      if (isJson) return exit.ok;
      const { against, report } = made.pending;
      const { semver, id } = made.release;
      const sides = { before: against?.semver ?? '', after: semver, carrying: carryingOf(made.pending) };
      if (against !== undefined) output.line(`${reportText(report, sides, output.style)}\n`);
      // What is held against clients who do not know it is never passed over in silence.
      for (const { applies, rejects, route, text } of made.release.changes)
        if (applies !== undefined || rejects !== undefined)
          output.line(`${output.style.yellow('every release')}  ${route}: ${text}`);
      output.line(`${look ? 'Would be released' : 'Released'} as ${output.style.bold(semver)} (${id})`);
      for (const file of made.files) output.line(output.style.dim(`  ${file}`));
      if (!look) output.line('Commit the folder timescape/ with it.');
      doubt(output, made.pending.steps, look);
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

function ask(output: Output, steps: readonly PendingStep[]): void {
  const asked = askedOf(steps);
  const count = asked.filter(({ question }) => isBlocking(question)).length;
  output.error(
    `${output.style.red('error')}: ${count === 1 ? 'a question is' : `${count} questions are`} open before this can be released\n`,
  );
  output.error(questionsText(asked, output.style));
}

/** Renames that nobody confirmed or denied do not stop a release, and cannot be told of it any more when it is committed. */
function doubt(output: Output, steps: readonly PendingStep[], look: boolean): void {
  const asked = askedOf(steps);
  if (asked.length === 0) return;
  const warning = output.style.yellow('warning');
  if (look) {
    output.error(`\n${warning}: without an answer, something goes and something else comes:\n`);
    output.error(questionsText(asked, output.style));
    return;
  }
  output.error(`\n${warning}: nobody said whether these are renames, so that something went and something else came:`);
  for (const { question } of asked) output.error(`  ${question.at}: ${question.text}`);
  output.error('To answer first, remove the files above, ask gatic timescape confirm, and release again.');
}
