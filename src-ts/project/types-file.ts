/** `.gati/types.d.ts`: what the project's own modules add to the types of the framework. */

import { join } from 'node:path';

import type { ManifestModule } from '../manifest/manifest.js';
import { writeIfChanged } from './files.js';

/** The text of the file. Pure, so that `gatic build` and `gatic dev` cannot differ. */
export function typesFile(modules: readonly ManifestModule[]): string {
  const lines = modules.map((module) => {
    const specifier = `../${module.file.replace(/\.(m?)tsx?$/u, '.$1js')}`;
    const exported = `(typeof import(${JSON.stringify(specifier)}))[${JSON.stringify(module.export)}]`;
    return `    ${JSON.stringify(module.name)}: ModuleExports<${exported}>;`;
  });
  return `// Written by gatic from the files in src/modules. Include it in tsconfig.json; never edit or commit it.
import type { ModuleExports } from '@gati-framework/core';

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
