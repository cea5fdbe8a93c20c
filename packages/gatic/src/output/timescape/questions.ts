/** Open questions as text. */

import type { Asked } from '../../api/timescape/questions.js';
import type { Style } from '../output.js';

/** One after the other, with the number it can be answered by. */
export function questionsText(asked: readonly Asked[], style: Style): string {
  if (asked.length === 0) return 'nothing is open';
  return asked
    .flatMap(({ question, answers, handlers }, index) => {
      const { at, text, score, blocking } = question;
      const likeness = score === undefined ? '' : style.dim(` (${Math.round(score * 100)} % alike)`);
      const where = at === '' ? '' : `${at}: `;
      const how = answers.length === 0 ? 'is written in the change file' : answers.join(' | ');
      return [
        `${String(index + 1).padStart(3)}  ${blocking ? style.red('open') : style.dim('may be')}  ${where}${text}${likeness}`,
        `     ${handlers.join(', ')}`,
        `     ${style.cyan(answers.length === 0 ? how : `gatic timescape confirm ${index + 1} ${how}`)}`,
      ];
    })
    .join('\n');
}
