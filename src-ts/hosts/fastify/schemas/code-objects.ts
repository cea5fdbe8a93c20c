/** The words about objects as statements. */

import type { Code } from './code.js';
import { leaving, pathCode, type Exit, type Place } from './code-place.js';
import { escaped } from './node.js';
import type { Others, Step } from './plan.js';

type Of<Name extends Step['step']> = Extract<Step, { step: Name }>;
type One = (code: Code, step: Step, place: Place, exit: Exit) => string;

/** So many names are compared one by one; more are looked up. */
const few = 24;

/**
 * The words about objects in their order. Members that are looked at are read once, at the start, unless a schema in
 * between may change them, or others are taken away: an object that was read before is slower to take away from.
 */
export function writeMembers(code: Code, steps: readonly Step[], place: Place, exit: Exit, one: One): string {
  const isChanged = steps.some(
    (step) => step.step === 'remove' || (step.step === 'dependencies' && step.schemas.length > 0),
  );
  const reads = new Map<string, string>();
  for (const step of steps) {
    if (step.step !== 'members' || isChanged) continue;
    for (const { name } of step.members) reads.set(name, code.fresh('v'));
  }
  const required = new Set<string>();
  const lines = [...reads].map(([name, read]) => `let ${read} = ${place.value}[${JSON.stringify(name)}];`);
  for (const step of steps) {
    if (step.step === 'required') {
      for (const { name, said } of step.names) {
        required.add(name);
        const member = reads.get(name) ?? `${place.value}[${JSON.stringify(name)}]`;
        lines.push(`if (${member} === undefined) { ${exit.alone(code.error(said, place))} }`);
      }
    } else if (step.step === 'members') {
      for (const { name, plan } of step.members) {
        const key = JSON.stringify(name);
        const known = reads.get(name);
        const value = known ?? code.fresh('v');
        const body = code.inner(plan, within(place, value, key, pieceOf(name)), exit);
        if (body === '') continue;
        const isThere = known !== undefined && required.has(name);
        const read = known === undefined ? `let ${value} = ${place.value}[${key}];\n` : '';
        lines.push(isThere ? `{\n${body}\n}` : `{ ${read}if (${value} !== undefined) {\n${body}\n} }`);
      }
    } else {
      lines.push(one(code, step, place, exit));
    }
  }
  return lines.join('\n');
}

/** A name as a piece of a pointer, known when the code is written. */
function pieceOf(name: string): string {
  return JSON.stringify(`/${escaped(name)}`);
}

function within(place: Place, value: string, key: string, piece: string): Place {
  const { path, propertyName } = place;
  return { value, holder: place.value, isHeld: true, key, path: [...path, piece], propertyName };
}

/** One word about objects. */
export function writeObject(
  code: Code,
  step: Of<'names' | 'remove' | 'additional' | 'dependencies' | 'members' | 'patterns'>,
  place: Place,
  exit: Exit,
): string {
  const { value } = place;
  const key = code.fresh('x');
  const each = (body: string): string => `for (const ${key} in ${value}) {\n${body}\n}`;
  const member = (plan: Of<'additional'>['plan']): string => {
    const inner = within(place, code.fresh('v'), key, `piece(${key})`);
    return `let ${inner.value} = ${value}[${key}];\n${code.inner(plan, inner, exit)}`;
  };
  switch (step.step) {
    case 'names':
      return each(nameCode(code, step, place, exit, key));
    case 'remove':
      return removal(code, step.others, value, key);
    case 'additional':
      return each(`if (${isOther(code, step.others, key)}) {\n${member(step.plan)}\n}`);
    case 'patterns':
      return step.patterns
        .map(({ pattern, plan }) => each(`if (${code.constant(pattern)}.test(${key})) {\n${member(plan)}\n}`))
        .join('\n');
    case 'dependencies':
      return dependencies(code, step, place, exit);
    case 'members':
      return writeMembers(code, [step], place, exit, () => '');
  }
}

function nameCode(code: Code, step: Of<'names'>, place: Place, exit: Exit, key: string): string {
  const [label, done, name] = [code.fresh('L'), code.fresh('L'), code.fresh('v')];
  const inner: Place = { ...place, value: name, holder: undefined, propertyName: key };
  const said = `${code.constant(step.said)}(${key})`;
  const named = place.propertyName === undefined ? '' : `, ${place.propertyName}`;
  const failed = exit.also(`errorNow(${said}, ${pathCode(place)}${named})`);
  const tried = `${label}: {\n${code.plan(step.plan, inner, leaving(label))}\nbreak ${done};\n}`;
  return `let ${name} = ${key};\n${done}: {\n${tried}\n${failed}\n}`;
}

/** Whether a key is one of those that are not declared. */
function isOther(code: Code, { names, patterns }: Others, key: string): string {
  const declared =
    names.length > few
      ? [`!${code.constant(new Set(names))}.has(${key})`]
      : names.map((name) => `${key} !== ${JSON.stringify(name)}`);
  const all = [...declared, ...patterns.map((pattern) => `!${code.constant(pattern)}.test(${key})`)];
  return all.length === 0 ? 'true' : all.join(' && ');
}

/**
 * Takes away what is not declared. Keys mostly come in the order of the schema, so each is compared first with the one
 * that is expected, and all are only looked through where it is another one.
 */
function removal(code: Code, others: Others, value: string, key: string): string {
  const { names, patterns } = others;
  const away = `delete ${value}[${key}];`;
  if (names.length === 0 || patterns.length > 0 || names.length > 4 * few) {
    return `for (const ${key} in ${value}) if (${isOther(code, others, key)}) ${away}`;
  }
  const next = code.fresh('i');
  const order = code.constant([...names, null]);
  const cases = names.map((name, index) => `case ${JSON.stringify(name)}: ${next} = ${index + 1}; break;`);
  return [
    `{ let ${next} = 0;`,
    `for (const ${key} in ${value}) {`,
    `if (${key} === ${order}[${next}]) { ${next}++; continue; }`,
    `switch (${key}) {\n${cases.join('\n')}\ndefault: ${away}\n}`,
    '} }',
  ].join('\n');
}

function dependencies(code: Code, step: Of<'dependencies'>, place: Place, exit: Exit): string {
  const { value } = place;
  const has = (name: string, isThere: boolean): string =>
    `${value}[${JSON.stringify(name)}] ${isThere ? '!==' : '==='} undefined`;
  const lists = step.lists.map(({ name, wanted }) => {
    const each = wanted.map((one) => `if (${has(one.name, false)}) { ${exit.alone(code.error(one.said, place))} }`);
    return `if (${has(name, true)}) {\n${each.join('\n')}\n}`;
  });
  // The value may become another one in between; the members that are asked for are those of the first.
  const data = code.fresh('o');
  const schemas = step.schemas.map(
    ({ name, plan }) => `if (${data}[${JSON.stringify(name)}] !== undefined) {\n${code.plan(plan, place, exit)}\n}`,
  );
  const kept = schemas.length > 0 ? [`const ${data} = ${value};`, ...schemas] : [];
  return [...lists, ...kept].join('\n');
}
