/**
 * What functions without a declared result give, by the analyzer and by the TypeScript checker: the handlers of a small
 * shop, and random bodies. Whatever the analyzer resolves means the same; what it does not resolve counts against coverage.
 *
 * `GATI_INFERENCE=5000` sets how many random bodies are compared, `GATI_INFERENCE_SEED=7` where to begin.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { graphOfDocument, same } from './analyzer-differential/graph.js';
import { check } from './analyzer-differential/oracle.js';
import { answersOf } from './analyzer-inference/answers.js';
import { FileOfBodies } from './analyzer-inference/bodies.js';

const LONG = process.env['GATI_LONG'] !== undefined;
const COUNT = Number(process.env['GATI_INFERENCE'] ?? (LONG ? 20_000 : 600));
const SEED = Number(process.env['GATI_INFERENCE_SEED'] ?? 20_261_121);
const PER_FILE = 40;

const folder = fileURLToPath(new URL('./analyzer-inference/handlers', import.meta.url));

interface Total {
  compared: number;
  readonly unresolved: string[];
  readonly wrong: string[];
}

test('handlers give what TypeScript says, and 97 of 100 are known', { timeout: 600_000 }, () => {
  const files = new Map<string, string>();
  for (const name of readdirSync(folder))
    files.set(join(folder, name), withResults(readFileSync(join(folder, name), 'utf8')));
  const total = compare(files, 'as written');
  const share = 1 - total.unresolved.length / total.compared;
  console.log(
    `handlers: ${total.compared} compared, ${(100 * share).toFixed(1)} % resolved, ${total.wrong.length} wrong`,
  );
  show(total);
  expect(total.wrong).toEqual([]);
  expect(total.compared).toBeGreaterThan(160);
  expect(share).toBeGreaterThan(0.97);
});

test(`${COUNT} random bodies give what TypeScript says`, { timeout: 3_600_000 }, () => {
  const total: Total = { compared: 0, unresolved: [], wrong: [] };
  const perBatch = PER_FILE * 10;
  for (let batch = 0; batch * perBatch < COUNT; batch += 1) {
    const files = new Map<string, string>();
    const count = Math.min(10, Math.ceil((COUNT - batch * perBatch) / PER_FILE));
    for (let index = 0; index < count; index += 1) {
      const seed = SEED + batch * 10 + index;
      files.set(`/generated/seed${seed}.ts`, withResults(new FileOfBodies(seed).text(PER_FILE)));
    }
    const found = compare(files, 'without its wrong lines');
    total.compared += found.compared;
    total.unresolved.push(...found.unresolved);
    total.wrong.push(...found.wrong);
  }
  const share = 1 - total.unresolved.length / total.compared;
  console.log(
    `random bodies: ${total.compared} compared, ${(100 * share).toFixed(1)} % resolved, ${total.wrong.length} wrong`,
  );
  show(total);
  expect(total.wrong.slice(0, 5), `${total.wrong.length} disagreements`).toEqual([]);
  expect(total.compared).toBeGreaterThan(COUNT / 3);
  expect(share).toBeGreaterThan(0.93);
});

/** The file with a type for what each of its functions gives. */
function withResults(text: string): string {
  const names = [...text.matchAll(/^export (?:async )?(?:function|const) (\w+)(?= ?[(<]| = (?:async )?\()/gm)].map(
    (found) => found[1],
  );
  return `${text}\n${names.map((name) => `export type Of_${name} = Awaited<ReturnType<typeof ${name}>>;`).join('\n')}\n`;
}

function compare(files: ReadonlyMap<string, string>, what: 'as written' | 'without its wrong lines'): Total {
  const total: Total = { compared: 0, unresolved: [], wrong: [] };
  const checked = check(files);
  if (what === 'as written') {
    const refused = [...files].flatMap(([name, text]) => {
      const left = checked.files.get(name)?.split('\n');
      return text.split('\n').filter((line, index) => line !== left?.[index]);
    });
    expect(refused, 'lines TypeScript has something against').toEqual([]);
  }
  const answers = answersOf(checked.files);
  for (const [file, graphs] of checked.graphs) {
    const answer = answers.get(file);
    if (answer === undefined) throw new Error(`the analyzer did not answer for ${file}`);
    const text = checked.files.get(file) ?? '';
    for (const [name, theirs] of graphs) {
      if (!name.startsWith('Of_') || theirs.has('endless')) continue;
      const document = answer.types[name];
      const source = `${file} ${sourceOf(text, name.slice(3))}`;
      total.compared += 1;
      if (document === undefined) {
        total.wrong.push(`${source}\n  ours: missing`);
        continue;
      }
      const own = graphOfDocument(document);
      if (own.has('unresolved')) {
        total.unresolved.push(`${source}\n  TypeScript: ${theirs.spell()}\n  ${answer.why(name)}`);
      } else if (!same(theirs, own)) {
        total.wrong.push(`${source}\n  TypeScript: ${theirs.spell()}\n  ours:       ${own.spell()}`);
      }
    }
  }
  return total;
}

function sourceOf(text: string, name: string): string {
  const start = text.search(new RegExp(`^export (?:async )?(?:function|const) ${name}\\b`, 'm'));
  const rest = text.slice(start + 1).search(/^export /m);
  return text.slice(start, rest < 0 ? undefined : start + 1 + rest).trim();
}

function show(total: Total): void {
  if (process.env['GATI_INFERENCE_SHOW'] === undefined) return;
  for (const text of [...total.wrong, ...total.unresolved]) console.log(`\n${text}`);
}
