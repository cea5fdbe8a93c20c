/** A source file through both compilers: the calls of `validate<T>()` in it, then the TypeScript. */

import { compileFile } from '../compiler.js';
import type { Transpiled } from '../module-graph.js';
import type { ValidatorCalls } from './calls.js';
import { seenThrough } from './insertions.js';

/** As `compileFile`, with the calls compiled; mistakes in either are diagnostics. */
export function compileWithCalls(calls: ValidatorCalls, root: string, path: string, source: string): Transpiled {
  const { code, insertions, files, diagnostics } = calls.compileNow(path, source);
  const types = files.filter((file) => file !== path);
  if (diagnostics.some(({ severity }) => severity === 'error')) {
    return { code: '', map: '', imports: [], diagnostics, types };
  }
  const compiled = compileFile(root, path, code);
  const all = [...diagnostics, ...compiled.diagnostics];
  if (insertions.length === 0) return { ...compiled, diagnostics: all, types };
  const map = compiled.map === '' ? '' : seenThrough(compiled.map, source, insertions);
  return { ...compiled, map, diagnostics: all, types };
}
