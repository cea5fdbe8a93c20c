/**
 * Made-up projects: a handful of modules that declare, merge, import, export again and add to each other, with cycles.
 * One statement a line: whatever TypeScript has something against is taken out later.
 */
import { Choice } from '../analyzer-differential/choice.js';

/** The files of a project, in a folder of its own, and the one whose exports are compared. */
export interface MadeUp {
  readonly files: ReadonlyMap<string, string>;
  readonly entry: string;
}

const NAMES = ['A', 'B', 'C', 'D', 'E'] as const;
const FIELDS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

export function madeUp(seed: number): MadeUp {
  return new Project(seed).made();
}

class Project {
  readonly #choice: Choice;
  readonly #folder: string;
  readonly #modules: string[];
  /** The names that the module at hand has something for. */
  #visible: readonly string[] = NAMES;
  #field = 0;

  constructor(seed: number) {
    this.#choice = new Choice(seed);
    this.#folder = `p${seed}`;
    this.#modules = this.#choice.times(2, 5, (index) => `m${index}`);
  }

  made(): MadeUp {
    const files = new Map<string, string>();
    for (const name of this.#modules) {
      this.#visible = NAMES.filter(() => this.#choice.chance(0.7));
      const declared = this.#visible.map((visible) => this.#declaration(name, visible));
      const space = this.#choice.chance(0.6) ? [this.#namespace(name, 'N', 0)] : [];
      const statements = [...declared, ...space, ...this.#choice.times(1, 4, () => this.#statement(name, 0))];
      files.set(`${this.#folder}/${name}.ts`, ['export {};', ...statements].join('\n'));
    }
    const adds = this.#choice.chance(0.4);
    if (adds) {
      const added = this.#choice.times(1, 3, () => this.#addition());
      files.set(
        `${this.#folder}/more.ts`,
        ['export {};', ...this.#modules.map((name) => `import './${name}';`), ...added].join('\n'),
      );
    }
    const entry = `${this.#folder}/entry.ts`;
    files.set(entry, this.#entry(adds));
    return { files, entry };
  }

  #entry(adds: boolean): string {
    const lines: string[] = [];
    for (const [index, module] of this.#modules.entries()) lines.push(`import * as n${index} from './${module}';`);
    lines.push(
      ...this.#choice.times(1, 3, (index) => `import { ${this.#name()} as i${index} } from './${this.#module()}';`),
    );
    lines.push(`import def from './${this.#module()}';`);
    let count = 0;
    const type = (text: string): void => {
      lines.push(`export type T${count} = ${text};`);
      count += 1;
    };
    for (const index of this.#modules.keys()) {
      for (const name of NAMES) type(`n${index}.${name}`);
      type(`n${index}.N.${this.#name()}`);
      // TypeScript calls an export by the name of what an augmentation of it was merged into.
      if (!adds) type(`keyof typeof n${index}`);
    }
    for (const index of [0, 1, 2]) type(`i${index}`);
    type('def');
    type(`import('./${this.#module()}').${this.#name()}`);
    type(`import('./${this.#module()}').N.${this.#name()}`);
    type(`import('./${this.#module()}').star.${this.#name()}`);
    return lines.join('\n');
  }

  /** Something for every name, declared here or brought in. */
  #declaration(own: string, name: string): string {
    const exported = this.#choice.chance(0.7) ? 'export ' : '';
    const from = `'./${this.#other(own)}'`;
    switch (this.#choice.below(10)) {
      case 0:
        return `${exported}type ${name} = ${this.#type(0)};`;
      case 1:
        return this.#class(exported, name);
      case 2:
        return this.#enum(exported, name);
      case 3:
        return `import { ${name} } from ${from};`;
      case 4:
        return `export { ${this.#name()} as ${name} } from ${from};`;
      default:
        return `${exported}interface ${name} { ${this.#members()} }`;
    }
  }

  #class(exported: string, name: string): string {
    this.#field += 1;
    return `${exported}class ${name} { own${this.#field} = ${this.#choice.of(['1', "'x'", 'true'])}; static s${this.#field} = 1 }`;
  }

  #enum(exported: string, name: string): string {
    this.#field += 1;
    return `${exported}enum ${name} { M${this.#field} = ${this.#choice.below(9)} }`;
  }

