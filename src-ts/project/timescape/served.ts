/**
 * What an application serves of its releases, as modules: one for each old contract and the way from there to the handler
 * of today, and an index that puts them together. Building and development write the same texts.
 */

import { createHash } from 'node:crypto';

import type { Manifest, RouteEntry, RouteTable } from '../../manifest/manifest.js';
import * as native from '../../native/index.js';
import { bodyShapeOf } from '../../pipeline/body-shape.js';
import type { ReleaseInfo, RouteOfRelease } from '../../timescape/definition.js';
import { routeKeyOf } from '../../timescape/route-key.js';
import { contractOf, type Releases } from './folder.js';
import { blocking, type OpenQuestion, type Pending } from './pending.js';
import type { FrozenContract, StepJson } from './release-file.js';

/** What is served, and of what. */
export interface ServedOptions {
  readonly manifest: Manifest;
  readonly releases: Releases;
  readonly pending: Pending;
  /** What a value is that an answer does not allow: checked where it may be a mistake of today. */
  readonly answers: 'checked' | 'trusted';
}

/** The modules. */
export interface Served {
  /** Names and texts; `index.js` exports `timescapeOf(changes)`. */
  readonly files: readonly (readonly [name: string, text: string])[];
  /** Change files, relative to the project's folder of releases, whose default exports `timescapeOf` is given by name. */
  readonly changes: readonly string[];
}

/** Where the clients of a released handler are served today. */
type Way =
  | { readonly kind: 'served'; readonly target: string; readonly steps: readonly StepJson[]; readonly spared: Spared[] }
  | { readonly kind: 'gone' }
  | { readonly kind: 'open'; readonly questions: readonly OpenQuestion[] };

/** A place of a request where the handler goes on getting what its contract refuses. */
interface Spared {
  /** As the contract calls it that was the last to take all of it: `body#/name`. */
  readonly at: string;
  /** The file of that contract, and what leads from there to the handler of today. */
  readonly contract: string;
  readonly steps: readonly StepJson[];
}

/** Writes the modules. */
export function serveReleases(options: ServedOptions): Served {
  const { releases, manifest, pending } = options;
  const entries = new Map<string, Entry>();
  const routes = new Map<string, Route>();
  const none = (): null[] => releases.files.map(() => null);
  for (const { id, path } of manifest.handlers) routes.set(routeKeyOf(id), { head: id, path, byRelease: none() });
  for (const [index, release] of releases.files.entries()) {
    for (const [id, { contract, shape }] of Object.entries(release.handlers)) {
      const key = routeKeyOf(id);
      const from = contractOf(releases, contract);
      const route = routes.get(key) ?? { head: null, path: from.path, byRelease: none() };
      routes.set(key, route);
      // Where only old releases have the route, the newest of them says how to find it.
      if (route.head === null) route.entry = rowOf(manifestOf(id, from));
      const way = wayFrom(options, index, id);
      const isHead =
        way.kind === 'served' && way.target === route.head && pending.handlers[way.target]?.shape === shape;
      if (isHead && way.steps.length === 0 && from.path === route.path) {
        route.byRelease[index] = true;
        continue;
      }
      const entry = entryOf(options, { id, contract, from, way, release: release.id });
      if (!entries.has(entry.key)) entries.set(entry.key, entry);
      route.byRelease[index] = entry.key;
    }
  }
  const written = [...entries.values()];
  const infos = releases.files.map(({ id, semver, bump, changes, note }): ReleaseInfo => {
    return { id, semver, bump, changes, ...(note === undefined ? {} : { note }) };
  });
  const table = Object.fromEntries(
    [...routes].map(([key, { head, entry, byRelease }]) => [
      key,
      { head, ...(entry === undefined ? {} : { entry }), byRelease },
    ]),
  );
  return {
    files: [
      ['index.js', indexSource(written, infos, table)],
      ...written.map(({ key, text }) => [`${key}.js`, text] as const),
    ],
    changes: [...new Set(written.flatMap(({ changes }) => changes))],
  };
}

interface Route {
  readonly head: string | null;
  readonly path: string;
  entry?: RouteEntry;
  readonly byRelease: RouteOfRelease[];
}

/** The row of the only handler of a manifest. */
function rowOf(manifest: Manifest): RouteEntry {
  const { table } = JSON.parse(native.routeTable(JSON.stringify(manifest))) as { table: RouteTable };
  return table.routes[0]!;
}

/** Follows a handler of a release through the later ones to the working tree. */
function wayFrom({ releases, pending, manifest }: ServedOptions, index: number, id: string): Way {
  const steps: StepJson[] = [];
  const contracts: string[] = [];
  let current = id;
  for (const [later, release] of releases.files.slice(index + 1).entries()) {
    const step = Object.hasOwn(release.steps, current) ? release.steps[current] : undefined;
    const next = step === undefined ? sameRoute(current, Object.keys(release.handlers)) : step.to;
    if (next === null || next === undefined) return { kind: 'gone' };
    if (step !== undefined) {
      steps.push(step);
      contracts.push(releases.files[index + later]!.handlers[current]!.contract);
    }
    current = next;
  }
  const last = pending.steps.find(({ handler }) => handler === current);
  if (last !== undefined && blocking(last).length > 0) return { kind: 'open', questions: blocking(last) };
  const target =
    last === undefined
      ? sameRoute(
          current,
          manifest.handlers.map((handler) => handler.id),
        )
      : last.step.to;
  if (target === null || target === undefined) return { kind: 'gone' };
  if (last !== undefined) {
    steps.push(last.step);
    contracts.push(releases.files.at(-1)!.handlers[current]!.contract);
  }
  const spared = steps.flatMap(({ narrowed = [] }, at) =>
    narrowed
      .filter(({ choice }) => choice === 'grandfather')
      .map((one): Spared => ({ at: one.at, contract: contracts[at]!, steps: steps.slice(at) })),
  );
  return { kind: 'served', target, steps, spared };
}

