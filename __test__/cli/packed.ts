/** The packages as they would be published: tarballs made by `pnpm pack`. */

import { copyFile, cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { repository, run } from './harness.js';

/** Where each tarball is. */
export interface Packed {
  readonly core: string;
  readonly cli: string;
  readonly native: string;
  /** The environment that makes `gatic create` use them. */
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

/** Packs core, gatic and this machine's platform package. They have to be built. */
export async function pack(): Promise<Packed> {
  const directory = await mkdtemp(join(tmpdir(), 'gati-packed-'));
  const built = (await readdir(join(repository, 'src-ts/native'))).find((name) => name.endsWith('.node'));
  if (built === undefined) throw new Error('the addon is not built; run npm run build:native');
  const triple = built.replace(/^gati\.|\.node$/g, '');
  const platform = join(directory, triple);
  await cp(join(repository, 'npm', triple), platform, { recursive: true });
  await copyFile(join(repository, 'src-ts/native', built), join(platform, built));
  const core = await packOne(repository, join(directory, 'core'));
  const cli = await packOne(join(repository, 'packages/gatic'), join(directory, 'cli'));
  const native = await packOne(platform, join(directory, 'native'));
  return {
    core,
    cli,
    native,
    env: { GATI_CORE_SPEC: `file:${core}`, GATI_CLI_SPEC: `file:${cli}`, GATI_NATIVE_SPEC: `file:${native}` },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

async function packOne(from: string, to: string): Promise<string> {
  const { code, stdout, stderr } = await run('npx', ['--yes', 'pnpm@12.21.0', 'pack', '--pack-destination', to], {
    cwd: from,
  });
  if (code !== 0) throw new Error(`pnpm pack failed in ${from}:\n${stdout}${stderr}`);
  const [tarball] = (await readdir(to)).filter((name) => name.endsWith('.tgz'));
  return join(to, tarball!);
}
