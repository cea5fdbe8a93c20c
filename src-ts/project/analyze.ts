/** A project read once. */

import { resolve } from 'node:path';

import type { Diagnostic, Manifest } from '../manifest/manifest.js';
import { NativeAnalyzer } from '../native/index.js';
import { readAnalysis } from './analysis.js';
import { FallbackTypes, tsconfigOf } from './fallback/fallback-types.js';
import { lockSetting } from './fallback/lock.js';
import { schemaValuesOf } from './schema-values/schema-values.js';
import { walk } from './steps.js';
import { answered, unknowns, type SchemaRuns } from './unknowns.js';

/** Which project to analyze. */
export interface AnalyzeOptions {
  readonly root: string;
  readonly tsconfig?: string;
  /** The folder of handlers; `src/handlers` unless said otherwise. */
  readonly handlers?: string;
  /** The folder of modules; `src/modules` unless said otherwise. */
  readonly modules?: string;
  /**
   * Whether files that declare schema values (of zod, valibot, …) which types mention are run, to learn what these are.
   * `run` unless said otherwise. Nothing else of the project is run, its configuration included.
   */
  readonly schemas?: SchemaRuns;
}

/**
 * Reads a project's handlers, modules and types. Of its code it runs the files of schema values, in a thread of their
 * own, unless told not to. What TypeScript said before is taken from `gtypes.lock.json`. Never throws for its mistakes.
 */
export async function analyze(options: AnalyzeOptions): Promise<{ manifest: Manifest; diagnostics: Diagnostic[] }> {
  const { tsconfig, handlers = 'src/handlers', modules = 'src/modules' } = options;
  const root = resolve(options.root);
  const analyzer = new NativeAnalyzer(JSON.stringify({ root, tsconfig, handlers, modules }));
  const schemas = schemaValuesOf(root);
  const fallback = new FallbackTypes({ root, tsconfig, asking: 'locked' });
  const asked = { schemas, root, tsconfig: tsconfigOf(root, tsconfig) };
  const sources = {
    schemas: options.schemas === 'leave' ? undefined : schemas,
    fallback,
    setting: lockSetting(root),
  };
  try {
    await walk(
      unknowns(analyzer, () => undefined, sources),
      (step) => answered(step, asked),
    );
    return readAnalysis(analyzer.analyze());
  } finally {
    await schemas.clear();
  }
}
