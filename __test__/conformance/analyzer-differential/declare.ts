/**
 * Declarations of random files: each maker writes one on a line of its own, since a line is what TypeScript refuses, and
 * says what can be written with it afterwards. `tiers.ts` says which rows of the specification they stand for.
 */
import type { Choice } from './choice.js';
import { declareClass } from './declare-class.js';
import { type Grammar, KEYS } from './names.js';

/** A line that declares `name`. */
type Maker = (grammar: Grammar, choice: Choice, name: string) => string;

/** One declaration of any kind. */
export function declare(grammar: Grammar, choice: Choice, name: string): string {
  return choice.of(makers)(grammar, choice, name);
}

const makers: readonly Maker[] = [
  declareInterface,
  declareInterface,
  declareAlias,
  declareAlias,
  declareGeneric,
  declareGeneric,
  declareRecursiveGeneric,
  declareEnum,
  declareConst,
  declareConst,
  declareClass,
  declareClass,
  declareFunction,
  declareRecursive,
  declareMerged,
  declareKey,
  declareNamespace,
];

function declareInterface(grammar: Grammar, choice: Choice, name: string): string {
  const { names } = grammar;
  const bases =
    choice.chance(0.4) && names.objects.length > 0 ? choice.times(1, 2, () => choice.of(names.objects)) : [];
  const base = bases.length > 0 ? ` extends ${[...new Set(bases)].join(', ')}` : '';
  const body = grammar.members(2);
  const self = choice.chance(0.15) ? body.replace(/ ?}$/, '; self?: this; list: this[] }').replace('{;', '{') : body;
  names.objects.push(name);
  return `interface ${name}${base} ${self}`;
}

function declareAlias(grammar: Grammar, choice: Choice, name: string): string {
  const { names } = grammar;
  const kind = choice.below(4);
  if (kind === 3) {
    const text = `type ${name} = ${choice.of([
      `string & { __brand: '${name}' }`,
      `Brand<${choice.of(['string', 'number'])}, '${name}'>`,
      `{ ${choice.of(KEYS)}: ${grammar.any(1)} } & ThisType<{ b: 1 }>`,
      `(this: { a: 1 }, x: ${grammar.any(1)}, ...rest: ${grammar.list(1)}) => ${grammar.any(1)}`,
      `new (x: ${grammar.any(1)}) => ${grammar.object(1)}`,
      `{ (a: string): ${grammar.any(1)}; (a: number, b: 1): ${grammar.any(1)} }`,
      `(x: unknown) => x is string`,
    ])};`;
    names.plain.push(name);
    return text;
  }
  const body = kind === 0 ? grammar.object(2) : kind === 1 ? grammar.list(2) : grammar.any(2);
  [names.objects, names.lists, names.plain][kind]?.push(name);
  return `type ${name} = ${body};`;
}

function declareGeneric(grammar: Grammar, choice: Choice, name: string): string {
  const params = choice.chance(0.5) ? ['A'] : ['A', 'B'];
  const constraint = choice.of([
    '',
    '',
    '',
    ' extends object',
    ' extends { a?: unknown }',
    ' extends readonly unknown[]',
  ]);
  const heads = params.map((param, index) =>
    index === 0 ? `${param}${constraint}` : `${param} = ${choice.of(['string', '{}', 'A', 'A[]', '[A]', '{ a: A }'])}`,
  );
  const { any } = grammarOf(grammar);
  const bodies = [
    () => any(2),
    () => `A extends ${grammar.pattern(2)} ? ${any(1)} : ${any(1)}`,
    () => `A extends ${grammar.pattern(2)} ? ${any(1)} : ${any(1)}`,
    () => `[A] extends [${any(1)}] ? ${any(1)} : A`,
    () => `{ ${mapping(grammar, choice)} }`,
    () => `{ [K in keyof A as Exclude<K, ${grammar.key()}>]: A[K] }`,
    () => `{ [K in keyof A as K extends 'a' ? 'z' : K]: A[K] }`,
    () => `{ [K in keyof A as \`\${Uppercase<K & string>}_\`]?: A[K] }`,
    () => `{ [K in keyof A]: A[K] extends ${any(1)} ? ${any(1)} : A[K] }`,
    () => `{ [K in keyof A]: K extends ${grammar.key()} ? ${any(0)} : A[K] }`,
  ];
  const isList = constraint.includes('unknown[]');
  if (isList) {
    bodies.push(
      () => `[...A, ${any(1)}]`,
      () => `[${any(1)}, ...A, ...A]`,
      () => `A[number] | A['length']`,
      () => `[...{ [K in keyof A]: ${choice.of(['Box<A[K]>', 'A[K] | null', 'K'])} }]`,
      () => `(...args: A) => ${any(1)}`,
    );
  }
  const body = grammar.within(params, () => choice.of(bodies)());
  const takes = isList ? 'list' : constraint === '' ? 'anything' : 'object';
  grammar.names.generics.push({ name, takes });
  return `type ${name}<${heads.join(', ')}> = ${body};`;
}

