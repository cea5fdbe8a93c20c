/** `schemaCompilers` in an existing Fastify application, beside the compilers that Fastify brings. */
import { answers, contenders, requests } from '../contenders/fastify/schemas.mjs';
import { missingParts } from '../harness/ours.mjs';
import { alternate, progress, runWorker } from '../harness/rounds.mjs';
import { minimum } from '../harness/stats.mjs';
import { figure, ratio } from '../harness/table.mjs';

const worker = 'workers/fastify.mjs';
/** As in the validator suite: what the layout of code in memory decides. */
const noiseNanoseconds = 10;

const kinds = [
  { kind: 'requests', title: 'checks of a request (ns)', rival: 'ajv', names: Object.keys(requests) },
  { kind: 'answers', title: 'an answer as bytes (ns)', rival: 'fast-json-stringify', names: Object.keys(answers) },
  { kind: 'start', title: '192 routes: schemas and a first value each (ms)', rival: 'both', names: ['routes'] },
];

/** @param {{ quick: boolean }} options */
export async function run({ quick }) {
  const rounds = quick ? 3 : 7;
  const missing = missingParts('tooling');
  const names = Object.keys(contenders).filter((name) => name !== 'gati' || missing.length === 0);
  const notes = [
    `Fastify's own settings: coerceTypes, useDefaults, removeAdditional. ${rounds} alternating rounds, a process for each, 64 distinct values, minimum. Values of requests are made anew for each call, which both have in their figures.`,
    'Proved first: both accept and refuse the same values, with the same errors and changes, and write the same bytes.',
  ];
  if (missing.length > 0) notes.push(`gati was not measured; missing: ${missing.join(', ')}.`);
  const tables = [];
  const targets = [];
  const raw = {};
  for (const { kind, title, rival, names: cases } of kinds) {
    const rows = [];
    for (const name of cases) {
      const isSame = kind === 'start' || (await isProved(kind, name, names, notes));
      const least = new Map();
      if (isSame) {
        const measured = await alternate(names, rounds, (contender, round) => {
          progress(`fastify: ${kind} ${name}: round ${round + 1} of ${rounds}, ${contender}`);
          return runWorker(worker, { contender, kind, name, seed: round * 1000 + contender.length, quick });
        });
        for (const [contender, each] of measured) least.set(contender, minimum(each.map((one) => one.min)));
      }
      raw[`${kind} ${name}`] = Object.fromEntries(least);
      const cell = (contender) => (least.has(contender) ? figure(least.get(contender)) : '–');
      const both = least.has('gati') && least.has('fastify');
      const times = both ? least.get('gati') / least.get('fastify') : Number.NaN;
      rows.push([name, cell('gati'), cell('fastify'), both ? ratio(times) : '–']);
      if (!both) continue;
      const tie = kind !== 'start' && least.get('gati') - least.get('fastify') < noiseNanoseconds && times < 1.5;
      const target = `fastify ${kind} ${name}: at least level with ${rival === 'both' ? 'what Fastify brings' : rival}`;
      targets.push({ target, figure: ratio(times), met: times <= 1.05 || tie });
    }
    tables.push({ title, columns: ['schema', 'gati', rival, 'gati / rival'], rows });
  }
  return { tables, targets, notes, raw };
}

/** Whether all say the same of every value, and refuse what has to be refused. */
async function isProved(kind, name, names, notes) {
  const said = [];
  for (const contender of names) said.push(await runWorker(worker, { contender, kind, name, prove: true }));
  const isSame = said.every((one) => one.wrong === 0 && one.said === said[0].said);
  if (!isSame) notes.push(`${kind} ${name} is not timed: not all say the same.`);
  return isSame;
}
