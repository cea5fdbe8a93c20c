/** `gatic check --watch`: every edit leads to one report of what is true after it. Nothing sleeps: output is awaited. */

import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { Diagnostic } from '../../src-ts/tooling.js';
import { makeProject, startGatic, type Running } from './harness.js';

const importHandler = "import type { Handler } from '@gati-framework/core';\n";
const model = (name: string): string => `export interface User {\n  name: ${name};\n}\n`;
const files = {
  'src/models.ts': model('string'),
  'src/handlers/a.ts': `${importHandler}import type { User } from '../models.js';\nexport const POST: Handler<{ body: User }> = () => ({ a: 1 });\n`,
};

interface Report {
  readonly version: number;
  readonly errors: number;
  readonly changed: readonly string[];
  readonly milliseconds: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly failure?: string;
}

/** The reports of a running watch, one after the other. */
class Reports {
  readonly #running: Running;
  #read = 0;

  constructor(running: Running) {
    this.#running = running;
  }

  /** The next report that fulfils a condition. */
  async until(fits: (report: Report) => boolean): Promise<Report> {
    for (;;) {
      const [line] = await this.#running.waitFor(/^.*\n/, this.#read);
      this.#read += line.length;
      const report = JSON.parse(line) as Report;
      if (fits(report)) return report;
    }
  }
}

async function watched(
  extra: Readonly<Record<string, string>> = {},
): Promise<{ root: string; running: Running; reports: Reports }> {
  const root = await makeProject({ ...files, ...extra });
  const running = startGatic(['check', '--watch', '--format', 'json', '--root', root]);
  const reports = new Reports(running);
  expect(await reports.until(() => true)).toMatchObject({ version: 1, errors: 0, changed: [] });
  return { root, running, reports };
}

const isBroken = ({ errors }: Report): boolean => errors > 0;
const isWhole = ({ errors, failure }: Report): boolean => errors === 0 && failure === undefined;

describe('a watch in JSON', () => {
  test('reports within one edit cycle, and ends cleanly on Ctrl-C', async () => {
    const { root, running, reports } = await watched();
    for (let round = 0; round < 5; round += 1) {
      await writeFile(join(root, 'src/models.ts'), model('strng'));
      const broken = await reports.until(isBroken);
      expect(broken.changed).toEqual(['src/models.ts']);
      expect(broken.diagnostics).toMatchObject([{ code: 'GT2001', path: 'body.name', file: 'src/models.ts', line: 2 }]);
      await writeFile(join(root, 'src/models.ts'), model('string'));
      await reports.until(isWhole);
    }
    expect(await running.stop('SIGINT')).toBe(0);
    expect(
      running
        .text()
        .trimEnd()
        .split('\n')
        .every((line) => line.startsWith('{')),
    ).toBe(true);
  });

  test('sees files that appear, vanish and move', async () => {
    const { root, reports } = await watched();
    await rm(join(root, 'src/models.ts'));
    expect((await reports.until(isBroken)).diagnostics).toMatchObject([{ code: 'GT1004', file: 'src/handlers/a.ts' }]);
    await writeFile(join(root, 'src/models.ts'), model('string'));
    await reports.until(isWhole);
    await rename(join(root, 'src/models.ts'), join(root, 'src/people.ts'));
    await reports.until(isBroken);
    await rename(join(root, 'src/people.ts'), join(root, 'src/models.ts'));
    await reports.until(isWhole);
    await mkdir(join(root, 'src/handlers/deep'));
    await writeFile(join(root, 'src/handlers/deep/b.ts'), 'export const hanlder = () => 1;\n');
    expect((await reports.until(isBroken)).diagnostics).toMatchObject([{ code: 'GT1105' }]);
    await rm(join(root, 'src/handlers/deep'), { recursive: true });
    await reports.until(isWhole);
  });

  test('sees what editors write beside the file and move over it', async () => {
    const { root, reports } = await watched();
    for (const [name, expected] of [
      ['strng', isBroken],
      ['string', isWhole],
    ] as const) {
      await writeFile(join(root, 'src/.models.ts.swp'), model(name));
      await rename(join(root, 'src/.models.ts.swp'), join(root, 'src/models.ts'));
      await reports.until(expected);
    }
  });

  test('takes a burst of edits together and ends with what is true', async () => {
    const { root, reports } = await watched();
    const handlers = Array.from({ length: 30 }, (_, index) => join(root, `src/handlers/h${index}.ts`));
    await Promise.all(
      handlers.map((path) =>
        writeFile(path, `${importHandler}export const POST: Handler<{ body: Usr }> = () => ({ a: 1 });\n`),
      ),
    );
    const all = await reports.until(({ errors }) => errors === 30);
    expect(all.diagnostics).toHaveLength(30);
    await Promise.all(handlers.map((path) => rm(path)));
    await reports.until(isWhole);
  });

  test('follows an edit of the tsconfig', async () => {
    const aliased = `${importHandler}import type { User } from '#app/models.js';\nexport const PUT: Handler<{ body: User }> = () => ({ b: 1 });\n`;
    const { root, reports } = await watched();
    await writeFile(join(root, 'src/handlers/b.ts'), aliased);
    expect((await reports.until(isBroken)).diagnostics).toMatchObject([{ code: 'GT1004' }]);
    const compilerOptions = { module: 'NodeNext', strict: true, noEmit: true, paths: { '#app/*': ['./src/*'] } };
    await writeFile(join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    await reports.until(isWhole);
  });

  test('goes on when the configuration is broken', async () => {
    const { root, reports } = await watched({ 'gati.config.ts': 'export default {};\n' });
    await writeFile(join(root, 'gati.config.ts'), 'export default { prot: 1 };\n');
    expect((await reports.until(({ failure }) => failure !== undefined)).failure).toContain('prot');
    await writeFile(join(root, 'gati.config.ts'), 'export default {};\n');
    await reports.until(isWhole);
  });
});

test('a watch in text says which file it was, and what is wrong now', async () => {
  const root = await makeProject(files);
  const running = startGatic(['check', '--watch', '--root', root]);
  await running.waitFor(/watching for changes; Ctrl-C ends it/);
  await writeFile(join(root, 'src/models.ts'), model('strng'));
  await running.waitFor(/↻ src\/models\.ts \d+ ms\nerror GT2001: [\s\S]*1 handler, 0 modules: 1 error/);
  await writeFile(join(root, 'src/models.ts'), model('string'));
  await running.waitFor(/1 error[\s\S]*↻ src\/models\.ts \d+ ms\n1 handler, 0 modules: no problems/);
  expect(await running.stop('SIGINT')).toBe(0);
});
