/** Classes of random files: fields, accessors, parameters that are fields, generics, inheritance, what is abstract. */
import type { Choice } from './choice.js';
import { type Grammar, KEYS } from './names.js';

/** A class, a class that extends one, or a function that makes one out of another. */
export function declareClass(grammar: Grammar, choice: Choice, name: string): string {
  const { names } = grammar;
  const type = (): string => grammar.any(1);
  const form = choice.below(10);
  if (form === 0) {
    names.generics.push({ name, takes: 'anything' });
    const body = grammar.within(['A'], () => membersOf(grammar, choice, false));
    return `class ${name}<A, B = ${choice.of(['string', 'A', 'A[]'])}> { of: A = null!; more?: B; ${body} }`;
  }
  if (form === 1) {
    names.objects.push(name);
    names.generics.push({ name: `${name}Base`, takes: 'anything' });
    return `class ${name}Base<A> { of: A = null!; self(): this { return this; } next?: this; } class ${name} extends ${name}Base<${type()}> { own = ${grammar.value(1)}; }`;
  }
  if (form === 2 || form === 3) {
    names.classes.push({ name, abstract: true });
    names.objects.push(name);
    return `abstract class ${name} { abstract z: ${type()}; abstract m(x: ${grammar.any(0)}): void; abstract get y(): ${type()}; ${membersOf(grammar, choice, true)} }`;
  }
  const bases = names.classes.filter(({ abstract }) => !abstract);
  const base = form === 4 && bases.length > 0 ? choice.of(bases).name : undefined;
  const wanted = form === 5 && names.objects.length > 0 ? ` implements Partial<${choice.of(names.objects)}>` : '';
  names.classes.push({ name, abstract: false });
  names.objects.push(name);
  if (base !== undefined) return `class ${name} extends ${base} { own: ${type()} = null!; static t = 'x'; }`;
  return `class ${name}${wanted} { ${membersOf(grammar, choice, true)} }`;
}

function membersOf(grammar: Grammar, choice: Choice, mayConstruct: boolean): string {
  const type = (): string => grammar.any(1);
  const parts = [
    () => `${choice.of(KEYS)}: ${type()} = null!;`,
    () => `${choice.of(KEYS)}: ${type()} = null!;`,
    () => `readonly ${choice.of(KEYS)} = ${grammar.value(1)};`,
    () => `${choice.of(KEYS)} = ${grammar.value(1)};`,
    () => `${choice.of(KEYS)}?: ${type()};`,
    () => `declare ${choice.of(KEYS)}: ${type()};`,
    () => `private p${choice.below(9)} = 1;`,
    () => `#h${choice.below(9)} = 1;`,
    () => `static s = 1;`,
    () => `static readonly t = 'text';`,
    () => `m(): void {}`,
    () => `n(a: string): string; n(a: number): number; n(a: any): any { return a; }`,
    () => `get g(): ${type()} { return null!; }`,
    () => `get e(): string { return ''; } set e(v: string | number) {}`,
    () => `set w(v: ${type()}) {}`,
    () => `accessor x: ${type()} = null!;`,
    () => `f = (a: ${grammar.any(0)}): ${grammar.any(0)} => null!;`,
    () => `me?: this;`,
    () => `toJSON(): ${type()} { return null!; }`,
    () =>
      mayConstruct
        ? `constructor(public ${choice.of(KEYS)}: ${type()}, readonly r?: ${grammar.any(0)}, protected q?: string) {}`
        : `z = 1;`,
  ];
  const used = new Set<string>();
  return choice
    .times(1, 4, () => choice.of(parts)())
    .filter((member) => {
      const key =
        /(?:readonly |public |private |static |declare |get |set |accessor )*(#?\w+)[?(:= ]/.exec(member)?.[1] ??
        member;
      if (used.has(key)) return false;
      used.add(key);
      return true;
    })
    .join(' ');
}
