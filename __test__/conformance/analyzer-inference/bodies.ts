/**
 * Files of random function bodies over a small model: declarations, conditions, loops, assignments, returns. Whatever
 * TypeScript has something against is taken out later, so what is written here need only be right most of the time. The
 * rules of the grammar stand together, long as the file is: each one calls the others.
 */
import { Choice } from '../analyzer-differential/choice.js';

const MODEL = `
interface User { id: string; name: string; age?: number; role: 'admin' | 'reader'; tags: string[]; boss: User | null }
type Shape = { kind: 'circle'; radius: number } | { kind: 'square'; side: number } | { kind: 'text'; text: string; size?: number };
type Outcome = { ok: true; value: number } | { ok: false; error: string };
type Loaded = { data: User; error: null } | { data: null; error: string };
declare function load(id: string): Promise<User | null>;
declare function all(): Promise<User[]>;
declare function judge(shape: Shape): Outcome;
declare function isText(value: unknown): value is string;
declare function need(value: unknown): asserts value;
declare function keep<T>(value: T): { kept: T };
declare function same<T>(value: T): T;
declare function maybe(): string | undefined;
`;

/** Parameters every body has, and the kinds of their types. */
const PARAMETERS = [
  ['user', 'User'],
  ['guest', 'User | null'],
  ['absent', 'User | undefined'],
  ['shape', 'Shape'],
  ['outcome', 'Outcome'],
  ['loaded', 'Loaded'],
  ['text', 'string'],
  ['flag', 'boolean'],
  ['count', 'number'],
  ['either', 'string | number'],
  ['loose', 'string | null | undefined'],
  ['users', 'User[]'],
  ['words', '(string | null)[]'],
  ['word', "'a' | 'b' | 'c'"],
  ['anything', 'unknown'],
] as const;

interface Known {
  readonly name: string;
  readonly assignable: boolean;
}

/** One file: the model, and functions that return something. */
export class FileOfBodies {
  readonly #choice: Choice;
  #known: Known[] = [];
  #names = 0;
  #depth = 0;
  #isAsync = false;
  #inLoop = false;

  constructor(seed: number) {
    this.#choice = new Choice(seed);
  }

  text(count: number): string {
    const bodies = Array.from({ length: count }, (_, index) => this.#function(`f${index}`));
    return `${MODEL}\n${bodies.join('\n')}`;
  }

  /** On one line, so that one that is wrong can be taken out. */
  #function(name: string): string {
    this.#isAsync = this.#choice.chance(0.3);
    this.#names = 0;
    this.#known = PARAMETERS.map(([own]) => ({ name: own, assignable: this.#choice.chance(0.2) }));
    const parameters = PARAMETERS.map(([own, type]) => `${own}: ${type}`).join(', ');
    const body = this.#block(1 + this.#choice.below(4));
    const last = this.#choice.chance(0.85) ? ` return ${this.#value(2)};` : '';
    return `export ${this.#isAsync ? 'async ' : ''}function ${name}(${parameters}) { ${body}${last} }`;
  }

  #block(count: number): string {
    const before = this.#known;
    this.#known = [...before];
    const text = Array.from({ length: count }, () => this.#statement()).join(' ');
    if (this.#depth > 0) this.#known = before;
    return text;
  }

  #nested(count: number): string {
    this.#depth += 1;
    const before = this.#known;
    const text = `{ ${this.#block(count)}${this.#choice.chance(0.5) ? ` return ${this.#value(2)};` : ''} }`;
    this.#known = before;
    this.#depth -= 1;
    return text;
  }

  #statement(): string {
    const choice = this.#choice;
    if (this.#depth > 2) return this.#declaration();
    const kind = choice.below(20);
    if (kind < 6) return this.#declaration();
    if (kind < 11) {
      const rest = choice.chance(0.4) ? ` else ${this.#nested(1)}` : '';
      return `if (${this.#condition(2)}) ${this.#nested(choice.below(2))}${rest}`;
    }
    if (kind < 13) return this.#assignment();
    if (kind < 15) return this.#switch();
    if (kind === 15) return `try ${this.#nested(1)} catch (error) ${this.#nested(1)}`;
    if (kind < 18) return this.#loop();
    return `need(${this.#name()});`;
  }

  #fresh(): string {
    this.#names += 1;
    return `v${this.#names}`;
  }

