/** `gatic timescape confirm`, `collapse` and what a rollback says, on releases that were really made. */

import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { ReleaseFile } from '../../dist/tooling.js';
import { gatic, makeProject, until, writeFiles, type Finished } from './harness.js';

/** A handler that answers an object of this type. */
function users(type: string, value: string): Record<string, string> {
  return {
    'src/handlers/users/[id].ts': `import type { Handler } from '@gati-framework/core';

export interface User ${type}

export const GET: Handler<{ params: { id: string }; response: User }> = ({ params }) => (${value});
`,
  };
}

const first = users('{ id: string; name: string; nickname?: string }', "{ id: params.id, name: 'Ada Lovelace' }");
const renamed = users(
  '{ id: string; fullName: string; nickname?: string }',
  "{ id: params.id, fullName: 'Ada Lovelace' }",
);
const more = users(
  '{ id: string; fullName: string; nickname?: string; age?: number }',
  "{ id: params.id, fullName: 'Ada Lovelace' }",
);
const added = { 'src/handlers/things/[id].ts': first['src/handlers/users/[id].ts']!.replaceAll('User', 'Thing') };

async function project(): Promise<{
  readonly root: string;
  readonly run: (...args: string[]) => Promise<Finished>;
  readonly released: () => Promise<ReleaseFile[]>;
  /** Writes files and makes a release of them. */
  readonly release: (files: Record<string, string>) => Promise<Finished>;
}> {
  const root = await makeProject(first);
  const run = (...args: string[]): Promise<Finished> => gatic([...args, '--root', root]);
  const release = async (files: Record<string, string>): Promise<Finished> => {
    await writeFiles(root, files);
    return run('release');
  };
  const folder = join(root, 'timescape/releases');
  const released = async (): Promise<ReleaseFile[]> => {
    const names = (await readdir(folder)).sort();
    return Promise.all(
      names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as ReleaseFile),
    );
  };
  expect((await release({})).code).toBe(0);
  return { root, run, release, released };
}

const decisions = 'timescape/changes/get.users._id.after-1.0.0.json';

describe('confirm', () => {
  test('lists what a release asks, and the answer lets it be made', async () => {
    const { root, run, release, released } = await project();
    expect((await run('timescape', 'confirm')).stdout).toBe('nothing is open\n');
    expect((await release(renamed)).code).toBe(1);
    const listed = await run('timescape', 'confirm');
    expect(listed.stdout).toMatch(
      /1 +open .*"name" may be "fullName" now[^]*GET \/users\/:id[^]*gatic timescape confirm 1 yes \| no/,
    );
    const { questions } = JSON.parse((await run('timescape', 'confirm', '--json')).stdout) as {
      questions: { question: { id: string; kind: string }; answers: string[]; handlers: string[] }[];
    };
    const asked = questions.find(({ question }) => question.kind === 'confirm');
    expect(asked).toMatchObject({ answers: ['yes', 'no'], handlers: ['GET /users/:id'] });
    const answered = await run('timescape', 'confirm', asked!.question.id, 'yes');
    expect([answered.stdout, answered.code]).toEqual([`${decisions} says so\n`, 0]);
    const said = JSON.parse(await readFile(join(root, decisions), 'utf8')) as { renames: object[] };
    expect(said).toMatchObject({ renames: [{ from: 'name', to: 'fullName' }] });
    expect((await run('timescape', 'confirm')).stdout).toBe('nothing is open\n');
    expect((await run('diff')).stdout).toContain('old clients are carried over it, as timescape/changes says');
    expect((await release({})).code).toBe(0);
    expect((await released()).at(-1)).toMatchObject({
      semver: '2.0.0',
      files: { [decisions.replace('timescape/', '')]: expect.any(String) },
    });
  });

  test('a rename that is none is denied, and what has to be written is said', async () => {
    const { root, run, release } = await project();
    await release(renamed);
    const asked = await run('release');
    expect(asked.stderr).toMatch(
      /2 questions are open[^]* 1 +open .*confirm 1 yes \| no[^]* 2 +open .*is written in the/su,
    );
    await run('timescape', 'confirm', '1', 'no');
    expect(JSON.parse(await readFile(join(root, decisions), 'utf8'))).toMatchObject({
      apart: [{ from: 'name', to: 'fullName' }],
    });
    expect((await run('timescape', 'confirm')).stdout).toContain('is written in the change file');
  });

  test.each([
    [['7', 'yes'], 2, /there is no open question 7/],
    [['1'], 2, /confirm needs the answer/],
    [['1', 'maybe'], 1, /the answer is yes or no, and not "maybe"/],
  ])('%j is refused', async (args, code, message) => {
    const { run, release } = await project();
    await release(renamed);
    const finished = await run('timescape', 'confirm', ...args);
    expect(finished.stderr).toMatch(message);
    expect(finished.code).toBe(code);
  });
});

