/** From TypeScript files to the types of every contract: a cold start, and one edit. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { writeAnalyzerProject } from '../contenders/projects/analyzer-project.mjs';
import { missingParts, repository } from '../harness/ours.mjs';
import { alternate, progress, runWorker } from '../harness/rounds.mjs';
import { median, percentile, spread } from '../harness/stats.mjs';
import { figure, percent, ratio } from '../harness/table.mjs';

const five = 'TypeScript 5.9.3';
const seven = 'TypeScript 7.0.2, API';
const morph = 'ts-morph 28.0.0';
const wholeCheck = 'TypeScript 7.0.2, tsc --noEmit';
const ours = 'Gati, analysis and contracts';

const workers = {
  [ours]: 'workers/analyze-gati.mjs',
  [five]: 'workers/analyze-typescript-5.mjs',
  [morph]: 'workers/analyze-ts-morph.mjs',
  [seven]: 'workers/analyze-typescript-7.mjs',
};

/** @param {{ quick: boolean }} options */
export async function run({ quick }) {
  const edits = quick ? 10 : 30;
  const missing = missingParts('tooling', 'analyze', 'compileType');
  const contenders = [...Object.keys(workers).filter((name) => name !== ours || missing.length === 0), wholeCheck];
  const sizes = [
    { handlers: 200, rounds: quick ? 2 : 4 },
    { handlers: 1000, rounds: quick ? 1 : 2 },
  ];
  const raw = {};
  for (const { handlers, rounds } of sizes) {
    const measured = await alternate(contenders, rounds, (name, round) => {
      progress(`analyzer: ${handlers} handlers, round ${round + 1} of ${rounds}, ${name}`);
      return inFolder((root) => once(name, { root, handlers, edits }));
    });
    raw[handlers] = Object.fromEntries([...measured].map(([name, each]) => [name, summary(each)]));
  }
  if (missing.length === 0) raw.large = await large(quick ? 1 : 2, edits);
  const notes = [
    '200 handlers with 20 files of models and a library (221 files), and 1,000 with 100 (1,101 files); generics, utility types, enums, unions, recursion, imports through tsconfig paths. Every round writes the project anew.',
    'Cold is from the first line of a new process to the last type, loading the library included. TypeScript walks the type of every contract to its leaves; ours also writes the validators and serialisers of all of them.',
    'The edit of a handler changes a body and a response. The edit of a model changes a type that ten handlers answer with. TypeScript keeps its old program and every other file, and walks the handlers concerned; ours analyzes what changed, and writes the contracts of the handlers that it changed.',
    `${sizes.map(({ handlers, rounds }) => `${rounds} alternating rounds at ${handlers}`).join(', ')}, a process each, ${edits} edits of each kind a round; medians. Memory is that of the Node process after the cold start; TypeScript 7 has a native server beside it. Memory of the analysis is what the process grew by until the first update was parsed.`,
  ];
  if (missing.length > 0) notes.push(`Gati was not measured; missing: ${missing.join(', ')}.`);
  const tables = [...sizes.map(({ handlers }) => tableOf(handlers, raw[handlers])), ...largeTable(raw.large)];
  return { tables, targets: targetsOf(raw), notes, raw };
}

