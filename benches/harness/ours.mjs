/** Where our own parts are, and whether they have been built. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string} name such as `tooling.js` */
const built = (name) => join(repository, 'dist', name);

const parts = {
  tooling: { made: () => existsSync(built('tooling.js')), name: 'dist/ (pnpm run build:ts)' },
  cli: {
    made: () => existsSync(join(repository, 'packages/gatic/dist')),
    name: 'packages/gatic/dist (pnpm run build:ts)',
  },
  analyze: { made: () => addonHas('analyze'), name: 'the addon with `analyze` (pnpm run build:native)' },
  compileType: { made: () => addonHas('compileType'), name: 'the addon with `compileType` (pnpm run build:native)' },
};

/**
 * What is missing before our row can be measured; nothing if all is there.
 * @param {...keyof typeof parts} needed
 */
export function missingParts(...needed) {
  return needed.filter((part) => !parts[part].made()).map((part) => parts[part].name);
}

function addonHas(name) {
  const folder = join(repository, 'src-ts/native');
  const file = readdirSync(folder).find((entry) => entry.endsWith('.node'));
  return file !== undefined && name in createRequire(import.meta.url)(join(folder, file));
}

/**
 * A module as it was built here, of what is not public.
 * @param {string} name such as `project/timescape/frozen.js`
 */
export function importBuilt(name) {
  return import(pathToFileURL(built(name)).href);
}

/** `@gati-framework/core/tooling` as it was built here. */
export function importTooling() {
  return import(pathToFileURL(built('tooling.js')).href);
}

/** The addon behind its door; the incremental analyzer is not part of the public interface. */
export function importNative() {
  return import(pathToFileURL(built('native/index.js')).href);
}

export const cli = join(repository, 'packages/gatic/bin/gatic.js');