  #namespace(own: string, name: string, depth: number): string {
    const exported = this.#choice.chance(0.8) ? 'export ' : '';
    const inside = this.#choice.times(1, 3, () => this.#statement(own, depth + 1));
    return `${exported}namespace ${name} { ${inside.join(' ')} }`;
  }

  #name(): string {
    return this.#choice.of(NAMES);
  }

  #module(): string {
    return this.#choice.of(this.#modules);
  }

  #other(own: string): string {
    const others = this.#modules.filter((name) => name !== own);
    return this.#choice.chance(0.9) && others.length > 0 ? this.#choice.of(others) : own;
  }

  /** Members never get in each other's way: merged declarations may not disagree. */
  #members(): string {
    return this.#choice
      .times(1, 2, () => {
        this.#field += 1;
        const mark = this.#choice.chance(0.3) ? '?' : '';
        return `${this.#choice.of(FIELDS)}${this.#field}${mark}: ${this.#type(0)}`;
      })
      .join('; ');
  }

  #type(depth: number): string {
    const deeper = (): string => this.#type(depth + 1);
    const leaf = ['string', 'number', '1', "'x'", 'true', 'null'];
    const kinds = depth > 1 ? 2 : 6;
    switch (this.#choice.below(kinds)) {
      case 0:
        return this.#choice.of(leaf);
      case 1:
        return this.#choice.chance(0.9) && this.#visible.length > 0 ? this.#choice.of(this.#visible) : this.#name();
      case 2:
        return `N.${this.#name()}`;
      case 3:
        return `${deeper().replace(/^(.*\|.*)$/, '($1)')}[]`;
      case 4:
        return `import('./${this.#module()}').${this.#name()}`;
      default:
        return `[${deeper()}, ${deeper()}]`;
    }
  }

  #statement(own: string, depth: number): string {
    const pick = this.#choice.below(depth > 0 ? 8 : 19);
    const name = this.#name();
    const exported = this.#choice.chance(depth > 0 ? 0.8 : 0.6) ? 'export ' : '';
    switch (pick) {
      case 0:
      case 1:
      case 2:
        return `${exported}interface ${name} { ${this.#members()} }`;
      case 3:
        return `${exported}type ${name} = ${this.#type(0)};`;
      case 4:
        return this.#class(exported, name);
      case 5:
        return this.#enum(exported, name);
      case 6:
        return depth > 1
          ? `${exported}interface ${name} { ${this.#members()} }`
          : this.#namespace(own, this.#choice.chance(0.7) ? 'N' : name, depth);
      case 7:
        return `${exported}import ${name} = N.${this.#name()};`;
      default:
        return this.#link(own, name);
    }
  }

  #link(own: string, name: string): string {
    const from = `'./${this.#other(own)}'`;
    const other = this.#name();
    switch (this.#choice.below(12)) {
      case 0:
      case 1:
      case 2:
        return `export * from ${from};`;
      case 3:
        return `export * as ${this.#choice.of(['star', 'N'])} from ${from};`;
      case 4:
        return `export { ${other} as ${name} } from ${from};`;
      case 5:
        return `export type { ${name} } from ${from};`;
      case 6:
        return `import { ${other} as ${name} } from ${from};`;
      case 7:
        return `import type { ${name} } from ${from};`;
      case 8:
        return `import * as N from ${from};`;
      case 9:
        return `export { ${name} as ${other} };`;
      case 10:
        return `export default ${this.#choice.chance(0.3) ? `N.${name}` : name};`;
      default:
        return `export { default as ${name} } from ${from};`;
    }
  }

  #addition(): string {
    const inside = this.#choice.times(1, 2, () =>
      this.#choice.chance(0.7)
        ? `interface ${this.#name()} { ${this.#members()} }`
        : `namespace N { interface ${this.#name()} { ${this.#members()} } }`,
    );
    return `declare module './${this.#module()}' { ${inside.join(' ')} }`;
  }
}
