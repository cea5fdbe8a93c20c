/** What came of sending recorded requests again, as text. */

import type { ReplayedDifference, ReplayedFiles } from '../../api/timescape/replay.js';
import type { Style } from '../output.js';

/** Fact by fact, then the counts. */
export function replayText(
  { differences, sent, differing, skipped, unversioned, torn }: ReplayedFiles,
  style: Style,
): string {
  const lines = differences.flatMap((difference) => factLines(difference, style));
  const left = [
    skipped > 0 ? `${skipped} not sent because they change something (--unsafe sends them)` : '',
    torn > 0 ? `${torn} not read because their writing was cut short` : '',
    unversioned > 0 ? `${unversioned} not sent because they name no release` : '',
  ].filter((text) => text !== '');
  const counts = `${sent} sent again, ${differing === 0 ? style.green('all as they were') : style.red(`${differing} differ`)}`;
  return [...lines, ...(lines.length > 0 ? [''] : []), [counts, ...left].join('; ')].join('\n');
}

function factLines(
  { release, call, status, at, fact, was, is, times, first }: ReplayedDifference,
  style: Style,
): string[] {
  const place = at === '' ? 'the body' : at;
  const said =
    fact === 'missing'
      ? `${place} is missing`
      : fact === 'added'
        ? `${place} was added`
        : fact === 'value'
          ? `${place} was ${spelled(was)} and is ${spelled(is)}`
          : fact === 'length'
            ? `${place} had ${String(was)} items and has ${String(is)}`
            : `${place}: ${fact}`;
  return [
    `${style.red('differs')}  ${release}  ${call} ${status}: ${said}`,
    style.dim(`         ${times === 1 ? 'once' : `${times} times`}, first at ${first}`),
  ];
}

function spelled(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
