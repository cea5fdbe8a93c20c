/** `.gati/types.d.ts`: what the project's own modules add to the types of the framework, and which files are checked besides. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { ManifestModule } from '../manifest/manifest.js';
import { writeIfChanged } from './files.js';

/** The text of the file. `changes` are the change files of releases, which no handler imports, relative to the root. */
export function typesFile(modules: readonly ManifestModule[], changes: readonly string[] = []): string {
  const references = changes.map((file) => `/// <reference path=${JSON.stringify(`../${file}`)} />\n`);
  const lines = modules.map((module) => {
    const specifier = `../${module.file.replace(/\.(m?)tsx?$/u, '.$1js')}`;
    const exported = `(typeof import(${JSON.stringify(specifier)}))[${JSON.stringify(module.export)}]`;
    return `    ${JSON.stringify(module.name)}: Provided<${exported}>;`;
  });
  return `// Written by gatic from the files in src/modules. Include it in tsconfig.json; never edit or commit it.
${references.join('')}import '@gati-framework/core';

/** What a module gives to handlers: its exports, or else what it makes when it starts. */
type Provided<M> = M extends { readonly exports: infer Exports }
  ? Exports
  : M extends { init(...args: never[]): infer Made }
    ? Awaited<Made>
    : M extends (...args: never[]) => infer Made
      ? Awaited<Made>
      : unknown;

declare module '@gati-framework/core' {
  interface ModuleRegistry {
${lines.join('\n')}
  }
}
`;
}

/** Writes the file when its content changed. */
export function writeTypesFile(root: string, modules: readonly ManifestModule[]): void {
  writeIfChanged(join(root, '.gati', 'types.d.ts'), typesFile(modules, changeFiles(root)));
}

/** The change files of the project's releases, so that a place nobody filled is an error of `tsc` and in the editor. */
function changeFiles(root: string): string[] {
  const folder = 'timescape/changes';
  let names: string[];
  try {
    names = readdirSync(join(root, folder));
  } catch {
    return [];
  }
  return names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.types.ts'))
    .sort()
    .map((name) => `${folder}/${name}`);
}
