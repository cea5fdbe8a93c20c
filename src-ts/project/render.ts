/** A diagnostic as text. */

import type { Diagnostic } from '../manifest/manifest.js';

/** How parts of a diagnostic are shown; without colours every function is the identity. */
export interface DiagnosticStyle {
  readonly heading: (text: string) => string;
  readonly note: (text: string) => string;
}

const plain: DiagnosticStyle = { heading: (text) => text, note: (text) => text };

/** The whole diagnostic: code and message, place, the lines around it, other places, and help. */
export function renderDiagnostic(diagnostic: Diagnostic, style: DiagnosticStyle = plain): string {
  const { code, severity, message, file, line, column, frame = '', help, secondary } = diagnostic;
  const heading = style.heading(`${severity} ${code}: ${message}`);
  // The analyzer renders everything into its frame; its first line says what the heading says.
  if (frame.includes(code)) return [heading, ...frame.trimEnd().split('\n').slice(1)].join('\n');
  const lines = [heading, `  ${style.note('at')} ${file}:${line}:${column}`];
  if (frame !== '') lines.push(frame.trimEnd());
  for (const place of secondary) {
    lines.push(`  ${style.note('see')} ${place.file}:${place.line}:${place.column} ${place.message}`);
  }
  if (help !== undefined) lines.push(`  ${style.note('help')}: ${help}`);
  return lines.join('\n');
}
