/** Source lines around the places of a diagnostic that comes without them. */

import { join } from 'node:path';

import type { Diagnostic } from '../manifest/manifest.js';
import { readIfPresent } from './files.js';

/** A place with what is there. */
interface Marked {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The diagnostic with the lines it is about, each with its place marked: in the form the analyzer gives its own. */
export function withFrame(root: string, diagnostic: Diagnostic): Diagnostic {
  const { code, severity, message, file, line, column, help, secondary } = diagnostic;
  const own = { file, line, column, message: diagnostic.label ?? 'this one' };
  const others = secondary.map((place) => ({ ...place, message: place.message }));
  const lines = [own, ...others].map((place) => frameOf(root, place));
  if (lines.some((found) => found === undefined)) return diagnostic;
  const head = `  ${severity === 'error' ? '×' : '⚠'} ${code}: ${message}`;
  const foot = help === undefined ? [] : [`  help: ${help}`];
  return { ...diagnostic, frame: `${[head, ...lines.flatMap((found) => found ?? []), ...foot].join('\n')}\n` };
}

function frameOf(root: string, { file, line, column, message }: Marked): string[] | undefined {
  const source = readIfPresent(join(root, file))?.split(/\r?\n/u)[line - 1];
  if (source === undefined) return undefined;
  const number = String(line);
  const gap = ' '.repeat(number.length);
  // A name is marked as a whole.
  const width = /^[\w$]+/u.exec(source.slice(column - 1))?.[0].length ?? 1;
  const before = source.slice(0, column - 1).replaceAll(/[^\t]/gu, ' ');
  const middle = Math.floor(width / 2);
  return [
    ` ${gap} ╭─[${file}:${line}:${column}]`,
    ` ${number} │ ${source}`,
    ` ${gap} · ${before}${'─'.repeat(middle)}┬${'─'.repeat(width - middle - 1)}`,
    ` ${gap} · ${before}${' '.repeat(middle)}╰── ${message}`,
    ` ${gap} ╰────`,
  ];
}
