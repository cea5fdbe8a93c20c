/**
 * The issues that are found in bytes without JavaScript, against those of the written check after `JSON.parse`: the same
 * JSON, byte for byte, or none at all. `GATI_LONG` runs more and prints how often there were none and why;
 * `GATI_EXPLAIN_TEXTS` says how many.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { comparing, tally } from './explain-compare.js';
import { textOf } from './explain-texts.js';
import { made, nearly } from './explain-types.js';
import { pick, seeded } from './generate.js';
import { type Mode } from './validator-source.js';

const VALUES = 25;
const TEXTS = Number(process.env['GATI_EXPLAIN_TEXTS'] ?? (process.env['GATI_LONG'] === undefined ? 6_000 : 200_000));
const SEED = Number(process.env['GATI_EXPLAIN_SEED'] ?? 1);

test(`${TEXTS} texts of generated types`, { timeout: 7_200_000 }, () => {
  const figures = tally();
  for (let round = 0; round * VALUES < TEXTS; round += 1) {
    const random = seeded(SEED * 1_000_003 + round);
    const types = made(random);
    const compare = comparing(types, pick(random, ['strip', 'strict', 'open'] as const));
    if (compare === undefined) continue;
    for (let index = 0; index < VALUES; index += 1) {
      const item = nearly(random, types, types.root, pick(random, [2, 8, 30]));
      if (JSON.stringify(item) === undefined) continue;
      figures.add(compare(textOf(random, item)));
    }
  }
  expect(figures.told()).toBeGreaterThan(0.8);
});

interface Group {
  readonly title: string;
  readonly type: unknown;
  readonly types?: Readonly<Record<string, unknown>>;
  readonly mode?: Mode;
  readonly cases: readonly { readonly value?: unknown }[];
}

test('the corpus of values', () => {
  const corpus = new URL('./validator/', import.meta.url);
  const figures = tally();
  for (const file of readdirSync(corpus).filter((name) => name.endsWith('.json'))) {
    for (const group of JSON.parse(readFileSync(new URL(file, corpus), 'utf8')) as Group[]) {
      const compare = comparing({ root: group.type, types: group.types ?? {} }, group.mode ?? 'strip');
      for (const { value } of group.cases) {
        const text = JSON.stringify(value);
        // What JSON cannot say is written as an expression, which as it stands is a value like any other.
        if (text !== undefined) figures.add(compare?.(text) ?? 'fits');
      }
    }
  }
  expect(figures.told()).toBeGreaterThan(0.9);
});
