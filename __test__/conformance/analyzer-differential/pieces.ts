/** What is asked of the processes of a long run, and what they say. */
import type { Comparison } from './compare.js';
import { FileOfTypes } from './generate.js';

/** Some of the types of some seeds. */
export interface Piece {
  readonly kind: 'piece';
  readonly seeds: readonly number[];
  /** Which of the types a seed stands for: from the first to before the second. */
  readonly range: readonly [number, number];
}

/** A disagreement that wants to be told in fewer words. */
export interface Shrink {
  readonly kind: 'shrink';
  readonly text: string;
  readonly name: string;
}

/** What a worker says. There is a source for every disagreement, without what it does not need. */
export type Reply =
  | { readonly kind: 'compared'; readonly found: Comparison; readonly texts: readonly string[] }
  | { readonly kind: 'shrunk'; readonly text: string; readonly theirs: string; readonly ours: string }
  | { readonly kind: 'failed'; readonly message: string; readonly crashed: boolean };

/** How many types a seed stands for. */
export const PER_SEED = 60;

/** The file of a seed, with some of its types. */
export function textOf(seed: number, [from, to]: readonly [number, number]): string {
  const lines = new FileOfTypes(seed).text(PER_SEED).split('\n');
  return lines
    .filter((line) => {
      const index = /^export type T(\d+) =/.exec(line)?.[1];
      return index === undefined || (Number(index) >= from && Number(index) < to);
    })
    .join('\n');
}
