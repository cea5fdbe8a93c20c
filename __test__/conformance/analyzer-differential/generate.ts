/**
 * Files of random types: declarations first, then `export type Tn = …`, one per line. Whatever TypeScript has something
 * against is taken out later, so what is written here need only be right most of the time. The rules of the grammar stand
 * together, long as the file is: each one calls the others. `tiers.ts` says which row of the specification is where.
 */
import { Choice } from './choice.js';
import { declare } from './declare.js';
import { FAMILIAR } from './familiar.js';
import { type Grammar, KEYS, Names } from './names.js';

/** One file of random types. */
export class FileOfTypes implements Grammar {
  readonly names = new Names();
  readonly #choice: Choice;
  /** Names of type parameters, where types are written inside of a generic. */
  #params: readonly string[] = [];

  constructor(seed: number) {
    this.#choice = new Choice(seed);
  }

  text(count: number): string {
    const choice = this.#choice;
    const lines = FAMILIAR.split('\n');
    choice.times(20, 30, (index) => lines.push(declare(this, choice, `D${index}`)));
    for (let index = 0; index < count; index += 1)
      lines.push(`export type T${index} = ${this.any(1 + choice.below(4))};`);
    return `${lines.join('\n')}\n`;
  }

  within(params: readonly string[], write: () => string): string {
    this.#params = params;
    const text = write();
    this.#params = [];
    return text;
  }

  value(depth: number): string {
    const choice = this.#choice;
    const leaves = [
      () => `${choice.below(9)}`,
      () => `'${choice.of(KEYS)}'`,
      () =>
        choice.of([
          'true',
          'false',
          'null',
          '-4',
          '10n',
          '`t`',
          'undefined',
          '!0',
          '1 + 2',
          "'x' + 1",
          '1 < 2',
          'typeof 1',
          '/x/',
          'new Date()',
        ]),
      () => (this.names.consts.length > 1 ? choice.of(this.names.consts.slice(0, -1)) : '7'),
      () => `${choice.of(["'a'", '1', 'null', '{}'])} as ${this.any(1)}`,
      () => (this.names.enums.length > 0 ? this.#member() : '0'),
    ];
    if (depth <= 0) return choice.of(leaves)();
    const nodes = [
      ...leaves,
      () => `{ ${choice.times(0, 4, () => `${choice.of(KEYS)}: ${this.value(depth - 1)}`).join(', ')} }`,
      () => `{ ${choice.times(1, 3, () => `${choice.of(KEYS)}: ${this.value(depth - 1)}`).join(', ')} }`,
      () => `[${choice.times(0, 3, () => this.value(depth - 1)).join(', ')}]`,
      () => `(true as boolean) ? ${this.value(depth - 1)} : ${this.value(depth - 1)}`,
      () =>
        this.names.consts.length > 1 ? `{ ...${choice.of(this.names.consts.slice(0, -1))}, z: ${this.value(0)} }` : '1',
      () =>
        this.names.consts.length > 1 ? `[...${choice.of(this.names.consts.slice(0, -1))}, ${this.value(0)}]` : '1',
      () => `(${this.value(depth - 1)} as const)`,
      () =>
        `(${this.value(depth - 1)} satisfies ${choice.of(['unknown', 'object', 'string', '{ a: unknown }', 'unknown[]'])})`,
      () => (this.names.classes.length > 0 ? `null! as ${choice.of(this.names.classes).name}` : '2'),
      () => (this.names.keys.length > 0 ? `{ [${choice.of(this.names.keys)}]: ${this.value(depth - 1)}, a: 1 }` : '3'),
      () => `{ get ${choice.of(KEYS)}() { return ${this.value(depth - 1)}; } }`,
      () => `{ ${choice.of(KEYS)}(x: number) { return x; }, ${choice.of(KEYS)}: ${this.value(depth - 1)} }`,
      () => `(${this.value(depth - 1)})`,
    ];
    return choice.of(nodes)();
  }

  #member(): string {
    if (this.names.enums.length === 0) return "'e'";
    const found = this.#choice.of(this.names.enums);
    return `${found.name}.${this.#choice.of(found.members)}`;
  }

