/** A module with a validator for each exported type of some files: what needs no plug-in. */

import { dirname, extname, relative, resolve, sep } from 'node:path';

import type { GTypeJson } from '../../manifest/gtype.js';
import type { Diagnostic } from '../../manifest/manifest.js';
import { NativeAnalyzer } from '../../native/index.js';
import { FallbackTypes, tsconfigOf, type Asking } from '../fallback/fallback-types.js';
import { lockSetting } from '../fallback/lock.js';
import { schemaValuesOf } from '../schema-values/schema-values.js';
import { walk } from '../steps.js';
import { answered, unknowns, type SchemaRuns } from '../unknowns.js';
import { firstFree, ModuleTypes, pascalCase, type FunctionOptions, type TypeFunctions } from './functions.js';

/** Which validators to write, and where to. */
export interface GenerateValidatorsOptions extends FunctionOptions {
  /** The project; the current directory unless said otherwise. */
  readonly root?: string;
  /** TypeScript files, absolute or relative to `root`. */
  readonly files: readonly string[];
  /** Names of types, each of which one of the files has; every exported type unless said otherwise. */
  readonly types?: readonly string[] | undefined;
  /** The module: `.ts`, or `.js` (`.mjs`), which gets a `.d.ts` (`.d.mts`) beside it. */
  readonly out: string;
  readonly tsconfig?: string | undefined;
  readonly schemas?: SchemaRuns;
}

/** What to write. */
export interface GeneratedValidators {
  /** Absolute paths, and the text of each. Empty where there is an error among the diagnostics. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** The exported validators, in the order they stand in the module. */
  readonly validators: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Typed {
  /** The file the type is of. */
  readonly file: string;
  readonly name: string;
  readonly gtype: GTypeJson;
}

interface FoundTypes {
  readonly types: readonly { readonly name: string; readonly gtype: GTypeJson }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The text of the module. The same types give the same text, wherever and whenever it is made. */
export async function generateValidators(options: GenerateValidatorsOptions): Promise<GeneratedValidators> {
  const root = resolve(options.root ?? '.');
  const files = [...new Set(options.files.map((file) => resolve(root, file)))];
  const found = new Map<string, Typed>();
  const said = new Map<string, Diagnostic>();
  for (const file of files) {
    const { types, diagnostics } = await typesOf(root, file, options);
    for (const { name, gtype } of types) found.set(`${file} ${name}`, { file, name, gtype });
    for (const one of diagnostics) said.set(JSON.stringify(one), one);
  }
  const diagnostics = [...said.values()];
  const typed = [...found.values()];
  if (diagnostics.some(({ severity }) => severity === 'error') || typed.length === 0) {
    return { files: [], validators: [], diagnostics };
  }
  const module = new GeneratedModule(resolve(root, options.out), root, files, options);
  for (const one of typed) module.add(one);
  return { files: module.texts(), validators: module.validators(), diagnostics };
}

/** The types of one file that are asked for. */
async function typesOf(root: string, file: string, options: GenerateValidatorsOptions): Promise<FoundTypes> {
  const { tsconfig, types: names, schemas: runs = 'run' } = options;
  const shown = relative(root, file).split(sep).join('/');
  const asking: Asking = 'locked';
  const found: FoundTypes[] = [];
  for (const name of names === undefined ? [undefined] : names) {
    const analyzer = new NativeAnalyzer(JSON.stringify({ root, tsconfig }));
    const schemas = schemaValuesOf(root);
    const fallback = new FallbackTypes({ root, tsconfig, asking, schemasOf: `${shown} ${name ?? '*'}` });
    let text = '';
    const look = (): void => {
      text = analyzer.types(file, name);
    };
    const sources = { schemas: runs === 'run' ? schemas : undefined, fallback, setting: lockSetting(root) };
    const asked = { schemas, root, tsconfig: tsconfigOf(root, tsconfig) };
    try {
      await walk(unknowns(analyzer, look, sources), (step) => answered(step, asked));
    } finally {
      await schemas.clear();
    }
    found.push(JSON.parse(text) as FoundTypes);
  }
  return { types: found.flatMap(({ types }) => types), diagnostics: found.flatMap((one) => one.diagnostics) };
}

interface Written extends Typed, TypeFunctions {
  /** What it is exported as. */
  readonly exported: string;
  /** The type in the words of the module. */
  readonly type: string;
}

class GeneratedModule {
  readonly #out: string;
  readonly #root: string;
  readonly #files: readonly string[];
  readonly #options: FunctionOptions;
  /** By file: a name may mean another type in each. */
  readonly #types: ReadonlyMap<string, ModuleTypes>;
  readonly #written: Written[] = [];

