/** Bundles a project's own files; packages stay where they are installed. */

import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';

import type { Manifest } from '@gati-framework/core/tooling';
import { build, type BuildFailure, type Message } from 'esbuild';

import { placeEnvironment, sourcePlaceNames, sourcePlacePlugin } from './source-place.js';

/** What to bundle, and where to. */
export interface BundleOptions {
  readonly root: string;
  readonly manifest: Manifest;
  /** The configuration file, if there is one. */
  readonly config: string | undefined;
  readonly outDir: string;
  readonly minify: boolean;
  readonly colours: boolean;
}

/** Where each source file went, relative to the output directory and with `.js`. */
export type BundledFiles = ReadonlyMap<string, string>;

/** Bundles, or answers with what the bundler could not accept. */
export async function bundle(options: BundleOptions): Promise<{ files: BundledFiles } | { errors: string[] }> {
  const { manifest, root } = options;
  const sources = new Set([
    ...manifest.handlers.map((handler) => handler.source.file),
    ...manifest.modules.map((module) => module.file),
  ]);
  const entries = new Map([...sources].map((file) => [file, withoutExtension(file.replace(/^src\//u, ''))]));
  if (options.config !== undefined) entries.set(basename(options.config), withoutExtension(basename(options.config)));
  const files = new Map([...entries].map(([source, output]) => [source, `${output}.js`]));
  if (entries.size === 0) return { files };
  try {
    const { outputFiles } = await build({
      write: false,
      plugins: [sourcePlacePlugin(root)],
      define: sourcePlaceNames,
      absWorkingDir: root,
      entryPoints: [...entries].map(([source, output]) => ({ in: join(root, source), out: output })),
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
    return { files };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return { errors: error.errors.map((message) => renderMessage(message)) };
  }
}

function withoutExtension(file: string): string {
  return file.slice(0, -extname(file).length);
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
