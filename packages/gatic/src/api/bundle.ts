/** Bundles a project's own files; packages stay where they are installed. */

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { unexportedSchemas, type Manifest } from '@gati-framework/core/tooling';
import { build, type BuildFailure, type Message } from 'esbuild';

import { appSource } from './entry.js';
import { placeEnvironment, sourcePlaceNames, sourcePlacePlugin } from './source-place.js';

/** What to bundle, and where to. */
export interface BundleOptions {
  readonly root: string;
  readonly manifest: Manifest;
  /** The configuration file, relative to the root, if there is one. */
  readonly config: string | undefined;
  /** Change files of releases, below `timescape/`. */
  readonly changes: readonly string[];
  readonly outDir: string;
  readonly minify: boolean;
  readonly colours: boolean;
}

/**
 * Bundles the project into `app.js`, or answers with what the bundler could not accept. It is one file, in which the
 * bundler names the source of each part: a file for each handler would be read one by one before the first answer.
 */
export async function bundle(options: BundleOptions): Promise<{ errors: string[] }> {
  const { root } = options;
  try {
    const { outputFiles } = await build({
      write: false,
      plugins: [sourcePlacePlugin(root, unexportedSchemas(options.manifest))],
      define: sourcePlaceNames,
      absWorkingDir: root,
      stdin: { contents: appSource(options), resolveDir: root, sourcefile: 'app.ts', loader: 'ts' },
      entryNames: 'app',
      outdir: options.outDir,
      bundle: true,
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      packages: 'external',
      sourcemap: true,
      minify: options.minify,
      keepNames: true,
      legalComments: 'none',
      logLevel: 'silent',
    });
    for (const { path, contents, text } of outputFiles) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, path.endsWith('.js') ? placeEnvironment(text, path, options.outDir) : contents);
    }
    return { errors: [] };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return { errors: error.errors.map((message) => renderMessage(message)) };
  }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function renderMessage(message: Message): string {
  const at = message.location;
  if (at === null) return message.text;
  const caret = `${' '.repeat(at.column)}${'^'.repeat(Math.max(1, at.length))}`;
  return `${at.file}:${at.line}:${at.column + 1} ${message.text}\n    ${at.lineText}\n    ${caret}`;
}
