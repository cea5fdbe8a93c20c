/** What the TypeScript checker says of every exported type of generated files, as a graph. */
import ts from 'typescript-5';
import { Graph, type Part } from './graph.js';

/** Generated files that the checker has nothing to say against, and the program that holds them. */
export interface Checked {
  readonly files: ReadonlyMap<string, string>;
  readonly graphs: ReadonlyMap<string, ReadonlyMap<string, Graph>>;
}

/** Object types of the library that mean something by themselves. */
const atoms = new Map([
  ['Date', 'date'],
  ['URL', 'url'],
  ['RegExp', 'regexp'],
  ['Uint8Array', 'bytes'],
  ['ArrayBuffer', 'bytes'],
  ['Function', 'function'],
]);
const holders = new Map([
  ['Map', 'map'],
  ['ReadonlyMap', 'map'],
  ['Set', 'set'],
  ['ReadonlySet', 'set'],
  ['Promise', 'promise'],
  ['PromiseLike', 'promise'],
]);

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
};

const parsed = new Map<string, ts.SourceFile>();

/** Takes lines out until nothing is wrong with the rest, then reads every exported type. */
export function check(generated: ReadonlyMap<string, string>): Checked {
  const files = new Map(generated);
  const graphs = new Map<string, ReadonlyMap<string, Graph>>();
  // Files do not know each other: one that is clean is read at once, and only the others are checked again.
  let pending = [...files.keys()];
  for (let round = 0; pending.length > 0; round += 1) {
    const program = programOf(new Map(pending.map((name) => [name, files.get(name) ?? ''])));
    pending = pending.filter((name) => {
      const text = files.get(name) ?? '';
      const rest = round > ROUNDS ? text : withoutErrors(program, name, text);
      if (rest === text) graphs.set(name, graphsOf(program, name));
      else files.set(name, rest);
      return rest !== text;
    });
  }
  return { files, graphs };
}

const ROUNDS = 20;

/** Reads the exported types of the files that nothing is wrong with, and leaves the others out. */
export function checkWhole(files: ReadonlyMap<string, string>): Checked {
  const program = programOf(files);
  const whole = new Map([...files].filter(([name, text]) => withoutErrors(program, name, text) === text));
  return { files: whole, graphs: new Map([...whole.keys()].map((name) => [name, graphsOf(program, name)])) };
}

function withoutErrors(program: ts.Program, name: string, text: string): string {
  const file = program.getSourceFile(name);
  if (file === undefined) throw new Error(`${name} is not part of the program`);
  const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  if (found.length === 0) return text;
  const wrong = new Set(found.map((each) => file.getLineAndCharacterOfPosition(each.start ?? 0).line));
  const lines = text.split('\n');
  // Whatever mentions a declaration that goes is wrong from then on; that need not be found out in turns.
  for (let size = -1; size !== wrong.size;) {
    size = wrong.size;
    const gone = [...wrong].flatMap((index) => /^[a-z ]*\b(D\d+)\b/.exec(lines[index] ?? '')?.[1] ?? []);
    const left = lines.join('\n');
    const names = gone.filter((name) => left.includes(name));
    if (names.length === 0) break;
    const mentions = new RegExp(`\\b(?:${names.join('|')})(?:Base|Other|Next|Short)?\\b`);
    lines.forEach((line, index) => {
      if (mentions.test(line)) wrong.add(index);
    });
  }
  return lines.map((line, index) => (wrong.has(index) ? '' : line)).join('\n');
}

function programOf(files: ReadonlyMap<string, string>): ts.Program {
  const host = ts.createCompilerHost(options, true);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) => {
    const text = files.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, version, true);
    const known = parsed.get(name) ?? read(name, version);
    if (known !== undefined) parsed.set(name, known);
    return known;
  };
  const exists = host.fileExists.bind(host);
  host.fileExists = (name) => files.has(name) || exists(name);
  return ts.createProgram({ rootNames: [...files.keys()], options, host });
}

