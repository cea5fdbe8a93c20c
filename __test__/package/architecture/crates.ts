/** Who knows whom among the crates, and what the lower levels do not touch. */
import { execFileSync } from 'node:child_process';
import { lineAt, root, type SourceFile, type Violation } from './tree.js';

/** The level of every crate. An arrow may only point to a lower level. */
const levels: Readonly<Record<string, number>> = {
  'gati-types': 0,
  'gati-emit': 0,
  'gati-pattern': 0,
  'gati-router': 0,
  'gati-analyzer': 1,
  'gati-validator': 1,
  'gati-jsonschema': 1,
  'gati-transpile': 1,
  'gati-timescape': 1,
  'gati-host': 1,
  'gati-napi': 2,
};

const rules = {
  level:
    'Every crate has a level in __test__/package/architecture/crates.ts; give the new crate one there and in ARCHITECTURE.md.',
  down: 'Arrows point down levels only; crates of one level never import each other, they meet in gati-types.',
  napi: 'napi is named in gati-napi alone, so that every other crate is tested and fuzzed without Node.js.',
  runtime:
    'Levels 0 and 1 have no runtime of their own: tokio is used by gati-napi alone, and its traits of reading and writing, without any feature, by gati-host.',
  hermetic:
    'Levels 0 and 1 touch no file system, environment, process, network, clock or console: files come through a SourceHost, time comes as an argument.',
};

/** A dependency as `cargo metadata` lists it. */
export interface CrateDependency {
  readonly name: string;
  /** `dev`, `build`, or null for an ordinary one. */
  readonly kind: string | null;
  readonly features: readonly string[];
}

/** A crate as `cargo metadata` lists it. */
export interface Crate {
  readonly name: string;
  readonly dependencies: readonly CrateDependency[];
}

/** The crates of the workspace. */
export function readCrates(): readonly Crate[] {
  const args = ['metadata', '--no-deps', '--offline', '--format-version', '1'];
  const text = execFileSync('cargo', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return (JSON.parse(text) as { packages: Crate[] }).packages;
}

/** Every edge that points up, sideways, or to a library the crate must not know. */
export function checkEdges(crates: readonly Crate[]): readonly Violation[] {
  return crates.flatMap(({ name, dependencies }) => {
    const level = levels[name];
    if (level === undefined) return [{ place: name, rule: rules.level }];
    return dependencies.flatMap(({ name: target, kind, features }) => {
      const place = `${name} -> ${target}`;
      const targetLevel = levels[target];
      // A test may bring in a neighbour to produce its input; only what ships has to point down.
      if (targetLevel !== undefined && targetLevel >= level && kind !== 'dev') return [{ place, rule: rules.down }];
      if (target.startsWith('gati-') && targetLevel === undefined) return [{ place, rule: rules.level }];
      if (/^napi(-|$)/.test(target) && name !== 'gati-napi') return [{ place, rule: rules.napi }];
      const isTraits = name === 'gati-host' && features.length === 0;
      if (target === 'tokio' && level < 2 && !isTraits) return [{ place, rule: rules.runtime }];
      return [];
    });
  });
}

/** The one place of the lower levels that has sockets, and neither a file nor a clock. */
const sockets = /^crates\/gati-host\/src\/server\//;

const worldly =
  /\bstd::(fs|env|process|net)\b|\bstd::\{[^}]*\b(fs|env|process|net)\b|\b(SystemTime|Instant)::now\b|\be?print(ln)?!|\bdbg!|\bstatic mut\b/g;

/** Every place in the sources of levels 0 and 1 that reaches out of the process or keeps global state. */
export function checkHermetic(files: readonly SourceFile[]): readonly Violation[] {
  return files.flatMap(({ path, text }) => {
    const name = /^crates\/([^/]+)\/src\//.exec(path)?.[1];
    if (name === undefined || (levels[name] ?? 2) > 1 || /(^|\/)tests(\/|\.rs$)/.test(path)) return [];
    const code = withoutComments(withoutTests(text));
    const matches = [...code.matchAll(worldly)].filter(([found]) => !(sockets.test(path) && /\bnet$/.test(found)));
    return matches.map((match) => ({
      place: `${path}:${lineAt(code, match.index)} (${match[0]})`,
      rule: rules.hermetic,
    }));
  });
}

/** The text up to the test module, which the house keeps at the end of a file. */
export function withoutTests(text: string): string {
  const start = text.search(/^#\[cfg\(test\)\]\s*(?:#\[[^\]]*\]\s*)*mod \w+ \{/m);
  return start === -1 ? text : text.slice(0, start);
}

/** Comments are emptied, not cut, so that lines keep their numbers. */
function withoutComments(text: string): string {
  return text.replace(/^(\s*)\/\/.*$/gm, '$1');
}
