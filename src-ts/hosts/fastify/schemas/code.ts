/**
 * Plans as JavaScript: one function for a schema, and one for each that is referred to or too large to stand inside of
 * another. Nothing is allocated while a value fits; what does not fit is located from inside out, when there is
 * something to say. Texts of a schema reach the code as constants or in quotes that `JSON.stringify` made.
 */

import { load } from '../../../json-schema/load.js';
import * as run from './code-run.js';
import { coercionOf, kindCode, misses } from './code-kinds.js';
import { leaving, pathCode, type Exit, type Place } from './code-place.js';
import { writeGroup, writeStep } from './code-steps.js';
import type { Defaults, Plan, Said, Target } from './plan.js';
import type { Validate } from './node.js';
import { weightOf } from './plan-weight.js';

/** Members of this weight and more become functions of their own, so that none gets too long to be optimised. */
const heavy = 48;

/** The function of a plan. Throws where code may not be generated. */
export function generated(plan: Plan): Validate {
  const code = new Code();
  const main = code.of(plan, 'first');
  const names = Object.keys(run).join(', ');
  const constants = code.constants.map((_value, index) => `k${index} = k[${index}]`);
  const heads = [`const { ${names} } = run;`, ...(constants.length > 0 ? [`const ${constants.join(', ')};`] : [])];
  const body = `"use strict";\nreturn (run, k) => {\n${[...heads, ...code.functions].join('\n')}\nreturn ${main};\n};`;
  return (load(body) as (given: typeof run, constants: readonly unknown[]) => Validate)(run, code.constants);
}

/** What calls a function: Fastify, other functions, or others that keep its errors beside others. */
type Mode = 'first' | 'main' | 'tried';

/** What is written of one schema. */
export class Code {
  readonly constants: unknown[] = [];
  readonly functions: string[] = [];
  readonly #named = new Map<unknown, string>();
  readonly #targets = new Map<Target, string>();
  #count = 0;

  /** A name that nothing else has. */
  fresh(letter: string): string {
    this.#count += 1;
    return `${letter}${this.#count}`;
  }

