/** One source file through the compiler, with its complaints turned into diagnostics. */

import { relative, sep } from 'node:path';

import type { Diagnostic } from '../manifest/manifest.js';
import { transpile } from '../native/index.js';
import type { FoundImport, Transpiled } from './module-graph.js';

/** What the native compiler answers. */
interface NativeTranspiled {
  readonly code: string;
  readonly map: string;
  readonly imports: readonly (FoundImport & { readonly missing?: boolean })[];
  /** Places are UTF-8 byte offsets into the source. */
  readonly errors?: readonly {
    readonly message: string;
    readonly start: number;
    readonly end: number;
    readonly help: string | null;
  }[];
}

/** Compiles a file; mistakes become diagnostics whose places are in the developer's own text. */
export function compileFile(root: string, path: string, source: string): Transpiled {
  const native = JSON.parse(transpile(path, source)) as NativeTranspiled;
  const file = relative(root, path).split(sep).join('/');
  const diagnostics: Diagnostic[] = [];
  for (const error of native.errors ?? []) {
    const at = utf16Offset(source, error.start);
    const place = placeOf(source, at, utf16Offset(source, error.end) - at);
    diagnostics.push({
      code: 'GT0001',
      severity: 'error',
      message: error.message,
      file,
      ...place,
      ...helpOf(error.help),
      secondary: [],
    });
  }
  for (const found of native.imports) {
    if (found.missing !== true) continue;
    const place = placeOf(source, Math.max(0, specifierOffset(source, found.specifier)), found.specifier.length);
    const message = `${JSON.stringify(found.specifier)} is not a file of this project`;
    diagnostics.push({ code: 'GT0002', severity: 'error', message, file, ...place, secondary: [] });
  }
  return { code: native.code, map: native.map, imports: native.imports, diagnostics };
}

function helpOf(help: string | null): { help?: string } {
  return help === null ? {} : { help };
}

/** Where the specifier stands in the source, as written between either kind of quote. */
function specifierOffset(source: string, specifier: string): number {
  const quoted = ["'", '"', '`']
    .map((quote) => source.indexOf(quote + specifier + quote))
    .filter((offset) => offset >= 0);
  return quoted.length === 0 ? 0 : Math.min(...quoted) + 1;
}

function utf16Offset(source: string, byteOffset: number): number {
  return Buffer.from(source, 'utf8').subarray(0, byteOffset).toString('utf8').length;
}

function placeOf(
  source: string,
  offset: number,
  length: number,
): Pick<Diagnostic, 'line' | 'column' | 'endLine' | 'endColumn' | 'frame'> {
  const before = source.slice(0, offset).split('\n');
  const line = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  const text = source.split('\n')[line - 1] ?? '';
  const width = Math.max(1, Math.min(length, text.length - column + 1));
  return { line, column, endLine: line, endColumn: column + width, frame: frameOf(line, column, width, text) };
}

function frameOf(line: number, column: number, width: number, text: string): string {
  const gutter = ' '.repeat(String(line).length);
  return `${gutter} |\n${line} | ${text}\n${gutter} | ${' '.repeat(column - 1)}${'^'.repeat(width)}`;
}