async function inFolder(use) {
  const root = mkdtempSync(join(tmpdir(), 'gati-bench-analyzer-'));
  try {
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function once(name, { root, handlers, edits }) {
  const { files } = writeAnalyzerProject(root, repository, handlers);
  if (name !== wholeCheck) return { ...(await runWorker(workers[name], { root, handlers, edits })), files };
  const started = performance.now();
  const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [tsc, '--noEmit'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the project has type errors:\n${stdout.slice(0, 2000)}`);
  return { cold: performance.now() - started };
}

async function large(rounds, edits) {
  const measured = await alternate(['files', 'bytes'], rounds, (what, round) => {
    progress(`analyzer: much of it, round ${round + 1} of ${rounds}`);
    return inFolder((root) => runWorker('workers/analyze-large.mjs', { root, what, edits }));
  });
  return Object.fromEntries(
    [...measured].map(([what, each]) => [
      what,
      {
        cold: median(each.map((round) => round.cold)),
        memory: median(each.map((round) => round.memory)),
        edit: median(each.flatMap((round) => round.edits)),
        types: each[0].types,
      },
    ]),
  );
}

function summary(each) {
  const medianOf = (field) => (each[0][field] === undefined ? undefined : median(each.map((round) => round[field])));
  const all = (field) => each.flatMap((round) => round[field] ?? []);
  const of = (field, pick) => (all(field).length === 0 ? undefined : pick(all(field)));
  const p95 = (values) => percentile(values, 0.95);
  return {
    files: each[0].files,
    cold: medianOf('cold'),
    coldSpread: spread(each.map((round) => round.cold)),
    load: medianOf('load'),
    analysisCold: medianOf('analysisCold'),
    contractsCold: medianOf('contractsCold'),
    edit: of('edits', median),
    editP95: of('edits', p95),
    modelEdit: of('modelEdits', median),
    modelEditP95: of('modelEdits', p95),
    analysis: of('analysis', median),
    contracts: of('contracts', median),
    rss: medianOf('rss'),
    rssOfAnalysis: medianOf('rssOfAnalysis'),
  };
}

const optional = (value, show) => (value === undefined ? '–' : show(value));
const megabytes = (value) => `${Math.round(value / 1048576)} MB`;

function tableOf(handlers, raw) {
  const base = raw[ours] ?? raw[five];
  return {
    title: `${handlers.toLocaleString('en')} handlers (ms, in brackets the ratio to ${raw[ours] === undefined ? five : 'ours'})`,
    columns: [
      '',
      'cold',
      '',
      'of it loading',
      'edit of a handler, p50',
      'p95',
      'edit of a model, p50',
      'p95',
      'memory',
    ],
    rows: Object.entries(raw).flatMap(([name, row]) => {
      const own = [
        name,
        `${figure(row.cold)} (${ratio(row.cold / base.cold)})`,
        percent(row.coldSpread),
        optional(row.load, figure),
        optional(row.edit, (value) => `${figure(value)} (${ratio(value / base.edit)})`),
        optional(row.editP95, figure),
        optional(row.modelEdit, (value) => `${figure(value)} (${ratio(value / base.modelEdit)})`),
        optional(row.modelEditP95, figure),
        optional(row.rss, megabytes),
      ];
      if (row.analysis === undefined) return [own];
      const part = (label, coldPart, editPart, memory) => [
        `  of it ${label}`,
        figure(coldPart),
        '',
        '',
        figure(editPart),
        '',
        '',
        '',
        memory,
      ];
      return [
        own,
        part('analysis', row.analysisCold, row.analysis, optional(row.rssOfAnalysis, megabytes)),
        part('contracts', row.contractsCold, row.contracts, ''),
      ];
    }),
  };
}

function largeTable(measured) {
  if (measured === undefined) return [];
  const row = (name, { cold, edit, memory, types }) => [
    name,
    figure(cold),
    figure(edit),
    megabytes(memory),
    String(types),
  ];
  return [
    {
      title: 'Much of it, ours, analysis alone (ms)',
      columns: ['', 'cold', 'one edit, p50', 'memory it took', 'named types'],
      rows: [
        row('10,000 files, of them 9,090 handlers', measured.files),
        row('a declaration file of 2 MB, used by one handler; the edit is in it', measured.bytes),
      ],
    },
  ];
}

function targetsOf(raw) {
  const small = raw[200];
  const own = small[ours];
  const wide = raw[1000][ours];
  const below = (target, value, limit, unit = 'ms') => ({
    target,
    figure: value === undefined ? '–' : `${figure(value)} ${unit}`,
    met: value === undefined ? null : value < limit,
  });
  const ahead = (rival, times) => {
    const measured = own === undefined ? undefined : small[rival].edit / own.edit;
    return {
      target: `analyzer edit: at least ${times} times as fast as ${rival}`,
      figure: measured === undefined ? '–' : `${ratio(measured)} as fast`,
      met: measured === undefined ? null : measured >= times,
    };
  };
  const perThousand = wide === undefined ? undefined : (wide.rssOfAnalysis / wide.files) * (1000 / 1048576);
  return [
    below('analyzer edit of a handler, p50: under 1 ms', own?.edit, 1),
    below('analyzer edit of a handler, p95: under 3 ms', own?.editP95, 3),
    below('analyzer edit of a model of ten handlers, p50: under 5 ms', own?.modelEdit, 5),
    below('analyzer cold, 200 handlers: under 40 ms', own?.cold, 40),
    below('analyzer cold, 1,000 handlers: under 150 ms', wide?.cold, 150),
    below('analyzer memory of 1,000 files: under 60 MB', perThousand, 60, 'MB'),
    ahead(seven, 5),
    ahead(five, 30),
  ];
}
