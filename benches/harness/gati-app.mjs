/** Our own apps: a project in a directory of its own, built as a user builds it. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { cli, repository } from './ours.mjs';

/**
 * An empty directory in which `@gati-framework/core` is this repository.
 * @param {string} [from] a project to copy
 */
export function projectDirectory(from) {
  const directory = mkdtempSync(join(tmpdir(), 'gati-bench-app-'));
  if (from !== undefined)
    cpSync(from, directory, {
      recursive: true,
      filter: (path) => !/[\\/](node_modules|dist|\.gati)([\\/]|$)/u.test(path),
    });
  mkdirSync(join(directory, 'node_modules/@gati-framework'), { recursive: true });
  symlinkSync(repository, join(directory, 'node_modules/@gati-framework/core'));
  symlinkSync(join(repository, 'node_modules/typescript'), join(directory, 'node_modules/typescript'));
  mkdirSync(join(directory, 'node_modules/@types'));
  symlinkSync(join(repository, 'node_modules/@types/node'), join(directory, 'node_modules/@types/node'));
  return directory;
}

/**
 * Runs `gatic build`, and names the entry it wrote.
 * @param {string} directory
 * @param {readonly string[]} [options]
 */
export async function buildApp(directory, options = []) {
  const child = spawn(process.execPath, [cli, 'build', '--root', directory, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const status = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (status !== 0) throw new Error(`gatic build ended with ${status}\n${output.slice(-4000)}`);
  return join(directory, 'dist/index.js');
}
