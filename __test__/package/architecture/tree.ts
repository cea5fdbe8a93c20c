/** The files of the repository, and how a broken rule is told. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository, with a slash at the end. */
export const root: string = fileURLToPath(new URL('../../../', import.meta.url));

/** A file of the repository. */
export interface SourceFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** A place where a rule of the house is broken. */
export interface Violation {
  /** `path`, `path:line` or an edge. */
  readonly place: string;
  /** The rule, as a sentence. */
  readonly rule: string;
}

/** One line per violation, nothing if there is none: `expect(told(…)).toBe('')` prints all of them. */
export function told(violations: readonly Violation[]): string {
  return violations.map(({ place, rule }) => `${place}\n    ${rule}`).join('\n');
}

/** Paths git tracks or would track: what is ignored or generated into ignored folders is nobody's to keep tidy. */
export function listFiles(): readonly string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  const deleted = execFileSync('git', ['ls-files', '--deleted', '-z'], { cwd: root, encoding: 'utf8' });
  const gone = new Set(deleted.split('\0'));
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && !gone.has(path));
}

/** Reads the files whose path matches. */
export function readFiles(paths: readonly string[], pattern: RegExp): readonly SourceFile[] {
  return paths
    .filter((path) => pattern.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
