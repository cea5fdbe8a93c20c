/** Answers to what a release asks, written where the release reads them: into the decisions of the step. */

import { join } from 'node:path';

import { GatiError } from '../../errors/gati-error.js';
import type { JsonValue } from '../../manifest/gtype.js';
import { readIfPresent, writeWhole } from '../files.js';
import { folderName } from './folder.js';
import type { OpenQuestion, PendingStep } from './pending.js';

/** The answers that a question has. A question about a route also takes the id of a handler. */
export function answersTo(question: OpenQuestion): readonly string[] {
  const { kind, position } = question;
  if (position === 'policy') return [];
  if (isRoute(question)) return ['gone', '<handler>'];
  if (kind === 'confirm') return ['yes', 'no'];
  return kind === 'narrowed' ? ['grandfather', 'coerce', 'reject'] : [];
}

/** Whether a route is gone and somebody has to say what becomes of its clients. */
function isRoute({ kind, position, at }: OpenQuestion): boolean {
  return kind === 'narrowed' && position === 'operation' && at === '';
}

/** Writes an answer into the decisions of a step, and gives the file, relative to the project. */
export function writeAnswer(root: string, { name }: PendingStep, question: OpenQuestion, answer: string): string {
  const [member, decision] = decisionOf(question, answer);
  const file = `${folderName}/changes/${name}.json`;
  const path = join(root, file);
  const said = JSON.parse(readIfPresent(path) ?? '{}') as Record<string, JsonValue>;
  const before = said[member];
  // Of two answers about one place the later one is meant.
  const others = Array.isArray(before) ? before.filter((one) => !sameQuestion(one, decision)) : [];
  const next = Array.isArray(decision) ? [...others, ...decision] : decision;
  writeWhole(path, `${JSON.stringify({ ...said, [member]: next }, null, 2)}\n`);
  return file;
}

function sameQuestion(said: JsonValue, decision: JsonValue): boolean {
  const about = (value: JsonValue): string | undefined =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && 'choice' in value
      ? String(value['at'])
      : undefined;
  return Array.isArray(decision) && about(said) !== undefined && decision.some((one) => about(one) === about(said));
}

/** The member of the decisions, and what it is or what is added to it. */
function decisionOf(question: OpenQuestion, answer: string): readonly [member: string, decision: JsonValue] {
  const { kind, position, at } = question;
  if (position === 'policy') throw refused(`${question.text}; it is written into the decisions of the step`);
  if (isRoute(question)) return answer === 'gone' ? ['gone', true] : ['to', answer];
  if (kind === 'stub') throw refused(`${question.text}: no word answers that; it is written in the change file`);
  if (!answersTo(question).includes(answer))
    throw refused(
      `${question.id}: the answer is ${answersTo(question).join(' or ')}, and not ${JSON.stringify(answer)}`,
    );
  if (kind === 'narrowed') return ['narrowed', [{ at, choice: answer }]];
  return answer === 'yes' ? confirmed(question) : denied(question);
}

function confirmed({ what, at, from = null, to = null }: OpenQuestion): readonly [string, JsonValue] {
  switch (what) {
    case 'move':
      return ['moves', [{ at, from, to }]];
    case 'wrap':
      return ['envelopes', [{ at, member: to, now: 'wrapped' }]];
    case 'unwrap':
      return ['envelopes', [{ at, member: from, now: 'unwrapped' }]];
    case 'literal':
      return ['literals', [{ at, from, to }]];
    default:
      return ['renames', [{ at, from, to }]];
  }
}

function denied({ id, what, at, from = null, to = null }: OpenQuestion): readonly [string, JsonValue] {
  if (what === 'rename') return ['apart', [{ at, from, to }]];
  throw refused(`${id}: only a rename is denied; of anything else the change file says what becomes of it`);
}

function refused(reason: string): GatiError {
  return new GatiError('GATI_RELEASE_REFUSED', { values: { reason } });
}
