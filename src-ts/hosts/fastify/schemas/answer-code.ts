/**
 * Writers of answers as JavaScript. Text that is known when the code is written is put together there: a name, its
 * colon, the brace or comma before and the quote behind are one constant.
 */

import { load } from '../../../json-schema/load.js';
import type { Answer, Known, Row } from './answer.js';
import * as run from './answer-run.js';

/** The text before a value, with more behind it that is known: an expression. */
type Lead = (more: string) => string;

type Of<Name extends Answer['is']> = Extract<Answer, { is: Name }>;

/** The writer of an answer. Throws where code may not be generated. */
export function generatedWriter(answer: Answer): (value: unknown) => string {
  const code = new AnswerCode();
  const main = code.function(answer);
  const names = Object.keys(run).join(', ');
  const body = `"use strict";\nreturn (run) => {\nconst { ${names} } = run;\n${code.functions.join('\n')}\nreturn ${main};\n};`;
  return (load(body) as (given: typeof run) => (value: unknown) => string)(run);
}

const quoted = JSON.stringify;
const after =
  (before: string): Lead =>
  (more) =>
    quoted(before + more);

/** What is written of one schema. */
class AnswerCode {
  readonly functions: string[] = [];
  readonly #known = new Map<Known, string>();
  #count = 0;

  /** The name of a function of its own. */
  function(answer: Answer, known?: Known): string {
    const name = this.#fresh('w');
    if (known !== undefined) this.#known.set(known, name);
    const body = this.#value(answer, 'd', after(''));
    this.functions.push(`function ${name}(d) {\nlet j = "";\n${body}\nreturn j;\n}`);
    return name;
  }

