/** One source file through the compiler. */

import { relative, sep } from 'node:path';

import { transpile } from '../native/index.js';
import type { Transpiled } from './module-graph.js';

/** What compiled files depend on besides their sources. */
export const compilerSalt = 'gati 0.5.0';

/** Compiles a file; its mistakes are diagnostics whose places are in the developer's own text. */
export function compileFile(root: string, path: string, source: string): Transpiled {
  const file = relative(root, path).split(sep).join('/');
  return JSON.parse(transpile(path, source, file)) as Transpiled;
}
