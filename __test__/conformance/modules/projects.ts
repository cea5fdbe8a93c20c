/** Projects in archives: written to a folder, and read by the TypeScript checker. */
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript-5';
import type { Graph } from '../analyzer-differential/graph.js';
import { TypeReader } from '../analyzer-differential/oracle.js';

/** A project: files by path, links, and what cannot be known of it. */
export interface Project {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
  readonly links: ReadonlyMap<string, string>;
  /** Exports that TypeScript refuses too: they have to stay unresolved. */
  readonly unresolved: ReadonlySet<string>;
  /** Exports that both sides read differently, waiting for somebody. */
  readonly stillWrong: ReadonlySet<string>;
  /** TypeScript sees the sources of the projects it refers to, as editors show them. */
  readonly fromSource: boolean;
}

/** The tsconfig of a project that has none. */
export const defaults = JSON.stringify({
  compilerOptions: {
    strict: true,
    target: 'es2022',
    lib: ['es2022'],
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
  },
});

/** Every project of the archives in a folder: `== name ==`, then files behind `-- path --`. */
export function projectsIn(folder: string): Project[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => projectsOf(readFileSync(join(folder, name), 'utf8')));
}

function projectsOf(archive: string): Project[] {
  return archive
    .split(/^== (?=.* ==$)/m)
    .slice(1)
    .map((text) => {
      const [heading = '', ...lines] = text.split('\n');
      const name = heading.replace(/ ==$/, '');
      const sections = lines
        .join('\n')
        .split(/^-- (?=.* --$)/m)
        .slice(1);
      const files = new Map([['tsconfig.json', defaults]]);
      const links = new Map<string, string>();
      let unresolved = new Set<string>();
      let stillWrong = new Set<string>();
      let fromSource = false;
      for (const section of sections) {
        const end = section.indexOf('\n');
        const path = section.slice(0, end).replace(/ --$/, '');
        const body = section.slice(end + 1);
        const [link, target] = path.split(' -> ');
        if (path === 'unresolved') unresolved = new Set(body.trim().split(/\s+/));
        else if (path === 'still wrong') stillWrong = new Set(body.trim().split(/\s+/));
        else if (path === 'oracle') fromSource = true;
        else if (link !== undefined && target !== undefined) links.set(link, target);
        else files.set(path, body);
      }
      return { name, files, links, unresolved, stillWrong, fromSource };
    });
}

export function writeProject(folder: string, project: Pick<Project, 'files' | 'links'>): void {
  for (const [path, text] of project.files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const [path, target] of project.links) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(target, join(folder, path));
  }
}

/** What TypeScript says of an exported alias; `undefined` where it found something wrong with it. */
export type Judgement = ReadonlyMap<string, Graph | undefined>;

const parsed = new Map<string, ts.SourceFile>();

/** What TypeScript says of the exports of some files of the project in `folder`. */
export function judge(folder: string, entries: readonly string[], fromSource = false): Map<string, Judgement> {
  const path = join(folder, 'tsconfig.json');
  const { config } = ts.readConfigFile(path, (name) => ts.sys.readFile(name)) as { config: unknown };
  const { options, fileNames, projectReferences } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    folder,
    undefined,
    path,
  );
  const compiler = ts.createCompilerHost({ ...options, noEmit: true }, true);
  const read = compiler.getSourceFile.bind(compiler);
  compiler.getSourceFile = (name, version, ...rest) => {
    const known = parsed.get(name) ?? read(name, version, ...rest);
    if (known !== undefined && name.includes('/lib.')) parsed.set(name, known);
    return known;
  };
  // What editors ask for and the declarations of TypeScript do not mention.
  if (fromSource) Object.assign(compiler, { useSourceOfProjectReferenceRedirect: () => true });
  const program = ts.createProgram({
    rootNames: fileNames,
    options: { ...options, noEmit: true, resolveJsonModule: true },
    host: compiler,
    ...(projectReferences === undefined ? {} : { projectReferences }),
  });
  return new Map(entries.map((entry) => [entry, judgementOf(program, join(folder, entry))]));
}

