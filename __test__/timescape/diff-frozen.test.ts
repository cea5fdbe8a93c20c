/** Frozen contracts compared by their names first: what is said is what whole manifests say. */

import { expect, test } from 'vitest';

import type { ContractJson } from '../../src-ts/manifest/manifest.js';
import type { NodeJson, UnknownKeys } from '../../src-ts/manifest/gtype.js';
import { diffFrozen, diffSides, freezeManifest, type Side } from '../../src-ts/project/timescape/frozen.js';

const string: NodeJson = { kind: 'string' };
const number: NodeJson = { kind: 'number' };

interface Given {
  /** The type of the answer's member, by handler. */
  readonly handlers: Readonly<Record<string, NodeJson | undefined>>;
  readonly user?: NodeJson;
  readonly summary?: string;
  readonly unknownKeys?: UnknownKeys;
}

function api({ handlers, user = string, summary, unknownKeys = 'strip' }: Given): Side {
  const source = { file: 'a.ts', export: 'handler', line: 1, column: 1 };
  return {
    unknownKeys,
    manifest: {
      manifest: 1,
      types: {
        User: { type: { kind: 'object', properties: [{ name: 'name', type: user }] } },
        Team: { type: { kind: 'array', items: { kind: 'ref', id: 'User' } } },
      },
      handlers: Object.entries(handlers).map(([id, type]) => {
        const [method = '', path = ''] = id.split(' ');
        const properties = type === undefined ? [] : [{ name: 'b', type, optional: true } as const];
        const contract = { responses: [{ status: 200, type: { kind: 'object', properties } as const }] };
        return { id, method, path, source, contract, ...(summary === undefined ? {} : { docs: { summary } }) };
      }),
      modules: [],
    },
  };
}

const team: NodeJson = { kind: 'ref', id: 'Team' };
const base: Given = { handlers: { 'GET /teams': team, 'GET /users/:id': string, 'POST /users': undefined } };
const cases: readonly (readonly [name: string, before: Given, after: Given, line: readonly Given[]])[] = [
  ['nothing', base, base, []],
  ['one handler', base, { handlers: { ...base.handlers, 'POST /users': number } }, []],
  ['a type that one handler reaches through another', base, { ...base, user: number }, []],
  [
    'a handler that came, in the way of an old one',
    base,
    { handlers: { ...base.handlers, 'GET /users/me': string } },
    [],
  ],
  ['a handler that went', base, { handlers: { 'GET /teams': team } }, []],
  [
    'another name of a parameter',
    base,
    { handlers: { 'GET /teams': team, 'GET /users/:user': string, 'POST /users': undefined } },
    [],
  ],
  ['documentation', base, { ...base, summary: 'Users.' }, []],
  ['what is done with members nobody declared', base, { ...base, unknownKeys: 'strict' }, []],
  ['everything', { handlers: {} }, base, []],
  [
    'what came back with another meaning',
    { handlers: { ...base.handlers, 'GET /users/:id': undefined } },
    base,
    [
      { handlers: { 'GET /users/:user': number } },
      { handlers: { ...base.handlers, 'GET /users/:id': number, 'GET /teams': number } },
    ],
  ],
];

test.each(cases)('%s', (name, before, after, line) => {
  const frozen = (given: Given): ReturnType<typeof freezeManifest> => {
    const { manifest, unknownKeys } = api(given);
    return freezeManifest(manifest, unknownKeys);
  };
  const whole = diffSides(api(before), api(after), line.map(api));
  expect(diffFrozen(frozen(before), frozen(after), line.map(frozen))).toEqual(whole);
  // The table would show nothing if nothing of it differed; a parameter's name is nobody's business.
  expect(whole.changes.length > 0).toBe(before !== after && name !== 'another name of a parameter');
});

test.each([
  ['whole bytes become a stream', undefined, 'stream', 'minor', ['request.body.optional', 'request.media.added']],
  ['a stream becomes whole bytes', 'stream', undefined, 'major', ['request.body.required', 'request.media.removed']],
] as const)('%s', (_name, before, after, bump, ids) => {
  const side = (bodyAs: 'stream' | undefined): Side => {
    const contract: ContractJson = {
      body: { kind: 'bytes' },
      ...(bodyAs === undefined ? {} : { bodyAs }),
      responses: [{ status: 204 }],
    };
    const source = { file: 'a.ts', export: 'handler', line: 1, column: 1 };
    const handlers = [{ id: 'POST /files', method: 'POST', path: '/files', source, contract }];
    return { unknownKeys: 'strip', manifest: { manifest: 1, types: {}, handlers, modules: [] } };
  };
  const report = diffSides(side(before), side(after), []);
  expect([report.bump, report.changes.map(({ id }) => id).sort()]).toEqual([bump, ids]);
});
