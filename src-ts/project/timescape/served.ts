/**
 * What an application serves of its releases, as modules: one for each old contract and the way from there to the handler
 * of today, and an index that puts them together. Building and development write the same texts.
 */

import type { Manifest, RouteEntry, RouteTable } from '../../manifest/manifest.js';
import * as native from '../../native/index.js';
import type { ReleaseChange, ReleaseInfo, RouteOfRelease } from '../../timescape/definition.js';
import { routeKeyOf } from '../../timescape/route-key.js';
import { contractOf, type Releases } from './folder.js';
import { blocking, type Pending } from './pending.js';
import type { FrozenContract } from './release-file.js';
import { releaseChanges } from './release.js';
import { entryOf, manifestOf, type Entry, type Taken, type Way } from './served-entry.js';

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
      const head = (): FrozenContract =>
        way.kind === 'served' ? (JSON.parse(pending.handlers[way.target]!.text) as FrozenContract) : from;
      const entry = entryOf({ id, contract, from, way, head, release: release.id, answers: options.answers });
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
  const steps: Taken[] = [];
  let current = id;
  for (const [later, release] of releases.files.slice(index + 1).entries()) {
    const step = Object.hasOwn(release.steps, current) ? release.steps[current] : undefined;
    const next = step === undefined ? sameRoute(current, Object.keys(release.handlers)) : step.to;
    if (next === null || next === undefined) return { kind: 'gone' };
    if (step !== undefined) {
      const handler = current;
      const before = releases.files[index + later]!;
      steps.push({
        step,
        handler,
        release: release.id,
        changes: () => release.changes,
        from: () => contractOf(releases, before.handlers[handler]!.contract),
        to: () => contractOf(releases, release.handlers[next]!.contract),
      });
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
  if (last === undefined) return { kind: 'served', target, steps };
  const { step, handler } = last;
  const to = (): FrozenContract => JSON.parse(pending.handlers[target]!.text) as FrozenContract;
  const from = (): FrozenContract => contractOf(releases, releases.files.at(-1)!.handlers[handler]!.contract);
  const changes = (): readonly ReleaseChange[] => releaseChanges(pending);
  return { kind: 'served', target, steps: [...steps, { step, handler, release: undefined, changes, from, to }] };
}

function sameRoute(id: string, ids: readonly string[]): string | undefined {
  const key = routeKeyOf(id);
  return ids.find((other) => routeKeyOf(other) === key);
}

function indexSource(entries: readonly Entry[], releases: readonly ReleaseInfo[], routes: object): string {
  const made = entries.map(({ key, transformer, target }) => {
    const known = { transformer, ...(target === undefined ? {} : { target }) };
    const load = `later(changes, () => import('./${key}.js'), './${key}.js')`;
    return `    ${JSON.stringify(key)}: { ...${JSON.stringify(known)}, load: ${load} },`;
  });
  return `${laterSource}
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

const laterSource = `/**
 * Loads an entry when a client asks for it. Node remembers of a module that it could not be read, so that it is asked for
 * under another name when it is tried again.
 */
const later = (changes, load, file) => async (attempt) => {
  const module = await load().catch((error) => {
    if (attempt === 0 || attempt > 100) throw error;
    return import(new URL(\`\${file}?again=\${attempt}\`, import.meta.url).href);
  });
  return module.entry(changes);
};
`;
