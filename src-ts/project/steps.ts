/**
 * Work that has to ask somebody now and then, written down once for callers that can wait and for callers that
 * cannot: it yields what it asks, and goes on with the answer.
 */

import type { Answer, Question } from './fallback/position.js';
import type { Described } from './schema-values/described.js';

/** Values of a file to run and describe. */
export interface ToDescribe {
  readonly kind: 'describe';
  /** The source file, absolute. */
  readonly file: string;
  /** The compiled one. */
  readonly url: string;
  /** Exported names, and the members that lead from each. */
  readonly values: readonly (readonly string[])[];
}

/** Types to ask TypeScript for. */
export interface ToAsk {
  readonly kind: 'ask';
  readonly questions: readonly Question[];
}

/** Something that is asked. */
export type Step = ToDescribe | ToAsk;

/** Work that ends with a `T`. */
export type Steps<T> = Generator<Step, T, unknown>;

/** Asks for values to be described. */
export function* describing(step: ToDescribe): Steps<readonly Described[]> {
  return (yield step) as readonly Described[];
}

/** Asks TypeScript. */
export function* asking(step: ToAsk): Steps<readonly Answer[]> {
  return (yield step) as readonly Answer[];
}

/** Goes through with it, waiting for every answer. */
export async function walk<T>(steps: Steps<T>, answer: (step: Step) => Promise<unknown>): Promise<T> {
  let next = steps.next();
  while (next.done !== true) next = steps.next(await answer(next.value));
  return next.value;
}

/** Goes through with it at once. */
export function walkNow<T>(steps: Steps<T>, answer: (step: Step) => unknown): T {
  let next = steps.next();
  while (next.done !== true) next = steps.next(answer(next.value));
  return next.value;
}