  /** A type of any kind. */
  any(depth: number): string {
    const choice = this.#choice;
    if (depth <= 0) return this.#leaf();
    const kinds: (() => string)[] = [
      () => this.#leaf(),
      () => this.#union(depth),
      () => this.#union(depth),
      () => this.object(depth),
      () => this.object(depth),
      () => this.object(depth),
      () => this.list(depth),
      () => this.list(depth),
      () => this.#text(depth),
      () => this.#access(depth),
      () => this.#access(depth),
      () => this.#conditional(depth),
      () => this.#conditional(depth),
      () => this.#utility(depth),
      () => this.#utility(depth),
      () => this.#familiar(depth),
      () => this.#familiar(depth),
      () => this.#familiar(depth),
      () => this.#generic(depth),
      () => this.#generic(depth),
      () => this.#generic(depth),
      () => this.#ofClass(),
      () => this.#keyed(depth),
      () =>
        choice.chance(0.3)
          ? `(${this.any(depth - 1)} & ${this.any(depth - 1)})`
          : `(${this.object(depth - 1)} & ${this.object(depth - 1)})`,
      () => `keyof ${this.#wrapped(choice.chance(0.9) ? this.object(depth - 1) : this.any(depth - 1))}`,
      () => (this.names.consts.length > 0 ? `typeof ${choice.of(this.names.consts)}` : 'number'),
      () =>
        this.names.functions.length > 0
          ? `${choice.of(['ReturnType', 'Parameters'])}<typeof ${choice.of(this.names.functions)}>`
          : 'number',
      () =>
        this.names.functions.length > 0 ? `Awaited<ReturnType<typeof ${choice.of(this.names.functions)}>>` : 'number',
      () => `${choice.of(['Set', 'Set', 'Set', 'ReadonlySet', 'Promise', 'PromiseLike'])}<${this.any(depth - 1)}>`,
      () =>
        `${choice.of(['Map', 'Map', 'ReadonlyMap'])}<${choice.of(['string', 'number', this.any(0)])}, ${this.any(depth - 1)}>`,
    ];
    return choice.of(kinds)();
  }

