/** What a release would ask, and answering it. */

import {
  answersTo,
  planRelease,
  writeAnswer,
  type Diagnostic,
  type OpenQuestion,
  type PendingStep,
} from '@gati-framework/core/tooling';

import { usageFailure } from '../../failure.js';
import { check } from '../check.js';

/** A question, and every step that asks it: of a named type, each handler that reaches the type. */
export interface Asked {
  readonly question: OpenQuestion;
  readonly answers: readonly string[];
  readonly handlers: readonly string[];
}

/** The questions, or why there are none to be had. */
export type Questions =
  | { readonly kind: 'asked'; readonly asked: readonly Asked[]; readonly steps: readonly PendingStep[] }
  | { readonly kind: 'broken'; readonly diagnostics: readonly Diagnostic[] };

/** Everything that is open between the newest release and the working tree; what stops a release comes first. */
export async function questionsOf(root: string, now: number): Promise<Questions> {
  const { manifest, config, diagnostics } = await check(root);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { kind: 'broken', diagnostics };
  const { pending } = planRelease({ root, manifest, unknownKeys: config.unknownKeys ?? 'strip', now });
  const asked = new Map<string, Asked>();
  for (const { handler, open } of pending.steps) {
    for (const question of open) {
      const known = asked.get(question.id);
      const handlers = [...(known?.handlers ?? []), handler];
      asked.set(question.id, { question, answers: answersTo(question), handlers });
    }
  }
  const sorted = [...asked.values()].sort(
    (left, right) => Number(right.question.blocking) - Number(left.question.blocking),
  );
  return { kind: 'asked', asked: sorted, steps: pending.steps };
}

/** Answers a question in every step that asks it, and gives the files. `name` is its id, or its number in the list. */
export function answer(
  root: string,
  { asked, steps }: Extract<Questions, { kind: 'asked' }>,
  name: string,
  said: string,
): readonly string[] {
  const found = asked.find(({ question }) => question.id === name) ?? asked[Number(name) - 1];
  if (found === undefined)
    throw usageFailure(`there is no open question ${name}`, 'gatic timescape confirm lists them');
  const { id } = found.question;
  const asking = steps.filter(({ open }) => open.some((question) => question.id === id));
  return asking.map((step) => writeAnswer(root, step, found.question, said));
}
