/**
 * Files of random types: declarations first, then `export type Tn = …`, one per line. Whatever TypeScript has something
 * against is taken out later, so what is written here need only be right most of the time. The rules of the grammar stand
 * together, long as the file is: each one calls the others.
 */

/** The same numbers for the same seed. */
export class Choice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  chance(likelihood: number): boolean {
    return this.next() < likelihood;
  }

  times<Item>(least: number, most: number, make: (index: number) => Item): Item[] {
    return Array.from({ length: least + this.below(most - least + 1) }, (_, index) => make(index));
  }
}

const KEYS = ['a', 'b', 'c', 'd', 'kind'] as const;

/** Types that people write once and use everywhere. */
const FAMILIAR = `
type DeepPartial<T> = { [K in keyof T]?: T[K] extends object ? DeepPartial<T[K]> : T[K] };
type DeepReadonly<T> = T extends (infer U)[] ? readonly DeepReadonly<U>[] : T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;
type Simplify<T> = { [K in keyof T]: T[K] } & {};
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Nullable<T> = { [K in keyof T]: T[K] | null };
type Concrete<T> = { [K in keyof T]-?: T[K] };
type ValueOf<T> = T[keyof T];
type OptionalKeys<T> = { [K in keyof T]-?: {} extends Pick<T, K> ? K : never }[keyof T];
type RequiredKeys<T> = { [K in keyof T]-?: {} extends Pick<T, K> ? never : K }[keyof T];
type PickByValue<T, V> = { [K in keyof T as T[K] extends V ? K : never]: T[K] };
type OmitByValue<T, V> = Pick<T, { [K in keyof T]: T[K] extends V ? never : K }[keyof T]>;
type Prefixed<T, P extends string> = { [K in keyof T as K extends string ? \`\${P}\${Capitalize<K>}\` : never]: T[K] };
type Getters<T> = { [K in keyof T as \`get\${Capitalize<string & K>}\`]: () => T[K] };
type Head<T extends readonly unknown[]> = T extends readonly [infer H, ...unknown[]] ? H : never;
type Tail<T extends readonly unknown[]> = T extends readonly [unknown, ...infer R] ? R : [];
type Last<T extends readonly unknown[]> = T extends readonly [...unknown[], infer L] ? L : never;
type Reverse<T extends readonly unknown[]> = T extends readonly [infer H, ...infer R] ? [...Reverse<R>, H] : [];
type Length<T extends readonly unknown[]> = T['length'];
type Concat<A extends readonly unknown[], B extends readonly unknown[]> = [...A, ...B];
type Unpacked<T> = T extends (infer U)[] ? U : T extends Promise<infer U> ? U : T extends (...args: never[]) => infer U ? U : T;
type Split<S extends string, D extends string> = S extends \`\${infer H}\${D}\${infer R}\` ? [H, ...Split<R, D>] : [S];
type Join<T extends readonly string[], D extends string> = T extends readonly [infer H extends string, ...infer R extends string[]] ? (R extends [] ? H : \`\${H}\${D}\${Join<R, D>}\`) : '';
type Camel<S extends string> = S extends \`\${infer H}_\${infer R}\` ? \`\${H}\${Capitalize<Camel<R>>}\` : S;
type Snake<S extends string> = S extends \`\${infer H}\${infer R}\` ? \`\${H extends Lowercase<H> ? H : \`_\${Lowercase<H>}\`}\${Snake<R>}\` : S;
type TrimLeft<S extends string> = S extends \` \${infer R}\` ? TrimLeft<R> : S;
type ToNumber<S> = S extends \`\${infer N extends number}\` ? N : never;
type UnionToIntersection<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never;
type Equals<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type IsAny<T> = 0 extends 1 & T ? true : false;
type IsNever<T> = [T] extends [never] ? true : false;
type IsUnion<T, U = T> = [T] extends [never] ? false : T extends unknown ? ([U] extends [T] ? false : true) : never;
type Not<B extends boolean> = B extends true ? false : true;
type ElementOf<T> = T extends readonly (infer E)[] ? E : never;
type Awaitable<T> = T | Promise<T>;
type Merge<A, B> = Omit<A, keyof B> & B;
type MergeFlat<A, B> = { [K in keyof A | keyof B]: K extends keyof B ? B[K] : K extends keyof A ? A[K] : never };
type PartialBy<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;
type RequireOne<T> = { [K in keyof T]-?: Required<Pick<T, K>> & Partial<Omit<T, K>> }[keyof T];
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Paths<T> = T extends object ? { [K in keyof T & string]: K | \`\${K}.\${Paths<T[K]>}\` }[keyof T & string] : never;
type Box<T> = { value: T };
type Unbox<T> = T extends Box<infer V> ? V : never;
type Page<T, M = { total: number }> = { items: T[]; meta: M; next?: Page<T, M> };
type ItemOfPage<P> = P extends Page<infer T, infer _M> ? T : never;
type Tree<T> = { value: T; children: Tree<T>[] };
type Result<T, E = string> = { ok: true; value: T } | { ok: false; error: E };
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Id<T> = T;
type Jsonify<T> = T extends Date ? string : T extends (infer U)[] ? Jsonify<U>[] : T extends object ? { [K in keyof T]: Jsonify<T[K]> } : T;
interface List<T> { head: T; tail: List<T> | null }
`.trim();

