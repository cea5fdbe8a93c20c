/**
 * Asks the TypeScript of the project for the types that handlers return. TypeScript 7 has an API for that, which it
 * calls unstable: what of it is used is described here, and whatever does not work the way it says gives no type.
 *
 * A type is only taken when its text, written into the file of the handler, means the same type to TypeScript.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { reasonOf } from '../../errors/gati-error.js';
import type { Answer, Position } from './position.js';

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
  readonly NodeBuilderFlags: { readonly NoTruncation: number; readonly InTypeAlias: number };
  readonly SymbolFlags: { readonly Alias: number };
}

interface Ast {
  readonly SyntaxKind: Readonly<Record<string, number | string>>;
}

const declareIt = 'TypeScript does not know its type either';

/** The types of these positions, in their order. Never rejects. */
export async function askTypeScript(
  root: string,
  tsconfig: string,
  positions: readonly Position[],
): Promise<readonly Answer[]> {
  const loaded = await load(root);
  if (typeof loaded === 'string') return positions.map(() => ({ unknown: loaded }));
  const session = new Session(loaded, root, tsconfig);
  try {
    return positions.map((position) => session.answer(position));
  } catch (thrown) {
    const unknown = `TypeScript could not be asked: ${reasonOf(thrown)}`;
    return positions.map(() => ({ unknown }));
  } finally {
    session.close();
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

  answer({ file, export: name }: Position): Answer {
    // TypeScript writes paths with slashes everywhere.
    const path = file.replaceAll('\\', '/');
    const project = this.#project(path);
    if (project.configFileName !== this.#tsconfig.replaceAll('\\', '/')) {
      return { unknown: 'TypeScript is only asked about files that the tsconfig.json of the project includes' };
    }
    const { strict = true, strictNullChecks = strict } = project.compilerOptions;
    if (!strictNullChecks) return { unknown: 'TypeScript is only asked where `strict` is on' };
    const before = this.#returned(project, path, name);
    if (before === undefined) return { unknown: declareIt };
    const text = this.#text(project, before, path);
    if (saysAny(text)) return { unknown: `${declareIt}: it says \`${text.length > 60 ? 'any' : text}\`` };
    const isSame = this.#isSame(path, name, text);
    return isSame
      ? { type: text }
      : { unknown: `its type has names that are not seen in its file: \`${short(text)}\`` };
  }

  #project(path: string): TypeScriptProject {
    const changed = this.#added.has(path) ? { fileChanges: { changed: [path] } } : {};
    const project = this.#api
      .updateSnapshot({ openProjects: [this.#tsconfig], openFiles: [path], ...changed })
      .getDefaultProjectForFile(path);
    if (project === undefined) throw new Error(`${path} belongs to no project`);
    return project;
  }

  /** Whether the text, in the file of the handler, is the type that the handler returns. */
  #isSame(path: string, name: string, text: string): boolean {
    const length = readFileSync(path, 'utf8').length;
    this.#added.set(path, `\nexport type $Gati = ${text};\n`);
    try {
      const project = this.#project(path);
      const { program, checker } = project;
      const found = [...program.getSyntacticDiagnostics(path), ...program.getSemanticDiagnostics(path)];
      if (found.some(({ pos }) => pos >= length)) return false;
      const declared = this.#exported(project, path, '$Gati');
      const returned = this.#returned(project, path, name);
      if (declared === undefined || returned === undefined) return false;
      const again = checker.getDeclaredTypeOfSymbol(declared);
      return (
        checker.isTypeAssignableTo(again, returned) &&
        checker.isTypeAssignableTo(returned, again) &&
        this.#text(project, again, path) === text
      );
    } finally {
      this.#added.set(path, '');
      this.#project(path);
      this.#added.delete(path);
    }
  }

  #text({ program, checker }: TypeScriptProject, type: Type, path: string): string {
    const { NoTruncation, InTypeAlias } = this.#typescript.NodeBuilderFlags;
    return checker.typeToString(type, program.getSourceFile(path)!, NoTruncation | InTypeAlias);
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

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
