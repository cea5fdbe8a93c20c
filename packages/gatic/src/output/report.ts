/** What a comparison found, for terminals and for pull requests. */

import type { Change, Report } from '@gati-framework/core/tooling';

import type { Style } from './output.js';

/** What is compared, as people know it: `1.4.0`, `the working tree`, `openapi.json`. */
export interface Sides {
  readonly before: string;
  readonly after: string;
  /** What becomes of the old clients of a route; documents of OpenAPI have nobody who would carry them. */
  readonly carrying?: (route: string) => Carrying;
}

/** Answers are still asked for, everything is answered, or the route's clients are told that it is gone. */
export type Carrying = 'asked' | 'answered' | 'gone';

const bumps = ['major', 'minor', 'patch', 'none'] as const;

/** What is done for old clients about a change that breaks them. */
const carried: Readonly<Record<Change['transformer'], string>> = {
  auto: 'old clients are carried over it by generated code',
  partial: 'generated code carries old clients over a part of it; the rest has to be written',
  stub: 'carrying old clients over it has to be written',
  none: 'nothing carries old clients over it',
};

/** The report for a terminal: breaks first, by route. */
export function reportText(report: Report, sides: Sides, style: Style): string {
  const { before, after, carrying } = sides;
  if (report.changes.length === 0) return `Nothing differs between ${before} and ${after}.`;
  const colours: Readonly<Record<Change['bump'], (text: string) => string>> = {
    major: style.red,
    minor: style.green,
    patch: style.dim,
    none: style.dim,
  };
  const lines = [`${style.bold(colours[report.bump](report.bump))}: ${summary(report)} from ${before} to ${after}`];
  for (const [route, changes] of byRoute(report)) {
    lines.push('', style.bold(route));
    for (const change of changes) {
      lines.push(`  ${colours[change.bump](change.bump.padEnd(5))}  ${change.text}`);
      lines.push(style.dim(`         ${placeOf(change)}  ${change.id}`));
      if (change.bump !== 'major') continue;
      for (const line of reasons(change, carrying?.(route))) lines.push(`         ${line}`);
    }
  }
  return lines.join('\n');
}

/** The report for a pull request. */
export function reportMarkdown(report: Report, { before, after, carrying }: Sides): string {
  if (report.changes.length === 0) return `Nothing differs between ${code(before)} and ${code(after)}.`;
  const lines = [`### API: ${report.bump}`, '', `${summary(report)} from ${code(before)} to ${code(after)}.`];
  for (const [route, changes] of byRoute(report)) {
    lines.push('', `#### ${code(route)}`, '', '| | change | where |', '|---|---|---|');
    for (const change of changes) {
      const isBreak = change.bump === 'major';
      const said = [cell(change.text), ...(isBreak ? reasons(change, carrying?.(route)).map(cell) : [])].join('<br>');
      lines.push(`| ${change.bump} | ${said} | ${code(placeOf(change))} |`);
    }
  }
  return lines.join('\n');
}

/** Why a change breaks clients, and what is done about it. */
function reasons(change: Change, carrying: Carrying | undefined): string[] {
  const said: string[] = [];
  if (change.witness !== undefined) said.push(`for example ${shortened(JSON.stringify(change.witness))}`);
  else if (change.verdict === 'unproved') said.push('it could not be proved to be compatible');
  if (carrying !== undefined) said.push(carriedOver(change, carrying));
  return said;
}

function carriedOver({ transformer }: Change, carrying: Carrying): string {
  if (carrying === 'gone') return 'old clients are told that it is gone (410)';
  const isAnswered = carrying === 'answered' && (transformer === 'partial' || transformer === 'stub');
  return isAnswered ? 'old clients are carried over it, as timescape/changes says' : carried[transformer];
}

function placeOf({ direction, path }: Change): string {
  return path === '' ? direction : `${direction} ${path}`;
}

function summary({ changes }: Report): string {
  const counts = bumps.flatMap((bump) => {
    const count = changes.filter((change) => change.bump === bump).length;
    return count === 0 ? [] : [`${count} ${bump}`];
  });
  return `${counts.join(', ')} ${changes.length === 1 ? 'change' : 'changes'}`;
}

/** Routes with breaks come first, and breaks first within each. */
function byRoute({ changes }: Report): [string, Change[]][] {
  const rank = ({ bump }: Change): number => bumps.indexOf(bump);
  const routes = new Map<string, Change[]>();
  for (const change of changes) routes.set(change.route, [...(routes.get(change.route) ?? []), change]);
  const sorted = [...routes].map(([route, own]): [string, Change[]] => [
    route,
    own.toSorted((a, b) => rank(a) - rank(b)),
  ]);
  return sorted.toSorted(([, [a]], [, [b]]) => rank(a!) - rank(b!));
}

function shortened(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

/** Text in a cell of a table: nothing in it ends the cell or begins a tag. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll(/\s+/gu, ' ');
}

function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/gu)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const inner = longest === 0 ? text : ` ${text} `;
  return `${fence}${inner.replaceAll('|', '\\|')}${fence}`;
}