  /** A constant: spelled, where it is a scalar, and by a name otherwise. */
  readonly constant = (value: unknown): string => {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)) return String(value);
    let name = this.#named.get(value);
    if (name === undefined) {
      name = `k${this.constants.push(value) - 1}`;
      this.#named.set(value, name);
    }
    return name;
  };

  /** The name of the function of a schema that is referred to. */
  target(target: Target): string {
    const known = this.#targets.get(target);
    if (known !== undefined) return known;
    const name = this.fresh('f');
    this.#targets.set(target, name);
    this.#write(name, target.plan!, 'main');
    return name;
  }

  /** The name of a function of its own. */
  of(plan: Plan, mode: Mode): string {
    const name = this.fresh('f');
    this.#write(name, plan, mode);
    return name;
  }

  #write(name: string, plan: Plan, mode: Mode): void {
    const place: Place = { value: 'd', holder: 'h', isHeld: false, key: 'p', path: [], propertyName: undefined };
    const exit: Exit =
      mode === 'tried'
        ? leaving('L')
        : {
            isTried: false,
            alone: (error) => `return [${error}];`,
            also: (error) => `return add(E, ${error});`,
            called: (errors) => `return ${errors};`,
            leave: 'return E;',
            isBranch: false,
          };
    const body = this.plan(plan, place, exit);
    const rest = mode === 'tried' ? `L: {\n${body}\nreturn undefined;\n}\nreturn E;` : `${body}\nreturn undefined;`;
    // What holds the value is only asked for where another one may be put there.
    const held = /\bh\b/u.test(body) ? 'const h = P?.parentData, p = P?.parentDataProperty;\n' : '';
    const head = mode === 'first' ? `(d, P) {\n${held}` : '(d, h, p) {\n';
    this.functions.push(`function ${name}${head}let E;\n${rest}\n}`);
  }

  /** The error of a misfit. */
  error(said: Said, place: Place): string {
    const named = place.propertyName === undefined ? '' : `, ${place.propertyName}`;
    const params = Object.entries(said.params).map(
      ([name, value]) => `${JSON.stringify(name)}: ${this.constant(value)}`,
    );
    return `errorOf(${this.constant(said)}, ${pathCode(place)}, { ${params.join(', ')} }${named})`;
  }

  /** Statements that a value passes through if it fits. */
  plan(plan: Plan, place: Place, exit: Exit): string {
    if (plan.plan === 'always') return '';
    if (plan.plan === 'never') return exit.alone(this.error(plan.said, place));
    const lines: string[] = [];
    const misfit = (): string => exit.alone(this.error(plan.misfit, place));
    if (!plan.isLate && plan.kinds.length > 0) lines.push(this.#kind(plan, place, exit));
    for (const group of plan.groups) {
      const body = [this.#defaults(group, place), writeGroup(this, group, place, exit)].join('\n');
      const isMain = plan.isLate && group.kind === plan.kinds[0];
      if (isMain) lines.push(`if (${misses([group.kind!], place.value)}) { ${misfit()} }\n${body}`);
      else if (group.isAsked) lines.push(`if (${kindCode(group.kind!, place.value)}) {\n${body}\n}`);
      else lines.push(body);
    }
    return lines.join('\n');
  }

  /** A member or an item; a heavy one by a function of its own. */
  inner(plan: Plan, place: Place, exit: Exit): string {
    const isInline = weightOf(plan) < heavy || exit.isBranch || place.propertyName !== undefined;
    if (isInline) return this.plan(plan, place, exit);
    return this.call(this.of(plan, exit.isTried ? 'tried' : 'main'), place, exit.called);
  }

  /** A call, whose errors are about places below this one. */
  call(name: string, { value, holder, key, path }: Place, called: Exit['called']): string {
    const errors = this.fresh('e');
    const located = path.length === 0 ? errors : `below(${path.join(' + ')}, ${errors})`;
    const call = `${name}(${value}, ${holder ?? 'undefined'}, ${key})`;
    return `const ${errors} = ${call};\nif (${errors} !== undefined) { ${called(located)} }`;
  }

  #kind(plan: Extract<Plan, { plan: 'words' }>, place: Place, exit: Exit): string {
    const { kinds, to, isTried } = plan;
    const { value, holder, isHeld, key } = place;
    const first = isTried ? plan.ofAnything.map((step) => writeStep(this, step, place, exit)) : [];
    const leave = to.length > 0 && isTried ? [`${value} = unwrapped(${value});`] : [];
    const said = this.error(plan.misfit, place);
    // The words about any value come after what is said of the kind, for what they change.
    leave.push(first.length > 0 ? `E = add(E, ${said});\n${first.join('\n')}\n${exit.leave}` : exit.alone(said));
    if (to.length === 0) return `if (${misses(kinds, value)}) {\n${leave.join('\n')}\n}`;
    const made = this.fresh('c');
    const coerced =
      kinds.length === 1
        ? `${coercionOf[kinds[0]!]}(${value})`
        : `coerced(${value}, ${this.constant(kinds)}, ${this.constant(to)})`;
    const put =
      holder === undefined ? '' : `${isHeld ? '' : `if (${holder} !== undefined) `}${holder}[${key}] = ${made};`;
    return [
      `if (${misses(kinds, value)}) {`,
      `const ${made} = ${coerced};`,
      `if (${made} === undefined) {\n${leave.join('\n')}\n}`,
      `${value} = ${made};`,
      put,
      '}',
    ].join('\n');
  }

  #defaults({ defaults }: { readonly defaults: Defaults }, { value }: Place): string {
    return defaults
      .map(([name, filled]) => {
        const member = `${value}[${JSON.stringify(name)}]`;
        const isScalar = typeof filled !== 'object' || filled === null;
        const made = isScalar ? this.constant(filled) : `structuredClone(${this.constant(filled)})`;
        return `if (${member} === undefined) ${member} = ${made};`;
      })
      .join('\n');
  }
}
