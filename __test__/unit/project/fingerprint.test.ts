import { describe, expect, test } from 'vitest';

import type { Manifest, ManifestHandler } from '../../../src-ts/manifest/manifest.js';
import { changedHandlers, emptyFingerprint, fingerprintOf } from '../../../src-ts/project/fingerprint.js';

function handler(id: string, ref?: string): ManifestHandler {
  return {
    id,
    method: 'GET',
    path: `/${id}`,
    source: { file: `${id}.ts`, export: 'handler', line: 1, column: 1 },
    contract: { responses: ref === undefined ? [] : [{ status: 200, type: { kind: 'ref', id: ref } }] },
  };
}

const manifest: Manifest = {
  manifest: 1,
  types: {
    User: { type: { kind: 'object', properties: [{ name: 'address', type: { kind: 'ref', id: 'Address' } }] } },
    Address: { type: { kind: 'string' } },
    Other: { type: { kind: 'string' } },
  },
  handlers: [handler('plain'), handler('user', 'User'), handler('other', 'Other')],
  modules: [],
};

const urls = new Map(manifest.handlers.map(({ source }) => [`/app/${source.file}`, `file:///${source.file}`]));
const before = fingerprintOf('/app', manifest, urls, '');

const edits: readonly (readonly [string, Manifest, ReadonlyMap<string, string>, readonly string[]])[] = [
  ['nothing', manifest, urls, []],
  ['the code of one', manifest, new Map([...urls, ['/app/user.ts', 'file:///user-2.ts']]), ['user']],
  [
    'a type that another one refers to',
    { ...manifest, types: { ...manifest.types, Address: { type: { kind: 'number' } } } },
    urls,
    ['user'],
  ],
  ['a new one', { ...manifest, handlers: [...manifest.handlers, handler('new')] }, urls, ['new']],
  ['one that went', { ...manifest, handlers: manifest.handlers.slice(1) }, urls, ['plain']],
];

describe('handlers that an edit changed', () => {
  test.each(edits)('%s', (_name, after, places, expected) => {
    expect(changedHandlers(before, fingerprintOf('/app', after, places, ''))).toEqual(expected);
  });

  test('at the first load all of them', () => {
    expect(changedHandlers(emptyFingerprint, before)).toEqual(['plain', 'user', 'other']);
  });
});
