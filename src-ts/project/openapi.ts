/** The OpenAPI document of a project. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { GatiConfig } from '../api/config.js';
import { resolveConfig } from '../config/resolve.js';
import type { Manifest } from '../manifest/manifest.js';
import { openApi as openApiOf } from '../native/index.js';
import { withVersions } from './timescape/described.js';

/** What a document is made from. */
export interface OpenApiOptions {
  /** The folder of the project: its `package.json` has the title and the version. */
  readonly root: string;
  readonly manifest: Manifest;
  readonly config?: GatiConfig;
  /** The release it is the document of; `head` for what is not released yet. Nothing is said of versions unless it is there. */
  readonly version?: string | undefined;
}

/** Something of a handler that OpenAPI 3.1 has no words for. */
export interface OpenApiFinding {
  /** A stable code, such as `GATI_OPENAPI_METHOD`. */
  readonly code: string;
  /** The handler, by id. */
  readonly handler: string;
  readonly message: string;
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: object;
  readonly paths: Readonly<Record<string, object>>;
  readonly [member: string]: unknown;
}

/**
 * The OpenAPI 3.1 document of a manifest: its schemas are those that are enforced, for the `unknownKeys` of the
 * configuration. The same manifest gives the same document, member by member.
 */
export function openApi(options: OpenApiOptions): { document: OpenApiDocument; findings: OpenApiFinding[] } {
  const { root, manifest, config = {}, version } = options;
  // PORT and HOST say nothing about the document.
  const { basePath, unknownKeys, openapi, timescape } = resolveConfig(config, {}, 'production');
  const text = openApiOf(
    JSON.stringify(manifest),
    JSON.stringify({ info: { ...ownInfo(root), ...openapi.info }, servers: openapi.servers, basePath, unknownKeys }),
  );
  const made = JSON.parse(text) as { document: OpenApiDocument; findings: OpenApiFinding[] };
  if (version === undefined || !timescape.on) return made;
  const release = version === 'head' ? undefined : version;
  return { ...made, document: withVersions(made.document, { settings: timescape, release }) };
}

/** The version of a project's own document: `head` where clients can choose between releases. */
export function headVersion(root: string): 'head' | undefined {
  const folder = join(root, 'timescape/releases');
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.json')) ? 'head' : undefined;
}

/** The document as it is served and written: the same text in both places. */
export function openApiText(options: OpenApiOptions): string {
  return `${JSON.stringify(openApi(options).document, null, 2)}\n`;
}

/** What `package.json` says of the project. */
function ownInfo(root: string): { title: string; version: string; description?: string } {
  let said: Readonly<Record<string, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    if (typeof parsed === 'object' && parsed !== null) said = parsed as Record<string, unknown>;
  } catch {
    // A project without a readable package.json still has a folder.
  }
  const { name, version, description } = said;
  return {
    title: typeof name === 'string' && name !== '' ? name : basename(root),
    version: typeof version === 'string' && version !== '' ? version : '0.0.0',
    ...(typeof description === 'string' && description !== '' ? { description } : {}),
  };
}
