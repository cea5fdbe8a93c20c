/** Runs the project's own TypeScript over it. */

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { environmentFailure } from '../failure.js';

/** What TypeScript said. */
export interface Typechecked {
  readonly ok: boolean;
  readonly text: string;
}

/** Type-checks the project. `undefined` when it has no tsconfig.json, and so no opinion about its types. */
export async function typecheck(root: string, colours: boolean): Promise<Typechecked | undefined> {
  if (!existsSync(join(root, 'tsconfig.json'))) return undefined;
  const compiler = findCompiler(root);
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [compiler, '--noEmit', '-p', 'tsconfig.json', '--pretty', String(colours)], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    const keep = (chunk: Buffer): void => void (text += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', fail);
    child.on('close', (code) => done({ ok: code === 0, text: text.trimEnd() }));
  });
}

function findCompiler(root: string): string {
  try {
    const manifestPath = createRequire(join(root, 'package.json')).resolve('typescript/package.json');
    const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as { bin?: { tsc?: string } };
    return join(dirname(manifestPath), manifest.bin?.tsc ?? 'bin/tsc');
  } catch {
    throw environmentFailure(
      'TypeScript is not installed in this project, so its types cannot be checked',
      'install it as a development dependency, or build with --no-typecheck',
    );
  }
}
