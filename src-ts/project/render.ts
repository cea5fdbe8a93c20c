/** A diagnostic as plain text, for places that have no terminal: error messages and logs. */

import type { Diagnostic } from '../manifest/manifest.js';

/** Place, code, message, frame, other places and help, on lines of their own. */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const lines = [
    `${diagnostic.file}:${diagnostic.line}:${diagnostic.column} ${diagnostic.severity} ${diagnostic.code}: ${diagnostic.message}`,
  ];
  if (diagnostic.frame !== undefined && diagnostic.frame !== '') lines.push(diagnostic.frame.replace(/\n+$/u, ''));
  for (const place of diagnostic.secondary)
    lines.push(`  see ${place.file}:${place.line}:${place.column} ${place.message}`);
  if (diagnostic.help !== undefined) lines.push(`  help: ${diagnostic.help}`);
  return lines.join('\n');
}