  #fresh(letter: string): string {
    this.#count += 1;
    return `${letter}${this.#count}`;
  }

  /** Statements that add a value to the text. */
  #value(answer: Answer, value: string, lead: Lead): string {
    switch (answer.is) {
      case 'null':
        return `j += ${lead('null')};`;
      case 'boolean':
        return `j += ${value} ? ${lead('true')} : ${lead('false')};`;
      case 'text':
        return `if (isPlain(${value})) j += ${lead('"')} + ${value} + '"'; else j += ${lead('')} + text(${value});`;
      case 'integer':
        return `j += ${lead('')} + (Number.isInteger(${value}) ? ${value} : integer(${value}));`;
      case 'number':
        return `j += ${lead('')} + (Number.isFinite(${value}) ? ${value} : number(${value}));`;
      case 'anything':
        return `j += ${lead('')} + JSON.stringify(${value});`;
      case 'moment':
        return `j += ${lead('')} + moments[${quoted(answer.format)}](${value});`;
      case 'constant': {
        const constant = `j += ${lead(answer.json)};`;
        return answer.isOrNull ? `if (${value} === null) j += ${lead('null')}; else ${constant}` : constant;
      }
      case 'nullable':
        return `if (${value} === null) j += ${lead('null')}; else {\n${this.#value(answer.answer, value, lead)}\n}`;
      case 'several': {
        const cases = answer.kinds.map(
          (one) => `if (isWritten[${quoted(one.kind)}](${value})) {\n${this.#value(one.answer, value, lead)}\n}`,
        );
        return `${[...cases, `throw new TypeError(${quoted(answer.misfit)});`].join(' else ')}`;
      }
      case 'known': {
        const { known } = answer;
        const name = this.#known.get(known) ?? this.function(known.answer!, known);
        return `j += ${lead('')} + ${name}(${value});`;
      }
      case 'array':
        return this.#array(answer, value, lead);
      case 'object':
        return this.#object(answer, value, lead);
    }
  }

  #array({ items, ofNull, misfit }: Of<'array'>, value: string, lead: Lead): string {
    const [index, item, length] = [this.#fresh('i'), this.#fresh('v'), this.#fresh('n')];
    const first: Lead = (more) => `(${index} === 0 ? ${lead(`[${more}`)} : ${quoted(`,${more}`)})`;
    const one = `const ${item} = ${value}[${index}];\n${this.#value(items, item, first)}`;
    const loop = `for (let ${index} = 0; ${index} < ${length}; ${index}++) {\n${one}\n}`;
    const each = `if (${length} === 0) j += ${lead('[]')};\nelse {\n${loop}\nj += "]";\n}`;
    const long = longOf(items);
    const all = this.#fresh('a');
    const atOnce = long && `${length} >= ${long.limit} ? atOnce(${value}, "${long.kind}") : undefined`;
    return [
      `if (${value} === null) j += ${lead(ofNull)};`,
      `else if (!Array.isArray(${value})) throw new TypeError(${quoted(misfit)});`,
      `else {\nconst ${length} = ${value}.length;`,
      ...(atOnce === undefined
        ? [each]
        : [`const ${all} = ${atOnce};`, `if (${all} !== undefined) j += ${lead('')} + ${all};`, `else {\n${each}\n}`]),
      '}',
    ].join('\n');
  }

  #object({ rows, others, extra, ofNull }: Of<'object'>, value: string, lead: Lead): string {
    const object = this.#fresh('o');
    const lines = others.map((name) => `if (${object}[${quoted(name)}] === undefined) throw missing(${quoted(name)});`);
    // Whether a member was written: known where one is always there, asked when it runs otherwise.
    const comma = this.#fresh('c');
    const isFirstSure = rows[0] !== undefined && (rows[0].isRequired || rows[0].fallback !== undefined);
    const isAsked = !isFirstSure && (rows.length > 0 || extra !== undefined);
    let isSure = false;
    if (isAsked) lines.push(`let ${comma} = false;`);
    const next = (name: string): Lead => {
      if (isSure) return after(`,${name}:`);
      if (isFirstSure) return (more) => lead(`{${name}:${more}`);
      return (more) => `(${comma} ? ${quoted(`,${name}:${more}`)} : ${lead(`{${name}:${more}`)})`;
    };
    for (const row of rows) {
      lines.push(this.#row(row, object, next(quoted(row.name)), isAsked && !isSure ? `${comma} = true;` : ''));
      isSure ||= row.isRequired || row.fallback !== undefined;
    }
    if (extra !== undefined) lines.push(this.#extra(rows, extra, object, { comma, isSure, lead }));
    const isEmpty = rows.length === 0 && extra === undefined;
    if (isSure) lines.push('j += "}";');
    else lines.push(isEmpty ? `j += ${lead('{}')};` : `j += ${comma} ? "}" : ${lead('{}')};`);
    return [
      `const ${object} = asJson(${value});`,
      `if (${object} === null) j += ${lead(ofNull)};`,
      `else {\n${lines.join('\n')}\n}`,
    ].join('\n');
  }

  #row({ name, answer, fallback, isRequired }: Row, object: string, lead: Lead, noted: string): string {
    const member = this.#fresh('v');
    const read = `const ${member} = ${object}[${quoted(name)}];`;
    const written = `${this.#value(answer, member, lead)}\n${noted}`;
    if (fallback !== undefined) {
      return `${read}\nif (${member} !== undefined) {\n${written}\n} else {\nj += ${lead(fallback)};\n${noted}\n}`;
    }
    if (isRequired) return `${read}\nif (${member} === undefined) throw missing(${quoted(name)});\n{\n${written}\n}`;
    return `${read}\nif (${member} !== undefined) {\n${written}\n}`;
  }

  /** Members that are not declared. */
  #extra(
    rows: readonly Row[],
    extra: Answer,
    object: string,
    { comma, isSure, lead }: { readonly comma: string; readonly isSure: boolean; readonly lead: Lead },
  ): string {
    const [key, member, head] = [this.#fresh('x'), this.#fresh('v'), this.#fresh('h')];
    const declared = rows.map(({ name }) => `${key} === ${quoted(name)}`);
    const skipped = ['undefined', 'function', 'symbol'].map((kind) => `typeof ${member} === "${kind}"`);
    const before = isSure ? quoted(',') : `(${comma} ? ${quoted(',')} : ${lead('{')})`;
    return [
      `for (const ${key} of Object.keys(${object})) {`,
      `const ${member} = ${object}[${key}];`,
      `if (${[...declared, ...skipped].join(' || ')}) continue;`,
      `const ${head} = ${before} + (isPlain(${key}) ? '"' + ${key} + '":' : JSON.stringify(${key}) + ":");`,
      this.#value(extra, member, (more) => (more === '' ? head : `${head} + ${quoted(more)}`)),
      isSure ? '' : `${comma} = true;`,
      '}',
    ].join('\n');
  }
}

/** From how many items on a list is better written at once. */
function longOf(items: Answer): { readonly kind: string; readonly limit: number } | undefined {
  const limits = { text: run.longTexts, number: run.longNumbers, integer: run.longIntegers };
  const kinds = { text: 'string', number: 'number', integer: 'integer' };
  if (items.is !== 'text' && items.is !== 'number' && items.is !== 'integer') return undefined;
  return Number.isFinite(limits[items.is]) ? { kind: kinds[items.is], limit: limits[items.is] } : undefined;
}