function sameRoute(id: string, ids: readonly string[]): string | undefined {
  const key = routeKeyOf(id);
  return ids.find((other) => routeKeyOf(other) === key);
}

interface Entry {
  readonly key: string;
  readonly text: string;
  readonly changes: readonly string[];
}

interface EntryOptions {
  readonly id: string;
  readonly contract: string;
  readonly from: FrozenContract;
  readonly way: Way;
  readonly release: string;
}

/** What is printed of a chain. */
interface Fused {
  readonly code: string | null;
  readonly up: boolean;
  /** Statuses of the handler whose answers are changed. */
  readonly down: readonly object[];
  readonly pointers: boolean;
  readonly custom: readonly string[];
}

function entryOf(
  { releases, pending, answers }: ServedOptions,
  { id, contract, from, way, release }: EntryOptions,
): Entry {
  const key = createHash('sha256')
    .update(JSON.stringify([contract, way]))
    .digest('hex')
    .slice(0, 16);
  const manifest = manifestOf(id, from);
  const fusedFrom = (from: FrozenContract, steps: readonly StepJson[], target: string): Fused => {
    const to = JSON.parse(pending.handlers[target]!.text) as FrozenContract;
    return JSON.parse(native.fuse(JSON.stringify({ from, steps, to }))) as Fused;
  };
  const fused = way.kind === 'served' && way.steps.length > 0 ? fusedFrom(from, way.steps, way.target) : undefined;
  const spared =
    way.kind === 'served'
      ? way.spared.map((one) => {
          const { code, pointers } = fusedFrom(contractOf(releases, one.contract), one.steps, way.target);
          return { at: one.at.replace('#', ''), names: pointers ? code : null };
        })
      : [];
  // What people wrote by hand may give anything, and is looked at before it leaves.
  const checking = fused !== undefined && fused.custom.length > 0 ? 'checked' : answers;
  const compiled = native.compileContracts(
    JSON.stringify(manifest),
    JSON.stringify({ unknownKeys: from.unknownKeys, answers: checking, readers: 'bodies' }),
  );
  return { key, changes: fused?.custom ?? [], text: entrySource({ id, release, compiled, fused, spared, way, from }) };
}

/** A manifest with that handler and nothing else. */
function manifestOf(id: string, { method, path, contract, types = {} }: FrozenContract): Manifest {
  const source = { file: 'timescape', export: method, line: 1, column: 1 };
  return { manifest: 1, types, handlers: [{ id, method, path, source, contract }], modules: [] };
}

interface EntrySource {
  readonly id: string;
  readonly release: string;
  readonly compiled: string;
  readonly fused: Fused | undefined;
  /** Places that are spared, with what tells where a place of the handler's request was in their contract. */
  readonly spared: readonly { readonly at: string; readonly names: string | null }[];
  readonly way: Way;
  readonly from: FrozenContract;
}

function entrySource({ id, release, compiled, fused, spared, way, from }: EntrySource): string {
  const lines = [
    ...(fused === undefined || fused.code === null ? [] : [`  const made = transformer(changes);`]),
    '  return {',
    `    transformer: ${JSON.stringify(`${id} ${release}`)},`,
    `    path: ${JSON.stringify(from.path)},`,
    `    target: ${targetOf(way)},`,
    `    contract: contracts[${JSON.stringify(id)}],`,
    `    body: ${JSON.stringify(bodyShapeOf(from.contract, from.types ?? {}, from.unknownKeys))},`,
    ...(fused?.up === true ? ['    up: made.up,'] : []),
    ...(fused !== undefined && fused.down.length > 0 ? ['    down: made.down,'] : []),
    ...(fused?.pointers === true ? ['    pointer: made.pointer,'] : []),
    ...(spared.length === 0 ? [] : ['    spared: [', ...spared.map(sparedSource), '    ],']),
    `    custom: ${fused !== undefined && fused.custom.length > 0},`,
    '  };',
  ];
  const transformer = fused === undefined || fused.code === null ? '' : `\nconst transformer = ${fused.code};\n`;
  return `${compiled}${transformer}
/** What clients of ${id} at ${release} get. */
export function entry(changes) {
${lines.join('\n')}
}
`;
}

function sparedSource({ at, names }: EntrySource['spared'][number]): string {
  const pointer = names === null ? '' : `, pointer: (${names})(changes).pointer`;
  return `      { at: ${JSON.stringify(at)}${pointer} },`;
}

/** The handler's id, or a function where there is no handler. */
function targetOf(way: Way): string {
  switch (way.kind) {
    case 'served':
      return JSON.stringify(way.target);
    case 'gone':
      return `() => { throw Object.assign(new Error('the route is gone'), { status: 410 }); }`;
    case 'open': {
      const questions = way.questions.map(({ text }) => text).join('; ');
      return `() => { throw new Error(${JSON.stringify(`questions are open about this release: ${questions}`)}); }`;
    }
  }
}

function indexSource(entries: readonly Entry[], releases: readonly ReleaseInfo[], routes: object): string {
  const imports = entries.map(({ key }, index) => `import { entry as entry${index} } from './${key}.js';`);
  const made = entries.map(({ key }, index) => `    ${JSON.stringify(key)}: entry${index}(changes),`);
  return `${imports.join('\n')}

/** The releases that are served, given the default exports of the change files by name. */
export const timescapeOf = (changes) => ({
  releases: ${JSON.stringify(releases)},
  entries: {
${made.join('\n')}
  },
  routes: ${JSON.stringify(routes)},
});
`;
}