function graphsOf(program: ts.Program, name: string): ReadonlyMap<string, Graph> {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(name);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  const graphs = new Map<string, Graph>();
  for (const symbol of module === undefined ? [] : checker.getExportsOfModule(module)) {
    if ((symbol.flags & ts.SymbolFlags.TypeAlias) === 0) continue;
    graphs.set(symbol.name, new TypeReader(checker).read(checker.getDeclaredTypeOfSymbol(symbol)));
  }
  return graphs;
}

/** Walks the types of one root into a graph. */
export class TypeReader {
  readonly #graph = new Graph();
  readonly #known = new Map<ts.Type, number>();
  readonly #checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  read(type: ts.Type): Graph {
    this.#graph.root = this.#node(type);
    return this.#graph;
  }

  #node(type: ts.Type): number {
    const known = this.#known.get(type);
    if (known !== undefined) return known;
    const id = this.#graph.reserve();
    this.#known.set(type, id);
    this.#graph.set(id, this.#graph.isFull() ? { kind: 'endless' } : this.#part(type));
    return id;
  }

  #part(type: ts.Type): Part {
    const { flags } = type;
    const has = (flag: ts.TypeFlags): boolean => (flags & flag) !== 0;
    const F = ts.TypeFlags;
    const words: readonly (readonly [ts.TypeFlags, string])[] = [
      [F.Any, 'any'],
      [F.Unknown, 'unknown'],
      [F.Never, 'never'],
      [F.Null, 'null'],
      [F.Undefined, 'undefined'],
      [F.Void, 'void'],
      [F.String, 'string'],
      [F.Number, 'number'],
      [F.BigInt, 'bigint'],
      [F.ESSymbolLike, 'symbol'],
      [F.NonPrimitive, 'nonPrimitive'],
      // An enum whose members are not constant: any number may be one of them.
      [F.Enum, 'number'],
    ];
    const word = words.find(([flag]) => has(flag));
    if (word !== undefined) return { kind: word[1] };
    if (type.isStringLiteral() || type.isNumberLiteral()) return { kind: 'literal', text: JSON.stringify(type.value) };
    if (has(F.BooleanLiteral)) return { kind: 'literal', text: this.#checker.typeToString(type) };
    if (has(F.BigIntLiteral)) return { kind: 'literal', text: this.#checker.typeToString(type) };
    if (type.isUnion()) return { kind: 'union', children: type.types.map((member) => this.#node(member)) };
    if (has(F.StringMapping)) {
      const mapping = type as ts.StringMappingType;
      return { kind: 'cased', text: mapping.symbol.name, children: [this.#node(mapping.type)] };
    }
    if (has(F.TemplateLiteral)) {
      const template = type as ts.TemplateLiteralType;
      return {
        kind: 'template',
        text: JSON.stringify(template.texts),
        // Any text stands for `any` there.
        children: template.types.map((hole) =>
          (hole.flags & F.Any) === 0 ? this.#node(hole) : this.#node(this.#checker.getStringType()),
        ),
      };
    }
    if (type.isIntersection()) return this.#intersection(type);
    if (has(F.Object)) return this.#object(type);
    // `NoInfer<T>`.
    if (has(F.Substitution)) return { kind: 'union', children: [this.#node((type as ts.SubstitutionType).baseType)] };
    return { kind: `other ${this.#checker.typeToString(type)}` };
  }

  #intersection(type: ts.IntersectionType): Part {
    if (this.#checker.typeToString(type) === 'never') return { kind: 'never' };
    // `{}` beside something says that it is not null, which an intersection with an object says already.
    const rest = type.types.filter((member) => !this.#saysNothing(member));
    if (rest.length === 1 && rest[0] !== undefined) return { kind: 'union', children: [this.#node(rest[0])] };
    const primitive = type.types.find(
      (member) => (member.flags & (ts.TypeFlags.Object | ts.TypeFlags.NonPrimitive)) === 0,
    );
    // An enum with a computed member is told from `number` by its name alone.
    if (type.types.every(({ flags }) => (flags & ts.TypeFlags.NumberLike) !== 0)) return { kind: 'number' };
    if (primitive !== undefined) return { kind: 'branded', children: [this.#node(primitive)] };
    const unmarked = rest.filter((member) => !this.#isMark(member));
    const [only] = unmarked;
    if (only !== undefined && unmarked.length === 1 && this.#hasOwnForm(only)) {
      return this.#isPromise(only) ? { kind: 'promise' } : { kind: 'branded', children: [this.#node(only)] };
    }
    if (type.types.some((member) => this.#checker.isArrayType(member) || this.#checker.isTupleType(member))) {
      return { kind: `other ${this.#checker.typeToString(type)}` };
    }
    // Functions that meet are overloads of one another.
    if (type.types.every((member) => this.#isFunction(member))) return { kind: 'function' };
    return this.#members(type);
  }

  /** An object that nobody writes: `{ readonly __brand: 'Id' }` beside a list or a date tells it from others. */
  #isMark(type: ts.Type): boolean {
    if ((type.flags & ts.TypeFlags.Object) === 0 || this.#hasOwnForm(type)) return false;
    const properties = this.#checker.getPropertiesOfType(type);
    const others = type.getCallSignatures().length + this.#checker.getIndexInfosOfType(type).length;
    return others === 0 && properties.length > 0 && properties.every(({ name }) => /^_|brand|tag/i.test(name));
  }

  /** What travels as what it is and not by its members: a list, a date, a map. */
  #hasOwnForm(type: ts.Type): boolean {
    if (this.#checker.isArrayType(type) || this.#checker.isTupleType(type)) return true;
    const name = type.symbol?.name ?? '';
    const isKnown = name !== 'Function' && (atoms.has(name) || holders.has(name));
    return (isKnown && this.#isOfLibrary(type.symbol)) || this.#listBelow(type) !== undefined;
  }

  #isPromise(type: ts.Type): boolean {
    return holders.get(type.symbol?.name ?? '') === 'promise';
  }

  #isFunction(type: ts.Type): boolean {
    const signatures = type.getCallSignatures().length + type.getConstructSignatures().length;
    return signatures > 0 && this.#checker.getPropertiesOfType(type).every(({ name }) => name === 'prototype');
  }

  #saysNothing(type: ts.Type): boolean {
    if ((type.flags & ts.TypeFlags.NonPrimitive) !== 0) return true;
    if ((type.flags & ts.TypeFlags.Object) === 0 || this.#checker.isArrayType(type)) return false;
    const signatures = type.getCallSignatures().length + type.getConstructSignatures().length;
    const members = this.#checker.getPropertiesOfType(type).length + this.#checker.getIndexInfosOfType(type).length;
    return signatures + members === 0;
  }

  #object(type: ts.Type): Part {
    const checker = this.#checker;
    const reference = type as ts.TypeReference;
    if (checker.isArrayType(type)) {
      return { kind: 'array', children: checker.getTypeArguments(reference).map((item) => this.#node(item)) };
    }
    if (checker.isTupleType(type)) return this.#tuple(reference);
    const name = type.symbol?.name ?? '';
    if (this.#isOfLibrary(type.symbol)) {
      const atom = atoms.get(name);
      if (atom !== undefined) return { kind: atom };
      const holder = holders.get(name);
      // What a promise gives is nobody's business: it cannot be sent.
      if (holder === 'promise') return { kind: holder };
      if (holder !== undefined) {
        return { kind: holder, children: checker.getTypeArguments(reference).map((item) => this.#node(item)) };
      }
    }
    if (this.#isFunction(type)) return { kind: 'function' };
    const list = this.#listBelow(type);
    return list === undefined ? this.#members(type) : { kind: 'union', children: [this.#node(list)] };
  }

  /** The list that an interface is when it extends one and says nothing itself: it travels as that. */
  #listBelow(type: ts.Type): ts.Type | undefined {
    if (!type.isClassOrInterface() || (type.symbol.members?.size ?? 0) > 0) return undefined;
    const [base, ...others] = this.#checker.getBaseTypes(type);
    if (base === undefined || others.length > 0) return undefined;
    return this.#checker.isArrayType(base) ? base : this.#listBelow(base);
  }

  /** What `toJSON()` returns, which is what a document of ours shows of an object that says how it travels. */
  #ownForm(type: ts.Type): ts.Type | undefined {
    const method = this.#checker.getPropertyOfType(type, 'toJSON');
    if (method === undefined || (method.flags & ts.SymbolFlags.Optional) !== 0) return undefined;
    const form = this.#checker.getTypeOfSymbol(method).getCallSignatures().at(-1)?.getReturnType();
    return form === undefined || this.#checker.getPropertyOfType(form, 'toJSON') !== undefined ? undefined : form;
  }

  #isOfLibrary(symbol: ts.Symbol | undefined): boolean {
    return symbol?.declarations?.some((found) => found.getSourceFile().hasNoDefaultLib) ?? false;
  }

  #tuple(reference: ts.TypeReference): Part {
    const target = reference.target as ts.TupleType;
    const items = this.#checker.getTypeArguments(reference);
    const children: number[] = [];
    const marks = target.elementFlags.map((flag, index) => {
      const item = items[index];
      if (item === undefined) throw new Error('a tuple has an item per place');
      children.push(this.#node(item));
      if ((flag & ts.ElementFlags.Optional) !== 0) return '?';
      return (flag & ts.ElementFlags.Rest) === 0 ? '' : '...';
    });
    return { kind: 'tuple', text: marks.join(','), children, optional: marks.map((mark) => mark === '?') };
  }

  #members(type: ts.Type): Part {
    const checker = this.#checker;
    const form = this.#ownForm(type);
    if (form !== undefined) return { kind: 'union', children: [this.#node(form)] };
    const children: number[] = [];
    const names: string[] = [];
    const optional: boolean[] = [];
    for (const property of checker.getPropertiesOfType(type)) {
      if (property.name.startsWith('__@')) continue;
      if ((property.flags & ts.SymbolFlags.Prototype) !== 0) continue;
      // A member that several types of an intersection have is data if one of them says so: the symbol they share
      // says nothing of where it was declared.
      const own = type.isIntersection()
        ? type.types.flatMap((member) => checker.getPropertyOfType(member, property.name) ?? [])
        : [property];
      if (own.every((found) => this.#isNotData(found))) continue;
      const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
      names.push(`${ts.unescapeLeadingUnderscores(property.escapedName)}${isOptional ? '?' : ''}`);
      optional.push(isOptional);
      children.push(this.#node(checker.getTypeOfSymbol(property)));
    }
    const signatures = checker
      .getIndexInfosOfType(type)
      .filter((info) => (info.keyType.flags & ts.TypeFlags.ESSymbolLike) === 0)
      .map((info) => ({ key: this.#node(info.keyType), value: this.#node(info.type) }));
    return { kind: 'object', names, children, optional, signatures };
  }

  /** What a class keeps to itself, and what is not a field of its instances. */
  #isNotData(property: ts.Symbol): boolean {
    const declaration = property.valueDeclaration;
    if (declaration === undefined) return false;
    const name = ts.getNameOfDeclaration(declaration);
    if (name !== undefined && ts.isPrivateIdentifier(name)) return true;
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    if ((ts.getCombinedModifierFlags(declaration) & hidden) !== 0) return true;
    if ((ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Static) !== 0) return false;
    if (!ts.isClassLike(declaration.parent)) return false;
    const canBeRead = property.declarations?.some((found) => !ts.isSetAccessorDeclaration(found)) ?? true;
    return ts.isMethodDeclaration(declaration) || !canBeRead;
  }
}