describe('a step that is written by hand', () => {
  const made = (status: 201 | 202, type: string, value: string): Record<string, string> => ({
    'src/handlers/users/index.ts': `import type { Handler, Status } from '@gati-framework/core';

export const POST: Handler<{ response: Status<${status}, ${type}> }> = (_, res) => res.status(${status}).json(${value});
`,
  });
  const change = 'timescape/changes/post.users.after-1.1.0';

  test('is begun with the status of the handler, is not answered by a word, and is carried when it is filled', async () => {
    const { root, run, release } = await project();
    await release(made(201, '{ id: string; zip: string }', "{ id: '7', zip: '1' }"));
    await rm(join(root, 'src/handlers/users/[id].ts'));
    await writeFiles(root, made(202, '{ id: string }', "{ id: '7' }"));
    expect((await run('diff', '--write')).stderr).toContain(`${change}.ts`);
    const stub = await readFile(join(root, `${change}.ts`), 'utf8');
    expect(stub).toContain('    202: (answer, generated) =>');
    expect((await run('diff', '--write')).stderr).toContain(`Begun already, and not finished:\n  ${change}.ts`);
    const worded = await run('timescape', 'confirm', '2', 'gone');
    expect([worded.code, worded.stderr]).toEqual([
      1,
      expect.stringContaining('fill() that is not filled: no word answers'),
    ]);
    const nowhere = await run('timescape', 'confirm', '1', 'GET /nowhere');
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('there is no handler GET /nowhere')]);
    await run('timescape', 'confirm', '1', 'gone');
    const filled = stub.replace(
      /return fill\(.*\);/u,
      "return { ...generated(answer), zip: Array(2).fill('0').join('') };",
    );
    await writeFiles(root, { [`${change}.ts`]: filled.replace('});', '{') });
    const broken = await run('release');
    expect([broken.code, broken.stderr]).toEqual([
      1,
      expect.stringMatching(/GATI_CHANGE_FILE_BROKEN[^]*─\[timescape\/changes\/post\.users\.after-1\.1\.0\.ts:/u),
    ]);
    await writeFiles(root, { [`${change}.ts`]: filled });
    const settled = await run('diff');
    expect(settled.stdout).toContain('old clients are told that it is gone (410)');
    expect(settled.stdout).not.toContain('has to be written');
    expect((await run('release')).code).toBe(0);
    const line = {
      release: '1.1.0',
      request: { method: 'POST', url: '/users' },
      response: { status: 201, body: { id: '7', zip: '00' } },
    };
    await writeFiles(root, { 'one.jsonl': JSON.stringify(line) });
    expect((await run('timescape', 'replay', 'one.jsonl', '--unsafe')).stdout).toContain('all as they were');
  });

  test('a rename that nobody confirmed is warned of, before the release and when it is made', async () => {
    const { run, release } = await project();
    const other = users('{ id: string; name: string; motto?: string }', "{ id: params.id, name: 'Ada' }");
    const { stderr } = await release(other);
    expect(stderr).toContain('warning: nobody said whether these are renames');
    expect((await run('timescape', 'confirm')).stdout).toBe('nothing is open\n');
  });
});

