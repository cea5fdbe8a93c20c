/** `.gati/types.d.ts`: what the project's own modules add to the types of the framework. */

import { join } from 'node:path';

import type { ManifestModule } from '../manifest/manifest.js';
import { writeIfChanged } from './files.js';

/** The text of the file. */
export function typesFile(modules: readonly ManifestModule[]): string {
  const lines = modules.map((module) => {
    const specifier = `../${module.file.replace(/\.(m?)tsx?$/u, '.$1js')}`;
    const exported = `(typeof import(${JSON.stringify(specifier)}))[${JSON.stringify(module.export)}]`;
    return `    ${JSON.stringify(module.name)}: Provided<${exported}>;`;
  });
  return `// Written by gatic from the files in src/modules. Include it in tsconfig.json; never edit or commit it.
import '@gati-framework/core';

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
  writeIfChanged(join(root, '.gati', 'types.d.ts'), typesFile(modules));
}