  constructor(out: string, root: string, files: readonly string[], options: FunctionOptions) {
    this.#out = out;
    this.#root = root;
    this.#files = files;
    this.#options = options;
    this.#types = new Map(files.map((file) => [file, new ModuleTypes('', this.#numberOf(file))]));
  }

  add({ file, name, gtype }: Typed): void {
    const functions = this.#types.get(file)!.add(`${this.#numberOf(file)}${name}`, gtype);
    const isTaken = (wanted: string): boolean => this.#written.some((written) => written.exported === wanted);
    const exported = firstFree(`${pascalCase(name)}Validator`, isTaken);
    const type = `types${this.#numberOf(file)}.${name}`;
    this.#written.push({ file, name, gtype, exported, type, ...functions });
  }

  validators(): string[] {
    return this.#written.map(({ exported }) => exported);
  }

  texts(): { path: string; text: string }[] {
    const functions = this.#used()
      .map((file) => this.#types.get(file)!.text(this.#options, this.#shown(file)))
      .join('\n');
    const extension = extname(this.#out);
    if (/^\.[cm]?ts$/u.test(extension)) {
      const body = `// @ts-nocheck: what follows is plain JavaScript, whose types are those of the exports.
${this.#head()}
import { validatorOf, type Validator } from '@gati-framework/core/validate';

${this.#imports()}
${this.#exports(({ type }) => `: Validator<${type}>`)}
${functions}`;
      return [{ path: this.#out, text: body }];
    }
    const declared = `${this.#out.slice(0, -extension.length)}.d${extension.replace('js', 'ts')}`;
    const code = `${this.#head()}
import { validatorOf } from '@gati-framework/core/validate';

${this.#exports(() => '')}
${functions}`;
    const types = `${this.#head()}
import type { Validator } from '@gati-framework/core/validate';

${this.#imports()}
${this.#written.map(({ exported, type }) => `export declare const ${exported}: Validator<${type}>;\n`).join('')}`;
    return [
      { path: this.#out, text: code },
      { path: declared, text: types },
    ];
  }

  /** What tells the files apart in names; nothing where there is one. */
  #numberOf(file: string): string {
    return this.#files.length > 1 ? String(this.#files.indexOf(file) + 1) : '';
  }

  /** The files that types were written of. */
  #used(): string[] {
    return this.#files.filter((file) => this.#written.some((one) => one.file === file));
  }

  #shown(file: string): string {
    return relative(this.#root, file).split(sep).join('/');
  }

  #head(): string {
    const files = this.#files.map((file) => this.#shown(file)).join(' ');
    return `// Written by \`gatic generate validators ${files}\`; do not edit, change the types and run it again.`;
  }

  #imports(): string {
    const folder = dirname(this.#out);
    return this.#used()
      .map((file) => `import type * as types${this.#numberOf(file)} from '${specifierOf(folder, file)}';\n`)
      .join('');
  }

  #exports(annotation: (written: Written) => string): string {
    return this.#written
      .map((written) => {
        const { exported, name, source, schema } = written;
        const value = `/* @__PURE__ */ validatorOf(${source}, ${schema})`;
        return `/** Checks values of \`${name}\`. */\nexport const ${exported}${annotation(written)} = ${value};\n`;
      })
      .join('\n');
  }
}

/** How a module in `folder` imports the types of `file`. */
function specifierOf(folder: string, file: string): string {
  const path = relative(folder, file).split(sep).join('/');
  const from = path.startsWith('.') ? path : `./${path}`;
  return from.replace(/(?:\.d)?\.([cm]?)tsx?$/u, '.$1js');
}
