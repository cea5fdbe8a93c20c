/**
 * Random types, read by the analyzer and by the TypeScript checker: whatever the analyzer resolves means the same. What
 * it does not resolve counts against coverage, not as an agreement.
 *
 * `GATI_DIFFERENTIAL=20000` sets how many types are compared, `GATI_DIFFERENTIAL_SEED=7` where to begin; a hundred
 * thousand of them are compared by `npm run differential`, which `npm run test:long` does. Every disagreement ever found is
 * a section of `analyzer-differential/found/`, which is read here as well; `UPDATE_EXPECTED=1` writes their marks anew. Those
 * that the random types here come upon are marked there, and are the only ones that may be.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { answersOf, throughCargo } from './analyzer-differential/analyzer.js';
import { type Comparison, type Disagreement, compare, headline, nothing } from './analyzer-differential/compare.js';
import { foundIn, remark } from './analyzer-differential/found.js';
import { check, checkWhole } from './analyzer-differential/oracle.js';
import { PER_SEED, textOf } from './analyzer-differential/pieces.js';
import { onlyNeeded } from './analyzer-differential/shrink.js';
import { leftOut, rows } from './analyzer-differential/tiers.js';

const COUNT = Number(process.env['GATI_DIFFERENTIAL'] ?? 600);
const SEED = Number(process.env['GATI_DIFFERENTIAL_SEED'] ?? 20_261_121);
const PER_PROGRAM = 20;

const command = throughCargo(fileURLToPath(new URL('../..', import.meta.url)));
const folder = fileURLToPath(new URL('analyzer-differential/found', import.meta.url));
const cases = foundIn(folder);

test(`${COUNT} random types mean what TypeScript says`, { timeout: 3_600_000 }, () => {
  const total = nothing();
  const seeds = Math.ceil(COUNT / PER_SEED);
  const texts = new Map<string, string>();
  for (let done = 0; done < seeds; done += PER_PROGRAM) {
    const files = new Map<string, string>();
    for (let index = done; index < Math.min(seeds, done + PER_PROGRAM); index += 1) {
      files.set(`/generated/seed${SEED + index}.ts`, textOf(SEED + index, [0, PER_SEED]));
    }
    const checked = check(files);
    compare(checked, answersOf(command, checked.files), total);
    for (const [name, text] of checked.files) texts.set(name, text);
  }
  report(total);
  // What waits for somebody is known by its source: a seed is not taken for being green.
  const waiting = cases.filter(({ name, stillWrong }) => {
    const seed = Number(/^seed (\d+) /.exec(name)?.[1]);
    return stillWrong && seed >= SEED && seed < SEED + seeds;
  });
  const sources = new Set(waiting.map(({ text }) => text.trim()));
  const fresh = total.wrong.filter((wrong) => !sources.delete(sourceOf(wrong, texts)));
  expect(fresh.slice(0, 5).map(spell), `${fresh.length} disagreements`).toEqual([]);
  expect([...sources], 'these are mended: take their marks away').toEqual([]);
  expect(total.compared).toBeGreaterThan(COUNT / 3);
});

describe('what was found before', () => {
  const files = new Map(cases.map(({ text }, index) => [`/found/case${index}.ts`, text]));
  const checked = checkWhole(files);
  const total = nothing();
  compare(checked, answersOf(command, checked.files), total);

  const toldOf = (index: number): { readonly wrong: boolean; readonly unresolved: readonly string[] } => ({
    wrong: total.wrong.some(({ file }) => file === `/found/case${index}.ts`),
    unresolved: total.unresolved.filter(({ file }) => file === `/found/case${index}.ts`).map(({ name }) => name),
  });
  if (process.env['UPDATE_EXPECTED'] !== undefined) {
    remark(folder, new Map(cases.map(({ name }, index) => [name, toldOf(index)])));
  }

  test('is a section each, that TypeScript accepts', () => {
    expect(cases.length).toBeGreaterThan(50);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    const refused = cases.filter((_, index) => !checked.files.has(`/found/case${index}.ts`));
    expect(refused.map(({ name }) => name)).toEqual([]);
  });

  test.each(cases.map((each, index) => [each.name, index] as const))('%s', (_, index) => {
    const file = `/found/case${index}.ts`;
    const wrong = total.wrong.filter((each) => each.file === file).map(spell);
    const { unresolved } = toldOf(index);
    const expected = cases[index];
    if (expected === undefined) throw new Error('every case has an index');
    // A case that is mended has to lose its mark, and one that can be read now has to say so.
    if (expected.stillWrong) expect(wrong, 'this is mended: take the mark away').not.toEqual([]);
    else expect(wrong).toEqual([]);
    expect(unresolved).toEqual(expected.unresolved);
  });
});

test('every row of the first two tiers is written by the grammar, or is said to be left out', () => {
  const texts = Array.from({ length: 250 }, (_, index) => textOf(SEED + index, [0, PER_SEED]));
  const lines = texts.flatMap((text) => text.split('\n'));
  const missing = rows.filter(({ shown }) => !lines.some((line) => shown.test(line)));
  expect(missing.map(({ row, what }) => `${row} ${what}`)).toEqual([]);
  const said = new Set([...rows, ...leftOut].map(({ row }) => row.replace(/[a-z]$/, '')));
  const all = [...Array.from({ length: 18 }, (_, index) => `T1.${index + 1}`), 'T2'];
  expect(all.filter((row) => !said.has(row))).toEqual([]);
});

/** The type that both sides disagree about, with what it needs. */
function sourceOf({ file, name }: Disagreement, texts: ReadonlyMap<string, string>): string {
  return onlyNeeded(texts.get(file) ?? '', name).trim();
}

function spell({ file, source, theirs, ours }: Disagreement): string {
  return `${file}\n${source}\n  TypeScript: ${theirs}\n  ours:       ${ours}`;
}

function report(total: Comparison): void {
  const { compared, endless } = total;
  console.log(headline({ compared, endless, unresolved: total.unresolved.length, wrong: total.wrong.length }));
  if (process.env['GATI_DIFFERENTIAL'] === undefined) return;
  const reasons = new Map<string, number>();
  for (const { reason } of total.unresolved) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  const most = [...reasons].sort((left, right) => right[1] - left[1]).slice(0, 40);
  for (const [reason, count] of most) console.log(`${String(count).padStart(6)} ${reason}`);
  for (const wrong of total.wrong.slice(0, 20)) console.log(`\n${spell(wrong)}`);
}
