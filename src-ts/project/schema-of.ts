/** The JSON Schema of types, with what has to run or to be asked for them. */

import { relative, resolve, sep } from 'node:path';

import type { GatiConfig } from '../api/config.js';
import type { Diagnostic } from '../manifest/manifest.js';
import { NativeAnalyzer, schemaOf } from '../native/index.js';
import { FallbackTypes, tsconfigOf, type Asking } from './fallback/fallback-types.js';
import { lockSetting } from './fallback/lock.js';
import { schemaValuesOf, type SchemaValues } from './schema-values/schema-values.js';
import { walk, walkNow, type Step, type Steps } from './steps.js';
import { answered, unknowns, type Asked, type SchemaRuns } from './unknowns.js';

/** Which type to describe, and how. */
export interface SchemaOfOptions {
  /** The project the file belongs to; the current directory unless said otherwise. */
  readonly root?: string;
  /** The file, absolute or relative to `root`: TypeScript source or declarations. It need not be part of a tsconfig. */
  readonly file: string;
  /**
   * The name of a type, or `'*'` for every type the file offers: what a module exports, and what a script (a file
   * without imports and exports) declares. A name may also be that of a type that is not exported, and
   * `Namespace.Type`. Generic types are left out of `'*'`; a use of one with a name of its own is not.
   */
  readonly type: string;
  /** Whether objects say `additionalProperties: false`. */
  readonly closed?: boolean;
  /** The dialect; `json-schema-2020-12` unless said otherwise. */
  readonly target?: 'json-schema-2020-12' | 'json-schema-7';
  /**
   * `output` unless said otherwise: JSON of a value of the type, without its functions and symbols. `input`: what may
   * be sent to become one, so what has a `@default` may be missing.
   */
  readonly direction?: 'input' | 'output';
  /**
   * `gati` adds what JSON Schema has no words for (a `Date` behind text, brands, labels) under `x-gati`, so that
   * `importSchema` gives back the very type. `standard` unless said otherwise.
   */
  readonly annotations?: 'standard' | 'gati';
  /** The tsconfig whose `paths` and options are followed; `tsconfig.json` of the root unless said otherwise. */
  readonly tsconfig?: string;
  /**
   * Whether files that declare schema values (of zod, valibot, …) which the type mentions are run, to learn what these
   * are. `run` unless said otherwise; a type that mentions none runs nothing.
   */
  readonly schemas?: SchemaRuns;
}

/** What a description found. */
export interface SchemaOf {
  readonly schema: object;
  /** The types that were asked for: each has a definition of its name. Empty if there is no such type. */
  readonly types: readonly string[];
  readonly diagnostics: Diagnostic[];
}

/** One description, and whom it may ask. */
class Description {
  readonly #analyzer: NativeAnalyzer;
  readonly #options: SchemaOfOptions;
  readonly #native: string;
  readonly #schemas: SchemaValues;
  readonly #fallback: FallbackTypes;
  readonly asked: Asked;
  #text = '';

  constructor(options: SchemaOfOptions, asking: Asking) {
    const root = resolve(options.root ?? '.');
    this.#options = options;
    this.#native = nativeOptions(options);
    const { tsconfig, type } = options;
    this.#analyzer = new NativeAnalyzer(JSON.stringify({ root, tsconfig }));
    this.#schemas = schemaValuesOf(root);
    this.#fallback = new FallbackTypes({
      root,
      tsconfig,
      asking,
      schemasOf: `${shownPath(root, options.file)} ${type}`,
    });
    this.asked = { schemas: this.#schemas, root, tsconfig: tsconfigOf(root, tsconfig) };
  }

  get found(): SchemaOf {
    return described(this.#text).found;
  }

  /** Whether somebody could say more than is known now. */
  get isOpen(): boolean {
    return this.#analyzer.fallbackRequests() !== '[]';
  }

  steps(setting: GatiConfig['fallback']): Steps<void> {
    const look = (): void => {
      this.#text = this.#analyzer.schemaOf(this.#native);
    };
    const schemas = this.#options.schemas === 'leave' ? undefined : this.#schemas;
    return unknowns(this.#analyzer, look, { schemas, fallback: this.#fallback, setting });
  }

  /** Answers a step at once; TypeScript cannot be asked so. */
  answerNow(step: Step): unknown {
    return step.kind === 'describe'
      ? this.#schemas.runner.describeNow(step)
      : step.questions.map(() => ({ unknown: '' }));
  }

  async close(): Promise<void> {
    await this.#schemas.clear();
  }
}

function nativeOptions({ root: at = '.', file: path, ...options }: SchemaOfOptions): string {
  const root = resolve(at);
  const file = shownPath(root, path);
  const { type, closed = false, target = 'json-schema-2020-12', direction = 'output', tsconfig, annotations } = options;
  return JSON.stringify({ root, file, type, closed, target, direction, tsconfig, annotations });
}

function shownPath(root: string, file: string): string {
  return relative(root, resolve(root, file)).split(sep).join('/');
}

/** A description as the analyzer gives it. */
function described(text: string): { readonly found: SchemaOf; readonly asks: boolean } {
  const { asks, ...found } = JSON.parse(text) as SchemaOf & { readonly asks: boolean };
  return { found, asks };
}

/** Describes a type at once. What TypeScript said before is taken from the lock of the project. */
export function schemaOfNow(options: SchemaOfOptions): SchemaOf {
  // An analyzer that is kept between calls says most of them.
  const { found, asks } = described(schemaOf(nativeOptions(options)));
  if (!asks) return found;
  const description = new Description(options, 'locked');
  walkNow(description.steps(lockSetting(resolve(options.root ?? '.'))), (step) => description.answerNow(step));
  return description.found;
}

/** Describes a type, and asks TypeScript where the configuration of the project, read if it matters, wants that. */
export async function schemaOfAsking(
  options: SchemaOfOptions,
  asking: Asking,
  setting: () => Promise<GatiConfig['fallback']>,
): Promise<SchemaOf> {
  const { found, asks } = described(schemaOf(nativeOptions(options)));
  if (!asks) return found;
  const description = new Description(options, asking);
  const go = async (wanted: GatiConfig['fallback']): Promise<void> =>
    walk(description.steps(wanted), (step) => answered(step, description.asked));
  try {
    await go(undefined);
    if (description.isOpen) await go(await setting());
    return description.found;
  } finally {
    await description.close();
  }
}
