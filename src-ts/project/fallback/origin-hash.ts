/** A hash of what a type was found out from: whatever differs may make another type of it. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const specifier = /\b(?:from|import|require)\s*\(?\s*(['"])([^'"\n]+)\1/gu;

/** Hashes the sources of a type: files of the project, the compiler's options, and the versions of packages. */
export function originHash(root: string, tsconfig: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  const packages = new Set<string>();
  for (const file of [tsconfig, ...files]) {
    // Git may check the same file out with other line ends.
    const text = textOf(file)?.replaceAll('\r\n', '\n');
    hash.update(`${relative(root, file).split(sep).join('/')}\0${text ?? ''}\0`);
    if (file === tsconfig) continue;
    for (const [, , name = ''] of (text ?? '').matchAll(specifier)) {
      if (!name.startsWith('.')) packages.add(`${dirname(file)}\0${packageOf(name)}`);
    }
  }
  const versions = [...packages].map((found) => {
    const [folder = '', name = ''] = found.split('\0');
    return `${name}@${versionOf(folder, name)} ${versionOf(folder, `@types/${name}`)}`;
  });
  for (const version of [...new Set(versions)].sort()) hash.update(`${version}\0`);
  return hash.digest('hex').slice(0, 32);
}

function packageOf(name: string): string {
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

function versionOf(folder: string, name: string): string {
  for (let current = folder; ; current = dirname(current)) {
    const text = textOf(join(current, 'node_modules', name, 'package.json'));
    if (text !== undefined) return (JSON.parse(text) as { version?: string }).version ?? '';
    if (dirname(current) === current) return '';
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
