/** From a project to a directory that Node serves on its own. */

import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

import {
  blocking,
  compileContracts,
  fastifySchemas,
  findConfigFile,
  headVersion,
  openApiText,
  pendingChanges,
  readReleases,
  releaseOpenApi,
  serveReleases,
  tryPending,
  type Diagnostic,
  type Inspected,
  type Served,
} from '@gati-framework/core/tooling';

import { usageFailure } from '../failure.js';
import { bundle } from './bundle.js';
import { check } from './check.js';
import { entrySource, environmentSource, workersSource } from './entry.js';
import { typecheck } from './typecheck.js';

/** What to build, and how. */
export interface BuildOptions {
  readonly root: string;
  /** Relative to the root. */
  readonly outDir: string;
  readonly minify: boolean;
  readonly typecheck: boolean;
  readonly colours: boolean;
}

/** What came of it. Only `ok` has touched the output directory. */
export type Built =
  | {
      readonly ok: true;
      readonly outDir: string;
      readonly handlers: number;
      readonly modules: number;
      readonly warnings: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[]; readonly messages: readonly string[] };

/** Builds. Everything is written beside the output directory first, and takes its place only when all of it is good. */
export async function build(options: BuildOptions): Promise<Built> {
  const outDir = resolve(options.root, options.outDir);
  await checkOutDir(options.root, outDir);
  const inspected = await check(options.root);
  const { diagnostics } = inspected;
  const types = options.typecheck ? await typecheck(options.root, options.colours) : undefined;
  const messages = types?.ok === false ? [types.text] : [];
  if (messages.length > 0 || diagnostics.some((diagnostic) => diagnostic.severity === 'error'))
    return { ok: false, diagnostics, messages };

  const temporary = `${outDir}.${process.pid}.tmp`;
  try {
    const released = await releasesOf(options.root, inspected);
    if ('open' in released) return { ok: false, diagnostics, messages: released.open };
    const written = await write(options, inspected, released, outDir, temporary);
    if (written.length > 0) return { ok: false, diagnostics, messages: written };
    await replace(outDir, temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  const { handlers, modules } = inspected.manifest;
  return { ok: true, outDir, handlers: handlers.length, modules: modules.length, warnings: diagnostics };
}

/** Refuses to replace a directory that somebody else filled: the sources, or the whole project. */
async function checkOutDir(root: string, outDir: string): Promise<void> {
  if (root === outDir || root.startsWith(outDir + sep))
    throw usageFailure(`--out-dir ${outDir} contains the project itself`, 'use a directory inside the project');
  if (!existsSync(outDir)) return;
  const entries = await readdir(outDir);
  if (entries.length > 0 && !(entries.includes('manifest.json') && entries.includes('routes.json'))) {
    throw usageFailure(
      `${outDir} is not empty, and gatic did not write it`,
      'remove it, or choose another with --out-dir',
    );
  }
}

/** Writes everything, and answers with what the bundler refused. */
async function write(
  options: BuildOptions,
  inspected: Inspected,
  { served, documents }: ServedReleases,
  outDir: string,
  to: string,
): Promise<string[]> {
  const { root } = options;
  const { manifest, routes, config } = inspected;
  const configFile = findConfigFile(root);
  await mkdir(to, { recursive: true });
  const bundled = await bundle({
    root,
    manifest,
    config: configFile === undefined ? undefined : relative(root, configFile).split(sep).join('/'),
    changes: served.changes,
    outDir: to,
    minify: options.minify,
    colours: options.colours,
  });
  if (bundled.errors.length > 0) return bundled.errors;
  const rootFromOutDir = `${relative(outDir, root).split(sep).join('/')}/`;
  const described = typeof config.openapi === 'object' && config.openapi.production === true;
  const outputs: readonly (readonly [string, string])[] = [
    ['package.json', json({ private: true, type: 'module' })],
    ['manifest.json', json(manifest)],
    ['routes.json', json(routes)],
    ['schemas.json', json(fastifySchemas(manifest))],
    ['contracts.js', compileContracts(manifest, { unknownKeys: config.unknownKeys ?? 'strip', readers: 'bodies' })],
    ['environment.js', environmentSource(rootFromOutDir)],
    ['workers.js', workersSource],
    ['index.js', entrySource({ described, released: served.files.length > 0 })],
    ...served.files.map(([name, text]) => [`timescape/${name}`, text] as const),
    ...documents,
    ...(described
      ? [['openapi.json', openApiText({ root, manifest, config, version: headVersion(root) })] as const]
      : []),
  ];
  for (const folder of new Set(outputs.map(([name]) => dirname(join(to, name)))))
    await mkdir(folder, { recursive: true });
  await Promise.all(outputs.map(([name, text]) => writeFile(join(to, name), text)));
  return [];
}

/** What is served of older releases. */
interface ServedReleases {
  readonly served: Served;
  /** Names and texts of their OpenAPI documents. */
  readonly documents: readonly (readonly [string, string])[];
}

/** The releases of the project, or what has to be answered before clients of theirs can be served. */
async function releasesOf(
  root: string,
  { manifest, config }: Inspected,
): Promise<ServedReleases | { readonly open: string[] }> {
  const releases = readReleases(root);
  if (releases.files.length === 0) return { served: { files: [], changes: [] }, documents: [] };
  const pending = pendingChanges(root, manifest, config.unknownKeys ?? 'strip', releases);
  const open = pending.steps.flatMap((step) => blocking(step).map(({ text }) => `${step.handler}: ${text}`));
  if (open.length > 0)
    return { open: [...open, 'clients of released versions need an answer; see gatic release --dry-run'] };
  const tried = await tryPending(root, pending, releases);
  if (tried.length > 0)
    return { open: tried.map(({ file, position, law, text }) => `${file} (${position}) is not ${law}: ${text}`) };
  const documents = releases.files.flatMap(({ id }) => {
    const text = releaseOpenApi(root, config, releases, id);
    return text === undefined ? [] : [[`timescape/openapi/${id.replaceAll(':', '-')}.json`, text] as const];
  });
  return { served: serveReleases({ manifest, releases, pending, answers: 'trusted' }), documents };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Puts the new directory in the old one's place. A rename is not copied by halves. */
async function replace(outDir: string, temporary: string): Promise<void> {
  const old = `${outDir}.${process.pid}.old`;
  await mkdir(dirname(outDir), { recursive: true });
  const existed = existsSync(outDir);
  if (existed) await rename(outDir, old);
  try {
    await rename(temporary, outDir);
  } catch (error) {
    if (existed) await rename(old, outDir);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}
