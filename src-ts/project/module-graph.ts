/**
 * The project's own files as Node can import them. Each file is compiled once, and written under a name that carries a
 * hash of its content and of everything it imports. A changed file and its importers therefore get a new URL, while
 * everything else keeps its URL, and with it its running instance: a database pool survives an edit of a handler.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Diagnostic } from '../manifest/manifest.js';
import { stronglyConnected } from './components.js';
import { readIfPresent, removeOthers, writeWhole } from './files.js';
import { exposing } from './schema-values/exposed.js';

/** An import as the compiler found it. */
export interface FoundImport {
  readonly specifier: string;
  /** UTF-16 offsets of the text between the quotes, in the compiled code. */
  readonly start: number;
  readonly end: number;
  readonly dynamic: boolean;
  /** The project file it means, or `null` for a package or a builtin. */
  readonly resolved: string | null;
}

/** One compiled file. */
export interface Transpiled {
  readonly code: string;
  /** A source map whose sources are URLs, as JSON; empty when there is none. */
  readonly map: string;
  readonly imports: readonly FoundImport[];
  readonly diagnostics: readonly Diagnostic[];
  /** Other files (absolute) that have a say in the code: those of the types it is made of. */
  readonly types?: readonly string[];
}

/** Where compiled files go, and what compiles them. */
export interface ModuleGraphOptions {
  readonly root: string;
  readonly outDir: string;
  readonly transpile: (path: string, source: string) => Transpiled;
  /** What else the output depends on, such as the compiler's version. */
  readonly salt: string;
}

/** The result of following every import from some files. */
export interface BuiltGraph {
  /** The URL to import, by absolute source path. */
  readonly urls: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Record {
  readonly path: string;
  readonly contentHash: string;
  readonly compiled: Transpiled;
}

const compiledExtensions = new Set(['.ts', '.mts', '.tsx', '.js', '.mjs', '.jsx']);

/** The import graph of a project, kept between edits. */
export class ModuleGraph {
  readonly #options: ModuleGraphOptions;
  readonly #records = new Map<string, Record>();
  /** Content hashes of invalidated files. */
  readonly #forgotten = new Map<string, string>();
  #generation = 0;
  /** How often a file has to get a new URL although its content is the same. */
  readonly #retries = new Map<string, number>();
  /** Constants that files export beyond what their sources do, by path. */
  #exposed: ReadonlyMap<string, readonly string[]> = new Map();
  /** Output files of the last build. */
  #live = new Set<string>();
  #written = new Set<string>();

  constructor(options: ModuleGraphOptions) {
    this.#options = options;
  }

  /** Forgets what is known about these files; what did not really change keeps its URL all the same. */
  invalidate(paths: Iterable<string>): void {
    const changed = new Set(paths);
    for (const path of changed) {
      const record = this.#records.get(path);
      if (record !== undefined) this.#forgotten.set(path, record.contentHash);
      this.#records.delete(path);
    }
    for (const { path, compiled } of this.#records.values()) {
      if (compiled.types?.some((file) => changed.has(file)) === true) this.#records.delete(path);
    }
  }

  /** Which of these files differ from what they were before they were last invalidated; unknown files count as different. */
  differing(paths: readonly string[]): string[] {
    const differing = paths.filter((path) => {
      const before = this.#forgotten.get(path);
      return before === undefined || before !== this.#records.get(path)?.contentHash;
    });
    this.#forgotten.clear();
    return differing;
  }

