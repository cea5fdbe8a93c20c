/** A diagnostic as text. */

import type { Diagnostic } from '../manifest/manifest.js';

/** How parts of a diagnostic are shown; without colours every function is the identity. */
export interface DiagnosticStyle {
  readonly heading: (text: string) => string;
  readonly note: (text: string) => string;
  /** The lines below a source line that mark the places; like the heading unless said otherwise. */
  readonly mark?: (text: string) => string;
}

const plain: DiagnosticStyle = { heading: (text) => text, note: (text) => text };

/** Frame lines that hold no source: names of files, ends, gaps. */
const edge = /^ +(?:[╭╰]─|⋮)/u;
/** Frame lines that mark places. */
const marks = /^( +· )(.*)$/u;

/** The whole diagnostic: code and message, place, the lines around it, other places, and help. */
export function renderDiagnostic(diagnostic: Diagnostic, style: DiagnosticStyle = plain): string {
  const { code, severity, message, file, line, column, frame = '', help, secondary } = diagnostic;
  const heading = style.heading(`${severity} ${code}: ${message}`);
  // The analyzer renders everything into its frame; its first line says what the heading says.
  if (frame.includes(code)) {
    const shown = frame.trimEnd().split('\n').slice(1);
    return [heading, ...shown.map((shownLine) => styled(shownLine, style))].join('\n');
  }
  const lines = [heading, `  ${style.note('at')} ${file}:${line}:${column}`];
  if (frame !== '') lines.push(frame.trimEnd());
  for (const place of secondary) {
    lines.push(`  ${style.note('see')} ${place.file}:${place.line}:${place.column} ${place.message}`);
  }
  if (help !== undefined) lines.push(`  ${style.note('help')}: ${help}`);
  return lines.join('\n');
}

function styled(line: string, { note, mark = (text) => text }: DiagnosticStyle): string {
  if (edge.test(line)) return note(line);
  const marked = marks.exec(line);
  if (marked !== null) return note(marked[1]!) + mark(marked[2]!);
  return line.replace(/^ {2}(?:help|note):/u, (word) => note(word));
}