function judgementOf(program: ts.Program, path: string): Judgement {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  if (file === undefined) throw new Error(`${path} is not part of the program`);
  const wrong = new Set(
    [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      (found) => file.getLineAndCharacterOfPosition(found.start ?? 0).line,
    ),
  );
  const module = checker.getSymbolAtLocation(file);
  const found = new Map<string, Graph | undefined>();
  for (const symbol of module === undefined ? [] : checker.getExportsOfModule(module)) {
    const declaration = symbol.declarations?.[0];
    if ((symbol.flags & ts.SymbolFlags.TypeAlias) === 0 || declaration?.getSourceFile() !== file) continue;
    const { line } = file.getLineAndCharacterOfPosition(declaration.getStart(file));
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    // What an import that leads nowhere brings in is `any`, and the import is what is wrong.
    const isWrong = wrong.has(line) || (wrong.size > 0 && checker.typeToString(type) === 'any');
    found.set(symbol.name, isWrong ? undefined : new TypeReader(checker).read(type));
  }
  return found;
}

const ROUNDS = 5;

/**
 * Takes lines out of made-up projects, each in a folder of its own, until TypeScript has nothing against what is left; a
 * project that is not mended soon is emptied.
 */
export function accepted(files: ReadonlyMap<string, string>): Map<string, string> {
  const left = new Map([...files].map(([name, text]) => [`/made-up/${name}`, text]));
  const { options } = ts.parseJsonConfigFileContent(JSON.parse(defaults), ts.sys, '/made-up');
  const host = hostOf(left, options);
  let suspect = [...left.keys()];
  let program: ts.Program | undefined;
  for (let round = 0; suspect.length > 0; round += 1) {
    const before = program === undefined ? {} : { oldProgram: program };
    program = ts.createProgram({ rootNames: [...left.keys()], options, host, ...before });
    const touched = new Set<string>();
    for (const name of suspect) {
      const text = mended(program, name, left.get(name) ?? '');
      if (text === left.get(name)) continue;
      left.set(name, text);
      touched.add(name.slice(0, name.lastIndexOf('/') + 1));
    }
    suspect = [...left.keys()].filter((name) => touched.has(name.slice(0, name.lastIndexOf('/') + 1)));
    if (round === ROUNDS) for (const name of suspect) left.set(name, 'export {};');
  }
  return new Map([...left].map(([name, text]) => [name.slice('/made-up/'.length), text]));
}

function hostOf(files: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const sources = new Map<string, ts.SourceFile>();
  const host = ts.createCompilerHost(options, true);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version, ...rest) => {
    const text = files.get(name);
    const known = text === undefined ? parsed.get(name) : sources.get(name);
    if (known !== undefined && (text === undefined || known.text === text)) return known;
    const source = text === undefined ? read(name, version, ...rest) : ts.createSourceFile(name, text, version, true);
    if (source !== undefined) (text === undefined ? parsed : sources).set(name, source);
    return source;
  };
  host.fileExists = (name) => files.has(name);
  host.directoryExists = (name) => name.startsWith('/made-up');
  host.getDirectories = () => [];
  host.realpath = (name) => name;
  return host;
}

/** A file without the lines that TypeScript finds something wrong with. */
function mended(program: ts.Program, name: string, text: string): string {
  const file = program.getSourceFile(name);
  if (file === undefined) throw new Error(`${name} is not part of the program`);
  try {
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    const wrong = new Set(found.map((each) => file.getLineAndCharacterOfPosition(each.start ?? 0).line));
    const lines = text.split('\n').map((line, index) => (wrong.has(index) ? '' : line));
    return lines.join('\n');
  } catch {
    // TypeScript itself fails on some of what files declare together.
    return 'export {};';
  }
}
