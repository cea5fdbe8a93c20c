/**
 * Calls of `validate<T>()` in source files, compiled: each call is given the functions of its type, which are declared
 * behind the last line of the file. They are function declarations, so they are there whatever runs first, and one that
 * is never called costs its text.
 */

import { relative, resolve, sep } from 'node:path';

import type { GTypeJson } from '../../manifest/gtype.js';
import type { Diagnostic } from '../../manifest/manifest.js';
import { NativeAnalyzer } from '../../native/index.js';
import { FallbackTypes, tsconfigOf } from '../fallback/fallback-types.js';
import { lockSetting } from '../fallback/lock.js';
import { schemaValuesOf, type SchemaValues } from '../schema-values/schema-values.js';
import { walk, walkNow, type Step, type Steps } from '../steps.js';
import { answered, unknowns, type SchemaRuns } from '../unknowns.js';
import { ModuleTypes, type FunctionOptions } from './functions.js';
import { inserted, mapOf, type Insertion, type SourceMap } from './insertions.js';

/** Where calls are compiled, and how. */
export interface ValidatorCallsOptions extends FunctionOptions {
  /** The project; the current directory unless said otherwise. */
  readonly root?: string;
  /** The tsconfig whose `paths` are followed; `tsconfig.json` of the root unless said otherwise. */
  readonly tsconfig?: string | undefined;
  /** Whether files of schema values (zod, valibot, …) that types mention are run; `run` unless said otherwise. */
  readonly schemas?: SchemaRuns;
}

/** A file with its calls compiled. */
export interface CompiledCalls {
  /** The text to go on with: that of the file where there is no call in it. */
  readonly code: string;
  /** From `code` to the text of the file; absent where they are the same. */
  readonly map: SourceMap | undefined;
  /** What was put into lines; what is behind the last one is not among it. */
  readonly insertions: readonly Insertion[];
  /** The files (absolute) that have a say in the types: an edit of one makes the result another. */
  readonly files: readonly string[];
  /** What stands in the way; with an error among them there is nothing to go on with. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Found {
  readonly calls: readonly {
    readonly start: number;
    readonly end: number;
    readonly name: string;
    readonly gtype: GTypeJson;
  }[];
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly string[];
}

/** Compiles the calls of the files of one project, and keeps what it learned of them. */
export class ValidatorCalls {
  readonly #root: string;
  readonly #options: ValidatorCallsOptions;
  #analyzer: NativeAnalyzer | undefined;
  #schemas: SchemaValues | undefined;
  #fallback: FallbackTypes | undefined;

  constructor(options: ValidatorCallsOptions = {}) {
    this.#root = resolve(options.root ?? '.');
    this.#options = options;
  }

  /** Whether a text can have a call in it: most have none, and are not looked at. */
  static mayCall(text: string): boolean {
    return text.includes('validate');
  }

  /** These files (absolute) were written, made or removed. */
  invalidate(paths: readonly string[]): void {
    const analyzer = this.#analyzer;
    if (analyzer === undefined) return;
    // What was handed over before is not what is on the disk by now.
    for (const path of paths) analyzer.hold(path);
    analyzer.invalidate([...paths]);
  }

  /** Compiles the calls of a file, whose text is `text` whatever is on the disk. */
  async compile(path: string, text: string): Promise<CompiledCalls> {
    if (!ValidatorCalls.mayCall(text)) return untouched(path, text);
    const { steps, found } = this.#look(path, text);
    const { root, tsconfig } = { root: this.#root, tsconfig: tsconfigOf(this.#root, this.#options.tsconfig) };
    await walk(steps, (step) => answered(step, { schemas: this.#schemas!, root, tsconfig }));
    return this.#compiled(path, text, found());
  }

  /** The same at once. What only TypeScript knows is taken from the lock of the project. */
  compileNow(path: string, text: string): CompiledCalls {
    if (!ValidatorCalls.mayCall(text)) return untouched(path, text);
    const { steps, found } = this.#look(path, text);
    walkNow(steps, (step) => this.#answerNow(step));
    return this.#compiled(path, text, found());
  }

  /** Ends what runs for it. */
  async close(): Promise<void> {
    await this.#schemas?.clear();
    this.#analyzer = undefined;
  }

  #look(path: string, text: string): { steps: Steps<void>; found: () => Found } {
    const { tsconfig, schemas: runs = 'run' } = this.#options;
    const root = this.#root;
    const analyzer = (this.#analyzer ??= new NativeAnalyzer(JSON.stringify({ root, tsconfig })));
    const schemas = (this.#schemas ??= schemaValuesOf(root));
    const fallback = (this.#fallback ??= new FallbackTypes({ root, tsconfig, asking: 'locked' }));
    analyzer.hold(path, text);
    let said = '';
    const look = (): void => {
      said = analyzer.calls(path);
    };
    const sources = { schemas: runs === 'run' ? schemas : undefined, fallback, setting: lockSetting(root) };
    return { steps: unknowns(analyzer, look, sources), found: () => JSON.parse(said) as Found };
  }

  #answerNow(step: Step): unknown {
    return step.kind === 'describe'
      ? this.#schemas!.runner.describeNow(step)
      : step.questions.map(() => ({ unknown: '' }));
  }

  #compiled(path: string, text: string, { calls, diagnostics, files }: Found): CompiledCalls {
    const isBroken = diagnostics.some(({ severity }) => severity === 'error');
    if (calls.length === 0 || isBroken) return { ...untouched(path, text), files, diagnostics };
    const types = new ModuleTypes(text);
    const insertions = calls.map(({ end, name, gtype }): Insertion => {
      const { source, schema } = types.add(name, gtype);
      return { at: end - 1, text: `${source}, ${schema}` };
    });
    insertions.sort((left, right) => left.at - right.at);
    const shown = relative(this.#root, path).split(sep).join('/');
    const appendix = types.text(this.#options, shown);
    const code = inserted(text, insertions, `\n${appendix}`);
    return { code, map: mapOf(text, insertions, path), insertions, files, diagnostics };
  }
}

function untouched(path: string, text: string): CompiledCalls {
  return { code: text, map: undefined, insertions: [], files: [path], diagnostics: [] };
}
