/** What changed between two APIs: releases, the working tree, or documents of OpenAPI. */

import { basename, resolve } from 'node:path';

import {
  diffOpenApi,
  diffSides,
  openApi,
  readReleases,
  momentAt,
  nothing,
  releaseNamed,
  sideOf,
  stateOf,
  type Diagnostic,
  type ReleaseFile,
  type Releases,
  type Report,
} from '@gati-framework/core/tooling';

import { usageFailure } from '../failure.js';
import { check } from './check.js';
import { isDocumentName, readDocument } from './documents.js';
import { projectRoot } from './project-root.js';

/** What to compare. Each side is a release (semver or id) or a file; the working tree where it is left out. */
export interface DiffOptions {
  readonly root?: string | undefined;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** What came of it. Without a report the project has errors. */
export interface Compared {
  readonly before: string;
  readonly after: string;
  readonly report?: Report;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compares. Nothing is written but `.gati/types.d.ts`, as every look at a project does. */
export async function diff(options: DiffOptions): Promise<Compared> {
  const { before, after } = options;
  if (before !== undefined && isDocumentName(before)) return diffDocuments(options.root, before, after);
  if (after !== undefined && isDocumentName(after))
    throw usageFailure(`${after} is a document, and ${before} is a release`, 'compare two documents or two releases');
  return diffReleases(projectRoot(options.root), before, after);
}

/** The working tree's name in reports. */
const workingTree = 'the working tree';

async function diffDocuments(root: string | undefined, before: string, after: string | undefined): Promise<Compared> {
  const old = await readDocument(resolve(before));
  if (after !== undefined) {
    if (!isDocumentName(after))
      throw usageFailure(`${before} is a document, and ${after} is none`, 'name two files, or one and no release');
    return {
      before: basename(before),
      after: basename(after),
      report: diffOpenApi(old, await readDocument(resolve(after))),
      diagnostics: [],
    };
  }
  const project = projectRoot(root);
  const { manifest, config, diagnostics } = await check(project);
  const sides = { before: basename(before), after: workingTree, diagnostics };
  if (diagnostics.some(({ severity }) => severity === 'error')) return sides;
  return { ...sides, report: diffOpenApi(old, openApi({ root: project, manifest, config }).document) };
}

async function diffReleases(root: string, before: string | undefined, after: string | undefined): Promise<Compared> {
  const releases = readReleases(root);
  const old = before === undefined ? releases.files.at(-1) : named(releases, before);
  const from = old === undefined ? nothing : sideOf(releases, old);
  const name = old?.semver ?? 'nothing';
  if (after !== undefined) {
    const next = named(releases, after);
    return { before: name, after: next.semver, report: diffSides(from, sideOf(releases, next)), diagnostics: [] };
  }
  const { manifest, config, diagnostics } = await check(root);
  const sides = { before: name, after: workingTree, diagnostics };
  if (diagnostics.some(({ severity }) => severity === 'error')) return sides;
  return { ...sides, report: diffSides(from, { manifest, unknownKeys: config.unknownKeys ?? 'strip' }) };
}

/** The release of an id or a version. */
function named({ files }: Releases, text: string): ReleaseFile {
  const { id } = releaseNamed(stateOf(files, []), text, momentAt(Date.now()));
  return files.find((file) => file.id === id)!;
}
