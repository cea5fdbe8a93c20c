/**
 * Asks the TypeScript of the project for the types that handlers return, and for what is written in a type position.
 * TypeScript 7 has an API for that, which it calls unstable: what of it is used is described here, and whatever does
 * not work the way it says gives no type.
 *
 * A type is only taken when its text, written into the file that asks, means the same type to TypeScript.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { reasonOf } from '../../errors/gati-error.js';
import type { Answer, Question } from './position.js';

interface Node {
  readonly kind: number;
  readonly text?: string;
  readonly name?: Node;
  readonly initializer?: Node;
  readonly expression?: Node;
}

interface NodeHandle {
  resolve(project: TypeScriptProject): Node | undefined;
}

interface TypeScriptSymbol {
  readonly name: string;
  readonly flags: number;
  readonly declarations: readonly NodeHandle[];
}

/** Opaque here. */
interface Type {
  readonly id: number;
}

interface Checker {
  getSymbolAtLocation(node: Node): TypeScriptSymbol | undefined;
  getExportsOfModule(symbol: TypeScriptSymbol): readonly TypeScriptSymbol[];
  getAliasedSymbol(symbol: TypeScriptSymbol): TypeScriptSymbol;
  getSignatureFromDeclaration(node: Node): object | undefined;
  getReturnTypeOfSignature(signature: object): Type | undefined;
  getDeclaredTypeOfSymbol(symbol: TypeScriptSymbol): Type;
  isTypeAssignableTo(source: Type, target: Type): boolean;
  typeToString(type: Type, enclosing: Node, flags: number): string;
}

interface TypeScriptProject {
  readonly configFileName: string;
  readonly compilerOptions: { readonly strict?: boolean; readonly strictNullChecks?: boolean };
  readonly program: {
    getSourceFile(file: string): Node | undefined;
    getSemanticDiagnostics(file: string): readonly { readonly pos: number }[];
    getSyntacticDiagnostics(file: string): readonly { readonly pos: number }[];
  };
  readonly checker: Checker;
}

interface Snapshot {
  getDefaultProjectForFile(file: string): TypeScriptProject | undefined;
}

interface Api {
  updateSnapshot(params: object): Snapshot;
  close(): void;
}

interface TypeScript {
  readonly API: new (options: object) => Api;
  readonly NodeBuilderFlags: {
    readonly NoTruncation: number;
    readonly InTypeAlias: number;
    readonly MultilineObjectLiterals: number;
  };
  readonly SymbolFlags: { readonly Alias: number };
}

interface Ast {
  readonly SyntaxKind: Readonly<Record<string, number | string>>;
}

const declareIt = 'TypeScript does not know its type either';

/** What an export returns, or what a text means. */
type Asked =
  { readonly export: string; readonly written?: never } | { readonly written: string; readonly export?: never };

/** What the type that is asked for is called while it is. */
const askedName = '$GatiAsked';
/** The type whose text names every member of another type. */
const opened = '$GatiOpened';
const openedDeclaration = `type ${opened}<T> = T extends unknown ? { [K in keyof T]: T[K] } : never;`;
/** From which length on a type is written on several lines. */
const longLine = 100;

/** The answers to these questions, in their order. Never rejects. */
export async function askTypeScript(
  root: string,
  tsconfig: string,
  questions: readonly Question[],
): Promise<readonly Answer[]> {
  const loaded = await load(root);
  if (typeof loaded === 'string') return questions.map(() => ({ unknown: loaded }));
  let session: Session | undefined;
  try {
    session = new Session(loaded, root, tsconfig);
    const { answer } = session;
    return questions.map((question) => answer(question));
  } catch (thrown) {
    const unknown = `TypeScript could not be asked: ${reasonOf(thrown)}`;
    return questions.map(() => ({ unknown }));
  } finally {
    session?.close();
  }
}

