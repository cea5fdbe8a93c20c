/** Who knows whom among the TypeScript modules. Imports are read with a real parser. */
import { dirname, join } from 'node:path/posix';
import { parseSync } from 'oxc-parser';
import { lineAt, type SourceFile, type Violation } from './tree.js';

/** One import of a file. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** A sentence of the house about imports. */
interface ImportRule {
  readonly rule: string;
  /** The files it is about. */
  readonly within: (path: string) => boolean;
  /** Whether this import breaks it. `target` is the path it points to, if it is relative. */
  readonly forbids: (specifier: string, target: string | undefined, path: string) => boolean;
}

const inCore = (path: string): boolean => path.startsWith('src-ts/');
const inPackage = (path: string): boolean => /^packages\/[^/]+\/(src|bin)\//.test(path);
const shipped = (path: string): boolean => inCore(path) || inPackage(path);
const isFastify = (specifier: string): boolean => /^(fastify|fastify-plugin|find-my-way|@fastify\/.+)$/.test(specifier);

const importRules: readonly ImportRule[] = [
  {
    rule: 'Fastify is imported in src-ts/hosts/fastify alone; src-ts/fastify.ts re-exports what is public of it.',
    within: (path) => shipped(path) && !path.startsWith('src-ts/hosts/fastify/'),
    forbids: isFastify,
  },
  {
    rule: 'The addon is opened by src-ts/native/index.ts alone; everybody else imports that file.',
    within: (path) => shipped(path) && !path.startsWith('src-ts/native/'),
    forbids: (specifier, target) =>
      specifier.endsWith('.node') ||
      specifier.startsWith('@gati-framework/native') ||
      (target !== undefined && target.startsWith('src-ts/native/') && target !== 'src-ts/native/index.js'),
  },
  {
    rule: 'The package pg is an optional peer: only src-ts/timescape/registry/postgres/client.ts loads it, and not by a literal.',
    within: shipped,
    forbids: (specifier) => /^pg(-|$)/.test(specifier),
  },
  {
    rule: 'The run half of the core serves a built application without the addon, so it imports neither src-ts/native nor src-ts/project.',
    within: (path) => /^src-ts\/(api|errors|manifest|pipeline|modules|timescape)\//.test(path),
    forbids: (_specifier, target) => target !== undefined && /^src-ts\/(native|project)\//.test(target),
  },
  {
    rule: 'What compiled validators run with also runs in a browser: src-ts/validate.ts and src-ts/validators import nothing of Node.',
    within: (path) => path === 'src-ts/validate.ts' || path.startsWith('src-ts/validators/'),
    forbids: (specifier, target) =>
      target === undefined ||
      !/^src-ts\/(validators|errors|manifest)\/|^src-ts\/reader\/json-position\.js$/.test(target),
  },
  {
    rule: 'The pipeline is the same under every host: nothing in api, errors, manifest, modules, pipeline and timescape imports a host.',
    within: (path) => /^src-ts\/(api|errors|manifest|pipeline|modules|timescape)\//.test(path),
    forbids: (_specifier, target) => target?.startsWith('src-ts/hosts/') === true,
  },
  {
    rule: 'The pipeline knows plans and no releases: src-ts/timescape is handed to it.',
    within: (path) => path.startsWith('src-ts/pipeline/'),
    forbids: (_specifier, target) => target?.startsWith('src-ts/timescape/') === true,
  },
  {
    rule: 'Packages use the public entry points of @gati-framework/core alone: ".", "/tooling", "/fastify", "/validate", "/workers" and "/testing".',
    within: inPackage,
    forbids: (specifier) =>
      specifier.startsWith('@gati-framework/core') &&
      !/^@gati-framework\/core(\/(tooling|fastify|validate|workers|testing|package\.json))?$/.test(specifier),
  },
  {
    rule: 'Nothing reaches into another package or into the core by a relative path.',
    within: shipped,
    forbids: (_specifier, target, path) => target !== undefined && roomOf(target) !== roomOf(path),
  },
  {
    rule: 'Nothing that ships imports a test, a bench or a test library.',
    within: shipped,
    forbids: (specifier, target) =>
      /^(vitest|oxc-parser)(\/|$)/.test(specifier) ||
      (target !== undefined && /(^|\/)(__test__|test|benches)\/|\.test\.js$/.test(target)),
  },
];

/** The part of the repository a path may not be left from by `..`. */
function roomOf(path: string): string {
  return /^(src-ts|packages\/[^/]+)\//.exec(path)?.[1] ?? '';
}

/** Static and dynamic imports and re-exports with a literal specifier, types included. */
export function readImports({ path, text }: SourceFile): readonly Import[] {
  const { module, errors } = parseSync(path, text);
  const fatal = errors.find((error) => error.severity === 'Error');
  if (fatal !== undefined) throw new Error(`${path} does not parse: ${fatal.message}`);
  const found = (specifier: string, start: number): Import => ({ specifier, line: lineAt(text, start) });
  const fixed = module.staticImports.map((entry) => found(entry.moduleRequest.value, entry.start));
  const reexported = module.staticExports.flatMap(({ entries }) => {
    return entries.flatMap(({ moduleRequest }) =>
      moduleRequest === null || moduleRequest === undefined ? [] : [found(moduleRequest.value, moduleRequest.start)],
    );
  });
  const dynamic = module.dynamicImports.flatMap(({ start, moduleRequest }) => {
    const literal = /^(['"`])([^'"`$]*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    return literal?.[2] === undefined ? [] : [found(literal[2], start)];
  });
  // Types may be imported in place: `import('./x.js').Type` is no expression, so the module record omits it.
  const inPlace = [...text.matchAll(/\bimport\(\s*(['"])([^'"]+)\1\s*\)\s*(?:\.|\[)/g)].map((match) =>
    found(match[2] ?? '', match.index),
  );
  return [...fixed, ...reexported, ...dynamic, ...inPlace];
}

/** Every import that breaks a rule. */
export function checkImports(files: readonly SourceFile[]): readonly Violation[] {
  return files.flatMap((file) => {
    const applying = importRules.filter((rule) => rule.within(file.path));
    if (applying.length === 0) return [];
    return readImports(file).flatMap(({ specifier, line }) => {
      const target = /^\.\.?(\/|$)/.test(specifier) ? join(dirname(file.path), specifier) : undefined;
      return applying
        .filter((rule) => rule.forbids(specifier, target, file.path))
        .map(({ rule }) => ({ place: `${file.path}:${line} imports ${specifier}`, rule }));
    });
  });
}
