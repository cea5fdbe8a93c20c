/** The packages that a type was found out from: another version of one may make another type of it. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The package whose types are generated from files of the project. */
const generated = '@prisma/client';

/** Reads packages, each once. */
export class Versions {
  readonly #root: string;
  readonly #read = new Map<string, PackageJson | undefined>();

  constructor(root: string) {
    this.#root = root;
  }

  /** A hash of sources and of the versions of packages, with all that these depend on. */
  hash(origin: string, files: readonly string[]): string {
    const found = new Map<string, string>();
    for (const file of files) this.#add(this.#folderOf(file), found);
    const hash = createHash('sha256').update(origin);
    const versions = [...found.values()].sort();
    for (const version of versions) hash.update(`\0${version}`);
    if (versions.some((version) => version.startsWith(`${generated}@`))) hash.update(modelsOf(this.#root));
    return hash.digest('hex').slice(0, 32);
  }

  #add(folder: string | undefined, found: Map<string, string>): void {
    if (folder === undefined || found.has(folder)) return;
    const { name = '', version = '', dependencies = {}, peerDependencies = {} } = this.#package(folder) ?? {};
    found.set(folder, `${name}@${version}`);
    for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
      this.#add(this.#installed(folder, dependency), found);
      if (!dependency.startsWith('@')) this.#add(this.#installed(folder, `@types/${dependency}`), found);
    }
  }

  /** The folder of the package that a file belongs to. */
  #folderOf(file: string): string | undefined {
    for (let folder = dirname(file); dirname(folder) !== folder; folder = dirname(folder)) {
      if (this.#package(folder)?.version !== undefined) return folder;
    }
    return undefined;
  }

  /** The folder that a name leads to from a package. */
  #installed(from: string, name: string): string | undefined {
    for (let folder = from; ; folder = dirname(folder)) {
      const candidate = join(folder, 'node_modules', name);
      if (this.#package(candidate) !== undefined) return realpathSync(candidate);
      if (dirname(folder) === folder) return undefined;
    }
  }

  #package(folder: string): PackageJson | undefined {
    if (!this.#read.has(folder)) this.#read.set(folder, readPackage(folder));
    return this.#read.get(folder);
  }
}

/** The models that types are generated from, however they are laid out. */
function modelsOf(root: string): string {
  const folders = [root, join(root, 'prisma')];
  const files = folders.flatMap((folder) =>
    (existsSync(folder) ? readdirSync(folder) : []).map((name) => join(folder, name)),
  );
  const nested = join(root, 'prisma/schema');
  if (existsSync(nested)) files.push(...readdirSync(nested).map((name) => join(nested, name)));
  const models = files.filter((file) => file.endsWith('.prisma')).sort();
  return models.map((file) => `\0${readFileSync(file, 'utf8').replaceAll(/\s+/gu, ' ')}`).join('');
}

function readPackage(folder: string): PackageJson | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageJson;
  } catch {
    return undefined;
  }
}
