/** Results as text, and where they are kept. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { renderTable } from './table.mjs';

const keptFile = new URL('../data/results.json', import.meta.url);
/** Why a target was missed, by target, written by whoever read the profile. */
const explanationsFile = new URL('../data/explanations.json', import.meta.url);
const report = new URL('../RESULTS.md', import.meta.url);

const titles = {
  router: 'Route lookup',
  validator: 'Validation',
  schema: 'JSON Schemas',
  fastify: 'The schemas of a Fastify application',
  reader: 'From bytes to checked values',
  startup: 'From `node` to the first answer',
  analyzer: 'From TypeScript to contracts',
  edit: 'From a saved edit to the answer',
  http: 'HTTP over sockets',
  timescape: 'Releases of an API',
  transform: 'An answer as an old client gets it',
};

/**
 * @typedef {{ target: string, figure: string, met: boolean | null }} Target
 * @typedef {{ tables: readonly import('./table.mjs').Table[], targets: readonly Target[], notes: readonly string[] }} SuiteResult
 * @param {string} name
 * @param {SuiteResult & { quick: boolean, machine: ReturnType<typeof import('./machine.mjs').describeMachine>, seconds: number }} result
 */
export function renderSuite(name, { tables, targets, notes, quick, machine, seconds }) {
  const parts = [`## ${titles[name]}`];
  const load = machine.load.toFixed(1);
  parts.push(
    `${machine.date}, ${seconds} s, load ${load} on ${machine.cores} cores at the end${quick ? ', **quick run, not to be quoted**' : ''}.`,
  );
  parts.push(...tables.map(renderTable));
  if (targets.length > 0) parts.push(renderTable(targetTable('Targets', targets)));
  if (notes.length > 0) parts.push(notes.map((note) => `- ${note}`).join('\n'));
  return parts.join('\n\n');
}

/**
 * Keeps what was measured beside what was kept before, and writes the report from all of it.
 * @param {Readonly<Record<string, object>>} results by suite
 */
export function keep(results) {
  const kept = { ...(existsSync(keptFile) ? JSON.parse(readFileSync(keptFile, 'utf8')) : {}), ...results };
  const ordered = Object.fromEntries(
    Object.keys(titles)
      .filter((name) => name in kept)
      .map((name) => [name, kept[name]]),
  );
  writeFileSync(keptFile, `${JSON.stringify(ordered, null, 1)}\n`);
  writeFileSync(report, renderReport(ordered));
}

function renderReport(results) {
  const [newest] = Object.values(results)
    .map((result) => result.machine)
    .toSorted((left, right) => right.date.localeCompare(left.date));
  const missed = Object.entries(results).flatMap(([name, result]) =>
    result.targets.filter((target) => target.met === false).map((target) => ({ name, ...target })),
  );
  const all = Object.values(results).flatMap((result) => result.targets);
  const versions = Object.entries(newest.versions).map(([name, version]) => `${name} ${version.replace(/^npm:/u, '')}`);
  const head = [
    '# Results',
    'Written by `npm run bench -- --write`; the raw figures are in `benches/data/results.json`. Every table comes from one run in which all contenders took turns. The machine is shared and small: read ratios, not times, and take the measurement again before quoting one.',
    `- Machine: ${newest.cpu}, ${newest.cores} cores, ${newest.system}\n- Node ${newest.node} (V8 ${newest.v8})\n- Date: ${newest.date} UTC; each part says its own\n- Rivals: ${versions.join(', ')}`,
    `Targets met: ${all.filter((target) => target.met === true).length} of ${all.length}.`,
  ];
  if (missed.length > 0) head.push(renderTable(targetTable('Targets missed', missed)));
  const explanations = existsSync(explanationsFile) ? JSON.parse(readFileSync(explanationsFile, 'utf8')) : {};
  const explained = missed.filter(({ target }) => target in explanations);
  if (explained.length > 0) head.push(explained.map(({ target }) => `- ${target}: ${explanations[target]}`).join('\n'));
  const body = Object.entries(results).map(([name, result]) => renderSuite(name, result));
  return `${[...head, ...body].join('\n\n')}\n`;
}

function targetTable(title, targets) {
  const word = { true: 'met', false: '**missed**', null: 'not measured' };
  return {
    title,
    columns: ['target', 'figure', 'verdict'],
    rows: targets.map(({ target, figure, met }) => [target, figure, word[String(met)]]),
  };
}
