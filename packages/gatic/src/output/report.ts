/** What a comparison found, for terminals and for pull requests. */

import type { Change, Report } from '@gati-framework/core/tooling';

import type { Style } from './output.js';

/** What is compared, as people know it: `1.4.0`, `the working tree`, `openapi.json`. */
export interface Sides {
  readonly before: string;
  readonly after: string;
}

const bumps = ['major', 'minor', 'patch', 'none'] as const;

/** What a client has to do about a change, where it breaks. */
const answered: Readonly<Record<Change['transformer'], string>> = {
  auto: 'old clients are carried over it by generated code',
  partial: 'generated code carries old clients over a part of it; the rest has to be written',
  stub: 'carrying old clients over it has to be written',
  none: 'nothing carries old clients over it',
};

/** The report for a terminal: breaks first, by route. */
export function reportText(report: Report, { before, after }: Sides, style: Style): string {
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
      lines.push(style.dim(`         ${change.direction} ${change.path}  ${change.id}`));
      if (change.bump !== 'major') continue;
      for (const line of reasons(change)) lines.push(`         ${line}`);
    }
  }
  return lines.join('\n');
}

/** The report for a pull request. */
export function reportMarkdown(report: Report, { before, after }: Sides): string {
  if (report.changes.length === 0) return `Nothing differs between ${code(before)} and ${code(after)}.`;
  const lines = [`### API: ${report.bump}`, '', `${summary(report)} from ${code(before)} to ${code(after)}.`];
  for (const [route, changes] of byRoute(report)) {
    lines.push('', `#### ${code(route)}`, '', '| | change | where |', '|---|---|---|');
    for (const change of changes) {
      const said = [cell(change.text), ...(change.bump === 'major' ? reasons(change).map(cell) : [])].join('<br>');
      lines.push(`| ${change.bump} | ${said} | ${code(`${change.direction} ${change.path}`)} |`);
    }
  }
  return lines.join('\n');
}

/** Why a change breaks clients, and what is done about it. */
function reasons(change: Change): string[] {
  const said: string[] = [];
  if (change.witness !== undefined) said.push(`for example ${shortened(JSON.stringify(change.witness))}`);
  else if (change.verdict === 'unproved') said.push('it could not be proved to be compatible');
  said.push(answered[change.transformer]);
  return said;
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
