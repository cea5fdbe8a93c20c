/** A collapse as text. */

import type { PlannedCollapse } from '@gati-framework/core/tooling';

import type { Style } from '../output.js';

/** What becomes of which files, or what has to be answered before. */
export function collapseText(plan: PlannedCollapse, { dryRun }: { readonly dryRun: boolean }, style: Style): string {
  const { folded, release, open, renamed, removed } = plan;
  const versions = folded.map(({ semver }) => semver).join(', ');
  if (release === undefined) {
    const questions = open.flatMap(({ handler, name, questions: asked }) => [
      `  ${handler}, in timescape/changes/${name}.json`,
      ...asked.map(({ at, text }) => `    ${at}: ${text}`),
    ]);
    return [style.red(`${versions} cannot become one before this is answered:`), ...questions].join('\n');
  }
  const verb = dryRun ? 'would become' : 'are now';
  return [
    style.bold(`${versions} ${verb} ${release.semver} (${release.id})`),
    ...release.changes.map(({ bump, route, text }) => `  ${bump.padEnd(5)}  ${route}: ${text}`),
    ...renamed.map(({ from, to }) => `  ${style.dim('renamed')}  ${from} to ${to}`),
    ...removed.map((path) => `  ${style.dim('removed')}  ${path}`),
  ].join('\n');
}
