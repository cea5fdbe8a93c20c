/** Validators beside the fastest of the field, at equal strictness. */
import { judging, libraries } from '../contenders/validator/libraries.mjs';
import { modes, payloads } from '../contenders/validator/payloads.mjs';
import { missingParts } from '../harness/ours.mjs';
import { alternate, progress, runWorker } from '../harness/rounds.mjs';
import { geometricMean, median, minimum, spread } from '../harness/stats.mjs';
import { figure, percent, ratio } from '../harness/table.mjs';

const worker = 'workers/validator.mjs';

/** Below this difference, and below 1.5×, the layout of the code in memory decides, not the code. */
const noiseNanoseconds = 10;

const questions = {
  is: 'is: boolean, unknown keys allowed',
  strict: 'strict: boolean, unknown keys refused at every depth',
  parse: 'parse: the value without unknown keys (input has none)',
  error: 'error: everything that is wrong with a value that has two mistakes',
  stringify: 'stringify: JSON in bytes, unknown keys left out (JSON.stringify writes them too)',
};

/** @param {{ quick: boolean }} options */
export async function run({ quick }) {
  const rounds = quick ? 3 : 7;
  const missing = missingParts('tooling', 'compileType');
  const ours = missing.length === 0;
  const contenders = Object.entries(libraries).filter(([name]) => name !== 'gati' || ours);
  const notes = [
    `${rounds} alternating rounds, a process for each library, payload, mode and round, 64 distinct inputs (16 of 100 items), results kept, another heap and code layout each round. Time is the minimum; the median of rounds and their spread are in benches/data/results.json.`,
    'Proved first, in processes of their own: every contender accepts the same good values and refuses the same bad ones (every place missing, null, of another type, NaN, ±Infinity, out of bounds, an array for an object; in strict and parse an unknown key in each object). A contender that does not is not timed.',
    `A difference of less than ${noiseNanoseconds} ns and less than 1.5× is a tie: that much comes from where code happens to lie in memory.`,
    'parse: ajv, typebox and "typia, in place" change the value they were given, the others make a new one; ours may do either.',
  ];
  if (!ours) notes.push(`gati was not measured; missing: ${missing.join(', ')}.`);
  const tables = [];
  const raw = {};
  const verdicts = [];
  const overZod = {};
  for (const mode of modes) {
    const rows = new Map(contenders.map(([name]) => [name, [name]]));
    const ratios = new Map(contenders.map(([name]) => [name, []]));
    for (const payload of Object.keys(payloads)) {
      const measured = await measure({ contenders, payload, mode, rounds, quick, notes });
      const peers = [...measured].filter(([name]) => libraries[name].peer !== null);
      const [fastest, best] = peers.reduce((left, right) => (right[1].min < left[1].min ? right : left));
      for (const [name, cells] of rows) {
        const own = measured.get(name);
        if (own === undefined) {
          cells.push('–');
          continue;
        }
        cells.push(`${figure(own.min)} (${ratio(own.min / best.min)})`);
        ratios.get(name).push(own.min / best.min);
        (raw[mode] ??= {})[payload] = { ...raw[mode]?.[payload], [name]: own };
      }
      if (measured.has('gati')) verdicts.push(verdict({ mode, payload, own: measured.get('gati'), best, fastest }));
      if (measured.has('gati') && measured.has('zod')) {
        (overZod[mode] ??= []).push(measured.get('zod').min / measured.get('gati').min);
      }
    }
    for (const [name, cells] of rows)
      cells.push(ratios.get(name).length === 0 ? '–' : ratio(geometricMean(ratios.get(name))));
    tables.push({
      title: `${questions[mode]} (ns, in brackets the ratio to the fastest peer)`,
      columns: ['library', ...Object.keys(payloads), 'geomean of ratios'],
      rows: [...rows.values()],
    });
  }
  const modules = ours ? await measureModules(rounds) : undefined;
  if (modules !== undefined) {
    tables.push(modules.table);
    raw.modules = modules.raw;
  }
  const targets = [...targetsOf(verdicts), ...zodTargets(overZod), ...(modules?.targets ?? [])];
  return { tables, targets, notes, raw };
}

async function measure({ contenders, payload, mode, rounds, quick, notes }) {
  const takingPart = [];
  for (const [name, library] of contenders) {
    if (!(library.modes ?? judging).includes(mode)) continue;
    progress(`validator: ${payload}, ${mode}: proving ${name}`);
    const { wrong } = await runWorker(worker, { library: name, payload, mode, prove: true });
    if (wrong.length === 0) takingPart.push(name);
    else
      notes.push(
        `${name} is not timed for ${payload}, ${mode}, because it is wrong in ${wrong.length} cases; the first: it ${wrong[0]}.`,
      );
  }
  const measured = await alternate(takingPart, rounds, (name, round) => {
    progress(`validator: ${payload}, ${mode}: round ${round + 1} of ${rounds}, ${name}`);
    return runWorker(worker, { library: name, payload, mode, seed: round * 1000 + name.length, quick });
  });
  return new Map(
    [...measured].map(([name, each]) => {
      const medians = each.map((round) => round.median);
      return [
        name,
        { min: minimum(each.map((round) => round.min)), median: median(medians), spread: percent(spread(medians)) },
      ];
    }),
  );
}

function verdict({ mode, payload, own, best, fastest }) {
  const times = own.min / best.min;
  const tie = times > 1 && own.min - best.min < noiseNanoseconds && times < 1.5;
  return { mode, payload, times, tie, fastest, met: times <= 1.05 || tie };
}

/** The target is per payload: at least level with the fastest peer. */
function targetsOf(verdicts) {
  return verdicts.map(({ mode, payload, times, tie, fastest, met }) => ({
    target: `validator ${payload} ${mode}: at least level with the fastest peer`,
    figure: `${ratio(times)} of ${fastest}${tie ? ' (tie)' : ''}`,
    met,
  }));
}

/** Against zod without `z.compile`, of all payloads together. */
function zodTargets(overZod) {
  const wanted = { is: 5, strict: 5, parse: 5, error: 20 };
  return Object.entries(overZod).map(([mode, times]) => ({
    target: `validator ${mode}: at least ${wanted[mode]} times as fast as plain zod`,
    figure: `${ratio(geometricMean(times))} (geomean)`,
    met: geometricMean(times) >= wanted[mode],
  }));
}

/** How long a module of a thousand validators takes to load, and how long written code is. */
async function measureModules(rounds) {
  progress('validator: a module of a thousand validators');
  const found = await alternate(['modules'], rounds, () => runWorker('workers/validator-modules.mjs', {}));
  const each = found.get('modules');
  const load = minimum(each.map(({ loadMs }) => loadMs));
  const [{ kilobytes, written, byHand }] = each;
  const times = written / byHand;
  return {
    table: {
      title: 'Modules',
      columns: ['what', 'figure'],
      rows: [
        [`a module of 1,000 validators (${kilobytes} kB) is imported`, `${figure(load)} ms`],
        ['the written module of `items`, without comments, beside one by hand', `${written} and ${byHand} B`],
      ],
    },
    targets: [
      {
        target: 'validator: a module of 1,000 validators loads in under 50 ms',
        figure: `${figure(load)} ms`,
        met: load < 50,
      },
      {
        target: 'validator: written code is under 1.5 times as long as by hand',
        figure: ratio(times),
        met: times < 1.5,
      },
    ],
    raw: { load, kilobytes, written, byHand },
  };
}
