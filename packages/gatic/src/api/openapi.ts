/** The OpenAPI document of a project, as text, and whether a file still has it. */

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import {
  headVersion,
  openApi,
  type Diagnostic,
  type OpenApiDocument,
  type OpenApiFinding,
  type SchemaRuns,
} from '@gati-framework/core/tooling';

import { toYaml } from '../output/yaml.js';
import { check } from './check.js';
import { typescriptAsking } from './typescript-asking.js';

/** How a document is written. */
export type OpenApiFormat = 'json' | 'yaml';

/** Which document is wanted. */
export interface GenerateOpenApiOptions {
  readonly root: string;
  /** `json` unless said. */
  readonly format?: OpenApiFormat | undefined;
  /** Whether the files of schema values are run. */
  readonly schemas?: SchemaRuns;
}

/** A document, unless the project has errors. */
export interface GeneratedOpenApi {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent where the diagnostics have an error. */
  readonly generated?: {
    readonly document: OpenApiDocument;
    /** What OpenAPI has no words for. */
    readonly findings: readonly OpenApiFinding[];
    readonly text: string;
  };
}

/** Makes the document. Writes nothing but `.gati/types.d.ts`, as every look at a project does. */
export async function generateOpenApi(options: GenerateOpenApiOptions): Promise<GeneratedOpenApi> {
  const { root, format = 'json', schemas = 'run' } = options;
  const { manifest, config, diagnostics } = await check(root, { typescript: typescriptAsking(), schemas });
  if (diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
  const { document, findings } = openApi({ root, manifest, config, version: headVersion(root) });
  const text = format === 'yaml' ? toYaml(document) : `${JSON.stringify(document, null, 2)}\n`;
  return { diagnostics, generated: { document, findings, text } };
}

/** What a file is to a text: the same, another one, or not there. */
export type FileState = 'current' | 'stale' | 'missing';

/** Whether a file has exactly this text. Line endings of Windows, which git may have made of it, are no difference. */
export async function stateOf(file: string, text: string): Promise<FileState> {
  if (!existsSync(file)) return 'missing';
  return (await readFile(file, 'utf8')).replaceAll('\r\n', '\n') === text ? 'current' : 'stale';
}

/** Writes a file, with the folders it stands in; one that has the text already is not touched. */
export async function writeGenerated(file: string, text: string): Promise<FileState> {
  const state = await stateOf(file, text);
  if (state === 'current') return state;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return state;
}
