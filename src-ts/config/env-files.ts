/** `.env` files. Node's own parser reads them; this decides which ones, and who wins. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

import type { Mode } from '../definition.js';

/** The files of a mode, the weakest first. */
export function envFileNames(mode: Mode): readonly string[] {
  // Tests have to give the same result on every machine, so they do not read what is local to one.
  return mode === 'test' ? ['.env', '.env.test'] : ['.env', '.env.local', `.env.${mode}`, `.env.${mode}.local`];
}

/** What the files of a folder say, and which of them exist. */
export function readEnvFiles(
  root: string,
  mode: Mode,
): { readonly values: Readonly<Record<string, string>>; readonly files: readonly string[] } {
  const values: Record<string, string> = {};
  const files: string[] = [];
  for (const name of envFileNames(mode)) {
    let text: string;
    try {
      text = readFileSync(join(root, name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw error;
    }
    files.push(name);
    Object.assign(values, parseEnv(text));
  }
  return { values, files };
}

/** Puts the files' values into the environment. What is set there already wins. Gives back the files that were read. */
export function loadEnvFiles(root: string, mode: Mode, env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const { values, files } = readEnvFiles(root, mode);
  for (const [name, value] of Object.entries(values)) env[name] ??= value;
  return files;
}