describe('collapse', () => {
  test(
    "releases that were never anybody's become one, and what only they named goes",
    { timeout: 60_000 },
    async () => {
      const { root, run, release, released } = await project();
      await release(renamed);
      await run('timescape', 'confirm', '1', 'yes');
      await release({});
      await release(more);
      await release(added);
      const before = await released();
      expect(before.map(({ semver }) => semver)).toEqual(['1.0.0', '2.0.0', '2.1.0', '2.2.0']);
      const refused = await run('timescape', 'collapse', '2.0.0');
      expect([refused.code, refused.stderr]).toMatchObject([
        1,
        expect.stringContaining('does not know where they were deployed'),
      ]);
      const dry = await run('timescape', 'collapse', '2.0.0', '--force', '--dry-run');
      expect([dry.code, dry.stderr]).toEqual([0, '']);
      expect(dry.stdout).toContain('2.0.0, 2.1.0, 2.2.0 would become 2.0.0');
      expect(await released()).toEqual(before);
      const done = JSON.parse((await run('timescape', 'collapse', '2.0.0', '--force', '--json')).stdout) as {
        removed: string[];
      };
      expect(done).toMatchObject({ written: true, folded: before.slice(1).map(({ id }) => id) });
      const after = await released();
      expect(after.map(({ id, semver, bump }) => [id, semver, bump])).toEqual([
        [before[0]!.id, '1.0.0', before[0]!.bump],
        [before[3]!.id, '2.0.0', 'major'],
      ]);
      // The contracts are those of the last one, and nothing is left that no release names.
      expect(Object.keys(after[1]!.handlers).sort()).toEqual(['GET /things/:id', 'GET /users/:id']);
      expect(after[1]!.steps['GET /users/:id']).toMatchObject({ to: 'GET /users/:id' });
      const named = new Set(
        after.flatMap(({ handlers }) => Object.values(handlers).map(({ contract }) => `${contract}.json`)),
      );
      expect((await readdir(join(root, 'timescape/contracts'))).sort()).toEqual([...named].sort());
      expect((await run('release')).stdout).toMatch(/nothing/iu);
      expect((await run('timescape', 'collapse', '2.0.0', '--force')).stderr).toContain('there is nothing to fold');
    },
  );

  test("what has a label is somebody's", { timeout: 40_000 }, async () => {
    const { run, release } = await project();
    const aged = users(
      '{ id: string; name: string; nickname?: string; age?: number }',
      "{ id: params.id, name: 'Ada' }",
    );
    await release(aged);
    await release(added);
    // Releases of the same second begin one after the other, and one that has not begun is nobody's baseline.
    const labelled = async (label: string): Promise<boolean> =>
      (await run('timescape', 'label', label, '1.1.0')).code === 0;
    await until(() => labelled('beta'));
    await until(() => labelled('baseline'));
    const { code, stderr } = await run('timescape', 'collapse', '1.1.0');
    expect(stderr).toContain('1.1.0 has the label beta; 1.1.0 is the baseline');
    expect(code).toBe(1);
  });

  test('what was decided after the first of them holds for the whole step', { timeout: 60_000 }, async () => {
    const { root, run, release, released } = await project();
    await release(added);
    await release(renamed);
    await run('timescape', 'confirm', '1', 'yes');
    await release({});
    expect(await readdir(join(root, 'timescape/changes'))).toEqual(['get.users._id.after-1.1.0.json']);
    const done = JSON.parse((await run('timescape', 'collapse', '1.1.0', '--force', '--json')).stdout) as object;
    expect(done).toMatchObject({ written: true, renamed: [{ to: decisions }] });
    expect(await readdir(join(root, 'timescape/changes'))).toEqual(['get.users._id.after-1.0.0.json']);
    expect((await released()).map(({ semver }) => semver)).toEqual(['1.0.0', '2.0.0']);
    // It is whole: it is read, and nothing differs from the working tree.
    expect((await run('release')).code).toBe(0);
    expect(await released()).toHaveLength(2);
  });

  test('what was decided twice about a handler is not guessed', { timeout: 60_000 }, async () => {
    const { run, release, released } = await project();
    await release(renamed);
    await run('timescape', 'confirm', '1', 'yes');
    await release({});
    const again = renamed['src/handlers/users/[id].ts']!.replaceAll('fullName', 'displayName');
    await release({ 'src/handlers/users/[id].ts': again });
    await run('timescape', 'confirm', '1', 'yes');
    await release({});
    const before = await released();
    expect(before).toHaveLength(3);
    const { code, stderr } = await run('timescape', 'collapse', '2.0.0', '--force');
    expect([code, stderr]).toMatchObject([1, expect.stringContaining('people decided twice about GET /users/:id')]);
    expect(await released()).toEqual(before);
  });
});

test('a rollback says which handlers understand the clients of what is withdrawn', { timeout: 40_000 }, async () => {
  const { run, release, released } = await project();
  await release(renamed);
  await run('timescape', 'confirm', '1', 'yes');
  await release({ ...added });
  const { stdout } = await run('timescape', 'rollback', '--dry-run', '--json');
  const { handlers } = JSON.parse(stdout) as { handlers: { handler: string; effect: string }[] };
  expect(handlers.map(({ handler, effect }) => [handler, effect])).toEqual([
    ['GET /things/:id', 'gone'],
    ['GET /users/:id', 'broken'],
  ]);
  // What is released next is later than the rollback, and so becomes the current one: at once, or as soon as it begins.
  await run('timescape', 'rollback');
  await release(more);
  interface Status {
    readonly current: string | null;
    readonly coming: { readonly release: string } | null;
  }
  const { current, coming } = JSON.parse((await run('timescape', 'status', '--json')).stdout) as Status;
  expect(coming?.release ?? current).toBe((await released()).at(-1)?.id);
});

test('replay runs the handlers of the project for clients of each release', { timeout: 40_000 }, async () => {
  const { root, run, release } = await project();
  await release(renamed);
  await run('timescape', 'confirm', '1', 'yes');
  await release({});
  const line = (body: object): string =>
    JSON.stringify({ release: '1.0.0', request: { method: 'GET', url: '/users/7' }, response: { status: 200, body } });
  await writeFiles(root, {
    'same.jsonl': line({ id: '7', name: 'Ada Lovelace' }),
    'other.jsonl': line({ id: '7', fullName: 'Ada Lovelace' }),
  });
  const same = await run('timescape', 'replay', 'same.jsonl');
  expect([same.stdout.trim().split('\n').at(-1), same.code]).toEqual(['1 sent again, all as they were', 0]);
  const other = await run('timescape', 'replay', 'other.jsonl');
  expect([other.code, other.stdout]).toEqual([1, expect.stringContaining('/fullName is missing')]);
});