  #declaration(): string {
    const choice = this.#choice;
    const name = this.#fresh();
    const kind = choice.below(11);
    let text: string;
    let assignable = false;
    if (kind < 4) text = `const ${name} = ${this.#value(3)};`;
    else if (kind === 4) {
      text = `let ${name} = ${this.#value(2)};`;
      assignable = true;
    } else if (kind === 5) {
      text = `let ${name}: string | number | null = ${choice.of(["'x'", '1', 'null', this.#value(1)])};`;
      assignable = true;
    } else if (kind === 6) {
      text = `const { id: ${name}, ...${name}rest } = ${choice.of(['user', 'users[0]', '{ id: 1, a: 2 }'])};`;
      this.#known.push({ name: `${name}rest`, assignable: false });
    } else if (kind === 7) {
      text = `const ${name} = ${this.#condition(1)};`;
    } else if (kind === 8) {
      text = `const { data: ${name}, error: ${name}b } = loaded;`;
      this.#known.push({ name: `${name}b`, assignable: false });
    } else if (kind === 9) {
      text = choice.of([
        `const { kind: ${name} } = shape;`,
        `const ${name} = shape.kind;`,
        `const ${name} = loaded.error;`,
      ]);
    } else {
      text = `const [${name}, ${name}b = ${this.#value(1)}] = ${choice.of(['users', "['a', 'b']", 'words', '[1, flag] as const'])};`;
      this.#known.push({ name: `${name}b`, assignable: false });
    }
    this.#known.push({ name, assignable });
    return text;
  }

  #assignment(): string {
    const targets = this.#known.filter(({ assignable }) => assignable);
    if (targets.length === 0) return this.#declaration();
    const target = this.#choice.of(targets).name;
    return this.#choice.chance(0.15) ? `${target} ??= ${this.#value(1)};` : `${target} = ${this.#value(1)};`;
  }

  #switch(): string {
    const choice = this.#choice;
    const [subject, cases] = choice.of([
      ['shape.kind', ["'circle'", "'square'", "'text'"]],
      ['word', ["'a'", "'b'", "'c'"]],
      ['user.role', ["'admin'", "'reader'"]],
      ['typeof either', ["'string'", "'number'"]],
    ] as const);
    const chosen = cases.filter(() => choice.chance(0.8));
    this.#depth += 1;
    const texts = chosen.map((test) => {
      const end = choice.of([`return ${this.#value(2)};`, 'break;', '', `return ${this.#value(2)};`]);
      return `case ${test}: ${choice.chance(0.3) ? this.#assignment() : ''} ${end}`.replace(/const |let /g, 'var ');
    });
    const rest = choice.chance(0.4) ? ` default: return ${this.#value(2)};` : '';
    this.#depth -= 1;
    return `switch (${subject}) { ${texts.join(' ')}${rest} }`;
  }

  #loop(): string {
    const choice = this.#choice;
    const name = this.#fresh();
    const before = this.#known;
    this.#known = [...before, { name, assignable: false }];
    const outer = this.#inLoop;
    this.#inLoop = true;
    const head = choice.of([
      `for (const ${name} of ${choice.of(['users', 'words', 'user.tags'])})`,
      `for (const ${name} in user)`,
      `for (let ${name} = 0; ${name} < count; ${name}++)`,
    ]);
    this.#depth += 1;
    const inner = [
      this.#assignment(),
      choice.of([
        '',
        `if (${this.#condition(1)}) ${choice.of(['break', 'continue'])};`,
        `if (${this.#condition(1)}) return ${this.#value(1)};`,
      ]),
    ];
    this.#depth -= 1;
    this.#inLoop = outer;
    this.#known = before;
    return `${head} { ${inner.join(' ')} }`;
  }

  #name(): string {
    return this.#known.length === 0 ? 'undefined' : this.#choice.of(this.#known).name;
  }

  #condition(depth: number): string {
    const choice = this.#choice;
    const name = this.#name();
    const simple = [
      () => name,
      () => `!${name}`,
      () => `${name} === null`,
      () => `${name} !== undefined`,
      () => `${name} != null`,
      () => `typeof ${name} === ${choice.of(["'string'", "'number'", "'object'", "'undefined'"])}`,
      () => `typeof ${name} !== 'string'`,
      () => `shape.kind === ${choice.of(["'circle'", "'square'"])}`,
      () => `shape.kind !== 'text'`,
      () => 'outcome.ok',
      () => '!outcome.ok',
      () => `'radius' in shape`,
      () => 'loaded.data',
      () => 'loaded.error !== null',
      () => `${name} === 'circle'`,
      () => `${name} !== null`,
      () => `word === 'a'`,
      () => `user.role === 'admin'`,
      () => 'guest?.boss',
      () => `guest?.role === 'admin'`,
      () => 'user.age !== undefined',
      () => `isText(${name})`,
      () => 'count > 3',
      () => `text === ${choice.of(["'x'", 'word'])}`,
      () => `Array.isArray(${name})`,
    ];
    if (depth <= 0 || choice.chance(0.6)) return choice.of(simple)();
    const operator = choice.of(['&&', '||']);
    return `(${this.#condition(depth - 1)} ${operator} ${this.#condition(depth - 1)})`;
  }

  #value(depth: number): string {
    const choice = this.#choice;
    const plain = [
      () => this.#name(),
      () => this.#name(),
      () => choice.of(["'x'", "'y'", '1', '2', 'true', 'false', 'null', 'undefined', '-1', '`t`']),
      () =>
        choice.of([
          'user.name',
          'user.age',
          'user.boss',
          'guest?.name',
          'absent?.boss?.age',
          'shape.kind',
          'user.tags',
          'user',
          'loaded.data',
          'loaded.error',
        ]),
      () =>
        choice.of([
          'users[0]',
          'users.length',
          'text.length',
          'words[0]',
          'count + 1',
          "text + 'x'",
          'text.toUpperCase()',
        ]),
    ];
    if (depth <= 0) return choice.of(plain)();
    const inner = (): string => this.#value(depth - 1);
    const compound = [
      () => `{ a: ${inner()}, b: ${inner()} }`,
      () => `{ a: ${inner()} }`,
      () => `{ kind: 'made', value: ${inner()} }`,
      () =>
        `{ ...${choice.of(['user', '(flag ? { a: 1 } : {})', '(flag && { b: text })', this.#name()])}, c: ${inner()} }`,
      () => `{ a: ${inner()}, [text]: ${inner()} }`,
      () => `{ ...user, [text]: ${inner()} }`,
      () => `[${inner()}, ${inner()}]`,
      () => `[${inner()}]`,
      () => `(${this.#condition(1)} ? ${inner()} : ${inner()})`,
      () => `(${inner()} ?? ${inner()})`,
      () => `(${inner()} || ${inner()})`,
      () => `(${this.#name()} && ${inner()})`,
      () =>
        `users.map((one) => ${choice.of(['one.name', 'one.age', '({ id: one.id })', 'one.boss?.name', "(one.age ? 'old' : 'new')"])})`,
      () => `users.filter((one) => ${choice.of(['one.age', "one.role === 'admin'", 'one.boss !== null'])})`,
      () => `words.filter((one) => ${choice.of(['one !== null', '!!one', 'one'])})`,
      () => `users.find((one) => one.id === text)`,
      () => `users.reduce((sum, one) => sum + (one.age ?? 0), 0)`,
      () => `keep(${inner()})`,
      () => `same(${inner()})`,
      () => '`${text}-${count}`',
      () => `(${inner()} as const)`,
      () => `!${this.#name()}`,
      () => `typeof ${this.#name()}`,
      () => `judge(shape)`,
      () => (this.#isAsync ? 'await load(text)' : 'maybe()'),
      () => (this.#isAsync ? '(await all()).map((one) => one.id)' : 'maybe()?.length'),
      () => (this.#isAsync ? 'await Promise.all([load(text), all()])' : 'maybe() ?? 1'),
    ];
    return choice.chance(0.4) ? choice.of(plain)() : choice.of(compound)();
  }
}
