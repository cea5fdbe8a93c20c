/**
 * What queries and payload types of Prisma give: by the analyzer, which has the schema alone, and by the TypeScript checker,
 * which had the client that Prisma generated from it. `expected.json` keeps what the checker said.
 *
 * Prisma itself is too heavy to be installed for this. With `GATI_PRISMA=/folder`, a folder with `prisma` and
 * `@prisma/client` among its `node_modules`, both of its generators run, what is kept is held against the checker, and the
 * analyzer also reads the generated clients. `GATI_PRISMA_RECORD=1` keeps what the checker says instead.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { GTypeDocument } from './analyzer-differential/documents.js';
import { Graph, graphOfDocument, same, type Part } from './analyzer-differential/graph.js';
import { check } from './analyzer-differential/oracle.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const own = fileURLToPath(new URL('./prisma', import.meta.url));
const installed = process.env['GATI_PRISMA'];
const folder = mkdtempSync(join(tmpdir(), 'gati-prisma-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

mkdirSync(join(folder, 'prisma'));
copyFileSync(join(own, 'schema.prisma'), join(folder, 'prisma/schema.prisma'));

interface Expected {
  readonly prisma: string;
  readonly types: Readonly<Record<string, { readonly root: number; readonly parts: readonly Part[] }>>;
}

/** A decimal is what its `toJSON` gives; an interface that extends an array is one. The checker's graphs say neither. */
const MONEY =
  '({ balance: string; limit: (string | null); meta: (string | number | boolean | ({ [string]: ((…) | undefined) }) | ' +
  '((string | number | boolean | (…) | …[] | null))[] | null); note: ((string | number | boolean | ({ [string]: (… | …) }) | ' +
  '((… | … | … | … | … | …))[] | null)) })';

const OPEN_WITH_A_CLIENT = ['apart', 'extended', 'grouped', 'inside', 'raw', 'together', 'withoutMail'].map(
  (name) => `Of_${name}`,
);

/** What the analyzer leaves open, and why that is right. */
const open: Readonly<Record<string, string>> = {
  Of_apart: 'the argument is not written in place',
  Of_extended: 'it is another client',
  Of_fluent: 'the schema says nothing of relations as methods',
  Of_grouped: 'the schema says nothing of groups',
  Of_inOneGo: 'the schema says nothing of transactions',
  Of_inside: 'the schema says nothing of transactions',
  Of_raw: 'the schema says nothing of raw queries',
  Of_summed: 'the schema says nothing of aggregates',
  Of_withoutMail: 'the options of the client change what it gives',
};

test(
  'with the schema alone, the analyzer says what TypeScript says of the generated client',
  { timeout: 300_000 },
  () => {
    writeFileSync(join(folder, 'queries.ts'), textFor('@prisma/client'));
    const answers = answersOf('queries.ts');
    const found = compare(answers, expected());
    expect(found.wrong).toEqual([]);
    expect(found.unresolved.sort()).toEqual(Object.keys(open).sort());
    expect(answers['Money'] && graphOfDocument(answers['Money']).spell()).toBe(MONEY);
  },
);

if (installed !== undefined) {
  for (const [generator, specifier] of [
    ['prisma-client', './prisma/generated/client.js'],
    ['prisma-client-js', './prisma/generated-js/index.js'],
  ] as const) {
    test(`the client of ${generator} is what was kept, and the analyzer reads it`, { timeout: 600_000 }, () => {
      generate();
      const file = join(folder, `${generator}.ts`);
      const text = textFor(specifier);
      const checked = check(new Map([[file, text]]));
      expect(checked.files.get(file)).toBe(text);
      const graphs = checked.graphs.get(file) ?? new Map<string, Graph>();
      if (process.env['GATI_PRISMA_RECORD'] !== undefined && generator === 'prisma-client') keep(graphs);
      const kept = expected();
      const changed = [...graphs].filter(([name, graph]) => {
        const known = kept.get(name);
        return known !== undefined && !same(known, graph);
      });
      expect(changed.map(([name]) => name)).toEqual([]);
      writeFileSync(file, text);
      const answers = answersOf(`${generator}.ts`);
      const found = compare(answers, kept);
      expect(found.wrong).toEqual([]);
      expect(found.unresolved.sort()).toEqual(OPEN_WITH_A_CLIENT);
      expect(answers['Money'] && graphOfDocument(answers['Money']).spell()).toBe(MONEY);
    });
  }
}

/** The queries, with a type for what each of them gives. */
function textFor(specifier: string): string {
  const text = readFileSync(join(own, 'queries.ts'), 'utf8').replaceAll(`'@prisma/client'`, `'${specifier}'`);
  const names = [...text.matchAll(/^export const (\w+) = /gm)].map((found) => found[1]);
  return `${text}\n${names.map((name) => `export type Of_${name} = Awaited<ReturnType<typeof ${name}>>;`).join('\n')}\n`;
}

function compare(answers: Readonly<Record<string, GTypeDocument>>, kept: ReadonlyMap<string, Graph>) {
  const unresolved: string[] = [];
  const wrong: string[] = [];
  for (const [name, graph] of kept) {
    const answer = answers[name];
    if (answer === undefined) throw new Error(`the analyzer says nothing of ${name}`);
    const ours = graphOfDocument(answer);
    if (ours.has('unresolved')) unresolved.push(name);
    else if (!same(ours, graph)) wrong.push(`${name}: ${ours.spell()} and TypeScript ${graph.spell()}`);
  }
  return { unresolved, wrong };
}

function answersOf(file: string): Readonly<Record<string, GTypeDocument>> {
  const command = ['run', '--quiet', '-p', 'gati-analyzer', '--example', 'types', '--', '--root', folder];
  const { status, stdout, stderr } = spawnSync('cargo', [...command, join(folder, file)], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`the analyzer failed: ${stderr}`);
  return (JSON.parse(stdout) as { types: Record<string, GTypeDocument> }).types;
}

function expected(): ReadonlyMap<string, Graph> {
  const { types } = JSON.parse(readFileSync(join(own, 'expected.json'), 'utf8')) as Expected;
  return new Map(
    Object.entries(types).map(([name, { root, parts }]) => {
      const graph = new Graph();
      for (const part of parts) graph.set(graph.reserve(), part);
      graph.root = root;
      return [name, graph];
    }),
  );
}

function keep(graphs: ReadonlyMap<string, Graph>): void {
  const types = Object.fromEntries(
    [...graphs]
      .filter(([name]) => name !== 'Money')
      .map(([name, graph]) => {
        const parts = Array.from({ length: graph.size }, (_, id) => graph.part(id));
        return [name, { root: graph.root, parts }];
      }),
  );
  const { version } = JSON.parse(readFileSync(join(installed ?? '', 'node_modules/prisma/package.json'), 'utf8')) as {
    version: string;
  };
  const lines = Object.entries(types).map(([name, graph]) => `    ${JSON.stringify(name)}: ${JSON.stringify(graph)}`);
  const text = `{\n  "prisma": ${JSON.stringify(version)},\n  "types": {\n${lines.join(',\n')}\n  }\n}\n`;
  writeFileSync(join(own, 'expected.json'), text);
}

let generated = false;
function generate(): void {
  if (generated) return;
  generated = true;
  symlinkSync(join(installed ?? '', 'node_modules'), join(folder, 'node_modules'));
  const tool = join(folder, 'node_modules/prisma/build/index.js');
  // Generating needs no engine, only a path to one.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
  const { status, stderr } = spawnSync(process.execPath, [tool, 'generate'], { cwd: folder, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`prisma generate failed: ${stderr}`);
}
