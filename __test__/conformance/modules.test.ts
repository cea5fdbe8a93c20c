/**
 * Projects of several files, read by the analyzer and by the TypeScript checker: names mean the same across files. The
 * archives in `modules/` hold a concept each; `modules/generate.ts` makes up others. `-- still wrong --` marks what waits.
 *
 * `GATI_MODULES=3000` sets how many projects are made up, `GATI_MODULES_SEED=7` where to begin.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, linesOf, throughCargo } from './analyzer-differential/analyzer.js';
import type { GTypeDocument } from './analyzer-differential/documents.js';
import { graphOfDocument, same } from './analyzer-differential/graph.js';
import { madeUp } from './modules/generate.js';
import { accepted, defaults, type Judgement, judge, projectsIn, writeProject } from './modules/projects.js';

const command = throughCargo(fileURLToPath(new URL('../..', import.meta.url)));
const COUNT = Number(process.env['GATI_MODULES'] ?? (process.env['GATI_LONG'] === undefined ? 120 : 5_000));
const SEED = Number(process.env['GATI_MODULES_SEED'] ?? 20_261_121);
const ENTRY = 'src/entry.ts';

let folder = '';

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'gati-modules-')));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the analyzer says of files, given as its arguments. */
function ours(args: readonly string[]): Map<string, Answer> {
  return new Map(linesOf(command, args).map((answer) => [answer.file, answer]));
}

interface Comparison {
  readonly wrong: string[];
  readonly unresolved: string[];
  compared: number;
}

/** Every alias that TypeScript has nothing to say against. */
function compare(judgement: Judgement, answer: Answer | undefined, into: Comparison): void {
  for (const [name, theirs] of judgement) {
    const document = answer?.types[name];
    const own = document === undefined ? undefined : graphOfDocument(document);
    const isUnresolved = own === undefined || own.has('unresolved');
    if (isUnresolved) {
      into.unresolved.push(name);
      continue;
    }
    if (theirs === undefined) {
      into.wrong.push(`${name}\n  TypeScript refuses it\n  ours:       ${own.spell()}`);
      continue;
    }
    into.compared += 1;
    if (!same(theirs, own)) {
      into.wrong.push(`${name}\n  TypeScript: ${theirs.spell()}\n  ours:       ${own.spell()}`);
    }
  }
}

/** The namespaces that files say something in for other modules, by folder. */
function namespacesAdded(files: ReadonlyMap<string, string>): Map<string, readonly string[]> {
  const added = new Map<string, readonly string[]>();
  for (const [path, text] of files) {
    const lines = text.split('\n').filter((line) => line.startsWith('declare module'));
    const names = lines.flatMap((line) => [...line.matchAll(/\bnamespace (\w+)/g)].map(([, name = '']) => name));
    if (names.length > 0) added.set(dirname(path), [...(added.get(dirname(path)) ?? []), ...names]);
  }
  return added;
}

/** Whether everything that a document leaves open is a name that is added through a star, or of a namespace that is. */
function isUnclear(document: GTypeDocument | undefined, added: readonly string[]): boolean {
  const reasons = [...JSON.stringify(document ?? {}).matchAll(/"reason":"((?:[^"\\]|\\.)*)"/g)].map(
    ([, text = '']) => text,
  );
  const isOne = (reason: string): boolean =>
    reason.endsWith('is not evaluated where it goes through `export *`') ||
    added.some((name) => reason.startsWith(`\`${name}\` has no exported type`));
  return reasons.length > 0 && reasons.every(isOne);
}

const projects = projectsIn(fileURLToPath(new URL('modules', import.meta.url)));

describe('the archives', () => {
  let answers = new Map<string, Answer>();

  beforeAll(() => {
    for (const [index, project] of projects.entries()) writeProject(join(folder, `p${index}`), project);
    answers = ours(
      projects.flatMap((_, index) => ['--root', join(folder, `p${index}`), join(folder, `p${index}`, ENTRY)]),
    );
  }, 300_000);

  test('hold enough projects', () => {
    expect(projects.length).toBeGreaterThan(60);
    expect(new Set(projects.map((project) => project.name)).size).toBe(projects.length);
  });

  test.each(projects.map((project, index) => [project.name, index] as const))('%s', (_, index) => {
    const project = projects[index];
    if (project === undefined) throw new Error('every project has an index');
    const at = join(folder, `p${index}`);
    const judgement = judge(at, [ENTRY], project.fromSource).get(ENTRY);
    const found: Comparison = { wrong: [], unresolved: [], compared: 0 };
    const answer = answers.get(join(at, ENTRY));
    compare(judgement ?? new Map(), answer, found);
    const isMarked = (text: string): boolean => project.stillWrong.has(text.split('\n', 1)[0] ?? '');
    expect(
      found.wrong.filter((text) => !isMarked(text)),
      answer?.diagnostics.join('\n'),
    ).toEqual([]);
    expect(found.wrong.filter(isMarked).length, 'these are mended: take the marks away').toBe(project.stillWrong.size);
    expect(found.unresolved.sort(), answer?.diagnostics.join('\n')).toEqual([...project.unresolved].sort());
    expect(found.compared + found.unresolved.length).toBeGreaterThan(0);
  });
});

test(`${COUNT} made-up projects mean what TypeScript says`, { timeout: 3_600_000 }, () => {
  const total: Comparison = { wrong: [], unresolved: [], compared: 0 };
  let unclear = 0;
  for (let done = 0; done < COUNT; done += 500) {
    const batch = join(folder, `batch${done}`);
    const made = Array.from({ length: Math.min(500, COUNT - done) }, (_, index) => madeUp(SEED + done + index));
    const files = accepted(new Map(made.flatMap((project) => [...project.files])));
    files.set('tsconfig.json', defaults);
    writeProject(batch, { files, links: new Map() });
    const entries = made.map((project) => project.entry);
    const added = namespacesAdded(files);
    const answers = ours(['--root', batch, ...entries.map((entry) => join(batch, entry))]);
    for (const [entry, judgement] of judge(batch, entries)) {
      const found: Comparison = { wrong: [], unresolved: [], compared: 0 };
      const answer = answers.get(join(batch, entry));
      compare(judgement, answer, found);
      total.compared += found.compared;
      total.wrong.push(...found.wrong.map((text) => `${entry} ${text}`));
      // What a namespace adds through a star is said to be unclear, and nothing else is left open beside it.
      const isExcused = (name: string): boolean => isUnclear(answer?.types[name], added.get(dirname(entry)) ?? []);
      unclear += found.unresolved.filter(isExcused).length;
      const rest = found.unresolved.filter((name) => !isExcused(name));
      total.unresolved.push(...rest.map((name) => `${entry} ${name}: ${answer?.diagnostics.join(' | ')}`));
    }
  }
  console.log(
    `${total.compared} types compared, ${total.unresolved.length} unresolved, ${total.wrong.length} disagreements, ${unclear} unclear`,
  );
  expect(unclear).toBeLessThan(1 + COUNT / 50);
  if (process.env['GATI_MODULES_SHOW'] !== undefined) console.log(total.unresolved.slice(0, 30).join('\n'));
  expect(total.wrong.slice(0, 5), `${total.wrong.length} disagreements`).toEqual([]);
  expect(total.unresolved.slice(0, 5), `${total.unresolved.length} unresolved`).toEqual([]);
  expect(total.compared).toBeGreaterThan(COUNT);
});
