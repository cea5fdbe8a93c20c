/** What a release would ask, and answering it. */

import {
  answersTo,
  isBlocking,
  planRelease,
  writeAnswer,
  type Diagnostic,
  type OpenQuestion,
  type Pending,
  type PendingStep,
} from '@gati-framework/core/tooling';

import { usageFailure } from '../../failure.js';
import { check } from '../check.js';

/** A question, and every step that asks it: of a named type, each handler that reaches the type. */
export interface Asked {
  readonly question: OpenQuestion;
  readonly answers: readonly string[];
  readonly handlers: readonly string[];
  /** For each handler, the file that the answer goes into, relative to the project. */
  readonly files: readonly string[];
}

/** The questions, or why there are none to be had. */
export type Questions =
  | { readonly kind: 'asked'; readonly asked: readonly Asked[]; readonly pending: Pending }
  | { readonly kind: 'broken'; readonly diagnostics: readonly Diagnostic[] };

/** Everything that is open between the newest release and the working tree. */
export async function questionsOf(root: string, now: number): Promise<Questions> {
  const { manifest, config, diagnostics } = await check(root);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { kind: 'broken', diagnostics };
  const { pending } = planRelease({ root, manifest, unknownKeys: config.unknownKeys ?? 'strip', now });
  return { kind: 'asked', asked: askedOf(pending.steps), pending };
}

/** Each question once. Those that a word answers come first, because a rename that is confirmed leaves less to be written. */
export function askedOf(steps: readonly PendingStep[]): readonly Asked[] {
  const asked = new Map<string, Asked>();
  for (const { handler, name, open } of steps) {
    for (const question of open) {
      const known = asked.get(question.id);
      const answers = answersTo(question);
      const file = `timescape/changes/${name}${question.kind === 'stub' ? '.ts' : '.json'}`;
      const handlers = [...(known?.handlers ?? []), handler];
      asked.set(question.id, { question, answers, handlers, files: [...(known?.files ?? []), file] });
    }
  }
  const rank = ({ question, answers }: Asked): number => (answers.length === 0 ? 2 : isBlocking(question) ? 0 : 1);
  return [...asked.values()].sort((left, right) => rank(left) - rank(right));
}

/** Answers a question in every step that asks it, and gives the files. `name` is its id, or its number in the list. */
export function answer(
  root: string,
  { asked, pending }: Extract<Questions, { kind: 'asked' }>,
  name: string,
  said: string,
): readonly string[] {
  const found = asked.find(({ question }) => question.id === name) ?? asked[Number(name) - 1];
  if (found === undefined)
    throw usageFailure(`there is no open question ${name}`, 'gatic timescape confirm lists them');
  const { id } = found.question;
  if (found.answers.includes('<handler>') && said !== 'gone' && !Object.hasOwn(pending.handlers, said))
    throw usageFailure(
      `there is no handler ${said}`,
      'say gone, or one that gatic routes lists, such as "GET /users/:id"',
    );
  const asking = pending.steps.filter(({ open }) => open.some((question) => question.id === id));
  return asking.map((step) => writeAnswer(root, step, found.question, said));
}
