/**
 * Random types, read by the analyzer and by the TypeScript checker: whatever the analyzer resolves means the same. What
 * it does not resolve counts against coverage, not as an agreement.
 *
 * `GATI_DIFFERENTIAL=20000` sets how many types are compared, `GATI_DIFFERENTIAL_SEED=7` where to begin. A disagreement
 * becomes a section of `crates/gati-analyzer/tests/types/05-against-the-checker.md`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { GTypeDocument } from './analyzer-differential/documents.js';
import { FileOfTypes } from './analyzer-differential/generate.js';
import { graphOfDocument, same } from './analyzer-differential/graph.js';
import { check, type Checked } from './analyzer-differential/oracle.js';

const LONG = process.env['GATI_LONG'] !== undefined;
const COUNT = Number(process.env['GATI_DIFFERENTIAL'] ?? (LONG ? 100_000 : 600));
const SEED = Number(process.env['GATI_DIFFERENTIAL_SEED'] ?? 20_261_121);
const PER_FILE = 60;
const PER_PROGRAM = 20;

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Answer {
  readonly types: Readonly<Record<string, GTypeDocument>>;
  readonly diagnostics: readonly string[];
}

interface Total {
  compared: number;
  unresolved: number;
  endless: number;
  readonly wrong: string[];
  readonly reasons: Map<string, number>;
}

test(`${COUNT} random types mean what TypeScript says`, { timeout: 3_600_000 }, () => {
  const total: Total = { compared: 0, unresolved: 0, endless: 0, wrong: [], reasons: new Map() };
  const batches = Math.ceil(COUNT / (PER_FILE * PER_PROGRAM));
  for (let batch = 0; batch < batches; batch += 1) {
    const files = new Map<string, string>();
    const count = Math.min(PER_PROGRAM, Math.ceil((COUNT - batch * PER_FILE * PER_PROGRAM) / PER_FILE));
    for (let index = 0; index < count; index += 1) {
      const seed = SEED + batch * PER_PROGRAM + index;
      files.set(`/generated/seed${seed}.ts`, new FileOfTypes(seed).text(PER_FILE));
    }
    const checked = check(files);
    compare(checked, ours(checked.files), total);
  }
  report(total);
  expect(total.wrong.slice(0, 5), `${total.wrong.length} disagreements`).toEqual([]);
  expect(total.compared).toBeGreaterThan(COUNT / 3);
});

/** What the analyzer says of the same files. */
function ours(files: ReadonlyMap<string, string>): ReadonlyMap<string, Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'gati-differential-'));
  try {
    const paths = new Map<string, string>();
    for (const [name, text] of files) {
      const path = join(folder, name.slice(name.lastIndexOf('/') + 1));
      writeFileSync(path, text);
      paths.set(path, name);
    }
    const command = ['run', '--quiet', '-p', 'gati-analyzer', '--example', 'types', '--', ...paths.keys()];
    const { status, stdout, stderr } = spawnSync('cargo', command, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 });
    if (status !== 0) throw new Error(`the analyzer failed: ${stderr}`);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer & { readonly file: string });
    return new Map(lines.map((line) => [paths.get(line.file) ?? line.file, line]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(checked: Checked, answers: ReadonlyMap<string, Answer>, total: Total): void {
  for (const [file, graphs] of checked.graphs) {
    const answer = answers.get(file);
    if (answer === undefined) throw new Error(`the analyzer did not answer for ${file}`);
    const lines = checked.files.get(file)?.split('\n') ?? [];
    for (const [name, theirs] of graphs) {
      if (theirs.has('endless')) {
        total.endless += 1;
        continue;
      }
      const document = answer.types[name];
      const source = lines.find((line) => line.startsWith(`export type ${name} =`)) ?? name;
      if (document === undefined) {
        total.wrong.push(`${file}\n${source}\n  ours: missing`);
        continue;
      }
      const own = graphOfDocument(document);
      total.compared += 1;
      if (own.has('unresolved')) {
        total.unresolved += 1;
        const line = lines.indexOf(source) + 1;
        const reason =
          answer.diagnostics.find((text) => text.startsWith(`${line}:`)) ??
          JSON.stringify(document).match(/"reason":"[^"]*"/)?.[0] ??
          '';
        const text = reason.replace(/^\d+:\d+ /, '').replace(/`[^`]*`/g, '…');
        total.reasons.set(text, (total.reasons.get(text) ?? 0) + 1);
        if (process.env['GATI_DIFFERENTIAL_SHOW'] !== undefined) console.log(`UNRESOLVED ${text}\n   ${source}`);
      } else if (!same(theirs, own)) {
        total.wrong.push(`${file}\n${source}\n  TypeScript: ${theirs.spell()}\n  ours:       ${own.spell()}`);
      }
    }
  }
}

function report(total: Total): void {
  const resolved = total.compared - total.unresolved;
  const share = ((100 * resolved) / total.compared).toFixed(1);
  console.log(
    `${total.compared} types compared, ${resolved} resolved (${share} %), ${total.wrong.length} disagreements, ${total.endless} left out as endless`,
  );
  if (process.env['GATI_DIFFERENTIAL'] === undefined) return;
  const reasons = [...total.reasons].sort((left, right) => right[1] - left[1]).slice(0, 40);
  for (const [reason, count] of reasons) console.log(`${String(count).padStart(6)} ${reason}`);
  for (const wrong of total.wrong.slice(0, Number(process.env['GATI_DIFFERENTIAL_LIMIT'] ?? 20)))
    console.log(`\n${wrong}`);
}
