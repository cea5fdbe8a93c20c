/** What changed between two APIs: releases, the working tree, or documents of OpenAPI. */

import { basename, resolve } from 'node:path';

import {
  blocking,
  diffOpenApi,
  diffSides,
  openApi,
  pendingChanges,
  readReleases,
  momentAt,
  nothing,
  releaseNamed,
  routeKeyOf,
  sideOf,
  stateOf,
  type Diagnostic,
  type Pending,
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
  /** What becomes of the old clients of a route; absent where documents are compared. */
  readonly carrying?: (route: string) => 'asked' | 'answered' | 'gone';
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
    const report = diffSides(from, sideOf(releases, next));
    return { before: name, after: next.semver, report, diagnostics: [], carrying: () => 'answered' };
  }
  const { manifest, config, diagnostics } = await check(root);
  const sides = { before: name, after: workingTree, diagnostics };
  if (diagnostics.some(({ severity }) => severity === 'error')) return sides;
  const unknownKeys = config.unknownKeys ?? 'strip';
  if (old === undefined || old !== releases.files.at(-1))
    return { ...sides, report: diffSides(from, { manifest, unknownKeys }) };
  // What a release would say, which knows the releases before it and what is answered already.
  const pending = pendingChanges(root, manifest, unknownKeys, releases);
  return { ...sides, report: pending.report, carrying: carryingOf(pending) };
}

/** What becomes of the clients of each route, by what is answered in `timescape/changes`. */
export function carryingOf({ steps }: Pending): (route: string) => 'asked' | 'answered' | 'gone' {
  const byRoute = new Map(steps.map((step) => [routeKeyOf(step.handler), step]));
  return (route) => {
    const step = byRoute.get(routeKeyOf(route));
    if (step === undefined) return 'answered';
    if (blocking(step).length > 0) return 'asked';
    return step.step.to === null ? 'gone' : 'answered';
  };
}

/** The release of an id or a version. */
function named({ files }: Releases, text: string): ReleaseFile {
  const { id } = releaseNamed(stateOf(files, []), text, momentAt(Date.now()));
  return files.find((file) => file.id === id)!;
}
