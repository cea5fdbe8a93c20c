/** Diagnostics as text for people, JSON for programs, and annotations for GitHub. */

import { renderDiagnostic, type Diagnostic } from '@gati-framework/core/tooling';

import type { Style } from './output.js';

/** The formats of `gatic check --format`. */
export type DiagnosticFormat = 'text' | 'json' | 'github';

/** How many errors and warnings there are. */
export function counts(diagnostics: readonly Diagnostic[]): { readonly errors: number; readonly warnings: number } {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  return { errors, warnings: diagnostics.length - errors };
}

/** "2 errors, 1 warning", or "no problems". */
export function summary(diagnostics: readonly Diagnostic[]): string {
  const { errors, warnings } = counts(diagnostics);
  const parts = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  return parts.length === 0 ? 'no problems' : parts.join(', ');
}

/** "1 route", "2 routes", "0 routes". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Every diagnostic with its frame, one after the other, the whole list and never only the first. */
export function asText(diagnostics: readonly Diagnostic[], style: Style): string {
  return diagnostics.map((diagnostic) => oneAsText(diagnostic, style)).join('\n\n');
}

function oneAsText(diagnostic: Diagnostic, style: Style): string {
  const colour = diagnostic.severity === 'error' ? style.red : style.yellow;
  return renderDiagnostic(diagnostic, { heading: (text) => style.bold(colour(text)), note: style.dim, mark: colour });
}

/** One workflow command for each diagnostic. */
export function asGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map((diagnostic) => {
      const place = [
        `file=${property(diagnostic.file)}`,
        `line=${diagnostic.line}`,
        `col=${diagnostic.column}`,
        ...(diagnostic.endLine === undefined ? [] : [`endLine=${diagnostic.endLine}`]),
        ...(diagnostic.endColumn === undefined ? [] : [`endColumn=${diagnostic.endColumn}`]),
        `title=${property(diagnostic.code)}`,
      ].join(',');
      const text =
        diagnostic.help === undefined ? diagnostic.message : `${diagnostic.message}\nhelp: ${diagnostic.help}`;
      return `::${diagnostic.severity} ${place}::${data(text)}`;
    })
    .join('\n');
}

/** GitHub's own escaping for the text after `::`. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
