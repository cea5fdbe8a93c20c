/**
 * Finds out what the schema values of a project are. The analyzer asks for those that types mention; each is run, and
 * what it says is handed back, until nothing more is asked for. A value is run again when its file, or anything that
 * it imports, differs.
 */

import { join, relative, sep } from 'node:path';

import type { NativeAnalyzer } from '../../native/index.js';
import { compileFile, compilerSalt } from '../compiler.js';
import { ModuleGraph } from '../module-graph.js';
import { describing, type Steps } from '../steps.js';
import type { Described } from './described.js';
import { exposedName } from './exposed.js';
import { SchemaRunner } from './runner.js';

/** A value as the analyzer asks for it. */
interface Request {
  /** Absolute. */
  readonly file: string;
  /** The constant, and members. */
  readonly path: readonly string[];
  /** The name the constant is exported under, if it is. */
  readonly export?: string;
}

/** The schema values of a project. */
export class SchemaValues {
  readonly #root: string;
  readonly #graph: ModuleGraph;
  /** Where the values run. */
  readonly runner: SchemaRunner = new SchemaRunner();
  /** By request: the compiled file it was run in, which has another name once anything differs. */
  readonly #known = new Map<string, string>();

  constructor(root: string, graph: ModuleGraph) {
    this.#root = root;
    this.#graph = graph;
  }

  /** Gives the analyzer what it asks for; ends with whether there was anything new to say. */
  *resolve(analyzer: NativeAnalyzer): Steps<boolean> {
    const requests = JSON.parse(analyzer.schemaRequests()) as readonly Request[];
    this.#graph.expose(unexported(requests));
    return requests.length > 0 && (yield* this.#answer(requests, analyzer));
  }

  /** Forgets what was found, and ends the thread that found it. */
  async clear(): Promise<void> {
    this.#known.clear();
    await this.runner.close();
  }

  *#answer(requests: readonly Request[], analyzer: NativeAnalyzer): Steps<boolean> {
    const { urls } = this.#graph.build(new Set(requests.map(({ file }) => file)));
    const stale = requests.filter((request) => this.#known.get(keyOf(request)) !== (urls.get(request.file) ?? ''));
    if (stale.length === 0) return false;
    const given: object[] = [];
    for (const [file, own] of byFile(stale)) {
      const described = yield* this.#describe(file, urls.get(file), own);
      for (const [index, request] of own.entries()) {
        this.#known.set(keyOf(request), urls.get(file) ?? '');
        given.push({ file, path: request.path, ...this.#named(request, described[index]!) });
      }
    }
    analyzer.giveSchemas(JSON.stringify(given));
    return true;
  }

  *#describe(file: string, url: string | undefined, requests: readonly Request[]): Steps<readonly Described[]> {
    if (url === undefined) {
      const failed = 'a file has errors';
      return requests.map(() => ({ failed, help: 'correct what is reported beside this' }));
    }
    const values = requests.map(({ path, export: name }) => [name ?? exposedName(path[0]!), ...path.slice(1)]);
    return yield* describing({ kind: 'describe', file, url, values });
  }

  /** A failure says which value it is about. */
  #named({ file, path }: Request, described: Described): Described {
    if (!('failed' in described)) return described;
    const shown = relative(this.#root, file).split(sep).join('/');
    return { ...described, failed: `the schema \`${path.join('.')}\` of ${shown}: ${described.failed}` };
  }
}

/** The schema values of a project that nothing else of is run. */
export function schemaValuesOf(root: string): SchemaValues {
  const graph = new ModuleGraph({
    root,
    outDir: join(root, '.gati/schemas'),
    transpile: (path, source) => compileFile(root, path, source),
    salt: compilerSalt,
  });
  return new SchemaValues(root, graph);
}

function keyOf({ file, path }: Request): string {
  return [file, ...path].join('\0');
}

/** The constants that no file exports, by the file that declares them. */
function unexported(requests: readonly Request[]): Map<string, string[]> {
  const constants = new Map<string, string[]>();
  for (const { file, path, export: name } of requests) {
    if (name !== undefined) continue;
    const own = new Set([...(constants.get(file) ?? []), path[0]!]);
    constants.set(file, [...own].sort());
  }
  return constants;
}

function byFile(requests: readonly Request[]): Map<string, Request[]> {
  const files = new Map<string, Request[]>();
  for (const request of requests) {
    const own = files.get(request.file);
    if (own === undefined) files.set(request.file, [request]);
    else own.push(request);
  }
  return files;
}
