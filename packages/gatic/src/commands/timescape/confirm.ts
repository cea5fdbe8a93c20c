/** `gatic timescape confirm [question] [answer]`. */

import { answer, questionsOf } from '../../api/timescape/questions.js';
import { projectRoot } from '../../api/project-root.js';
import { exit } from '../../exit-codes.js';
import { usageFailure } from '../../failure.js';
import { switchFlag, textFlag, type Invocation } from '../../invocation.js';
import { asText } from '../../output/diagnostics.js';
import { questionsText } from '../../output/timescape/questions.js';

/** Lists what is open, or answers one of it. */
export async function run(invocation: Invocation): Promise<number> {
  const { output } = invocation;
  const root = projectRoot(textFlag(invocation, 'root'));
  const [name, said] = invocation.args;
  if (name !== undefined && said === undefined)
    throw usageFailure(
      'confirm needs the answer, after the number of the question',
      'gatic timescape confirm lists the questions with their answers',
    );
  const questions = await questionsOf(root, Date.now());
  if (questions.kind === 'broken') {
    output.error(asText(questions.diagnostics, output.style));
    return exit.failed;
  }
  const isJson = switchFlag(invocation, 'json');
  if (name === undefined || said === undefined) {
    const { asked } = questions;
    output.line(isJson ? JSON.stringify({ questions: asked }, null, 2) : questionsText(asked, output.style));
    return exit.ok;
  }
  const files = answer(root, questions, name, said);
  if (isJson) output.line(JSON.stringify({ files }, null, 2));
  else for (const file of files) output.line(`${file} says so`);
  return exit.ok;
}
