/** What `gatic dev` prints. */

import type { AppDefinition, Diagnostic } from '@gati-framework/core/tooling';

import type { DevEvent } from '../api/dev.js';
import { outputFailure } from '../system-error.js';
import { asText, counted, summary } from './diagnostics.js';
import type { Output } from './output.js';
import { curlLine, routeRows } from './routes.js';
import { table } from './table.js';

/** More routes than this would push the address off the screen. */
const shownRoutes = 40;

/** Prints events as they come. */
export function devPrinter(output: Output): (event: DevEvent) => void {
  const { style } = output;
  // A warning is said once, not again with every edit.
  const said = new Set<string>();
  const warn = (diagnostics: readonly Diagnostic[]): void => {
    const fresh = diagnostics.filter(({ code, file, message }) => !said.has(`${code} ${file} ${message}`));
    for (const { code, file, message } of fresh) said.add(`${code} ${file} ${message}`);
    if (fresh.length > 0) output.error(`${asText(fresh, style)}\n`);
  };
  // A rename is two changes, and leads to the same errors twice.
  let lastErrors = '';
  return (event) => {
    const errors = event.kind === 'broken' ? errorsOf(output, event) : '';
    const isKnown = errors === lastErrors;
    lastErrors = errors;
    switch (event.kind) {
      case 'listening':
        warn(event.diagnostics);
        printFirstScreen(output, event.url, event.definition);
        return;
      case 'reloaded':
        warn(event.diagnostics);
        output.line(
          words([
            style.green('↻'),
            files(event.files),
            style.bold(`${Math.round(event.milliseconds)} ms`),
            style.dim(affected(event.handlers.length)),
          ]),
        );
        return;
      case 'restarted':
        output.line(
          `${style.green('⟳')} restarted because of ${style.bold(event.cause)}, ${Math.round(event.milliseconds)} ms, ${event.url}`,
        );
        return;
      case 'mended':
        output.line(`${style.green('✔')} no errors any more; what is served is up to date`);
        return;
      case 'broken':
        if (!isKnown) output.error(errors);
        output.error(conclusionOf(output, event));
    }
  };
}

function printFirstScreen(output: Output, url: string, definition: AppDefinition): void {
  const { style } = output;
  const { manifest, routes, config } = definition;
  const rows = routeRows(routes, manifest);
  const health = config.health === false ? undefined : (config.health?.live ?? '/health');
  const curl = curlLine(url, manifest, config.basePath ?? '', health);
  const lines = [
    `${style.green('●')} ${style.bold(url)}  ${style.dim(`ready in ${Math.round(performance.now())} ms`)}`,
    '',
    rows.length === 0
      ? '  No routes yet. A file in src/handlers becomes one.'
      : indent(table(['METHOD', 'PATH', 'FILE'], rows.slice(0, shownRoutes))),
    ...(rows.length > shownRoutes ? [style.dim(`  and ${rows.length - shownRoutes} more: gatic routes`)] : []),
    ...(curl === undefined ? [] : ['', `  ${style.dim('try')}  ${style.cyan(curl)}`]),
    '',
  ];
  // One write, so that a program that reads along gets the whole screen or nothing.
  output.line(lines.join('\n'));
}

type Broken = Extract<DevEvent, { kind: 'broken' }>;

function errorsOf({ style }: Output, event: Broken): string {
  return [
    ...(event.diagnostics.length > 0 ? [asText(event.diagnostics, style)] : []),
    ...(event.thrown === undefined ? [] : [`${style.red('error')} ${describe(event.thrown)}`]),
  ].join('\n');
}

function conclusionOf({ style }: Output, event: Broken): string {
  const what = event.diagnostics.length > 0 ? summary(event.diagnostics) : 'the project could not be loaded';
  const then = event.serving ? 'the last good version goes on serving' : 'waiting for an edit';
  return `${words([style.red('✘'), files(event.files), what])}; ${then}`;
}

/** An error with its stack, whose lines are the developer's own through the source maps. */
function describe(thrown: unknown): string {
  const failure = outputFailure(thrown);
  if (failure !== undefined) return `${failure.message}; ${failure.help}`;
  if (!(thrown instanceof Error)) return String(thrown);
  const coded = 'code' in thrown && typeof thrown.code === 'string' && thrown.code.startsWith('GATI_');
  const cause =
    thrown.cause instanceof Error && !('errno' in thrown.cause) ? `\n  caused by ${describe(thrown.cause)}` : '';
  return (
    (coded ? `${(thrown as { code?: string }).code}: ${thrown.message}` : (thrown.stack ?? thrown.message)) + cause
  );
}

function files(names: readonly string[]): string {
  // A release is many files whose names say nothing to people.
  const told = [...new Set(names.map((name) => name.replace(/^(timescape)\/(?:contracts|releases)\/.*/u, '$1')))];
  const shown = told.slice(0, 3).map((name) => name.replace(/^src\/handlers\//u, ''));
  return shown.join(', ') + (told.length > 3 ? ` and ${told.length - 3} more` : '');
}

function affected(count: number): string {
  return count === 0 ? '' : `(${counted(count, 'route')})`;
}

/** Parts of a line, without a gap for those that are empty. */
function words(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

function indent(text: string): string {
  return text.replaceAll(/^/gmu, '  ');
}