/** The API of the project's TypeScript, or why there is none. */
async function load(root: string): Promise<(TypeScript & Ast) | string> {
  const require = createRequire(join(root, 'package.json'));
  const install = '`npm install --save-dev typescript@7`';
  let version: string;
  try {
    version = (require('typescript/package.json') as { version: string }).version;
  } catch {
    return `the setting \`fallback\` needs TypeScript 7, which is not installed: ${install}`;
  }
  const tooOld = `the setting \`fallback\` needs TypeScript 7, and ${version} is installed: ${install}`;
  if (Number(version.split('.')[0]) < 7) return tooOld;
  try {
    const part = async (name: string): Promise<unknown> =>
      import(pathToFileURL(require.resolve(`typescript/unstable/${name}`)).href);
    const [sync, ast] = (await Promise.all([part('sync'), part('ast')])) as [Partial<TypeScript>, Partial<Ast>];
    if (typeof sync.API === 'function' && typeof ast.SyntaxKind === 'object') {
      return { ...(sync as TypeScript), ...(ast as Ast) };
    }
  } catch {
    // What follows says it.
  }
  return `TypeScript ${version} has no API that is understood: ${install.replace('@7', '@7.0')}`;
}

/** A conversation with one process of TypeScript. */
class Session {
  readonly #typescript: TypeScript & Ast;
  readonly #tsconfig: string;
  readonly #api: Api;
  /** What stands behind the text of a file, as far as TypeScript can see. */
  readonly #added = new Map<string, string>();

  constructor(typescript: TypeScript & Ast, root: string, tsconfig: string) {
    this.#typescript = typescript;
    this.#tsconfig = tsconfig;
    const readFile = (file: string): string | undefined => {
      const added = this.#added.get(file);
      return added === undefined ? undefined : readFileSync(file, 'utf8') + added;
    };
    this.#api = new typescript.API({ cwd: root, fs: { readFile } });
  }

  close(): void {
    this.#api.close();
  }

  /** The answer to one question. */
  answer = (question: Question): Answer => {
    // TypeScript writes paths with slashes everywhere.
    const path = question.file.replaceAll('\\', '/');
    const project = this.#project(path);
    if (project.configFileName !== this.#tsconfig.replaceAll('\\', '/')) {
      return { unknown: 'TypeScript is only asked about files that the tsconfig.json of the project includes' };
    }
    const { strict = true, strictNullChecks = strict } = project.compilerOptions;
    if (!strictNullChecks) return { unknown: 'TypeScript is only asked where `strict` is on' };
    if (question.export !== undefined) return this.#checked(path, { export: question.export });
    const plain = this.#checked(path, { written: question.text });
    // The name of something that is no alias stands for itself: what it holds says more.
    const isSame = 'type' in plain && withoutSpaces(plain.type) === withoutSpaces(question.text);
    return isSame ? this.#checked(path, { written: `${opened}<${question.text}>` }) : plain;
  };