function grammarOf(grammar: Grammar): { any: (depth: number) => string } {
  return { any: (depth) => grammar.any(depth) };
}

function mapping(grammar: Grammar, choice: Choice): string {
  const readonly = choice.of(['', '', 'readonly ', '-readonly ']);
  const optional = choice.of(['', '', '?', '-?']);
  const value = choice.of(['A[K]', 'A[K]', `A[K] | ${grammar.any(1)}`, 'K', 'A[K][]', 'Box<A[K]>', grammar.any(1)]);
  return `${readonly}[K in keyof A]${optional}: ${value}`;
}

/** Conditional types that ask themselves again. */
function declareRecursiveGeneric(grammar: Grammar, choice: Choice, name: string): string {
  const simple = (): string => grammar.any(0);
  const forms = [
    [
      'list',
      () =>
        `type ${name}<A> = A extends readonly [infer H, ...infer R] ? [${choice.of(['Box<H>', 'H | null', `[H, ${simple()}]`])}, ...${name}<R>] : ${choice.of(['[]', 'A'])};`,
    ],
    [
      'list',
      () =>
        `type ${name}<A> = A extends readonly [...infer R, infer L] ? ${choice.of(['[L, ...' + name + '<R>]', `L | ${name}<R>`])} : ${choice.of(['[]', 'never', simple()])};`,
    ],
    [
      'list',
      () =>
        `type ${name}<A extends readonly unknown[], B extends unknown[] = []> = A extends readonly [infer H, ...infer R] ? ${name}<R, [H, ...B]> : B;`,
    ],
    [
      'anything',
      () => `type ${name}<A> = A extends (infer U)[] ? ${name}<U> : ${choice.of(['A', `A | ${simple()}`])};`,
    ],
    ['anything', () => `type ${name}<A> = A extends { a: infer U } ? ${name}<U> : A;`],
    ['object', () => `type ${name}<A> = A extends object ? { [K in keyof A]: ${name}<A[K]> } : A | null;`],
    [
      'object',
      () =>
        `type ${name}<A> = A extends ${simple()} ? A : A extends object ? { ${choice.of(['readonly ', ''])}[K in keyof A]${choice.of(['?', '-?', ''])}: ${name}<A[K]> } : A;`,
    ],
    [
      'text',
      () =>
        `type ${name}<A extends string> = A extends \`\${infer H}${choice.of(['.', '_', '-', ''])}\${infer R}\` ? H | ${name}<R> : A;`,
    ],
    [
      'text',
      () =>
        `type ${name}<A extends string> = A extends \`\${infer H}\${infer R}\` ? \`\${${choice.of(['Uppercase<H>', 'H', 'Lowercase<H>'])}}${choice.of(['', '-'])}\${${name}<R>}\` : A;`,
    ],
    [
      'number',
      () =>
        `type ${name}<A extends number, B extends ${choice.of(['unknown', '0'])}[] = []> = B['length'] extends A ? B : ${name}<A, [...B, 0]>;`,
    ],
  ] as const;
  const [takes, write] = choice.of(forms);
  grammar.names.generics.push({ name, takes });
  return write();
}

const ENUMS: readonly (readonly [string, readonly string[]])[] = [
  ['A, B, C', ['A', 'B', 'C']],
  ["A = 'a', B = 'b'", ['A', 'B']],
  ['A = 1, B, C = 1 << 3, D = A | C', ['A', 'B', 'C', 'D']],
  ["A = 'x', B = 5, C", ['A', 'B', 'C']],
  ['A = -1, B, C = B + 10', ['A', 'B', 'C']],
  ["A = 'a', B = `${A}b`, C = A + 'c'", ['A', 'B', 'C']],
  ['A = 1.5, B = ~A, C = 7 % 4, D = 2 ** 5', ['A', 'B', 'C', 'D']],
  ["'x-y' = 1, B = 2", ['B']],
  ['A = 1, B = 1, C = A', ['A', 'B', 'C']],
  ['A = 0', ['A']],
  ["A = 'only'", ['A']],
];

