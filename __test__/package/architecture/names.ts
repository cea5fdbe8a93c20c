/** Sizes of files, and names of files and types. */
import { parseSync } from 'oxc-parser';
import { withoutTests } from './crates.js';
import { lineAt, type SourceFile, type Violation } from './tree.js';

/** Above this a file says in its opening comment why it is in one piece. */
const EXPLAINED_AT = 400;
/** Above this there is no explanation. */
const REFUSED_AT = 800;

const rules = {
  long: `A file of more than ${EXPLAINED_AT} lines says in its opening comment why it is long or kept in one file.`,
  refused: `No file has more than ${REFUSED_AT} lines; it splits along a concept.`,
  rust: 'Rust files are snake_case.rs.',
  typescript: 'TypeScript and JavaScript files are kebab-case.',
  banned: 'A file or folder is named after what is in it: not utils, misc, helpers, common or shared.',
  doer: 'A type is named after what it is: not Manager, Engine, Helper, Util or Service.',
};

/** Type names that end like a doer and are not one, each with its reason. */
const allowedTypes: Readonly<Record<string, string>> = {
  PackageManager: 'npm, pnpm, yarn and bun are called that by everybody',
};

/** Rust files count without their test module. */
export function checkSizes(files: readonly SourceFile[]): readonly Violation[] {
  return files.flatMap(({ path, text }) => {
    const counted = path.endsWith('.rs') ? withoutTests(text) : text;
    const lines = counted.trimEnd().split('\n').length;
    if (lines > REFUSED_AT) return [{ place: `${path} (${lines} lines)`, rule: rules.refused }];
    if (lines > EXPLAINED_AT && !/\blong\b|\bone (file|place|piece|table)\b|\btogether\b/i.test(openingComment(text))) {
      return [{ place: `${path} (${lines} lines)`, rule: rules.long }];
    }
    return [];
  });
}

function openingComment(text: string): string {
  const body = text.replace(/^#!.*\n/, '');
  return /^\s*(\/\*[\s\S]*?\*\/|(?:\/\/.*\n)+)/.exec(body)?.[0] ?? '';
}

/** Handler files carry their route in their name: `[id].ts`, `[...rest].ts`. */
const mayBeDynamic = /^(examples|benches|packages\/[^/]+\/templates)\/|(^|\/)fixtures\//;

/** File and folder names. */
export function checkFileNames(paths: readonly string[]): readonly Violation[] {
  return paths.flatMap((path) => {
    const segments = path.split('/');
    const name = segments.at(-1) ?? '';
    const violations: Violation[] = [];
    if (segments.some((segment) => /^(utils?|misc|helpers?|commons?|shared)(\.|$)/i.test(segment))) {
      violations.push({ place: path, rule: rules.banned });
    }
    if (name.endsWith('.rs') && !/^[a-z0-9_]+\.rs$/.test(name)) violations.push({ place: path, rule: rules.rust });
    if (/\.[cm]?[jt]sx?$/.test(name)) {
      const stem = mayBeDynamic.test(path) ? name.replace(/^\[(?:\.\.\.)?\w+\]/, 'x') : name;
      if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[cm]?[jt]sx?$/.test(stem))
        violations.push({ place: path, rule: rules.typescript });
    }
    return violations;
  });
}

const doer = /(Manager|Engine|Helper|Helpers|Util|Utils|Service)$/;

/** Names of declared types. */
export function checkTypeNames(files: readonly SourceFile[]): readonly Violation[] {
  return files.flatMap((file) => {
    const declared = file.path.endsWith('.rs') ? rustTypes(file) : typescriptTypes(file);
    return declared
      .filter(({ name }) => doer.test(name) && allowedTypes[name] === undefined)
      .map(({ name, line }) => ({ place: `${file.path}:${line} ${name}`, rule: rules.doer }));
  });
}

interface Declared {
  readonly name: string;
  readonly line: number;
}

function rustTypes({ text }: SourceFile): readonly Declared[] {
  const found = text.matchAll(/^\s*(?:pub(?:\([^)]*\))?\s+)?(?:struct|enum|trait|type|union)\s+(\w+)/gm);
  return [...found].map((match) => ({ name: match[1] ?? '', line: lineAt(text, match.index) }));
}

function typescriptTypes({ path, text }: SourceFile): readonly Declared[] {
  return parseSync(path, text).program.body.flatMap((statement) => {
    const exported = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration';
    const declaration = exported ? statement.declaration : statement;
    switch (declaration?.type) {
      case 'ClassDeclaration':
      case 'TSInterfaceDeclaration':
      case 'TSTypeAliasDeclaration':
      case 'TSEnumDeclaration':
        return declaration.id === null ? [] : [{ name: declaration.id.name, line: lineAt(text, declaration.start) }];
      default:
        return [];
    }
  });
}
