/** Open questions as text. */

import { isBlocking } from '@gati-framework/core/tooling';

import type { Asked } from '../../api/timescape/questions.js';
import type { Style } from '../output.js';

/** One after the other, with the number it can be answered by. */
export function questionsText(asked: readonly Asked[], style: Style): string {
  if (asked.length === 0) return 'nothing is open';
  return asked
    .flatMap(({ question, answers, handlers, files }, index) => {
      const { at, text, score, wanted } = question;
      const likeness = score === undefined ? '' : style.dim(` (${Math.round(score * 100)} % alike)`);
      const where = at === '' ? '' : `${at}: `;
      const label = isBlocking(question) ? style.red('open  ') : style.dim('may be');
      const width = Math.max(...handlers.map((handler) => handler.length));
      return [
        `${String(index + 1).padStart(3)}  ${label}  ${where}${text}${likeness}`,
        ...(wanted === undefined ? [] : [`     wanted: ${wanted}`]),
        ...handlers.map((handler, at) => `     ${handler.padEnd(width)}  ${style.dim(files[at]!)}`),
        `     ${style.cyan(howToAnswer(question.kind, answers, index + 1))}`,
      ];
    })
    .join('\n');
}

function howToAnswer(kind: Asked['question']['kind'], answers: readonly string[], number: number): string {
  if (answers.length === 0 && kind === 'narrowed') return 'is written in the .json file';
  if (answers.length === 0) return 'is written in the change file, which gatic diff --write begins';
  const command = `gatic timescape confirm ${number} ${answers.join(' | ')}`;
  return kind === 'narrowed' && !answers.includes('gone') ? `${command}, or "narrowed" in the file` : command;
}