  #wrapped(text: string): string {
    return `(${text})`;
  }

  #leaf(): string {
    const choice = this.#choice;
    const leaves = [
      () => choice.of(['string', 'number', 'boolean', 'null', 'undefined', 'bigint']),
      () =>
        choice.of(['string', 'number', 'boolean', 'unknown', 'never', 'any', 'object', 'void', 'symbol', '{}', 'Date']),
      () =>
        choice.of([
          'Date',
          'RegExp',
          'Uint8Array',
          'ArrayBuffer',
          'Function',
          'PropertyKey',
          'Json',
          '-10n',
          '1e3',
          "'it\\'s'",
        ]),
      () => `'${choice.of(KEYS)}'`,
      () => choice.of(["'a'", "'b'", '1', '2', '-3', 'true', 'false', '10n', "''", '0.5']),
      () => (this.#params.length > 0 ? choice.of(this.#params) : 'string'),
      () => (this.#params.length > 0 ? choice.of(this.#params) : 'number'),
      () => (this.names.objects.length > 0 ? choice.of(this.names.objects) : '{ a: 1 }'),
      () => (this.names.plain.length > 0 ? choice.of(this.names.plain) : 'string'),
      () => (this.names.lists.length > 0 ? choice.of(this.names.lists) : 'string[]'),
      () => (this.names.enums.length > 0 ? choice.of(this.names.enums).name : '0'),
      () => (this.names.enums.length > 0 ? this.#member() : '1'),
    ];
    return choice.of(leaves)();
  }

  #union(depth: number): string {
    return `(${this.#choice.times(2, 4, () => this.any(depth - 1)).join(' | ')})`;
  }

  key(): string {
    return this.#choice.of(["'a'", "'b'", "'a' | 'b'", "'c'", "'kind'", 'string', "'a' | 'd'"]);
  }

  members(depth: number): string {
    const choice = this.#choice;
    const keys = KEYS.filter(() => choice.chance(0.5));
    const members = keys.map(
      (key) => `${choice.of(['', '', 'readonly '])}${key}${choice.of(['', '', '?'])}: ${this.any(depth - 1)}`,
    );
    if (choice.chance(0.1))
      members.push(
        `[key: ${choice.of(['string', 'number', 'symbol', '`x${string}`', '`${number}-${string}`', '`a${number}` | `b${string}`'])}]: ${this.any(depth - 1)}`,
      );
    if (choice.chance(0.05)) members.push(`m(x: ${this.any(0)}): ${this.any(0)}`);
    if (choice.chance(0.03)) members.push(`o(x: string): ${this.any(0)}; o(x: number): ${this.any(0)}`);
    if (choice.chance(0.03)) members.push(`get g(): ${this.any(0)}; set g(v: ${this.any(0)})`);
    if (choice.chance(0.04) && this.names.keys.length > 0)
      members.push(`[${choice.of(this.names.keys)}]: ${this.any(depth - 1)}`);
    if (choice.chance(0.03) && this.names.enums.length > 0) members.push(`[${this.#member()}]: ${this.any(depth - 1)}`);
    if (choice.chance(0.03)) members.push(`${choice.of(["'x-y'", '1', "'2'", '0.5'])}: ${this.any(depth - 1)}`);
    return `{ ${members.join('; ')} }`;
  }

  object(depth: number): string {
    const choice = this.#choice;
    if (depth <= 0) return this.names.objects.length > 0 ? choice.of(this.names.objects) : '{ a: string; b?: number }';
    const kinds: (() => string)[] = [
      () => this.members(depth),
      () => this.members(depth),
      () => this.members(depth),
      () => (this.names.objects.length > 0 ? choice.of(this.names.objects) : '{ a: 1 }'),
      () => `${choice.of(['Partial', 'Required', 'Readonly'])}<${this.object(depth - 1)}>`,
      () => `Omit<${this.object(depth - 1)}, ${this.key()}>`,
      () => `Pick<${this.object(depth - 1)}, 'a'>`,
      () => this.#picked(depth),
      () =>
        `Record<${choice.of(['string', 'number', "'a' | 'b'", '`x${string}`', 'string | number', this.names.enums[0]?.name ?? "'e'", 'PropertyKey', '1 | 2', 'symbol', '`${number}`', this.#member()])}, ${this.any(depth - 1)}>`,
      () =>
        `{ [K in ${this.names.enums.at(-1)?.name ?? "'e'"}]${choice.of(['', '?'])}: ${choice.of(['K', this.any(depth - 1)])} }`,
      () => this.#remapped(depth),
      () => (this.names.classes.length > 0 ? `InstanceType<typeof ${choice.of(this.names.classes).name}>` : '{ a: 1 }'),
      () => `(${this.object(depth - 1)} & ${this.object(depth - 1)})`,
      () =>
        `{ [K in ${choice.of(["'a' | 'b'", "'a'", 'string', 'keyof ' + this.#wrapped(this.object(depth - 1))])}]${choice.of(['', '', '?', '-?'])}: ${this.any(depth - 1)} }`,
      () =>
        `{ [K in ${choice.of(["'a' | 'b'", "'x' | 'y'"])} as \`${choice.of(['p_', 'on'])}\${Capitalize<K>}\`]: ${this.any(depth - 1)} }`,
      () => `{ kind: 'a'; a: ${this.any(depth - 1)} } | { kind: 'b'; b: ${this.any(depth - 1)} }`,
    ];
    return choice.of(kinds)();
  }

  #picked(depth: number): string {
    const object = this.object(depth - 1);
    return `Pick<${object}, Extract<keyof ${this.#wrapped(object)}, ${this.key()}>>`;
  }

  list(depth: number): string {
    const choice = this.#choice;
    if (depth <= 0) return this.names.lists.length > 0 ? choice.of(this.names.lists) : 'string[]';
    const item = (): string => this.any(depth - 1);
    const kinds: (() => string)[] = [
      () => `${this.#wrapped(item())}[]`,
      () => `readonly ${this.#wrapped(item())}[]`,
      () => `Array<${item()}>`,
      () => `[${choice.times(0, 3, item).join(', ')}]`,
      () => `[${item()}, ${this.#wrapped(item())}?]`,
      () => `[${item()}, ...${this.#wrapped(item())}[]]`,
      () => `[...${this.#wrapped(item())}[], ${item()}]`,
      () => `[first: ${item()}, second?: ${item()}, ...rest: ${this.#wrapped(item())}[]]`,
      () => `readonly [${choice.times(1, 2, item).join(', ')}]`,
      () => `[...${this.list(depth - 1)}, ${item()}]`,
      () => `[...${this.list(depth - 1)}, ...${this.list(depth - 1)}]`,
      () =>
        `${choice.of(['Partial', 'Required', 'Readonly', 'Mutable', 'Nullable', 'Id', 'Concrete'])}<${this.list(depth - 1)}>`,
      () => `${choice.of(['Reverse', 'Tail'])}<${this.list(depth - 1)}>`,
      () => `Split<${this.#text(depth - 1)}, ${choice.of(["'_'", "'a'", "''"])}>`,
      () => `[a?: ${item()}, b?: ${item()}]`,
      () => `[a: ${item()}, ...b: ${this.#wrapped(item())}[], c: ${item()}]`,
      () => `[...a: ${this.list(depth - 1)}, b: ${item()}]`,
      () => `readonly [a?: ${item()}, ...rest: ${this.#wrapped(item())}[]]`,
      () => `[${item()}, ...${this.list(depth - 1)}, ...${this.#wrapped(item())}[]]`,
      () => `${choice.of(['Flatten', 'Middle', 'Reverse'])}<${this.list(depth - 1)}>`,
      () => `Times<${choice.below(5)}, ${item()}>`,
      () => `${choice.of(['Zip', 'Concat'])}<${this.list(depth - 1)}, ${this.list(depth - 1)}>`,
      () => `Without<${this.list(depth - 1)}, ${this.any(0)}>`,
      () => (this.names.tuples.length > 0 ? `typeof ${choice.of(this.names.tuples)}` : '[1]'),
      () => (this.names.functions.length > 0 ? `Parameters<typeof ${choice.of(this.names.functions)}>` : '[1]'),
    ];
    return choice.of(kinds)();
  }

  #text(depth: number): string {
    const choice = this.#choice;
    const leaves: (() => string)[] = [
      () =>
        choice.of([
          'string',
          "'a'",
          "'b_c'",
          "'a' | 'b'",
          "'hello_big_world'",
          "'x1'",
          "''",
          "'someKey'",
          "'A' | 'bC'",
        ]),
    ];
    if (depth <= 0) return choice.of(leaves)();
    const kinds: (() => string)[] = [
      ...leaves,
      () =>
        `\`${choice.of(['', 'x', 'id-'])}\${${choice.of(['string', 'number', 'boolean', 'bigint', "'a' | 'b'", '1 | 2', this.#text(depth - 1)])}}${choice.of(['', '-', 'px'])}\``,
      () => `\`\${${this.#text(depth - 1)}}-\${${this.#text(depth - 1)}}\``,
      () =>
        `${choice.of(['Uppercase', 'Lowercase', 'Capitalize', 'Uncapitalize', 'Camel', 'Snake', 'TrimLeft'])}<${this.#text(depth - 1)}>`,
      () => `keyof ${this.#wrapped(this.object(depth - 1))} & string`,
      () => `Join<${choice.of(["['a', 'b']", '[]', "['x']", 'string[]', "['a', ...string[]]"])}, '-'>`,
      () => `(${this.#text(depth - 1)} | ${this.#text(depth - 1)})`,
      () => `Paths<${this.object(depth - 1)}>`,
      () => (this.names.enums.length > 0 ? `\`\${${choice.of(this.names.enums).name}}\`` : "'e'"),
      () =>
        `\`\${${choice.of(['number', 'string', "'a' | 'b'"])}}${choice.of(['.', '/', ':'])}\${${choice.of(['number', 'string', 'boolean', '1 | 2n'])}}\``,
      () => `Replace<${this.#text(depth - 1)}, ${choice.of(["'_'", "'a'"])}, ${choice.of(["'-'", "''", "'bb'"])}>`,
      () => `${choice.of(['Uppercase', 'Lowercase', 'Capitalize'])}<\`${choice.of(['a', 'X'])}\${string}\`>`,
    ];
    return choice.of(kinds)();
  }

  #access(depth: number): string {
    const choice = this.#choice;
    const object = this.#wrapped(this.object(depth - 1));
    const list = this.#wrapped(this.list(depth - 1));
    return choice.of([
      `${object}['a']`,
      `${object}[keyof ${object}]`,
      `${list}[number]`,
      `${list}[0]`,
      `${list}['length']`,
      `keyof ${object}`,
      `keyof ${this.#wrapped(`${this.object(depth - 1)} | ${this.object(depth - 1)}`)}`,
      `{ a: ${this.any(depth - 1)}; b?: ${this.any(depth - 1)} }['a' | 'b']`,
      `Get<${this.object(depth - 1)}, ${choice.of(["'a'", "'a.b'", "'a.a.b'"])}>`,
      `Entries<${this.object(depth - 1)}>`,
      `keyof ${this.#wrapped(`${this.object(depth - 1)} & ${this.object(depth - 1)}`)}`,
      this.names.enums.length > 0 ? `keyof typeof ${choice.of(this.names.enums).name}` : 'string',
      this.names.enums.length > 0
        ? `(typeof ${choice.of(this.names.enums).name})[keyof typeof ${choice.of(this.names.enums).name}]`
        : 'string',
      this.names.tuples.length > 0
        ? `(typeof ${choice.of(this.names.tuples)})[${choice.of(['number', '0', "'length'"])}]`
        : '1',
      this.names.consts.length > 0 ? `keyof typeof ${choice.of(this.names.consts)}` : 'string',
      this.names.consts.length > 0
        ? `(typeof ${choice.of(this.names.consts)})[keyof typeof ${choice.of(this.names.consts)}]`
        : 'string',
    ]);
  }

  #conditional(depth: number): string {
    const branches = `? ${this.any(depth - 1)} : ${this.any(depth - 1)}`;
    return this.#choice.chance(0.5)
      ? `(${this.#wrapped(this.any(depth - 1))} extends ${this.#wrapped(this.any(depth - 1))} ${branches})`
      : `(${this.#wrapped(this.any(depth - 1))} extends ${this.pattern(depth - 1)} ? ${this.#choice.of(['X', 'X', '[X]', 'X | null', this.any(depth - 1)])} : ${this.any(depth - 1)})`;
  }

  /** What may stand behind `extends`, often with `infer X`. */
  pattern(depth: number): string {
    return this.#choice.of([
      '(infer X)[]',
      'readonly (infer X)[]',
      '[infer X, ...unknown[]]',
      '[...unknown[], infer X]',
      '[infer X, ...infer Y]',
      '{ a: infer X }',
      '{ a?: infer X }',
      '{ a: infer X; b: infer X }',
      '{ [key: string]: infer X }',
      'Record<string, infer X>',
      '`${infer X}_${string}`',
      '`${infer X}${infer Y}`',
      '(...args: infer X) => unknown',
      '(a: infer X) => void',
      '() => infer X',
      'Promise<infer X>',
      'Box<infer X>',
      'Page<infer X>',
      'List<infer X>',
      'Set<infer X>',
      'Map<infer X, unknown>',
      'infer X extends string',
      'infer X extends object',
      '[...infer Y, infer X]',
      '[infer X, ...infer Y, infer Z]',
      'readonly [infer X, ...infer Y]',
      '[infer X extends string | number, ...infer Y]',
      '`${infer X}.${infer Y}`',
      '`${infer X extends number}${string}`',
      '`${string}-${infer X}`',
      'new (...args: any[]) => infer X',
      'new (a: infer X, ...rest: any[]) => unknown',
      '(a: infer Y, ...rest: infer X) => infer Z',
      'ReadonlyMap<any, infer X>',
      '{ readonly a: infer X; [key: string]: unknown }',
      '{ m(x: infer X): unknown }',
      '{ kind: infer X }',
      '(infer X extends string)[]',
      `[infer X, ${this.any(depth - 1)}]`,
      `{ a: infer X } | ${this.any(0)}`,
      this.any(depth - 1),
      this.any(depth - 1),
    ]);
  }

  #utility(depth: number): string {
    const below = (): string => this.any(depth - 1);
    return this.#choice.of([
      `Exclude<${below()}, ${below()}>`,
      `Extract<${below()}, ${below()}>`,
      `NonNullable<${below()}>`,
      `Awaited<${below()}>`,
      `Partial<${below()}>`,
      `Required<${below()}>`,
      `Readonly<${below()}>`,
      `Record<${this.#text(depth - 1)}, ${below()}>`,
      `Exclude<keyof ${this.#wrapped(this.object(depth - 1))}, ${this.key()}>`,
      `ReturnType<() => ${below()}>`,
      `Parameters<(a: ${below()}, b?: ${below()}, ...rest: ${this.#wrapped(below())}[]) => void>`,
      `NoInfer<${below()}>`,
      `Pick<${this.object(depth - 1)}, keyof ${this.#wrapped(this.object(depth - 1))}>`,
      `Omit<${below()}, ${this.key()}>`,
      `ConstructorParameters<new (a: ${below()}, b?: ${below()}) => object>`,
      `ReturnType<${this.#wrapped(`(x: unknown) => x is string`)}>`,
      `ThisParameterType<(this: ${below()}) => void>`,
      `OmitThisParameter<(this: ${below()}, a: ${below()}) => void>`,
      `Parameters<{ (a: ${below()}): 1; (b: ${below()}, c?: ${below()}): 2 }>`,
    ]);
  }

  #familiar(depth: number): string {
    const below = (): string => this.any(depth - 1);
    const object = (): string => this.object(depth - 1);
    const list = (): string => this.list(depth - 1);
    return this.#choice.of([
      () =>
        `${this.#choice.of(['DeepPartial', 'DeepReadonly', 'Simplify', 'Mutable', 'Nullable', 'Concrete', 'ValueOf', 'OptionalKeys', 'RequiredKeys', 'RequireOne', 'Jsonify', 'Getters'])}<${object()}>`,
      () =>
        `${this.#choice.of(['DeepPartial', 'DeepReadonly', 'Simplify', 'Unpacked', 'IsAny', 'IsNever', 'IsUnion', 'Nullable', 'Jsonify', 'ElementOf', 'Awaitable', 'Box', 'Page', 'Tree', 'Result', 'List', 'UnionToIntersection', 'Id'])}<${below()}>`,
      () => `${this.#choice.of(['PickByValue', 'OmitByValue', 'Merge', 'MergeFlat'])}<${object()}, ${object()}>`,
      () => `${this.#choice.of(['PickByValue', 'OmitByValue'])}<${object()}, ${this.#leaf()}>`,
      () => `Prefixed<${object()}, 'get'>`,
      () => `PartialBy<${object()}, 'a'>`,
      () => `DistributiveOmit<${object()}, ${this.key()}>`,
      () => `${this.#choice.of(['Head', 'Tail', 'Last', 'Reverse', 'Length', 'ElementOf'])}<${list()}>`,
      () => `Concat<${list()}, ${list()}>`,
      () => `Equals<${below()}, ${below()}>`,
      () => `Unbox<Box<${below()}>>`,
      () => `ItemOfPage<Page<${below()}>>`,
      () => `ToNumber<${this.#text(depth - 1)}>`,
      () => 'Json',
      () => `${this.#choice.of(['Twice', 'Strings', 'Known', 'Entries'])}<${object()}>`,
      () => `${this.#choice.of(['Xor', 'Exact'])}<${object()}, ${object()}>`,
      () => `ByKind<{ kind: 'a'; a: ${below()} } | { kind: 'b'; b: ${below()} }>`,
      () => `FromEntries<[['a', ${below()}], ['b', ${below()}]]>`,
      () => `Renamed<${object()}, { a: 'z'; b: 'a' }>`,
      () => `Optional<${object()}${this.#choice.of(['', ", 'a'"])}>`,
      () => `Same<${below()}, ${below()}>`,
      () => `Includes<${list()}, ${this.any(0)}>`,
      () => `LastOf<${this.any(0)}>`,
      () => `Segments<${this.#choice.of(["'/users/:id'", "'/a/:b/:c?'", "'/'", '`/x/${string}`'])}>`,
      () => `DeepUnwrap<Promise<${below()}>>`,
      () => `Brand<${this.#choice.of(['string', 'number', "'a' | 'b'", 'bigint', object()])}, 'b'>`,
    ])();
  }

  /** A generic type of the file, with an argument that it may well take. */
  #generic(depth: number): string {
    if (this.names.generics.length === 0) return 'string';
    const { name, takes } = this.#choice.of(this.names.generics);
    const argument = {
      anything: () => (this.#choice.chance(0.5) ? this.any(depth - 1) : this.object(depth - 1)),
      object: () => this.object(depth - 1),
      list: () => this.list(depth - 1),
      text: () => this.#text(depth - 1),
      number: () => `${this.#choice.below(6)}`,
    }[takes];
    return `${name}<${argument()}>`;
  }

  /** What is asked of a class by its value. */
  #ofClass(): string {
    const { classes } = this.names;
    if (classes.length === 0) return '1';
    const { name } = this.#choice.of(classes);
    return this.#choice.of([
      `InstanceType<typeof ${name}>`,
      `ConstructorParameters<typeof ${name}>`,
      `(typeof ${name})['s']`,
      `(typeof ${name})['t']`,
      `${name}['a']`,
      `keyof ${name}`,
      `Partial<${name}>`,
      `Pick<${name}, 'kind'>`,
      `(typeof ${name} extends new (...args: infer X) => infer Y ? [X, Y] : never)`,
    ]);
  }

  /** Members that a constant names. */
  #keyed(depth: number): string {
    const { keys } = this.names;
    if (keys.length === 0) return 'symbol';
    const key = this.#choice.of(keys);
    const object = `{ [${key}]: ${this.any(depth - 1)}; a: ${this.any(depth - 1)} }`;
    return this.#choice.of([
      object,
      `${object}[typeof ${key}]`,
      `Omit<${object}, typeof ${key}>`,
      `keyof ${object}`,
      `typeof ${key}`,
      `Extract<keyof ${object}, string>`,
      `Record<typeof ${key}, ${this.any(depth - 1)}>`,
    ]);
  }

  #remapped(depth: number): string {
    const from = this.#wrapped(this.object(depth - 1));
    const value = this.#choice.of(['1', `${from}[K]`, 'K', this.any(depth - 1)]);
    const name = this.#choice.of([
      "Exclude<K, 'a'>",
      '`${K & string}_`',
      'Uppercase<K & string>',
      "K extends 'a' | 'b' ? K : never",
      "K extends 'a' ? 'first' : K",
      "K | 'more'",
      "'one'",
      '`${K & string}${1 | 2}`',
    ]);
    return `{ ${this.#choice.of(['', 'readonly ', '-readonly '])}[K in keyof ${from} as ${name}]${this.#choice.of(['', '', '?', '-?'])}: ${value} }`;
  }
}
