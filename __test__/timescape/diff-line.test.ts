import { expect, test } from 'vitest';

import type { NodeJson } from '../../src-ts/manifest/gtype.js';
import { diffSides, type Side } from '../../src-ts/project/timescape/frozen.js';

/** An API whose one answer has a member `b` of that type, or none. */
function api(b?: NodeJson): Side {
  const properties = [
    { name: 'a', type: { kind: 'string' } as const },
    ...(b === undefined ? [] : [{ name: 'b', type: b, optional: true } as const]),
  ];
  const contract = { responses: [{ status: 200, type: { kind: 'object', properties } as const }] };
  const source = { file: 'a.ts', export: 'GET', line: 1, column: 1 };
  const handler = { id: 'GET /', method: 'GET', path: '/', source, contract };
  return { manifest: { manifest: 1, types: {}, handlers: [handler], modules: [] }, unknownKeys: 'strip' };
}

const number: NodeJson = { kind: 'number' };
const string: NodeJson = { kind: 'string' };

test('each step alone is compatible', () => {
  expect(diffSides(api(number), api()).bump).toBe('minor');
  expect(diffSides(api(), api(string)).bump).toBe('minor');
});

test('a member that comes back with another type breaks clients of the release that had it', () => {
  const report = diffSides(api(), api(string), [api(number)]);
  expect(report.bump).toBe('major');
  const breaks = report.changes.filter(({ bump }) => bump === 'major');
  expect(breaks).toEqual([
    expect.objectContaining({
      route: 'GET /',
      direction: 'response',
      path: '/responses/200/body/b',
      verdict: 'refuted',
    }),
  ]);
});

test('one that comes back as it was breaks nobody', () => {
  expect(diffSides(api(), api(number), [api(number)]).bump).toBe('minor');
});

test('each side does with members nobody declared what it does', () => {
  const strict: Side = { ...api(), unknownKeys: 'strict' };
  expect(diffSides(api(), api()).bump).toBe('none');
  expect(diffSides(api(), strict).changes.map(({ id, bump }) => [id, bump])).toEqual([
    ['response.object.closed', 'minor'],
  ]);
  expect(diffSides(strict, strict).bump).toBe('none');
});