function declareEnum(grammar: Grammar, choice: Choice, name: string): string {
  const { names } = grammar;
  const form = choice.below(8);
  if (form === 0) {
    names.enums.push({ name, members: ['A', 'B'] });
    return `enum ${name} { A = 'text'.length, B = 2 }`;
  }
  const other = names.enums.at(-1);
  if (form === 1 && other !== undefined) {
    names.enums.push({ name, members: ['A', 'B'] });
    return `enum ${name} { A = ${other.name}.${other.members[0]}, B = ${choice.of(['3', "'three'"])} }`;
  }
  if (form === 2) {
    names.enums.push({ name, members: ['A', 'B', 'C'] });
    return `enum ${name} { A, B } enum ${name} { C = ${choice.of(['2', '7', "'c'"])} }`;
  }
  const [body, members] = choice.of(ENUMS);
  names.enums.push({ name, members });
  return `${choice.chance(0.25) ? 'const ' : ''}enum ${name} { ${body} }`;
}

function declareConst(grammar: Grammar, choice: Choice, name: string): string {
  const { names } = grammar;
  if (choice.chance(0.25)) {
    const items = choice.times(1, 3, () => grammar.value(1));
    names.tuples.push(name);
    names.consts.push(name);
    return `const ${name} = [${items.join(', ')}] as const${choice.of(['', '', ' satisfies readonly unknown[]'])};`;
  }
  if (choice.chance(0.2)) {
    names.consts.push(name);
    const fields = KEYS.filter(() => choice.chance(0.5)).map((key) => `${key}: ${grammar.value(1)}`);
    return `const ${name} = { ${fields.join(', ')} } as const${choice.of(['', ' satisfies object', ' satisfies { readonly a?: unknown }'])};`;
  }
  names.consts.push(name);
  const kind = choice.of(['const', 'const', 'const', 'let']);
  const wanted = choice.of([
    'object',
    'unknown',
    'Record<string, unknown>',
    'readonly unknown[]',
    '{ a: string }',
    "{ kind: 'a' | 'b' }",
  ]);
  const suffix = choice.of(['', '', ' as const', ` satisfies ${wanted}`]);
  return `${kind} ${name} = ${grammar.value(2)}${suffix};`;
}

function declareFunction(grammar: Grammar, choice: Choice, name: string): string {
  const { names } = grammar;
  names.functions.push(name);
  if (choice.chance(0.3)) {
    const heads = choice.times(
      2,
      3,
      (index) =>
        `function ${name}(a: ${['string', 'number', 'boolean'][index]}${choice.of(['', ', b?: 1'])}): ${grammar.any(1)};`,
    );
    return `${heads.join(' ')} function ${name}(...all: any[]): any { return all; }`;
  }
  const params = `a: ${grammar.any(1)}, b?: ${grammar.any(1)}, ...c: ${grammar.any(0)}[]`
    .split(', ')
    .slice(0, choice.below(4));
  const result = choice.chance(0.5) ? `: ${grammar.any(2)}` : '';
  const async = result === '' && choice.chance(0.3) ? 'async ' : '';
  const body = result === '' ? `return ${grammar.value(2)};` : 'return null!;';
  return `${async}function ${name}(${params.join(', ')})${result} { ${body} }`;
}

function declareRecursive(grammar: Grammar, choice: Choice, name: string): string {
  const { names } = grammar;
  const forms = [
    `type ${name} = { v: ${grammar.any(1)}; next?: ${name} };`,
    `type ${name} = ${grammar.any(0)} | ${name}[];`,
    `type ${name} = ${grammar.any(0)} | { [key: string]: ${name} };`,
    `interface ${name} { v: ${grammar.any(1)}; left: ${name} | null; right: ${name} | null }`,
    `type ${name} = [${grammar.any(0)}, ${name}?];`,
    `type ${name} = { a: Partial<${name}>; b: ${grammar.any(1)} };`,
    `interface ${name} { a: Pick<${name}, 'b'>; b: ${grammar.any(1)}; c: Box<${name}> }`,
    `interface ${name} { a: ${name}Other | null; b: ${grammar.any(1)} } interface ${name}Other { a: ${name}[]; kind: ${name}['b'] }`,
    `type ${name} = { a: ${name}Next['a'][]; b?: ${name} }; type ${name}Next = { a: ${grammar.any(0)} | ${name} };`,
    `interface ${name} extends Array<${choice.of([name, grammar.any(0)])}> {}`,
  ];
  (choice.chance(0.5) ? names.objects : names.plain).push(name);
  return choice.of(forms);
}

