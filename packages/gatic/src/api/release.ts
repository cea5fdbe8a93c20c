/** Making a release of a project. */

import { relative } from 'node:path';

import {
  blocking,
  openProjectRegistry,
  planRelease,
  readReleases,
  tryPending,
  readState,
  timeOf,
  readTimescapeSettings,
  writePlanned,
  type Diagnostic,
  type OpenQuestion,
  type Pending,
  type ReleaseFile,
  type TriedStep,
} from '@gati-framework/core/tooling';

import { check } from './check.js';

/** Which release, of what. */
export interface MakeReleaseOptions {
  readonly root: string;
  readonly semver?: string | undefined;
  readonly note?: string | undefined;
  /** Whether to write it, or to say what would be written. */
  readonly writing: 'write' | 'look';
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A question, and the files its answer goes into. */
export interface OpenStep {
  readonly handler: string;
  /** Relative to the project, without ending. */
  readonly name: string;
  readonly open: readonly OpenQuestion[];
}

/** What came of it. */
export type MadeRelease =
  | {
      readonly kind: 'made';
      readonly release: ReleaseFile;
      readonly pending: Pending;
      /** What was written, or would be, relative to the project. */
      readonly files: readonly string[];
    }
  | { readonly kind: 'nothing'; readonly against: ReleaseFile | undefined }
  | { readonly kind: 'open'; readonly pending: Pending; readonly steps: readonly OpenStep[] }
  | { readonly kind: 'wrong'; readonly tried: readonly TriedStep[] }
  | { readonly kind: 'broken'; readonly diagnostics: readonly Diagnostic[] };

/** Freezes the working tree as a release, if nothing is open. */
export async function makeRelease(options: MakeReleaseOptions): Promise<MadeRelease> {
  const { root, semver, note, writing, now } = options;
  const { manifest, config, diagnostics } = await check(root);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { kind: 'broken', diagnostics };
  const unknownKeys = config.unknownKeys ?? 'strip';
  const after = await activations(root);
  const { pending, release, contracts } = planRelease({ root, manifest, unknownKeys, now, after, semver, note });
  const steps = pending.steps
    .map((step): OpenStep => ({ handler: step.handler, name: `timescape/changes/${step.name}`, open: blocking(step) }))
    .filter(({ open }) => open.length > 0);
  if (steps.length > 0) return { kind: 'open', pending, steps };
  if (release === undefined) return { kind: 'nothing', against: pending.against };
  const tried = await tryPending(root, pending, readReleases(root));
  if (tried.length > 0) return { kind: 'wrong', tried };
  if (writing === 'write') await until(timeOf(release.id));
  const files = writing === 'look' ? [] : writePlanned(root, release, contracts);
  return { kind: 'made', release, pending, files: files.map((file) => relative(root, file).replaceAll('\\', '/')) };
}

/** The longest that is waited, in milliseconds: a clock that went back by more is not waited for. */
const patience = 5000;

/** A release of the second of another one is named after the next one, and is there when that has come: it is never pending. */
async function until(moment: number): Promise<void> {
  const left = moment - Date.now();
  if (left > 0 && left <= patience) await new Promise((done) => setTimeout(done, left));
}

/**
 * When releases were activated, where they otherwise begin at the time they are named after: one that was earlier than a rollback
 * would never be current.
 */
async function activations(root: string): Promise<readonly string[]> {
  const registry = openProjectRegistry(root, await readTimescapeSettings(root));
  try {
    if (registry.begins !== 'at-its-id') return [];
    return (await readState(registry, [])).timeline.map(({ at }) => at);
  } finally {
    await registry.close();
  }
}
