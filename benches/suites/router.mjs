/** Route lookup in JavaScript, where Fastify does it, and in Rust, where the native host will. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { libraries } from '../contenders/router/libraries.mjs';
import { lookups, pathsOf, routesOf, sizes } from '../contenders/router/routes.mjs';
import { repository } from '../harness/ours.mjs';
import { alternate, progress, runWorker } from '../harness/rounds.mjs';
import { minimum } from '../harness/stats.mjs';
import { figure, ratio } from '../harness/table.mjs';

const inProcess = {
  matchit: 'matchit (in process, no crossing)',
  table: 'gati-router table (in process, no crossing)',
};

/** @param {{ quick: boolean }} options */
export async function run({ quick }) {
  const rounds = quick ? 2 : 7;
  const notes = [
    `${rounds} alternating rounds, a process for each router, size and round; minima. Every router is proved on the same 64 paths (route and values) before it is timed. The values of parameters are part of the work.`,
    'find-my-way and matchit behind our table decode percent escapes and refuse bad ones; memoirist decodes values only; rou3 and matchit alone do not decode.',
    'Under the Fastify host a request is looked up by find-my-way; our table decides the order and the conflicts. Its own lookups run in Rust, for a host that is there already, and no row here crosses from JavaScript.',
  ];
  const rust = compileRust(notes);
  const contenders = [...Object.keys(libraries), ...(rust === undefined ? [] : ['rust'])];
  const raw = {};
  if (rust === undefined) {
    for (const size of sizes) raw[size] = await measure(contenders, size, rounds, quick);
  } else {
    const file = writeCases();
    try {
      for (const size of sizes)
        raw[size] = await measure(contenders, size, rounds, quick, () => runRust(rust, file, size));
    } finally {
      rmSync(file, { force: true });
    }
  }
  return { tables: sizes.map((size) => tableOf(size, raw[size])), targets: [], notes, raw };
}

async function measure(contenders, size, rounds, quick, rust) {
  const measured = await alternate(contenders, rounds, async (library, round) => {
    progress(`router: ${size} routes, round ${round + 1} of ${rounds}, ${library}`);
    if (library === 'rust') return rust();
    const times = await runWorker('workers/router.mjs', { library, size, seed: round + 1, quick });
    return { [library]: Object.fromEntries(lookups.map((lookup) => [lookup, times[lookup].min])) };
  });
  const best = {};
  for (const row of [...measured.values()].flat().flatMap((each) => Object.entries(each))) {
    const [name, times] = row;
    best[name] ??= {};
    for (const lookup of lookups) best[name][lookup] = minimum([times[lookup], best[name][lookup] ?? Infinity]);
  }
  return best;
}

function tableOf(size, best) {
  const base = best['find-my-way'];
  return {
    title: `${size} ${size === 1 ? 'route' : 'routes'} (ns a lookup, in brackets the ratio to find-my-way)`,
    columns: ['router', ...lookups],
    rows: Object.entries(best).map(([name, times]) => [
      name,
      ...lookups.map((lookup) => `${figure(times[lookup])} (${ratio(times[lookup] / base[lookup])})`),
    ]),
  };
}

/** Builds the Rust side, and names the program; nothing if it cannot be built here. */
function compileRust(notes) {
  progress('router: building the Rust side');
  const args = ['bench', '-p', 'gati-router', '--bench', 'lookup', '--no-run', '--message-format=json'];
  const { status, stdout, stderr } = spawnSync('cargo', args, {
    cwd: repository,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status === 0) {
    for (const line of stdout.split('\n').toReversed()) {
      if (!line.startsWith('{')) continue;
      const message = JSON.parse(line);
      if (message.target?.name === 'lookup' && message.executable) return message.executable;
    }
  }
  notes.push(
    `The Rust rows are missing: cargo bench ended with ${status} (${(stderr ?? '').trim().split('\n').at(-1)}).`,
  );
  return undefined;
}

function writeCases() {
  const cases = sizes.flatMap((size) =>
    lookups.map((lookup) => {
      const paths = pathsOf(size, lookup);
      return {
        size,
        lookup,
        patterns: routesOf(size, lookup).map(({ segments }) => `/${segments.join('/')}`),
        paths: paths.map(({ path }) => path),
        expected: paths.map(({ route }) => (route < 0 ? null : route)),
      };
    }),
  );
  const file = join(mkdtempSync(join(tmpdir(), 'gati-bench-')), 'routes.json');
  writeFileSync(file, JSON.stringify(cases));
  return file;
}

function runRust(program, file, size) {
  const { status, stdout, stderr } = spawnSync(program, [file, `--size=${size}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  });
  if (status !== 0) throw new Error(`the Rust side ended with ${status}: ${stderr}`);
  const rows = JSON.parse(stdout).filter((row) => row.size === size);
  const times = (field) => Object.fromEntries(rows.map((row) => [row.lookup, row[field]]));
  return { [inProcess.matchit]: times('matchit'), [inProcess.table]: times('table') };
}
