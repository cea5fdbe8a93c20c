/** A project with three releases, for the commands of `gatic timescape`. */

import { join } from 'node:path';

import { expect } from 'vitest';

import { contractName } from '../../src-ts/project/timescape/folder.js';
import { fileRegistry, momentAt, type Registry, type ReleaseFile, type UsageCount } from '../../dist/tooling.js';
import { gatic, makeProject, type Files, type Finished } from './harness.js';

/** Their ids. */
export const [first, second, third] = ['2026-01-10T08:00:00Z', '2026-02-10T08:00:00Z', '2026-03-10T08:00:00Z'] as const;
const contract = `${JSON.stringify({ frozen: 1, method: 'GET', path: '/', contract: { responses: [] }, unknownKeys: 'strip' }, null, 2)}\n`;

interface Made {
  readonly id: string;
  readonly semver: string;
  readonly bump: ReleaseFile['bump'];
  /** Shapes by handler. */
  readonly shapes: Readonly<Record<string, string>>;
  readonly changes?: ReleaseFile['changes'];
  readonly note?: string;
}

const change = (route: string, text: string, transformer: 'auto' | 'stub'): ReleaseFile['changes'][number] => ({
  id: 'response.member.removed',
  route,
  direction: 'response',
  path: '/name',
  bump: 'major',
  text,
  transformer,
});

const releases: readonly Made[] = [
  {
    id: first,
    semver: '1.0.0',
    bump: 'none',
    shapes: { 'GET /users': 'u1', 'GET /orders/:id': 'o1', 'GET /old': 'x1' },
  },
  {
    id: second,
    semver: '1.1.0',
    bump: 'minor',
    shapes: { 'GET /users': 'u1', 'GET /orders/:id': 'o1', 'POST /users': 'p1' },
    changes: [
      { ...change('POST /users', 'POST /users is new', 'auto'), bump: 'minor', direction: 'operation', path: '' },
    ],
  },
  {
    id: third,
    semver: '2.0.0',
    bump: 'major',
    shapes: { 'GET /users': 'u2', 'GET /orders/:id': 'o2', 'POST /users': 'p1', 'GET /new': 'n1' },
    changes: [
      change('GET /users', 'name is now fullName', 'auto'),
      change('GET /orders/{id}', 'total is a text', 'stub'),
    ],
    note: 'Names are whole.',
  },
];

function filesOf(made: readonly Made[]): Files {
  const name = contractName(contract);
  const written = made.map(({ id, semver, bump, shapes, changes = [], note }): [string, string] => {
    const handlers = Object.fromEntries(
      Object.entries(shapes).map(([handler, shape]) => [handler, { contract: name, shape, semver: '1.0.0' }]),
    );
    const release: ReleaseFile = {
      release: 1,
      id,
      semver,
      bump,
      handlers,
      changes,
      steps: {},
      files: {},
      ...(note === undefined ? {} : { note }),
    };
    return [`timescape/releases/${id.replaceAll(':', '-')}.json`, JSON.stringify(release)];
  });
  return { ...Object.fromEntries(written), [`timescape/contracts/${name}.json`]: contract };
}

/** A project and its registry. */
export interface Project {
  readonly root: string;
  readonly registry: Registry;
  /** Runs a command of `gatic timescape`. */
  readonly timescape: (...args: string[]) => Promise<Finished>;
  /** Runs it with `--json` and reads what it says. */
  readonly asked: (...args: string[]) => Promise<Record<string, unknown>>;
  readonly events: () => Promise<string[]>;
}

/** Makes one. */
export async function project(files: Files = {}): Promise<Project> {
  const root = await makeProject({ ...filesOf(releases), ...files });
  const registry = fileRegistry({ file: join(root, 'timescape/registry.jsonl') });
  const timescape = (...args: string[]): Promise<Finished> => gatic(['timescape', ...args, '--root', root]);
  return {
    root,
    registry,
    timescape,
    asked: async (...args) => {
      const { stdout, stderr } = await timescape(...args, '--json');
      expect(stderr).toBe('');
      return JSON.parse(stdout) as Record<string, unknown>;
    },
    events: async () => (await registry.read()).flatMap((entry) => entry.events.map(({ kind }) => kind)),
  };
}

const today = new Date().toISOString().slice(0, 10);
/** Calls of today. */
export const called = (release: string, more: Partial<UsageCount> = {}): UsageCount => ({
  release,
  asked: 'id',
  route: 'GET /users',
  principal: 'acme',
  agent: 'curl/8.0',
  day: today,
  count: 7,
  last: momentAt(Date.now()),
  ...more,
});
