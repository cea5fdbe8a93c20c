/** Releases, and who calls them, as text. */

import type { Caller } from '@gati-framework/core/tooling';

import type { ListedRelease, ShownRelease, TimescapeStatus } from '../../api/timescape/describe.js';
import type { Style } from '../output.js';
import { table } from '../table.js';

/** So many callers are named; the others are counted. */
const namedCallers = 10;

/** The list as a table. */
export function listText(releases: readonly ListedRelease[]): string {
  const rows = releases.map((release) => [
    release.id,
    release.semver ?? '',
    release.status,
    [...release.labels, ...(release.isBaseline ? ['baseline'] : [])].join(', '),
    release.deprecation?.sunset?.slice(0, 10) ?? '',
    release.warmth,
    release.inProject ? `${release.changes} (${release.bump ?? 'none'})` : 'not in this project',
  ]);
  return table(['RELEASE', 'VERSION', 'STATUS', 'LABELS', 'SUNSET', 'CODE', 'CHANGES'], rows);
}

/** Everything about one release. */
export function showText(release: ShownRelease, days: number, style: Style): string {
  const { deprecation, retirement, withdrawal } = release;
  const facts: [string, string | undefined][] = [
    ['status', release.status],
    ['labels', [...release.labels, ...(release.isBaseline ? ['baseline'] : [])].join(', ') || undefined],
    ['current', release.windows.map(({ since, until }) => `${since} to ${until ?? 'now'}`).join(', ') || undefined],
    ['code', release.warmth],
    ['waits for', release.waiting === null ? undefined : readyText(release.waiting)],
    ['deprecated', deprecation === null ? undefined : deprecationText(deprecation)],
    ...Object.entries(release.deprecatedRoutes).map(([route, one]): [string, string] => [
      'ending',
      `${route}: ${deprecationText(one)}`,
    ]),
    ['successor', retirement?.successor ?? deprecation?.successor],
    ['guide', deprecation?.guide],
    [
      'retired',
      retirement === null
        ? undefined
        : `${retirement.at}${retirement.forced ? ', forced' : ''}${because(retirement.reason)}`,
    ],
    ['withdrawn', withdrawal === null ? undefined : withdrawnText(withdrawal)],
    ['note', release.note ?? undefined],
    ['handlers', release.inProject ? String(release.handlers) : 'its file is not in this project'],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  const lines = [
    style.bold(release.semver === null ? release.id : `${release.id} (${release.semver})`),
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${style.dim(name.padEnd(width))}  ${value}`])),
  ];
  if (release.details.length > 0) {
    lines.push('', `changes (${release.bump ?? 'none'}):`);
    lines.push(...release.details.map(({ bump, route, text }) => `  ${bump.padEnd(5)}  ${route}: ${text}`));
  }
  lines.push('', callersText(release.callers, days));
  return lines.join('\n');
}

/** What stands out. */
export function statusText(status: TimescapeStatus, days: number, style: Style): string {
  const { current, baseline, coming, pending, ending, requests } = status;
  const lines = [
    `current   ${current ?? 'none'}`,
    `baseline  ${baseline ?? 'none'}`,
    `registry  ${status.registry}, revision ${status.revision}`,
  ];
  if (coming !== null) lines.push(`coming    ${coming.release} at ${coming.at}`);
  for (const { id, waiting } of pending)
    lines.push(`pending   ${id}: ${waiting === null ? 'not announced yet' : readyText(waiting)}`);
  for (const { id, deprecation, callers, canRetire } of ending) {
    const sunset = deprecation?.sunset === undefined ? 'no Sunset' : `Sunset ${deprecation.sunset}`;
    lines.push('', `${style.yellow('ending')}    ${id}, ${sunset}${canRetire ? `: gatic timescape retire ${id}` : ''}`);
    lines.push(callersText(callers, days));
  }
  const rows = Object.entries(requests).sort(([left], [right]) => (left < right ? 1 : -1));
  if (rows.length > 0) {
    lines.push(
      '',
      table(
        ['RELEASE', `REQUESTS IN ${days} DAYS`, 'CODE'],
        rows.map(([id, count]) => [id, String(count), status.warmth[id] ?? '']),
      ),
    );
  }
  return lines.join('\n');
}

/** Who calls, most first. */
export function callersText(callers: readonly Caller[], days: number): string {
  if (callers.length === 0) return `no calls in ${days} days`;
  const named = callers
    .slice(0, namedCallers)
    .map(({ principal, agent, routes, count, last }) => [
      principal === '' ? '(not named)' : principal,
      agent === '' ? '(not named)' : agent,
      String(count),
      last,
      routes.length > 2 ? `${routes.slice(0, 2).join(', ')} and ${routes.length - 2} more` : routes.join(', '),
    ]);
  const others = callers.length - named.length;
  const rest = others > 0 ? `\nand ${others} more` : '';
  return `${table(['WHO', 'PROGRAM', 'REQUESTS', 'LAST', 'ROUTES'], named)}${rest}`;
}

function deprecationText({ at, sunset, brownouts = [] }: NonNullable<ListedRelease['deprecation']>): string {
  const spans = brownouts.map(({ from, to }) => `, not served from ${from} to ${to}`);
  return `${at}${sunset === undefined ? '' : `, Sunset ${sunset}`}${spans.join('')}`;
}

function readyText({ expects, ready }: { readonly expects: number; readonly ready: readonly string[] }): string {
  const names = ready.length === 0 ? '' : ` (${ready.join(', ')})`;
  return `${ready.length} of ${expects} instances are ready${names}`;
}

function withdrawnText({ at, to, strict, reason }: NonNullable<ListedRelease['withdrawal']>): string {
  return `${at}${to === undefined ? '' : `, for ${to}`}${strict ? ', strict' : ''}${because(reason)}`;
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${reason}`;
}
