/**
 * The files a built app begins with: `index.js`, which starts it, `workers.js`, which starts it in several processes, and
 * `app.js`, which holds the project's own code.
 */

import { wayToSchema, type Manifest } from '@gati-framework/core/tooling';

/** What `app.js` is bundled from. */
export interface AppSourceOptions {
  readonly manifest: Manifest;
  /** The configuration file, relative to the root, if there is one. */
  readonly config: string | undefined;
  /** Change files of releases, below `timescape/`. */
  readonly changes: readonly string[];
}

/** What the entry file serves beside the handlers. */
export interface EntryParts {
  /** `openapi.json`. */
  readonly described: boolean;
  /** Older releases, in `timescape/`. */
  readonly released: boolean;
}

/** The text of `environment.js`, which is imported first: files of the project may read the environment when they are loaded. */
export function environmentSource(rootFromOutDir: string): string {
  return `import { fileURLToPath } from 'node:url';

import { loadEnvFiles } from '@gati-framework/core';

export const root = fileURLToPath(new URL(${JSON.stringify(encodeURI(rootFromOutDir))}, import.meta.url));

loadEnvFiles(root, 'production');
`;
}

/** The text of `workers.js`, which has the application served by several processes. */
export const workersSource: string = `// Written by gatic build. Start it with: node dist/workers.js [how many, or auto]
import { fileURLToPath } from 'node:url';

import { startWorkers } from '@gati-framework/core/workers';

const entry = fileURLToPath(new URL('./index.js', import.meta.url));
process.exitCode = await startWorkers(entry, { count: process.argv[2] });
`;

/** The text of `index.js`. */
export function entrySource({ described, released }: EntryParts): string {
  const imported = released ? "\nimport { timescapeOf } from './timescape/index.js';" : '';
  const before = released
    ? `
const timescape = {
  ...timescapeOf(changes),
  openapi: (release) => readIfThere(\`./timescape/openapi/\${release.replaceAll(':', '-')}.json\`),
};

function readIfThere(name) {
  const file = new URL(name, import.meta.url);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
`
    : '';
  const parts = [
    ...(described ? ["  openapi: () => readFileSync(new URL('./openapi.json', import.meta.url), 'utf8'),"] : []),
    ...(released ? ['  timescape,'] : []),
  ];
  return `// Written by gatic build. Start it with: node dist/index.js
import { ${released ? 'existsSync, ' : ''}readFileSync } from 'node:fs';

import { root } from './environment.js';
import { startApp } from '@gati-framework/core';
import { ${released ? 'changes, ' : ''}config, handlers, modules, validators } from './app.js';
import { contracts } from './contracts.js';${imported}

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
${before}
await startApp({
  mode: 'production',
  root,
  manifest: read('./manifest.json'),
  routes: read('./routes.json'),
  contracts,
  config,
  handlers,
  modules,
  validators,${parts.map((part) => `\n${part}`).join('')}
});
`;
}

/** What the bundler turns into `app.js`: every handler by its id, the modules, and the configuration. */
export function appSource({ manifest, config, changes }: AppSourceOptions): string {
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
  const changed = changes.map((name) => `  ${JSON.stringify(name)}: ${nameOf(`timescape/${name}`)}.default,`);
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

export const changes = {
${changed.join('\n')}
};
`;
}

/** A project file as an import specifier. The bundler takes paths, not URLs. */
function specifier(file: string): string {
  return JSON.stringify(`./${file}`);
}
