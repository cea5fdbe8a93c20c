/** Documents of applications with releases: versions are described, and two validators find nothing wrong with it. */
import { describe, expect, test } from 'vitest';

import type { GatiConfig } from '../../src-ts/api/config.js';
import type { NodeJson } from '../../src-ts/manifest/gtype.js';
import type { ContractJson, Manifest } from '../../src-ts/manifest/manifest.js';
import { openApi } from '../../src-ts/project/openapi.js';
import { objections } from './openapi-judges.js';

const text: NodeJson = { kind: 'string' };
const object = (members: Record<string, NodeJson>): NodeJson => ({
  kind: 'object',
  properties: Object.entries(members).map(([name, type]) => ({ name, type })),
});

function manifestOf(contracts: Readonly<Record<string, ContractJson>>): Manifest {
  const source = { file: 'src/handlers/a.ts', export: 'GET', line: 1, column: 1 };
  const handlers = Object.entries(contracts).map(([id, contract]) => {
    const [method = '', path = ''] = id.split(' ');
    return { id, method, path, source, contract };
  });
  return { manifest: 1, types: {}, handlers, modules: [] };
}

const plain = manifestOf({
  'GET /users/:id': { params: object({ id: text }), responses: [{ status: 200, type: object({ id: text }) }] },
  'POST /users': { body: object({ name: text }), responses: [{ status: 201, type: object({ id: text }) }] },
});
const own = manifestOf({
  'GET /gone': {
    headers: object({ 'x-api-version': text }),
    responses: [
      { status: 200 },
      { status: 400, type: object({ wrong: text }) },
      { status: 410, type: object({ gone: text }) },
      { status: 421, type: object({ where: text }) },
    ],
  },
});

type Case = readonly [manifest: Manifest, timescape: GatiConfig['timescape'], version: string];
const cases: Readonly<Record<string, Case>> = {
  'the working tree': [plain, {}, 'head'],
  'a release': [plain, {}, '2026-01-10T08:00:00Z'],
  'another header, and a query parameter': [
    plain,
    { header: 'Api-Date', queryParameter: 'v', missing: 'options' },
    'head',
  ],
  'a version that has to be named': [plain, { missing: 'options' }, 'head'],
  'an operation with all of it itself': [own, {}, 'head'],
  'no operation': [manifestOf({}), {}, 'head'],
};

interface Document {
  readonly paths: Readonly<Record<string, Record<string, Operation>>>;
  readonly components?: Readonly<Record<string, Record<string, Record<string, unknown>>>>;
}
interface Operation {
  readonly parameters?: readonly object[];
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly headers?: Record<string, object> }>>;
}

function documentOf(name: string): Document {
  const [manifest, timescape, version] = cases[name]!;
  const config = timescape === undefined ? {} : { timescape };
  return openApi({ root: '/nowhere', manifest, config, version }).document as unknown as Document;
}

describe('versions in OpenAPI', () => {
  test.each(Object.keys(cases))('%s', async (name) => {
    expect(await objections(documentOf(name))).toEqual([]);
  });

  test('an operation has the parameter, the headers of its answers, and the problems', () => {
    const { paths, components } = documentOf('a release');
    const { parameters, responses } = paths['/users/{id}']!['get']!;
    expect(parameters).toContainEqual({ $ref: '#/components/parameters/ApiVersion' });
    expect(components?.['parameters']?.['ApiVersion']).toMatchObject({
      name: 'X-API-Version',
      in: 'header',
      example: '2026-01-10T08:00:00Z',
    });
    expect(Object.keys(responses['200']?.headers ?? {})).toEqual([
      'X-API-Version',
      'Vary',
      'Deprecation',
      'Sunset',
      'Link',
    ]);
    for (const status of ['410', '421'])
      expect(responses[status]).toEqual({ $ref: `#/components/responses/VersionProblem${status}` });
    // Every answer says it, also those that the pipeline gives.
    for (const response of Object.values(components?.['responses'] ?? {}))
      expect(response['headers']).toHaveProperty('X-API-Version');
  });

  test('what must be named is required, unless it can be said elsewhere', () => {
    const required = (name: string): unknown =>
      documentOf(name).components?.['parameters']?.['ApiVersion']?.['required'];
    expect(required('a version that has to be named')).toBe(true);
    expect(required('the working tree')).toBeUndefined();
    expect(required('another header, and a query parameter')).toBeUndefined();
  });

  test('nothing is said of versions where there are none', () => {
    for (const [version, timescape] of [
      [undefined, {}],
      ['head', false],
    ] as const) {
      const { document } = openApi({ root: '/nowhere', manifest: plain, config: { timescape }, version });
      expect(JSON.stringify(document)).not.toContain('X-API-Version');
    }
  });
});
