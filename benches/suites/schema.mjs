/** `compileJsonSchema` beside ajv, on JSON Schemas as Fastify applications have them. */
import { contenders, schemas } from '../contenders/schema/schemas.mjs';
import { missingParts } from '../harness/ours.mjs';
import { alternate, progress, runWorker } from '../harness/rounds.mjs';
import { minimum } from '../harness/stats.mjs';
import { figure, ratio } from '../harness/table.mjs';

const worker = 'workers/schema.mjs';
/** As in the validator suite: what the layout of code in memory decides. */
const noiseNanoseconds = 10;

/** @param {{ quick: boolean }} options */
export async function run({ quick }) {
  const rounds = quick ? 3 : 7;
  const missing = missingParts('tooling', 'compileJsonSchema');
  const names = Object.keys(contenders).filter((name) => name !== 'gati' || missing.length === 0);
  const notes = [
    `draft-07, formats asserted (ajv-formats in its full mode). ${rounds} alternating rounds, a process for each, 64 distinct inputs, minimum.`,
    'Proved first: both accept the same good values and refuse the same bad ones.',
  ];
  if (missing.length > 0) notes.push(`gati was not measured; missing: ${missing.join(', ')}.`);
  const rows = [];
  const targets = [];
  const raw = {};
  for (const name of Object.keys(schemas)) {
    const takingPart = [];
    for (const contender of names) {
      const { wrong } = await runWorker(worker, { contender, name, prove: true });
      if (wrong.length === 0) takingPart.push(contender);
      else notes.push(`${contender} is not timed for ${name}: it ${wrong[0]}.`);
    }
    const measured = await alternate(takingPart, rounds, (contender, round) => {
      progress(`schema: ${name}: round ${round + 1} of ${rounds}, ${contender}`);
      return runWorker(worker, { contender, name, seed: round * 1000 + contender.length, quick });
    });
    const least = new Map([...measured].map(([contender, each]) => [contender, minimum(each.map((one) => one.min))]));
    raw[name] = Object.fromEntries(least);
    const cell = (contender) => (least.has(contender) ? figure(least.get(contender)) : '–');
    const both = least.has('gati') && least.has('ajv');
    const times = both ? least.get('gati') / least.get('ajv') : Number.NaN;
    rows.push([name, cell('gati'), cell('ajv'), both ? ratio(times) : '–']);
    if (both) {
      const tie = least.get('gati') - least.get('ajv') < noiseNanoseconds && times < 1.5;
      targets.push({
        target: `schema ${name}: at least level with ajv`,
        figure: ratio(times),
        met: times <= 1.05 || tie,
      });
    }
  }
  const tables = [{ title: 'is (ns)', columns: ['schema', 'gati', 'ajv', 'gati / ajv'], rows }];
  return { tables, targets, notes, raw };
}
