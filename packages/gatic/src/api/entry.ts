/** The two files a built app begins with: `index.js`, which starts it, and `app.js`, which holds the project's own code. */

import { wayToSchema, type Manifest } from '@gati-framework/core/tooling';

/** What `app.js` is bundled from. */
export interface AppSourceOptions {
  readonly manifest: Manifest;
  /** The configuration file, relative to the root, if there is one. */
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

/** The text of `index.js`. `described` says whether `openapi.json` is served as well. */
export function entrySource(described: boolean): string {
  return `// Written by gatic build. Start it with: node dist/index.js
import { readFileSync } from 'node:fs';

import { root } from './environment.js';
import { startApp } from '@gati-framework/core';
import { config, handlers, modules, validators } from './app.js';
import { contracts } from './contracts.js';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));

await startApp({
  mode: 'production',
  root,
  manifest: read('./manifest.json'),
  routes: read('./routes.json'),
  contracts,
  config,
  handlers,
  modules,
  validators,${described ? "\n  openapi: () => readFileSync(new URL('./openapi.json', import.meta.url), 'utf8')," : ''}
});
`;
}

/** What the bundler turns into `app.js`: every handler by its id, the modules, and the configuration. */
export function appSource({ manifest, config }: AppSourceOptions): string {
  const names = new Map<string, string>();
  const nameOf = (source: string): string => {
    const name = names.get(source) ?? `file${names.size}`;
    names.set(source, name);
    return name;
  };
  const handlers = manifest.handlers.map(
    ({ id, source }) => `  ${JSON.stringify(id)}: ${nameOf(source.file)}[${JSON.stringify(source.export)}],`,
  );
  const modules = manifest.modules.map((module) => {
    const value = `${nameOf(module.file)}[${JSON.stringify(module.export)}]`;
    return `  { name: ${JSON.stringify(module.name)}, file: ${JSON.stringify(module.file)}, value: ${value} },`;
  });
  const validators = manifest.handlers.flatMap(({ id, validators: own }) => {
    if (own === undefined) return [];
    const values = Object.entries(own).map(([position, schema]) => {
      const way = wayToSchema(schema).map((name) => `[${JSON.stringify(name)}]`);
      return `${position}: ${nameOf(schema.file)}${way.join('')}`;
    });
    return [`  ${JSON.stringify(id)}: { ${values.join(', ')} },`];
  });
  const imports = [...names].map(([source, name]) => `import * as ${name} from ${specifier(source)};`);
  const configuration =
    config === undefined ? 'export const config = {};' : `export { default as config } from ${specifier(config)};`;
  return `${imports.join('\n')}

${configuration}

export const handlers = {
${handlers.join('\n')}
};

export const modules = [
${modules.join('\n')}
];

export const validators = {
${validators.join('\n')}
};
`;
}

/** A project file as an import specifier. The bundler takes paths, not URLs. */
function specifier(file: string): string {
  return JSON.stringify(`./${file}`);
}