/** Names that are declared more than once. */
function declareMerged(grammar: Grammar, choice: Choice, name: string): string {
  const { names } = grammar;
  const type = (): string => grammar.any(1);
  const forms: (() => string)[] = [
    () => {
      names.objects.push(name);
      return `interface ${name} { a: ${type()} } interface ${name} { b?: ${type()}; readonly kind: 'm' } interface ${name} { a2: this['b'] }`;
    },
    () => {
      names.enums.push({ name, members: ['A', 'B'] });
      names.objects.push(`${name}.Options`);
      return `enum ${name} { A = ${choice.of(["'a'", '1'])}, B = 2 } namespace ${name} { export interface Options { at: ${name}; a: ${type()} } export const fallback = ${name}.A; }`;
    },
    () => {
      names.functions.push(name);
      names.objects.push(`${name}.Options`);
      names.consts.push(name);
      return `function ${name}(a: ${type()}): ${type()} { return null!; } namespace ${name} { export interface Options { a: ${type()}; b?: 1 } export const limit = ${grammar.value(1)}; }`;
    },
    () => {
      names.classes.push({ name, abstract: false });
      names.objects.push(name, `${name}.Options`);
      return `class ${name} { a: ${type()} = null!; options?: ${name}.Options } namespace ${name} { export interface Options { b: ${type()} } }`;
    },
    () => {
      names.classes.push({ name, abstract: false });
      names.objects.push(name);
      return `class ${name} { a: ${type()} = null!; } interface ${name} { b?: ${type()} }`;
    },
    () => {
      names.objects.push(`${name}.In`);
      names.plain.push(`${name}.Out`);
      return `namespace ${name} { export interface In { a: ${type()} } } namespace ${name} { export interface In { b: ${type()} } export type Out = keyof In | ${type()}; }`;
    },
    () => {
      names.objects.push(name);
      names.consts.push(name);
      return `interface ${name} { a: ${type()} } const ${name} = { a: ${grammar.value(1)}, b: 1 };`;
    },
    () => {
      names.plain.push(name);
      names.consts.push(name);
      return `const ${name} = { A: 'a', B: 'b' } as const; type ${name} = (typeof ${name})[keyof typeof ${name}];`;
    },
  ];
  return choice.of(forms)();
}

/** Constants that name a member. */
function declareKey(grammar: Grammar, choice: Choice, name: string): string {
  grammar.names.keys.push(name);
  return choice.of([
    `declare const ${name}: unique symbol;`,
    `const ${name} = Symbol();`,
    `const ${name} = 'computed';`,
    `const ${name} = 7;`,
    `const ${name} = 'kind' as const;`,
  ]);
}

function declareNamespace(grammar: Grammar, choice: Choice, name: string): string {
  const { names } = grammar;
  const type = (): string => grammar.any(1);
  const forms: (() => string)[] = [
    () => {
      names.objects.push(`${name}.Inner.Deep`);
      names.plain.push(`${name}.Inner.Word`);
      return `namespace ${name}.Inner { export interface Deep { a: ${type()} } export type Word = ${type()}; }`;
    },
    () => {
      names.enums.push({ name: `${name}.Mode`, members: ['A', 'B'] });
      names.consts.push(`${name}.limit`);
      return `namespace ${name} { export enum Mode { A = 'on', B = 'off' } export const limit = ${grammar.value(1)}; }`;
    },
    () => {
      names.objects.push(`${name}Short`);
      return `namespace ${name} { export namespace In { export interface Deep { a: ${type()}; up?: Own } interface Own { b: ${type()} } } } import ${name}Short = ${name}.In.Deep;`;
    },
    () => {
      names.classes.push({ name: `${name}.Made`, abstract: false });
      names.objects.push(`${name}.Made`);
      return `namespace ${name} { export class Made { a: ${type()} = null!; static s = 1; } }`;
    },
  ];
  return choice.of(forms)();
}