/** One file of random types. */
export class FileOfTypes {
  readonly #choice: Choice;
  readonly #objects: string[] = [];
  readonly #plain: string[] = [];
  readonly #enums: { readonly name: string; readonly members: readonly string[] }[] = [];
  readonly #consts: string[] = [];
  readonly #lists: string[] = [];
  readonly #functions: string[] = [];
  readonly #generics: string[] = [];
  /** Names of type parameters, where types are written inside of a generic. */
  #params: readonly string[] = [];

  constructor(seed: number) {
    this.#choice = new Choice(seed);
  }

  text(count: number): string {
    const choice = this.#choice;
    const lines = FAMILIAR.split('\n');
    const makers = [
      (name: string) => this.#interface(name),
      (name: string) => this.#alias(name),
      (name: string) => this.#generic(name),
      (name: string) => this.#enum(name),
      (name: string) => this.#const(name),
      (name: string) => this.#class(name),
      (name: string) => this.#function(name),
      (name: string) => this.#recursive(name),
    ];
    choice.times(18, 26, (index) => lines.push(choice.of(makers)(`D${index}`)));
    for (let index = 0; index < count; index += 1)
      lines.push(`export type T${index} = ${this.any(1 + choice.below(4))};`);
    return `${lines.join('\n')}\n`;
  }