  /** Forgets everything, for when a file appeared or vanished and imports may now mean something else. */
  invalidateAll(): void {
    this.invalidate([...this.#records.keys()]);
  }

  /** From here on every file gets a new URL, so that the next import runs the whole project anew. */
  startOver(): void {
    this.#generation += 1;
    this.#records.clear();
  }

  /** The files that import a package, and the first line on which each does. */
  importersOf(packageName: string): { readonly path: string; readonly line: number }[] {
    const found = [];
    for (const { path, compiled } of this.#records.values()) {
      const wanted = compiled.imports.find(
        ({ resolved, specifier }) =>
          resolved === null && (specifier === packageName || specifier.startsWith(`${packageName}/`)),
      );
      if (wanted !== undefined) found.push({ path, line: lineOf(readIfPresent(path) ?? '', wanted.specifier) });
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Gives a file and its importers new URLs with the next build: Node remembers an import that failed by its URL. */
  retry(path: string): void {
    this.#retries.set(path, (this.#retries.get(path) ?? 0) + 1);
  }

  /** From the next build on, these constants, by file, are exported by names that no source has, and no others. */
  expose(constants: ReadonlyMap<string, readonly string[]>): void {
    this.#exposed = constants;
  }

  /** Follows every import from `roots`, writes what is not yet written, and answers with URLs. */
  build(roots: Iterable<string>): BuiltGraph {
    const reached = this.#reach(roots);
    const diagnostics = this.#objectionsTo(reached);
    // Files that cannot run are not written; what the last good build wrote stays.
    if (diagnostics.some((diagnostic) => diagnostic.severity === 'error')) return { urls: new Map(), diagnostics };
    const outputs = this.#name(reached);
    this.#live = new Set(outputs.values());
    for (const [path, output] of outputs) this.#emit(path, output, outputs);
    const urls = new Map([...outputs].map(([path, output]) => [path, pathToFileURL(output).href]));
    return { urls, diagnostics };
  }

  /** What the compiler has against the files that can be reached from `roots`. Writes nothing. */
  objections(roots: Iterable<string>): readonly Diagnostic[] {
    return this.#objectionsTo(this.#reach(roots));
  }

  #objectionsTo(reached: ReadonlySet<string>): Diagnostic[] {
    return [...reached].flatMap((path) => this.#records.get(path)?.compiled.diagnostics ?? []);
  }

  /** Every source file of the last build, including the ones that are only imported. */
  sources(): Iterable<string> {
    return this.#records.keys();
  }

  /** Removes output files that the last build does not use. */
  removeStale(): void {
    removeOthers(this.#options.outDir, this.#live);
    this.#written = new Set(this.#live);
  }

  #reach(roots: Iterable<string>): Set<string> {
    const reached = new Set<string>();
    const queue = [...roots];
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      if (reached.has(path)) continue;
      const record = this.#record(path);
      if (record === undefined) continue;
      reached.add(path);
      for (const found of record.compiled.imports) if (found.resolved !== null) queue.push(found.resolved);
    }
    return reached;
  }

  #record(path: string): Record | undefined {
    const known = this.#records.get(path);
    if (known !== undefined) return known;
    if (!isCompiled(path)) return undefined;
    const source = readIfPresent(path);
    if (source === undefined) return undefined;
    const compiled = extname(path) === '.json' ? jsonModule(source) : this.#options.transpile(path, source);
    const record = { path, contentHash: hash(source), compiled };
    this.#records.set(path, record);
    return record;
  }

  /** Output paths by source path. */
  #name(reached: ReadonlySet<string>): Map<string, string> {
    const edges = (path: string): string[] =>
      (this.#records.get(path)?.compiled.imports ?? []).flatMap((found) =>
        found.resolved !== null && reached.has(found.resolved) ? [found.resolved] : [],
      );
    const hashes = new Map<string, string>();
    for (const members of stronglyConnected(reached, edges)) {
      const inside = new Set(members);
      const parts = members.sort().map((path) => {
        const outside = edges(path).filter((edge) => !inside.has(edge));
        const { contentHash, compiled } = this.#records.get(path)!;
        const made = (compiled.types ?? []).length === 0 ? [] : [hash(compiled.code)];
        const retries = this.#retries.get(path);
        const own = [contentHash, retries ?? '', ...(this.#exposed.get(path) ?? []), ...made].join(' ');
        return [path, own, ...outside.map((edge) => hashes.get(edge)!)].join('\0');
      });
      const component = hash([this.#options.salt, String(this.#generation), ...parts].join('\n'));
      for (const path of members) hashes.set(path, hash(`${component}\n${path}`));
    }
    return new Map([...hashes].map(([path, digest]) => [path, this.#outputPath(path, digest)]));
  }

  #outputPath(path: string, digest: string): string {
    const inside = relative(this.#options.root, path);
    const outside = inside.startsWith('..') || isAbsolute(inside);
    // Names are kept to characters that mean the same in a path and in an import specifier.
    const shown = (outside ? path : inside).slice(0, -extname(path).length || undefined);
    const safe = shown.split(/[\\/]/u).map((part) => part.replace(/[^\w.@+-]/gu, '_').replace(/^\.\.?$/u, '_'));
    return join(this.#options.outDir, ...(outside ? ['_outside'] : []), ...safe) + `-${digest.slice(0, 12)}.mjs`;
  }

  #emit(path: string, output: string, outputs: ReadonlyMap<string, string>): void {
    if (this.#written.has(output)) return;
    this.#written.add(output);
    if (existsSync(output)) return;
    const { compiled } = this.#records.get(path)!;
    const code = rewriteImports(compiled, output, outputs) + exposing(this.#exposed.get(path) ?? []);
    writeWhole(output, code + inlineMap(compiled.map));
  }
}

function isCompiled(path: string): boolean {
  const extension = extname(path);
  return compiledExtensions.has(extension) || extension === '.json';
}

/** The line of a specifier in a source, in quotes. */
function lineOf(source: string, specifier: string): number {
  const lines = source.split('\n');
  const index = lines.findIndex((line) => ['"', "'", '`'].some((quote) => line.includes(quote + specifier + quote)));
  return index === -1 ? 1 : index + 1;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function jsonModule(source: string): Transpiled {
  // Parsed by the importing program, where a mistake is a SyntaxError that names this file's position.
  return { code: `export default JSON.parse(${JSON.stringify(source)});\n`, map: '', imports: [], diagnostics: [] };
}

function rewriteImports(compiled: Transpiled, output: string, outputs: ReadonlyMap<string, string>): string {
  const { code } = compiled;
  let rewritten = '';
  let at = 0;
  for (const found of [...compiled.imports].sort((a, b) => a.start - b.start)) {
    if (found.resolved === null) continue;
    const target = outputs.get(found.resolved);
    const specifier = target === undefined ? pathToFileURL(found.resolved).href : relativeSpecifier(output, target);
    rewritten += code.slice(at, found.start) + specifier;
    at = found.end;
    // A JSON file became a module, so the attribute that says "this is JSON" would now be wrong.
    const attribute = extname(found.resolved) === '.json' ? jsonAttribute.exec(code.slice(at)) : null;
    if (attribute !== null) {
      rewritten += code[at] + (found.dynamic ? ')' : '');
      at += attribute[0].length;
    }
  }
  return rewritten + code.slice(at);
}

/** The rest of an import after its specifier, from the closing quote to the end of the attributes. */
const jsonAttribute = /^["'`](?:\s*with\s*\{[^}]*\}|\s*,\s*\{\s*with\s*:\s*\{[^}]*\}\s*,?\s*\}\s*\))/u;

function relativeSpecifier(from: string, to: string): string {
  const path = relative(dirname(from), to).split(sep).join('/');
  return path.startsWith('.') ? path : `./${path}`;
}

function inlineMap(map: string): string {
  return map === ''
    ? ''
    : `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`;
}
