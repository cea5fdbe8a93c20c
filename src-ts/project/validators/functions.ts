/**
 * The text of the functions that the validators of some types are made of. The types of one module are one program, so
 * that they share what they have in common; it runs when the first of them is needed.
 */

import { GatiError, reasonOf } from '../../errors/gati-error.js';
import type { GTypeJson, UnknownKeys } from '../../manifest/gtype.js';
import { compileTypes, jsonSchema } from '../../native/index.js';

/** The arguments of `validate` and `validatorOf` for one type. */
export interface TypeFunctions {
  /** Makes the functions. */
  readonly source: string;
  /** Makes the JSON Schema. */
  readonly schema: string;
}

/** How the functions of a type are written. */
export interface FunctionOptions {
  /** How members are treated that a type does not declare; `strip` unless said otherwise. */
  readonly unknownKeys?: UnknownKeys;
  /**
   * How `validateBytes` reads: `native` has each validator carry what the native reader follows, for programs that
   * import `@gati-framework/core/validate/native` where they run; `parsed` unless said otherwise.
   */
  readonly bytes?: 'native' | 'parsed';
}

/** The types of one module. */
export class ModuleTypes {
  readonly #isTaken: (name: string) => boolean;
  readonly #names = new Set<string>();
  readonly #program: string;
  readonly #made: string;
  /** By the JSON of the type. */
  readonly #known = new Map<string, TypeFunctions>();

  /** `text` has names that are not to be declared again. */
  constructor(text: string = '', called: string = '') {
    this.#isTaken = (name) => this.#names.has(name) || text.includes(name);
    this.#program = this.#name(`$gati${called}Types`);
    this.#made = this.#name(`$gati${called}Made`);
  }

  /** The functions of a type that is called so in its source; the same ones for the same type. */
  add(called: string, gtype: GTypeJson): TypeFunctions {
    const json = JSON.stringify(gtype);
    let functions = this.#known.get(json);
    if (functions === undefined) {
      const source = this.#name(`$gati${pascalCase(called)}`);
      functions = { source, schema: this.#name(`${source}Schema`) };
      this.#known.set(json, functions);
    }
    return functions;
  }

  /** Declares everything, for the end of a module. `file` is whose types they are. */
  text({ unknownKeys = 'strip', bytes = 'parsed' }: FunctionOptions, file: string): string {
    const rows = [...this.#known].map(([json, { source }]) => `{"name":${JSON.stringify(source)},"gtype":${json}}`);
    const readers = bytes === 'native' ? 'bodies' : 'none';
    const options = JSON.stringify({ unknownKeys, format: 'function', readers });
    let body: string;
    try {
      body = compileTypes(`[${rows.join(',')}]`, options);
    } catch (thrown) {
      const values = { file, diagnostics: reasonOf(thrown) };
      throw new GatiError('GATI_VALIDATORS_BROKEN', { values, cause: thrown });
    }
    const getters = [...this.#known].map(([json, { source, schema }]) => {
      const described = indented(JSON.stringify(JSON.parse(jsonSchema(json)), null, 2)).trimStart();
      return `function ${source}() {
  return (${this.#made} ??= ${this.#program}()).${source};
}

function ${schema}() {
  return ${described};
}
`;
    });
    return `var ${this.#made};

${getters.join('\n')}
function ${this.#program}() {
${indented(body)}
}
`;
  }

  #name(wanted: string): string {
    const name = firstFree(wanted, this.#isTaken);
    this.#names.add(name);
    return name;
  }
}

/** The words of a type as one: `Shop.Item[]` becomes `ShopItem`. */
export function pascalCase(called: string): string {
  const words = called.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  return name.slice(0, 40);
}

/** `wanted`, or the first of `wanted2`, `wanted3`, … that is not taken. */
export function firstFree(wanted: string, isTaken: (name: string) => boolean): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}${count}`;
    if (!isTaken(name)) return name;
  }
}

/** Texts of the generator have no line breaks inside of literals, so that every line may move. */
function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