  /** What is asked for, if its text means the same type to TypeScript. */
  #checked(path: string, asked: Asked): Answer {
    const added =
      asked.written === undefined ? '' : `${openedDeclaration}\nexport type ${askedName} = ${asked.written};`;
    return this.#with(path, added, (project, isSound) => {
      if (!isSound) return { unknown: 'TypeScript finds it wrong, too' };
      const type = this.#asked(project, path, asked);
      if (type === undefined) return { unknown: declareIt };
      const text = this.#text(project, type, path);
      if (saysAny(text)) return { unknown: `${declareIt}: it says \`${text.length > 60 ? 'any' : text}\`` };
      if (text.includes(opened) || !this.#isSame(path, asked, added, text)) {
        return { unknown: `its type has names that are not seen in its file: \`${short(text)}\`` };
      }
      return {
        type:
          text.length > longLine
            ? this.#text(project, type, path, this.#typescript.NodeBuilderFlags.MultilineObjectLiterals)
            : text,
      };
    });
  }

  /** Looks at the project while something stands behind the text of a file; it is sound if it has no mistakes. */
  #with<T>(path: string, text: string, look: (project: TypeScriptProject, isSound: boolean) => T): T {
    const before = this.#added.get(path);
    this.#added.set(path, `${text}\n`);
    try {
      const project = this.#project(path);
      const { program } = project;
      const length = readFileSync(path, 'utf8').length;
      const found = [...program.getSyntacticDiagnostics(path), ...program.getSemanticDiagnostics(path)];
      return look(project, !found.some(({ pos }) => pos >= length));
    } finally {
      this.#added.set(path, before ?? '');
      this.#project(path);
      if (before === undefined) this.#added.delete(path);
    }
  }

  #project(path: string): TypeScriptProject {
    const changed = this.#added.has(path) ? { fileChanges: { changed: [path] } } : {};
    const project = this.#api
      .updateSnapshot({ openProjects: [this.#tsconfig], openFiles: [path], ...changed })
      .getDefaultProjectForFile(path);
    if (project === undefined) throw new Error(`${path} belongs to no project`);
    return project;
  }

  #asked(project: TypeScriptProject, path: string, asked: Asked): Type | undefined {
    if (asked.written === undefined) return this.#returned(project, path, asked.export);
    const declared = this.#exported(project, path, askedName);
    return declared && project.checker.getDeclaredTypeOfSymbol(declared);
  }

  /** Whether the text, in the file that asks, is the type that is asked for. */
  #isSame(path: string, asked: Asked, added: string, text: string): boolean {
    return this.#with(path, `${added}\nexport type $Gati = ${text};`, (project, isSound) => {
      const declared = isSound ? this.#exported(project, path, '$Gati') : undefined;
      const wanted = this.#asked(project, path, asked);
      if (declared === undefined || wanted === undefined) return false;
      const { checker } = project;
      const again = checker.getDeclaredTypeOfSymbol(declared);
      return (
        checker.isTypeAssignableTo(again, wanted) &&
        checker.isTypeAssignableTo(wanted, again) &&
        this.#text(project, again, path) === text
      );
    });
  }

  #text({ program, checker }: TypeScriptProject, type: Type, path: string, flags: number = 0): string {
    const { NoTruncation, InTypeAlias } = this.#typescript.NodeBuilderFlags;
    return checker.typeToString(type, program.getSourceFile(path)!, NoTruncation | InTypeAlias | flags);
  }

  #exported({ program, checker }: TypeScriptProject, path: string, name: string): TypeScriptSymbol | undefined {
    const file = program.getSourceFile(path);
    const module = file && checker.getSymbolAtLocation(file);
    const found = module && checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
    if (found === undefined) return undefined;
    const isAlias = (found.flags & this.#typescript.SymbolFlags.Alias) !== 0;
    return isAlias ? checker.getAliasedSymbol(found) : found;
  }

  /** What the function behind an export returns. */
  #returned(project: TypeScriptProject, path: string, name: string): Type | undefined {
    const symbol = this.#exported(project, path, name);
    // An overloaded function has a declaration for every way to call it, and answers requests in one of them.
    if (symbol?.declarations.length !== 1) return undefined;
    const declaration = symbol.declarations[0]!.resolve(project);
    const implementation = declaration && this.#function(declaration);
    const signature = implementation && project.checker.getSignatureFromDeclaration(implementation);
    return signature && project.checker.getReturnTypeOfSignature(signature);
  }

  /** The function that a declaration is, or is set to. */
  #function(node: Node): Node | undefined {
    const { SyntaxKind: kinds } = this.#typescript;
    switch (node.kind) {
      case kinds['FunctionDeclaration']:
      case kinds['FunctionExpression']:
      case kinds['ArrowFunction']:
        return node;
      case kinds['VariableDeclaration']:
        return node.initializer && this.#function(node.initializer);
      case kinds['ExportAssignment']:
      case kinds['ParenthesizedExpression']:
      case kinds['AsExpression']:
      case kinds['SatisfiesExpression']:
      case kinds['NonNullExpression']:
        return node.expression && this.#function(node.expression);
      default:
        return undefined;
    }
  }
}

/** Whether TypeScript gave up anywhere in a type. A member may be called `any`. */
function saysAny(text: string): boolean {
  const words = text.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/gu, (quoted) =>
    quoted.startsWith('`') ? quoted : '""',
  );
  return /(?<![\w$.])any(?![\w$]|\??:)/u.test(words);
}

function withoutSpaces(text: string): string {
  return text.replaceAll(/\s/gu, '');
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
