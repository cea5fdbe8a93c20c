/**
 * The issues that are found in bytes without JavaScript, against those of the written check after `JSON.parse`: the same
 * JSON, byte for byte, or none at all. `GATI_LONG` runs more and prints how often there were none and why;
 * `GATI_EXPLAIN_TEXTS` says how many.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CompiledType, ReaderSource } from '../../src-ts/manifest/compiled.js';
import { compileType, openExplainer } from '../../src-ts/native/index.js';
import { made, nearly, textOf } from './explain-types.js';
import { pick, seeded } from './generate.js';
import { evaluate, type Mode } from './validator-source.js';

const VALUES = 25;
const TEXTS = Number(process.env['GATI_EXPLAIN_TEXTS'] ?? (process.env['GATI_LONG'] === undefined ? 10_000 : 200_000));
const SEED = Number(process.env['GATI_EXPLAIN_SEED'] ?? 1);

/** What is compared for a type: `undefined` where every value fits. */
function comparing(document: object, unknownKeys: Mode): ((text: string) => string) | undefined {
  const source = compileType(
    JSON.stringify({ gtype: 1, ...document }),
    JSON.stringify({ unknownKeys, format: 'function', readers: 'bodies' }),
  );
  const { reader, validate } = evaluate(source) as CompiledType & { readonly reader: ReaderSource };
  if (reader.explain === undefined) return undefined;
  const explainer = openExplainer(reader.explain);
  return (text) => {
    const found = explainer.explain(Buffer.from(text));
    // What a program reads of bytes is what the bytes say, which a lone half of a pair cannot be.
    const given = Buffer.from(text).toString();
    const label = (): string => `${JSON.stringify(document)}\nmode ${unknownKeys}, text ${text}\nfound ${found}`;
    const parsed = parse(given);
    if (parsed === undefined) {
      if (found.startsWith('[')) expect.fail(`that is no JSON\n${label()}`);
      return 'no JSON';
    }
    const result = validate(parsed.value);
    if (result.ok) {
      if (found.startsWith('[')) expect.fail(`that fits\n${label()}`);
      return 'fits';
    }
    if (!found.startsWith('[')) {
      if (found === 'fits' || found === 'syntax') expect.fail(`that does not fit\n${label()}`);
      return found;
    }
    const wanted = JSON.stringify(result.issues);
    if (found !== wanted) expect.fail(`other issues: wanted\n${wanted}\n${label()}`);
    return 'told';
  };
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** How often what was said. */
function tally(): {
  readonly add: (said: string) => void;
  readonly counts: Record<string, number>;
  told: () => number;
} {
  const counts: Record<string, number> = {};
  return {
    counts,
    add: (said) => (counts[said] = (counts[said] ?? 0) + 1),
    told() {
      const { told = 0, fits = 0, 'no JSON': no = 0, ...others } = counts;
      const unsure = Object.values(others).reduce((sum, count) => sum + count, 0);
      if (process.env['GATI_LONG'] !== undefined) console.log(JSON.stringify({ told, fits, no, unsure, ...others }));
      return told / (told + unsure);
    },
  };
}

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
  expect(figures.told()).toBeGreaterThan(0.85);
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
