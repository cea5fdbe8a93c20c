/** What `gatic check` prints. */

import type { Diagnostic, Inspected } from '@gati-framework/core/tooling';

import type { CheckedAndFixed } from '../api/check.js';
import type { CheckReport } from '../api/watch-check.js';
import { systemFailure } from '../system-error.js';
import { asGithub, asText, counted, counts, summary, type DiagnosticFormat } from './diagnostics.js';
import type { Output } from './output.js';

/** How to print. */
export interface CheckPrinting {
  readonly format: DiagnosticFormat;
  /** Errors only: no warnings, and nothing about a project without errors. */
  readonly isQuiet: boolean;
}

/** Prints what `gatic check` found. */
export interface CheckPrinter {
  /** The one look of a check that does not watch. */
  readonly whole: (checked: CheckedAndFixed) => void;
  /** One of many. */
  readonly report: (report: CheckReport) => void;
  readonly tooManyWarnings: (found: number, allowed: number) => void;
}

/** The version of the JSON document; a field that goes or changes its meaning makes a new one. */
export const checkDocumentVersion = 1;

/** A printer for one of the formats. */
export function checkPrinter(output: Output, printing: CheckPrinting): CheckPrinter {
  const tooManyWarnings = (found: number, allowed: number): void => {
    output.error(`${counted(found, 'warning')} found, and --max-warnings allows ${allowed}`);
  };
  if (printing.format === 'json') {
    return {
      whole: ({ fixes, ...inspected }) =>
        output.line(JSON.stringify({ ...documentOf(inspected, printing), fixes }, null, 2)),
      report: (report) => output.line(JSON.stringify(lineOf(report, printing))),
      tooManyWarnings,
    };
  }
  if (printing.format === 'github') {
    const whole = (inspected: Inspected): void => {
      const shown = shownOf(inspected.diagnostics, printing);
      if (shown.length > 0) output.line(asGithub(shown));
    };
    return { whole, report: () => undefined, tooManyWarnings };
  }
  return {
    whole: (checked) => {
      printFixes(output, checked);
      printText(output, checked, printing);
    },
    report: (report) => printReport(output, report, printing),
    tooManyWarnings,
  };
}

function shownOf(diagnostics: readonly Diagnostic[], { isQuiet }: CheckPrinting): readonly Diagnostic[] {
  return isQuiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics;
}

function documentOf({ diagnostics, manifest }: Inspected, printing: CheckPrinting): object {
  const { errors, warnings } = counts(diagnostics);
  return {
    version: checkDocumentVersion,
    errors,
    warnings,
    handlers: manifest.handlers.length,
    modules: manifest.modules.length,
    diagnostics: shownOf(diagnostics, printing),
  };
}

/** One line of a watch: the document, what led to it, or why there is none. */
function lineOf(report: CheckReport, printing: CheckPrinting): object {
  const { changed, milliseconds } = report;
  const rounded = Math.round(milliseconds * 10) / 10;
  const head = { changed, milliseconds: rounded };
  if ('inspected' in report) return { ...documentOf(report.inspected, printing), ...head };
  return { version: checkDocumentVersion, failure: describe(report.thrown), ...head };
}

function printFixes({ line, style }: Output, { fixes }: CheckedAndFixed): void {
  for (const { file, line: row, column, code, title } of fixes) {
    line(`${style.green('fixed')} ${file}:${row}:${column} ${code} ${title}`);
  }
  if (fixes.length > 0) line('');
}

function printText({ line, style }: Output, { diagnostics, manifest }: Inspected, printing: CheckPrinting): void {
  const shown = shownOf(diagnostics, printing);
  if (shown.length > 0) line(`${asText(shown, style)}\n`);
  if (printing.isQuiet && shown.length === 0) return;
  const size = `${counted(manifest.handlers.length, 'handler')}, ${counted(manifest.modules.length, 'module')}`;
  line(`${size}: ${summary(diagnostics)}`);
  const fixable = diagnostics.filter(({ fix }) => fix !== undefined).length;
  const [first] = shown;
  if (fixable > 0)
    line(style.dim(`${fixable === 1 ? 'one' : String(fixable)} of them can be fixed: gatic check --fix`));
  if (first?.docs !== undefined) line(style.dim(`more about a code: gatic explain ${first.code}`));
}

function printReport(output: Output, report: CheckReport, printing: CheckPrinting): void {
  const { style } = output;
  const { changed, milliseconds } = report;
  if (changed.length > 0) {
    const more = changed.length > 3 ? ` and ${changed.length - 3} more` : '';
    const what = style.bold(`${changed.slice(0, 3).join(', ')}${more}`);
    output.line(`\n${style.cyan('↻')} ${what} ${style.dim(`${Math.ceil(milliseconds)} ms`)}`);
  }
  if ('inspected' in report) printText(output, report.inspected, printing);
  else output.line(`${style.red('error')}: ${describe(report.thrown)}`);
  if (changed.length === 0) output.line(style.dim('watching for changes; Ctrl-C ends it'));
}

function describe(thrown: unknown): string {
  const failure = systemFailure(thrown);
  if (failure !== undefined) return failure.message;
  return thrown instanceof Error ? thrown.message : String(thrown);
}
