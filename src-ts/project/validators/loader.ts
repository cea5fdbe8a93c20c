/**
 * TypeScript for Node's own loader, with the calls of `validate<T>()` compiled. Node 20 runs this in a thread of its own,
 * later releases in the thread of the program; it is the same work, done at once.
 */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { GatiError } from '../../errors/gati-error.js';
import type { Diagnostic } from '../../manifest/manifest.js';
import { renderDiagnostic } from '../render.js';
import { ValidatorCalls } from './calls.js';
import { compileWithCalls } from './compile-calls.js';

/** What Node asks about a module. */
interface LoadContext {
  readonly format?: string | null | undefined;
}

/** What it is told. */
interface Loaded {
  readonly format: string;
  readonly source?: string;
  readonly shortCircuit?: boolean;
}

const compiled = new Set(['.ts', '.mts', '.tsx']);

/** Node's hook: the source of a module. */
export function load<Next>(
  url: string,
  context: LoadContext,
  nextLoad: (url: string, context: LoadContext) => Next,
): Loaded | Next {
  const path = pathOf(url);
  return path === undefined ? nextLoad(url, context) : { format: 'module', source: sourceOf(path), shortCircuit: true };
}

/** The file of a URL, if it is TypeScript of the program itself. */
function pathOf(url: string): string | undefined {
  if (!url.startsWith('file:')) return undefined;
  const path = fileURLToPath(url.replace(/[?#].*$/u, ''));
  return compiled.has(extname(path)) && !path.split(sep).includes('node_modules') ? path : undefined;
}

const projects = new Map<string, ValidatorCalls>();

/** JavaScript of a file, with its source map in it. */
export function sourceOf(path: string): string {
  const root = projectOf(dirname(path));
  let calls = projects.get(root);
  if (calls === undefined) projects.set(root, (calls = new ValidatorCalls({ root, bytes: 'native' })));
  const text = readFileSync(path, 'utf8');
  const module = compileWithCalls(calls, root, path, text);
  refuse(relative(root, path).split(sep).join('/'), module.diagnostics);
  let javascript = '';
  let at = 0;
  for (const { start, end, resolved } of [...module.imports].sort((left, right) => left.start - right.start)) {
    // What is no file of the project, or JSON, is Node's to find.
    if (resolved === null || extname(resolved) === '.json') continue;
    javascript += module.code.slice(at, start) + pathToFileURL(resolved).href;
    at = end;
  }
  javascript += module.code.slice(at);
  if (module.map === '') return javascript;
  const encoded = Buffer.from(module.map).toString('base64');
  return `${javascript}\n//# sourceMappingURL=data:application/json;base64,${encoded}\n`;
}

function refuse(file: string, diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const shown = errors.map((diagnostic) => renderDiagnostic(diagnostic)).join('\n\n');
  throw new GatiError('GATI_VALIDATORS_BROKEN', { values: { file, diagnostics: shown } });
}

const roots = new Map<string, string>();

/** The nearest folder at or above with a tsconfig.json or a package.json. */
function projectOf(folder: string): string {
  const known = roots.get(folder);
  if (known !== undefined) return known;
  const isRoot = ['tsconfig.json', 'package.json'].some((name) => existsSync(join(folder, name)));
  const parent = dirname(folder);
  const root = isRoot || parent === folder ? folder : projectOf(parent);
  roots.set(folder, root);
  return root;
}
