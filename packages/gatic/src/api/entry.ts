/** The entry of a built app: plain text that names every handler, so that `node dist/index.js` is all there is to know. */

import type { Manifest } from '@gati-framework/core/tooling';

import type { BundledFiles } from './bundle.js';

/** What the entry is written from. */
export interface EntryOptions {
  readonly manifest: Manifest;
  readonly files: BundledFiles;
  /** The configuration's source name, if there is one. */
  readonly config: string | undefined;
}

/** The text of `environment.js`, which is imported first: files of the project may read the environment when they are loaded. */
export function environmentSource(rootFromOutDir: string): string {
  return `import { fileURLToPath } from 'node:url';

import { loadEnvFiles } from '@gati-framework/core';

export const root = fileURLToPath(new URL(${JSON.stringify(encodeURI(rootFromOutDir))}, import.meta.url));

loadEnvFiles(root, 'production');
`;
}

/** The text of `index.js`. */
export function entrySource(options: EntryOptions): string {
  const { manifest, files, config } = options;
  const names = new Map<string, string>();
  const importLines: string[] = [];
  const nameOf = (source: string): string => {
    const known = names.get(source);
    if (known !== undefined) return known;
    const name = `file${names.size}`;
    names.set(source, name);
    importLines.push(`import * as ${name} from ${specifier(files.get(source) ?? source)};`);
    return name;
  };
  const handlers = manifest.handlers.map(
    ({ id, source }) => `    ${JSON.stringify(id)}: ${nameOf(source.file)}[${JSON.stringify(source.export)}],`,
  );
  const modules = manifest.modules.map((module) => {
    const value = `${nameOf(module.file)}[${JSON.stringify(module.export)}]`;
    return `    { name: ${JSON.stringify(module.name)}, file: ${JSON.stringify(module.file)}, value: ${value} },`;
  });
  const configImport = config === undefined ? [] : [`import config from ${specifier(files.get(config) ?? config)};`];
  return `// Written by gatic build. Start it with: node dist/index.js
import { readFileSync } from 'node:fs';

import { root } from './environment.js';
import { startApp } from '@gati-framework/core';
import { contracts } from './contracts.js';
${[...configImport, ...importLines].join('\n')}

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

await startApp({
  mode: 'production',
  root,
  manifest: read('./manifest.json'),
  routes: read('./routes.json'),
  contracts,
  config${config === undefined ? ': {}' : ''},
  handlers: {
${handlers.join('\n')}
  },
  modules: [
${modules.join('\n')}
  ],
});
`;
}

/** A relative file as an import specifier, which is a URL and not a path. */
function specifier(file: string): string {
  return JSON.stringify(`./${file.split('/').map(encodeURIComponent).join('/')}`);
}
