/**
 * Projects and the OpenAPI documents that follow from them. `UPDATE_EXPECTED=1` writes the expectations again. Two
 * independent validators read every document, those of the examples and of the templates among them.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toYaml } from '../../packages/gatic/dist/output/yaml.js';
import { createProject, openApi, type OpenApiDocument, type OpenApiFinding } from '../../src-ts/tooling.js';
import type { GatiConfig } from '../../src-ts/index.js';
import { makeProject, repository, type Files } from '../cli/harness.js';
import { readCorpus } from './openapi-corpus.js';
import { objections } from './openapi-judges.js';

type Members = Record<string, unknown>;

async function describeProject(
  files: Files,
  config: GatiConfig,
): Promise<{ document: OpenApiDocument; findings: readonly OpenApiFinding[] }> {
  const root = await makeProject({
    'package.json': JSON.stringify({ name: 'corpus', version: '1.0.0', type: 'module' }),
    ...files,
  });
  const { manifest, diagnostics } = await createProject({ root, mode: 'production' }).inspect();
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
  return openApi({ root, manifest, config });
}

/** Without what every document has: mentions of the pipeline's answers, and their components. One file shows all of it. */
function brief(document: OpenApiDocument): Members {
  const {
    openapi: _,
    info,
    components,
    ...others
  } = structuredClone(document) as OpenApiDocument & {
    components?: { schemas?: Members; responses?: Members };
  };
  for (const item of Object.values(others.paths) as Record<string, { responses: Members }>[]) {
    for (const operation of Object.values(item)) {
      for (const [status, answer] of Object.entries(operation.responses)) {
        if ('$ref' in (answer as object)) delete operation.responses[status];
      }
    }
  }
  const { schemas = {}, responses: __, ...rest } = components ?? {};
  const pipeline = /"#\/components\/schemas\/(\w*(?:Problem|Issue)(?:_\d)?)"/gu;
  const problems = new Set(
    [...JSON.stringify(components?.responses ?? {}).matchAll(pipeline)].map((match) => match[1]),
  );
  for (const [name, schema] of Object.entries(schemas)) {
    const described = String((schema as Members)['description'] ?? '');
    if (problems.has(name) || described.startsWith('One value that does not fit')) delete schemas[name];
  }
  return {
    ...((info as Members)['title'] === 'corpus' ? {} : { info }),
    ...others,
    ...(Object.keys(schemas).length + Object.keys(rest).length === 0
      ? {}
      : { components: { ...(Object.keys(schemas).length === 0 ? {} : { schemas }), ...rest } }),
  };
}

function written(name: string, document: OpenApiDocument, findings: readonly OpenApiFinding[]): string {
  const said = findings.map(({ code, handler, message }) => `# ${code}: ${handler}: ${message}\n`).join('');
  return `${said}${toYaml(name === 'whole.md' ? document : brief(document))}`;
}

describe.each(readCorpus().map((file) => [file.name, file] as const))('%s', (name, file) => {
  const found: string[] = [];
  test.each(file.projects.map((project, index) => [project.title, project, index] as const))(
    '%s',
    async (_, project, index) => {
      const { document, findings } = await describeProject(project.files, project.config);
      found[index] = written(name, document, findings);
      expect(await objections(document)).toEqual([]);
      if (process.env['UPDATE_EXPECTED'] === undefined) expect(found[index]).toBe(project.expected);
      else if (found.filter(Boolean).length === file.projects.length) writeFileSync(file.url, file.withExpected(found));
    },
  );
});

const applications = ['examples', 'packages/gatic/templates'].flatMap((folder) =>
  readdirSync(join(repository, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name)),
);

describe('applications', () => {
  test.each(applications)('%s', async (folder) => {
    const root = join(repository, folder);
    const { manifest, config, diagnostics } = await createProject({ root, mode: 'test' }).inspect();
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const { document } = openApi({ root, manifest, config });
    expect(await objections(document)).toEqual([]);
    expect(Object.keys(document.paths).length).toBeGreaterThan(0);
  });
});

test('the codes of the pipeline’s answers are those of the catalogue', async () => {
  const { catalogue } = await import('../../src-ts/errors/catalogue.js');
  const text = readFileSync(join(repository, 'crates/gati-jsonschema/src/openapi/problems.rs'), 'utf8');
  const told = [...text.matchAll(/status: (\d+),\s+name: "\w+",\s+description: "([^"]*)"/gu)].map(
    ([, status, description]) => ({
      status: Number(status),
      codes: [...description!.matchAll(/GATI_\w+/gu)].map(String),
    }),
  );
  expect(told.length).toBeGreaterThan(5);
  // Of what was refused before a route was known, so of no operation; and of applications with releases, which `/versions` describes.
  const before = [
    'REQUEST_MALFORMED',
    'URL_TOO_LONG',
    'TRANSFER_CODING',
    'METHOD_UNKNOWN',
    'OVERLOADED',
    'HTTP_VERSION',
    'TLS_MISSING',
  ];
  // Answers under the native host alone, which the document does not know of.
  const ofHost = ['ANSWER_FIELDS'];
  const ofReleases = ['RULE_IN_FORCE', 'VERSION_\\w+', 'TRANSFORM_\\w+'];
  const others = new RegExp(`^GATI_(?:${[...before, ...ofHost, ...ofReleases].join('|')})$`, 'u');
  const elsewhere = (code: string): boolean => others.test(code);
  for (const { status, codes } of told) {
    const known = Object.entries(catalogue)
      .filter(([code, entry]) => entry.status === status && !elsewhere(code))
      .map(([code]) => code);
    expect([...codes].sort(), String(status)).toEqual([...known].sort());
  }
});

test('every code of what OpenAPI has no words for is explained', () => {
  const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
  const codes = (text: string): string[] => [...new Set(text.match(/GATI_OPENAPI_\w+/gu))].sort();
  expect(codes(read('docs/openapi.md'))).toEqual(codes(read('crates/gati-jsonschema/src/openapi/finding.rs')));
});
