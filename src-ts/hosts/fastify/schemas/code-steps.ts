/** The words of a plan as statements. */

import type { Code } from './code.js';
import { writeMembers, writeObject } from './code-objects.js';
import { leaving, pathCode, type Exit, type Place } from './code-place.js';
import type { Group, Plan, Step } from './plan.js';

type Of<Name extends Step['step']> = Extract<Step, { step: Name }>;

/** The words about one kind of values. */
export function writeGroup(code: Code, group: Group, place: Place, exit: Exit): string {
  if (group.kind === 'object') return writeMembers(code, group.steps, place, exit, writeStep);
  return group.steps.map((step) => writeStep(code, step, place, exit)).join('\n');
}

/** One word. */
export function writeStep(code: Code, step: Step, place: Place, exit: Exit): string {
  const { value } = place;
  switch (step.step) {
    case 'rule': {
      const holds = step.rule.code(value, code.constant);
      return `if (!(${holds})) { ${exit.alone(code.error(step.said, place))} }`;
    }
    case 'required':
      return step.names
        .map(({ name, said }) => {
          const missing = `${value}[${JSON.stringify(name)}] === undefined`;
          return `if (${missing}) { ${exit.alone(code.error(said, place))} }`;
        })
        .join('\n');
    case 'unique': {
      const found = code.fresh('u');
      const named = place.propertyName === undefined ? '' : `, ${place.propertyName}`;
      const error = `errorNow(saidOfTwins(${JSON.stringify(step.schemaPath)}, ${found}), ${pathCode(place)}${named})`;
      const find = `const ${found} = ${code.constant(step.find)}(${value});`;
      return `${find}\nif (${found} !== undefined) { ${exit.alone(error)} }`;
    }
    case 'refuse':
      return exit.alone(code.error(step.said, place));
    case 'call':
      return `{ ${code.call(code.target(step.target), place, exit.called)} }`;
    case 'all':
      return step.plans.map((plan) => code.plan(plan, place, exit)).join('\n');
    case 'not':
    case 'any':
    case 'one':
      return choice(code, step, place, exit);
    case 'if':
      return conditional(code, step, place, exit);
    case 'items':
    case 'tuple':
    case 'contains':
      return list(code, step, place, exit);
    default:
      return writeObject(code, step, place, exit);
  }
}

/** How to forget the errors of what was tried: `note` comes before it. */
function forgetting(code: Code, exit: Exit): { readonly note: string; readonly forget: string } {
  if (!exit.isTried) return { note: '', forget: 'E = undefined;' };
  const count = code.fresh('n');
  return { note: `const ${count} = E === undefined ? 0 : E.length;`, forget: `E = cut(E, ${count});` };
}

/** A block that a plan is tried in; `then` follows where it fits. */
function attempt(code: Code, plan: Plan, place: Place, then: string): string {
  const label = code.fresh('L');
  return `${label}: {\n${code.plan(plan, place, leaving(label))}\n${then}\n}`;
}

function choice(code: Code, step: Of<'not' | 'any' | 'one'>, place: Place, exit: Exit): string {
  const { note, forget } = forgetting(code, exit);
  if (step.step === 'not') {
    const failed = exit.alone(code.error(step.said, place));
    return `{ ${note}\n${attempt(code, step.plan, place, failed)}\n${forget}\n}`;
  }
  const done = code.fresh('L');
  const none = exit.also(code.error(step.said, place));
  if (step.step === 'any') {
    const tries = step.plans.map((plan) => attempt(code, plan, place, `${forget} break ${done};`));
    return `${done}: { ${note}\n${tries.join('\n')}\n${none}\n}`;
  }
  const passing = code.fresh('m');
  const named = place.propertyName === undefined ? '' : `, ${place.propertyName}`;
  const tries = step.plans.map((plan, index) => {
    const said = `{ ...${code.constant(step.said)}, params: { passingSchemas: [${passing}, ${index}] } }`;
    const twice = exit.also(`errorNow(${said}, ${pathCode(place)}${named})`);
    const first = index === 0 ? '' : `if (${passing} !== -1) { ${twice} }\n`;
    return attempt(code, plan, place, `${first}${passing} = ${index};`);
  });
  return `{ ${note}\nlet ${passing} = -1;\n${tries.join('\n')}\nif (${passing} === -1) { ${none} }\n${forget}\n}`;
}

function conditional(code: Code, step: Of<'if'>, place: Place, exit: Exit): string {
  const { note, forget } = forgetting(code, exit);
  const isThen = code.fresh('t');
  const branch = (plan: Plan | undefined, which: 'then' | 'else'): string => {
    if (plan === undefined) return '';
    const said = code.error(step.said(which), place);
    // Behind the errors of a call is another one, and then it is over; an error that stands alone is the only one.
    if (!exit.isTried) {
      return code.plan(plan, place, {
        ...exit,
        called: (errors) => `return add(${errors}, ${said});`,
        isBranch: true,
      });
    }
    const done = code.fresh('L');
    return `${done}: {\n${attempt(code, plan, place, `break ${done};`)}\n${exit.also(said)}\n}`;
  };
  return [
    `{ ${note}`,
    `let ${isThen} = false;`,
    attempt(code, step.test, place, `${isThen} = true;`),
    forget,
    `if (${isThen}) {\n${branch(step.yes, 'then')}\n} else {\n${branch(step.no, 'else')}\n}`,
    '}',
  ].join('\n');
}

function list(code: Code, step: Of<'items' | 'tuple' | 'contains'>, place: Place, exit: Exit): string {
  const { value, path } = place;
  const at = (index: string, piece: string): Place => ({
    value: code.fresh('v'),
    holder: value,
    isHeld: true,
    key: index,
    path: [...path, piece],
    propertyName: place.propertyName,
  });
  if (step.step === 'tuple') {
    return step.plans
      .map((plan, index) => {
        const item = at(String(index), `"/${index}"`);
        const body = code.inner(plan, item, exit);
        return body === ''
          ? ''
          : `if (${index} < ${value}.length) {\nlet ${item.value} = ${value}[${index}];\n${body}\n}`;
      })
      .join('\n');
  }
  const index = code.fresh('i');
  const item = at(index, `"/" + ${index}`);
  const loop = (from: number, body: string): string =>
    `for (let ${index} = ${from}; ${index} < ${value}.length; ${index}++) {\nlet ${item.value} = ${value}[${index}];\n${body}\n}`;
  if (step.step === 'items') return loop(step.from, code.inner(step.plan, item, exit));
  const { note, forget } = forgetting(code, exit);
  const done = code.fresh('L');
  const found = attempt(code, step.plan, item, `${forget} break ${done};`);
  return `${done}: { ${note}\n${loop(0, found)}\n${exit.alone(code.error(step.said, place))}\n}`;
}
