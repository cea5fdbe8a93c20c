import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import { contractName, digestOf, readReleases, writeRelease } from '../../src-ts/project/timescape/folder.js';
import type { ReleaseFile } from '../../src-ts/project/timescape/release-file.js';
import { bumped, largest } from '../../src-ts/project/timescape/semver.js';
import { versionOf } from '../../src-ts/timescape/semver.js';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

function project(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'gati-releases-'));
  roots.push(root);
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, 'timescape', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return root;
}

const contract = `${JSON.stringify({ frozen: 1, method: 'GET', path: '/', contract: { responses: [] }, unknownKeys: 'strip' }, null, 2)}\n`;
const name = contractName(contract);
const release: ReleaseFile = {
  release: 1,
  id: '2026-01-10T08:00:00Z',
  semver: '1.0.0',
  bump: 'none',
  handlers: { 'GET /': { contract: name, shape: 'abc', semver: '1.0.0' } },
  changes: [],
  steps: {},
  files: {},
};
const file = 'releases/2026-01-10T08-00-00Z.json';
const good = { [`contracts/${name}.json`]: contract, [file]: JSON.stringify(release) };

describe('the folder of releases', () => {
  test('a project without one has no releases', () => {
    expect(readReleases(project())).toMatchObject({ files: [], contracts: new Map() });
  });

  test('what was written is read, in the order of time, and a contract that is there already is left alone', () => {
    const root = project();
    const second = { ...release, id: '2026-01-10T08:00:01Z', semver: '1.0.1' };
    expect(writeRelease(root, second, [contract])).toHaveLength(2);
    expect(writeRelease(root, release, [contract])).toHaveLength(1);
    const { files, contracts } = readReleases(root);
    expect(files).toEqual([release, second]);
    expect([...contracts]).toEqual([[name, contract]]);
    expect(readdirSync(join(root, 'timescape/releases')).filter((one) => one.endsWith('.tmp'))).toEqual([]);
  });

  test.each([
    ['what is no contract', 'null\n', /no frozen contract.*git/],
    ['a contract that is no JSON', '{\n', /JSON/],
  ])('%s is said, with the file and what to do', (_what, text, reason) => {
    const named = contractName(text);
    const other = { ...release, handlers: { 'GET /': { contract: named, shape: 'abc', semver: '1.0.0' } } };
    const root = project({ [`contracts/${named}.json`]: text, [file]: JSON.stringify(other) });
    expect(() => readReleases(root)).toThrow(expect.objectContaining({ code: 'GATI_RELEASES_DAMAGED' }));
    expect(() => readReleases(root)).toThrow(reason);
  });

  test('line ends of Windows are no difference', () => {
    const windows = contract.replaceAll('\n', '\r\n');
    const root = project({ ...good, [`contracts/${name}.json`]: windows });
    expect(readReleases(root).contracts.get(name)).toBe(contract);
  });

  const later = (second: string, members: object): Record<string, string> => ({
    [`contracts/${name}.json`]: contract,
    [`releases/2026-01-10T08-00-${second}Z.json`]: JSON.stringify({
      ...release,
      id: `2026-01-10T08:00:${second}Z`,
      ...members,
    }),
  });
  const changed = (members: object): Record<string, string> => ({
    ...good,
    [file]: JSON.stringify({ ...release, ...members }),
  });
  test.each<[string, Record<string, string>, string]>([
    ['half of a file', { ...good, [file]: '{"release": 1,' }, 'cannot be read'],
    ['a list', { ...good, [file]: '[]' }, 'it is no object'],
    ['another version', changed({ release: 2 }), '`release` is not 1'],
    ['a member of another time', changed({ later: 1 }), 'nobody knows its member `later`'],
    ['an id that is no moment', changed({ id: '2026-01-10' }), "another file's name"],
    ['the id of another file', changed({ id: '2026-01-10T08:00:02Z' }), "another file's name"],
    ['no version', changed({ semver: '1.0' }), '`semver` is not a version'],
    ['a handler without a contract', changed({ handlers: { 'GET /': {} } }), '`handlers` is not'],
    [
      'a contract outside',
      changed({ handlers: { x: { contract: '../../x', shape: 'a', semver: '1.0.0' } } }),
      '`handlers` is not',
    ],
    ['a change file outside', changed({ files: { '../x.ts': digestOf('') } }), '`files` is not'],
    ['a step to nowhere', changed({ steps: { 'GET /': { to: 3 } } }), '`steps` is not'],
    ['a contract that is not there', { [file]: JSON.stringify(release) }, 'it is not there'],
    ['a contract somebody edited', { ...good, [`contracts/${name}.json`]: `${contract} ` }, 'take it from git again'],
    [
      'a change file that is not there',
      changed({ files: { 'changes/a.ts': digestOf('') } }),
      'is made with it, and it is not there',
    ],
    [
      'a change file somebody edited',
      { ...changed({ files: { 'changes/a.ts': digestOf('one') } }), 'changes/a.ts': 'two' },
      'is not what the release 1.0.0 was made with',
    ],
    ['a merge that nobody finished', { ...good, [file]: '<<<<<<< HEAD\n{' }, 'a merge left its marks in it'],
    [
      'a release of another branch between two others',
      {
        ...good,
        ...later('02', { semver: '1.1.0', after: release.id }),
        ...later('03', { semver: '1.2.0', after: release.id }),
      },
      'it was made after 1.0.0, and 1.1.0 (2026-01-10T08:00:02Z) is before it now; take it away',
    ],
    ['a release whose predecessor is gone', later('02', { after: release.id }), 'which is not there; take it away'],
    [
      'a version that two branches gave',
      { ...good, ...later('02', {}) },
      'its version 1.0.0 is not later than 1.0.0 of the release before it',
    ],
    [
      'a step that begins nowhere',
      { ...good, ...later('02', { semver: '1.1.0', steps: { 'GET /gone': { to: null } } }) },
      'a step of GET /gone, which the release before it does not have',
    ],
  ])('%s is refused, by name', (_what, files, said) => {
    const root = project(files);
    expect(() => readReleases(root)).toThrow(said);
    expect(() => readReleases(root)).toThrow(join(root, 'timescape'));
  });
});

test.each([
  ['1.4.2', 'none', '1.4.2'],
  ['1.4.2', 'patch', '1.4.3'],
  ['1.4.2', 'minor', '1.5.0'],
  ['1.4.2', 'major', '2.0.0'],
  ['0.4.2', 'patch', '0.4.3'],
  ['0.4.2', 'minor', '0.4.3'],
  ['0.4.2', 'major', '0.5.0'],
] as const)('after %s a %s release is %s', (version, bump, next) => {
  expect(bumped(versionOf(version)!, bump)).toBe(next);
});

test('the largest bump counts', () => {
  expect(largest([])).toBe('none');
  expect(largest(['minor', 'none', 'major', 'patch'])).toBe('major');
});
