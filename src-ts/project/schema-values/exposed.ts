/** Constants that a source file keeps to itself, as its compiled file exports them. */

import type { Manifest, SchemaValueJson } from '../../manifest/manifest.js';

/** The name under which a compiled file exports a constant that its source keeps to itself. */
export function exposedName(constant: string): string {
  return `$gati_${constant}`;
}

/** What exports these constants, to be put behind the text of their file. */
export function exposing(constants: readonly string[]): string {
  const names = constants.map((constant) => `${constant} as ${exposedName(constant)}`);
  return names.length === 0 ? '' : `\nexport { ${names.join(', ')} };\n`;
}

/** The names that lead from the module of a schema value to it. */
export function wayToSchema({ export: name, path }: SchemaValueJson): string[] {
  return [name ?? exposedName(path[0] ?? ''), ...path.slice(1)];
}

/** The constants that validate requests and that no file exports, by the file that declares them. */
export function unexportedSchemas(manifest: Manifest): Map<string, string[]> {
  const constants = new Map<string, string[]>();
  for (const { validators = {} } of manifest.handlers) {
    for (const { file, path, export: name } of Object.values(validators)) {
      if (name !== undefined) continue;
      constants.set(file, [...new Set([...(constants.get(file) ?? []), path[0]!])].sort());
    }
  }
  return constants;
}
