/**
 * What the analyzer cannot find out by reading: what schema values are, which have to run, and what only TypeScript
 * knows. Everything that analyzes goes through here, so that nothing is known to one command and not to another.
 */

import type { NativeAnalyzer } from '../native/index.js';
import type { FallbackTypes } from './fallback/fallback-types.js';
import { askTypeScript } from './fallback/typescript.js';
import type { SchemaValues } from './schema-values/schema-values.js';
import type { Step, Steps } from './steps.js';

/** Whether files that declare schemas are run, to learn what these are. */
export type SchemaRuns = 'run' | 'leave';

/** Who knows what. */
export interface Sources {
  /** Nobody is asked about schemas where they are left alone. */
  readonly schemas: SchemaValues | undefined;
  readonly fallback: FallbackTypes;
  /** What the configuration says. */
  readonly setting: 'typescript' | undefined;
}

/** Whom to ask, and about what. */
export interface Asked {
  readonly schemas: SchemaValues;
  readonly root: string;
  readonly tsconfig: string;
  /** What has to be there before TypeScript reads the project. */
  readonly prepare?: () => void;
}

/** How often what was found may lead to further questions. */
const rounds = 20;

/** Gives the analyzer what it asks for until it asks for nothing new; it looks anew before each round. */
export function* unknowns(analyzer: NativeAnalyzer, look: () => void, sources: Sources): Steps<void> {
  for (let round = 0; round < rounds; round += 1) {
    look();
    const isNews =
      (sources.schemas !== undefined && (yield* sources.schemas.resolve(analyzer))) ||
      (yield* sources.fallback.resolve(analyzer, sources.setting));
    if (!isNews) return;
  }
}

/** Answers a step by asking whom it is for. */
export async function answered(step: Step, { schemas, root, tsconfig, prepare }: Asked): Promise<unknown> {
  if (step.kind === 'describe') return schemas.runner.describe(step);
  prepare?.();
  return askTypeScript(root, tsconfig, step.questions);
}
