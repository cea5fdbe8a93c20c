/** From the bytes of a body to its checked value: the typed reader beside JSON.parse and the fastest checks. */
import { spellings } from '../contenders/reader/texts.mjs';
import { ways } from '../contenders/reader/ways.mjs';
import { missingParts } from '../harness/ours.mjs';
import { alternate, progress, runWorker } from '../harness/rounds.mjs';
import { geometricMean, median, minimum, spread } from '../harness/stats.mjs';
import { figure, percent, ratio } from '../harness/table.mjs';

const worker = 'workers/reader.mjs';
const ours = 'gati, from bytes';

/** What is measured: every shape and size in two spellings, the last shape in all of them. */
const everyday = ['ASCII', 'mixed, shuffled'];
const cells = [
  ...['small', 'moltar', 'nested', 'items'].flatMap((payload) =>
    [200, 1000, 2000, 20_000].flatMap((size) => everyday.map((spelling) => ({ payload, size, spelling }))),
  ),
  ...Object.keys(spellings).flatMap((spelling) =>
    (everyday.includes(spelling) ? [200_000] : [200, 1000, 2000, 20_000, 200_000]).map((size) => ({
      payload: 'items',
      size,
      spelling,
    })),
  ),
  // One object of this shape is twice as large.
].filter(({ payload, size }) => payload !== 'moltar' || size > 200);

/** On V8 before 12 `JSON.parse` is slower, so that there is more to gain. */
const target = Number(process.versions.node.split('.')[0]) < 22 ? 3 : 2.5;
const targetOfBytes = 7;

/** @param {{ quick: boolean }} options */
export async function run({ quick }) {
  const rounds = quick ? 2 : 5;
  const missing = missingParts('tooling', 'compileType');
  const notes = [
    `${rounds} alternating rounds, a process for each way, text and round, 64 distinct texts (8 of 200 kB), results kept, another heap and code layout each round. Times are minima; medians and spreads are in benches/data/results.json.`,
    'Proved first, in processes of their own: every way gives a value that deeply equals what JSON.parse gives, and refuses the same bad texts (every place missing, null, of another type, infinite, an array for an object, and broken JSON).',
    'A text is an object with a list of the shape, as many as fit the size. Mixed: a third of the texts have letters of other alphabets or an emoji. Shuffled: every object has its members in another order.',
    'typia only says whether the value fits; ours also leaves unknown members out.',
    'The addon is the one `npm run build:native` makes; releases are built with link-time optimisation.',
  ];
  if (missing.length > 0) {
    notes.push(`Nothing was measured; missing: ${missing.join(', ')}.`);
    return { tables: [], targets: [], notes, raw: {} };
  }
  const tables = [];
  const raw = {};
  const targets = [];
  for (const [question, says, wanted] of [
    ['read', 'read: the checked value', target],
    ['fits', 'fits: whether there is one, and no value', targetOfBytes],
  ]) {
    const asked = question === 'read' ? cells : cells.filter(({ payload }) => payload === 'items');
    const { rows, gains, kept } = await table({ question, asked, rounds, quick, notes });
    raw[question] = kept;
    tables.push({
      title: `${says} (ns; gain over the faster of the other two)`,
      columns: ['text', 'bytes', ...Object.keys(ways), 'gain'],
      rows,
    });
    targets.push(...targetsOf(question, gains, wanted));
  }
  return { tables, targets, notes, raw };
}

async function table({ question, asked, rounds, quick, notes }) {
  const rows = [];
  const gains = [];
  const kept = {};
  for (const cell of asked) {
    const label = `${cell.payload} ${cell.size >= 1000 ? `${cell.size / 1000} kB` : `${cell.size} B`}, ${cell.spelling}`;
    const measured = await measure({ cell, question, label, rounds, quick, notes });
    const best = minimum([...measured].filter(([name]) => ways[name].peer).map(([, { min }]) => min));
    const own = measured.get(ours);
    const gain = own === undefined ? Number.NaN : best / own.min;
    if (own !== undefined) gains.push({ ...cell, gain });
    const times = Object.keys(ways).map((name) => figure(measured.get(name)?.min ?? Number.NaN));
    rows.push([label, figure(own?.bytes ?? Number.NaN), ...times, ratio(gain)]);
    kept[label] = Object.fromEntries(measured);
  }
  rows.push(['geomean', '', ...Object.keys(ways).map(() => ''), ratio(geometricMean(gains.map(({ gain }) => gain)))]);
  return { rows, gains, kept };
}

async function measure({ cell, question, label, rounds, quick, notes }) {
  const takingPart = [];
  for (const way of Object.keys(ways)) {
    progress(`reader: ${label}: proving ${way}`);
    const { wrong } = await runWorker(worker, { ...cell, way, question, prove: true });
    if (wrong.length === 0) takingPart.push(way);
    else notes.push(`${way} is not timed for ${label}, ${question}: wrong in ${wrong.length} cases; it ${wrong[0]}.`);
  }
  const measured = await alternate(takingPart, rounds, (way, round) => {
    progress(`reader: ${label}, ${question}: round ${round + 1} of ${rounds}, ${way}`);
    return runWorker(worker, { ...cell, way, question, seed: round * 1000 + way.length, quick });
  });
  return new Map(
    [...measured].map(([way, each]) => {
      const medians = each.map((round) => round.median);
      return [
        way,
        {
          min: minimum(each.map((round) => round.min)),
          median: median(medians),
          spread: percent(spread(medians)),
          bytes: each[0].bytes,
        },
      ];
    }),
  );
}

/** The target is per shape and size: the spelling that gains least counts. Above 20 kB there is none. */
function targetsOf(question, gains, wanted) {
  const groups = grouped(gains);
  return [...groups].flatMap(([key, group]) => {
    if (group[0].size > 20_000) return [];
    const least = minimum(group.map(({ gain }) => gain));
    const of = group.length === 1 ? '' : ` (least of ${group.length} spellings)`;
    return [
      {
        target: `reader ${question} ${key}: at least ${wanted}× JSON.parse + the fastest check`,
        figure: `${ratio(least)}${of}`,
        met: least >= wanted,
      },
    ];
  });
}

function keyOf({ payload, size }) {
  return `${payload} ${size} B`;
}

function grouped(gains) {
  const groups = new Map();
  for (const one of gains) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