  #interface(name: string): string {
    const base =
      this.#choice.chance(0.4) && this.#objects.length > 0 ? ` extends ${this.#choice.of(this.#objects)}` : '';
    const text = `interface ${name}${base} ${this.#members(2)}`;
    this.#objects.push(name);
    return this.#choice.chance(0.2) ? `${text} interface ${name} { ${name.toLowerCase()}: ${this.any(1)} }` : text;
  }

  #alias(name: string): string {
    const kind = this.#choice.below(3);
    const body = kind === 0 ? this.#object(2) : kind === 1 ? this.#list(2) : this.any(2);
    [this.#objects, this.#lists, this.#plain][kind]?.push(name);
    return `type ${name} = ${body};`;
  }

  #generic(name: string): string {
    this.#params = this.#choice.chance(0.5) ? ['A'] : ['A', 'B'];
    const params = this.#params.map((param, index) =>
      index === 1 ? `${param} = ${this.#choice.of(['string', '{}', 'A'])}` : param,
    );
    const bodies = [
      () => this.any(2),
      () => `A extends ${this.#pattern(2)} ? ${this.any(1)} : ${this.any(1)}`,
      () => `A extends ${this.#pattern(2)} ? ${this.any(1)} : ${this.any(1)}`,
      () => `{ ${this.#mapping()} }`,
      () => `[A] extends [${this.any(1)}] ? ${this.any(1)} : A`,
      () => `{ [K in keyof A as Exclude<K, ${this.#key()}>]: A[K] }`,
      () => `{ [K in keyof A]: A[K] extends ${this.any(1)} ? ${this.any(1)} : A[K] }`,
    ];
    const text = `type ${name}<${params.join(', ')}> = ${this.#choice.of(bodies)()};`;
    this.#params = [];
    this.#generics.push(name);
    return text;
  }

  #mapping(): string {
    const readonly = this.#choice.of(['', '', 'readonly ', '-readonly ']);
    const optional = this.#choice.of(['', '', '?', '-?']);
    return `${readonly}[K in keyof A]${optional}: ${this.#choice.of(['A[K]', 'A[K]', `A[K] | ${this.any(1)}`, 'K', 'A[K][]', `Box<A[K]>`, this.any(1)])}`;
  }

  #enum(name: string): string {
    const members = this.#choice.of([
      ['A', 'B', 'C'],
      ["A = 'a'", "B = 'b'"],
      ['A = 1', 'B', 'C = 1 << 3', 'D = A | C'],
      ["A = 'x'", 'B = 5', 'C'],
      ['A = -1', 'B', 'C = B + 10'],
    ]);
    this.#enums.push({ name, members: members.map((member) => member.slice(0, 1)) });
    return `enum ${name} { ${members.join(', ')} }`;
  }

  #const(name: string): string {
    this.#consts.push(name);
    const kind = this.#choice.of(['const', 'const', 'const', 'let']);
    const suffix = this.#choice.of([
      '',
      '',
      ' as const',
      ` satisfies ${this.#choice.of(['object', 'unknown', 'Record<string, unknown>', 'readonly unknown[]'])}`,
    ]);
    return `${kind} ${name} = ${this.#value(2)}${suffix};`;
  }

  #value(depth: number): string {
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
      () => (this.#consts.length > 1 ? choice.of(this.#consts.slice(0, -1)) : '7'),
      () => `${choice.of(["'a'", '1', 'null', '{}'])} as ${this.any(1)}`,
      () => (this.#enums.length > 0 ? this.#enumMember() : '0'),
    ];
    if (depth <= 0) return choice.of(leaves)();
    const nodes = [
      ...leaves,
      () => `{ ${choice.times(0, 4, () => `${choice.of(KEYS)}: ${this.#value(depth - 1)}`).join(', ')} }`,
      () => `{ ${choice.times(1, 3, () => `${choice.of(KEYS)}: ${this.#value(depth - 1)}`).join(', ')} }`,
      () => `[${choice.times(0, 3, () => this.#value(depth - 1)).join(', ')}]`,
      () => `(true as boolean) ? ${this.#value(depth - 1)} : ${this.#value(depth - 1)}`,
      () => (this.#consts.length > 1 ? `{ ...${choice.of(this.#consts.slice(0, -1))}, z: ${this.#value(0)} }` : '1'),
      () => (this.#consts.length > 1 ? `[...${choice.of(this.#consts.slice(0, -1))}, ${this.#value(0)}]` : '1'),
      () => `(${this.#value(depth - 1)} as const)`,
      () => `(${this.#value(depth - 1)})`,
    ];
    return choice.of(nodes)();
  }

  #enumMember(): string {
    const found = this.#choice.of(this.#enums);
    return `${found.name}.${this.#choice.of(found.members)}`;
  }

  #class(name: string): string {
    this.#objects.push(name);
    const choice = this.#choice;
    const parts = [
      () => `${choice.of(KEYS)}: ${this.any(1)} = null!;`,
      () => `readonly ${choice.of(KEYS)} = ${this.#value(1)};`,
      () => `${choice.of(KEYS)}?: ${this.any(1)};`,
      () => `private p${choice.below(9)} = 1;`,
      () => `static s = 1;`,
      () => `m(): void {}`,
      () => `get g(): string { return ''; }`,
      () => `constructor(public ${choice.of(KEYS)}: ${this.any(1)}, protected q: string, r: number) {}`,
    ];
    const used = new Set<string>();
    const members = choice
      .times(1, 4, () => choice.of(parts)())
      .filter((member) => {
        const key = /(?:readonly |public |private |static )?(\w+)[?(:= ]/.exec(member)?.[1] ?? member;
        if (used.has(key)) return false;
        used.add(key);
        return true;
      });
    return `class ${name} { ${members.join(' ')} }`;
  }

  #function(name: string): string {
    this.#functions.push(name);
    const params = `a: ${this.any(1)}, b?: ${this.any(1)}, ...c: ${this.any(0)}[]`
      .split(', ')
      .slice(0, this.#choice.below(4));
    const result = this.#choice.chance(0.5) ? `: ${this.any(2)}` : '';
    const async = result === '' && this.#choice.chance(0.3) ? 'async ' : '';
    const body = result === '' ? `return ${this.#value(2)};` : 'return null!;';
    return `${async}function ${name}(${params.join(', ')})${result} { ${body} }`;
  }

  #recursive(name: string): string {
    const choice = this.#choice;
    const forms = [
      `type ${name} = { v: ${this.any(1)}; next?: ${name} };`,
      `type ${name} = ${this.any(0)} | ${name}[];`,
      `type ${name} = ${this.any(0)} | { [key: string]: ${name} };`,
      `interface ${name} { v: ${this.any(1)}; left: ${name} | null; right: ${name} | null }`,
      `type ${name} = [${this.any(0)}, ${name}?];`,
      `type ${name} = { a: Partial<${name}>; b: ${this.any(1)} };`,
      `interface ${name} { a: Pick<${name}, 'b'>; b: ${this.any(1)}; c: Box<${name}> }`,
    ];
    (choice.chance(0.5) ? this.#objects : this.#plain).push(name);
    return choice.of(forms);
  }

  /** A type of any kind. */
  any(depth: number): string {
    const choice = this.#choice;
    if (depth <= 0) return this.#leaf();
    const kinds: (() => string)[] = [
      () => this.#leaf(),
      () => this.#union(depth),
      () => this.#union(depth),
      () => this.#object(depth),
      () => this.#object(depth),
      () => this.#object(depth),
      () => this.#list(depth),
      () => this.#list(depth),
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
      () => (this.#generics.length > 0 ? `${choice.of(this.#generics)}<${this.any(depth - 1)}>` : 'string'),
      () => (this.#generics.length > 0 ? `${choice.of(this.#generics)}<${this.#object(depth - 1)}>` : 'string'),
      () =>
        choice.chance(0.3)
          ? `(${this.any(depth - 1)} & ${this.any(depth - 1)})`
          : `(${this.#object(depth - 1)} & ${this.#object(depth - 1)})`,
      () => `keyof ${this.#wrapped(choice.chance(0.9) ? this.#object(depth - 1) : this.any(depth - 1))}`,
      () => (this.#consts.length > 0 ? `typeof ${choice.of(this.#consts)}` : 'number'),
      () =>
        this.#functions.length > 0
          ? `${choice.of(['ReturnType', 'Parameters'])}<typeof ${choice.of(this.#functions)}>`
          : 'number',
      () => (this.#functions.length > 0 ? `Awaited<ReturnType<typeof ${choice.of(this.#functions)}>>` : 'number'),
      () => (choice.chance(0.9) ? `Set<${this.any(depth - 1)}>` : `Promise<${this.any(depth - 1)}>`),
      () => `Map<string, ${this.any(depth - 1)}>`,
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
      () => `'${choice.of(KEYS)}'`,
      () => choice.of(["'a'", "'b'", '1', '2', '-3', 'true', 'false', '10n', "''", '0.5']),
      () => (this.#params.length > 0 ? choice.of(this.#params) : 'string'),
      () => (this.#params.length > 0 ? choice.of(this.#params) : 'number'),
      () => (this.#objects.length > 0 ? choice.of(this.#objects) : '{ a: 1 }'),
      () => (this.#plain.length > 0 ? choice.of(this.#plain) : 'string'),
      () => (this.#lists.length > 0 ? choice.of(this.#lists) : 'string[]'),
      () => (this.#enums.length > 0 ? choice.of(this.#enums).name : '0'),
      () => (this.#enums.length > 0 ? this.#enumMember() : '1'),
    ];
    return choice.of(leaves)();
  }

  #union(depth: number): string {
    return `(${this.#choice.times(2, 4, () => this.any(depth - 1)).join(' | ')})`;
  }

  #key(): string {
    return this.#choice.of(["'a'", "'b'", "'a' | 'b'", "'c'", "'kind'", 'string', "'a' | 'd'"]);
  }

  #members(depth: number): string {
    const choice = this.#choice;
    const keys = KEYS.filter(() => choice.chance(0.5));
    const members = keys.map(
      (key) => `${choice.of(['', '', 'readonly '])}${key}${choice.of(['', '', '?'])}: ${this.any(depth - 1)}`,
    );
    if (choice.chance(0.1))
      members.push(`[key: ${choice.of(['string', 'number', '`x${string}`'])}]: ${this.any(depth - 1)}`);
    if (choice.chance(0.05)) members.push(`m(x: ${this.any(0)}): ${this.any(0)}`);
    return `{ ${members.join('; ')} }`;
  }

  #object(depth: number): string {
    const choice = this.#choice;
    if (depth <= 0) return this.#objects.length > 0 ? choice.of(this.#objects) : '{ a: string; b?: number }';
    const kinds: (() => string)[] = [
      () => this.#members(depth),
      () => this.#members(depth),
      () => this.#members(depth),
      () => (this.#objects.length > 0 ? choice.of(this.#objects) : '{ a: 1 }'),
      () => `${choice.of(['Partial', 'Required', 'Readonly'])}<${this.#object(depth - 1)}>`,
      () => `Omit<${this.#object(depth - 1)}, ${this.#key()}>`,
      () => `Pick<${this.#object(depth - 1)}, 'a'>`,
      () => this.#picked(depth),
      () =>
        `Record<${choice.of(['string', 'number', "'a' | 'b'", '`x${string}`', 'string | number', this.#enums[0]?.name ?? "'e'", 'PropertyKey', '1 | 2'])}, ${this.any(depth - 1)}>`,
      () => `(${this.#object(depth - 1)} & ${this.#object(depth - 1)})`,
      () =>
        `{ [K in ${choice.of(["'a' | 'b'", "'a'", 'string', 'keyof ' + this.#wrapped(this.#object(depth - 1))])}]${choice.of(['', '', '?', '-?'])}: ${this.any(depth - 1)} }`,
      () =>
        `{ [K in ${choice.of(["'a' | 'b'", "'x' | 'y'"])} as \`${choice.of(['p_', 'on'])}\${Capitalize<K>}\`]: ${this.any(depth - 1)} }`,
      () => `{ kind: 'a'; a: ${this.any(depth - 1)} } | { kind: 'b'; b: ${this.any(depth - 1)} }`,
    ];
    return choice.of(kinds)();
  }

  #picked(depth: number): string {
    const object = this.#object(depth - 1);
    return `Pick<${object}, Extract<keyof ${this.#wrapped(object)}, ${this.#key()}>>`;
  }

  #list(depth: number): string {
    const choice = this.#choice;
    if (depth <= 0) return this.#lists.length > 0 ? choice.of(this.#lists) : 'string[]';
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
      () => `[...${this.#list(depth - 1)}, ${item()}]`,
      () => `[...${this.#list(depth - 1)}, ...${this.#list(depth - 1)}]`,
      () =>
        `${choice.of(['Partial', 'Required', 'Readonly', 'Mutable', 'Nullable', 'Id', 'Concrete'])}<${this.#list(depth - 1)}>`,
      () => `${choice.of(['Reverse', 'Tail'])}<${this.#list(depth - 1)}>`,
      () => `Split<${this.#text(depth - 1)}, ${choice.of(["'_'", "'a'", "''"])}>`,
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
      () => `keyof ${this.#wrapped(this.#object(depth - 1))} & string`,
      () => `Join<${choice.of(["['a', 'b']", '[]', "['x']", 'string[]', "['a', ...string[]]"])}, '-'>`,
      () => `(${this.#text(depth - 1)} | ${this.#text(depth - 1)})`,
      () => `Paths<${this.#object(depth - 1)}>`,
    ];
    return choice.of(kinds)();
  }

  #access(depth: number): string {
    const choice = this.#choice;
    const object = this.#wrapped(this.#object(depth - 1));
    const list = this.#wrapped(this.#list(depth - 1));
    return choice.of([
      `${object}['a']`,
      `${object}[keyof ${object}]`,
      `${list}[number]`,
      `${list}[0]`,
      `${list}['length']`,
      `keyof ${object}`,
      `keyof ${this.#wrapped(`${this.#object(depth - 1)} | ${this.#object(depth - 1)}`)}`,
      `{ a: ${this.any(depth - 1)}; b?: ${this.any(depth - 1)} }['a' | 'b']`,
      this.#consts.length > 0 ? `keyof typeof ${choice.of(this.#consts)}` : 'string',
      this.#consts.length > 0
        ? `(typeof ${choice.of(this.#consts)})[keyof typeof ${choice.of(this.#consts)}]`
        : 'string',
    ]);
  }

  #conditional(depth: number): string {
    const branches = `? ${this.any(depth - 1)} : ${this.any(depth - 1)}`;
    return this.#choice.chance(0.5)
      ? `(${this.#wrapped(this.any(depth - 1))} extends ${this.#wrapped(this.any(depth - 1))} ${branches})`
      : `(${this.#wrapped(this.any(depth - 1))} extends ${this.#pattern(depth - 1)} ? ${this.#choice.of(['X', 'X', '[X]', 'X | null', this.any(depth - 1)])} : ${this.any(depth - 1)})`;
  }

  /** What may stand behind `extends`, often with `infer X`. */
  #pattern(depth: number): string {
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
      `Exclude<keyof ${this.#wrapped(this.#object(depth - 1))}, ${this.#key()}>`,
      `ReturnType<() => ${below()}>`,
      `Parameters<(a: ${below()}, b?: ${below()}, ...rest: ${this.#wrapped(below())}[]) => void>`,
      `NoInfer<${below()}>`,
    ]);
  }

  #familiar(depth: number): string {
    const below = (): string => this.any(depth - 1);
    const object = (): string => this.#object(depth - 1);
    const list = (): string => this.#list(depth - 1);
    return this.#choice.of([
      () =>
        `${this.#choice.of(['DeepPartial', 'DeepReadonly', 'Simplify', 'Mutable', 'Nullable', 'Concrete', 'ValueOf', 'OptionalKeys', 'RequiredKeys', 'RequireOne', 'Jsonify', 'Getters'])}<${object()}>`,
      () =>
        `${this.#choice.of(['DeepPartial', 'DeepReadonly', 'Simplify', 'Unpacked', 'IsAny', 'IsNever', 'IsUnion', 'Nullable', 'Jsonify', 'ElementOf', 'Awaitable', 'Box', 'Page', 'Tree', 'Result', 'List', 'UnionToIntersection', 'Id'])}<${below()}>`,
      () => `${this.#choice.of(['PickByValue', 'OmitByValue', 'Merge', 'MergeFlat'])}<${object()}, ${object()}>`,
      () => `${this.#choice.of(['PickByValue', 'OmitByValue'])}<${object()}, ${this.#leaf()}>`,
      () => `Prefixed<${object()}, 'get'>`,
      () => `PartialBy<${object()}, 'a'>`,
      () => `DistributiveOmit<${object()}, ${this.#key()}>`,
      () => `${this.#choice.of(['Head', 'Tail', 'Last', 'Reverse', 'Length', 'ElementOf'])}<${list()}>`,
      () => `Concat<${list()}, ${list()}>`,
      () => `Equals<${below()}, ${below()}>`,
      () => `Unbox<Box<${below()}>>`,
      () => `ItemOfPage<Page<${below()}>>`,
      () => `ToNumber<${this.#text(depth - 1)}>`,
      () => 'Json',
    ])();
  }
}
