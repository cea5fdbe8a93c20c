/** Applications with releases: hand-written manifests, whose contracts the addon compiles, and transformers as it would print them. */
import type { GatiConfig } from '../../../src-ts/api/config.js';
import type { HandlerFunction } from '../../../src-ts/api/handler.js';
import type { AppDefinition, Mode } from '../../../src-ts/definition.js';
import type { CompiledContracts } from '../../../src-ts/manifest/compiled.js';
import type { NamedTypesJson, NodeJson } from '../../../src-ts/manifest/gtype.js';
import type { ContractJson, Manifest, RouteEntry } from '../../../src-ts/manifest/manifest.js';
import { compileContracts } from '../../../src-ts/native/index.js';
import { bodyShapeOf } from '../../../src-ts/pipeline/body-shape.js';
import type {
  ReleaseInfo,
  RouteOfRelease,
  TimescapeDefinition,
  VersionedContract,
  VersionedRoute,
} from '../../../src-ts/timescape/definition.js';
import { parameterNames, routeKeyOf } from '../../../src-ts/timescape/route-key.js';
import { evaluate } from '../../conformance/validator-source.js';

/** Contracts by handler id. */
export type Contracts = Readonly<Record<string, Partial<ContractJson>>>;

/** What a release has, and how it differs from today's handlers. */
export interface ReleaseInput extends Pick<ReleaseInfo, 'id' | 'semver'> {
  readonly bump?: ReleaseInfo['bump'];
  readonly changes?: ReleaseInfo['changes'];
  readonly contracts: Contracts;
  /** By handler id of the release, where that is not as today. */
  readonly steps?: Readonly<Record<string, Partial<VersionedContract>>>;
}

export interface AppInput {
  readonly releases: readonly ReleaseInput[];
  readonly head: Contracts;
  readonly handlers: Readonly<Record<string, HandlerFunction>>;
  readonly types?: NamedTypesJson;
  readonly config?: GatiConfig;
  readonly mode?: Mode;
  readonly openapi?: TimescapeDefinition['openapi'];
  readonly root?: string;
}

export const string: NodeJson = { kind: 'string' };
export const number: NodeJson = { kind: 'number' };
export const date: NodeJson = { kind: 'date' };
export const list = (items: NodeJson): NodeJson => ({ kind: 'array', items });

/** An object type; names that end in `?` are optional. */
export function object(members: Readonly<Record<string, NodeJson>>): NodeJson {
  return {
    kind: 'object',
    properties: Object.entries(members).map(([name, type]) =>
      name.endsWith('?') ? { name: name.slice(0, -1), type, optional: true } : { name, type },
    ),
  };
}

export const answers = (
  responses: Readonly<Record<number, NodeJson | undefined>>,
): Pick<ContractJson, 'responses'> => ({
  responses: Object.entries(responses).map(([status, type]) => ({
    status: Number(status),
    ...(type === undefined ? {} : { type }),
  })),
});

/** A change as reports have it. */
export function change(route: string, bump: ReleaseInfo['bump'], text: string): ReleaseInfo['changes'][number] {
  return { id: 'response.member.renamed', route, direction: 'response', path: '/body', bump, text };
}

function manifestOf(contracts: Contracts, types: NamedTypesJson): Manifest {
  const handlers = Object.entries(contracts).map(([id, contract]) => {
    const [method = '', path = ''] = id.split(' ');
    const source = { file: 'src/handlers/test.ts', export: 'handler', line: 1, column: 1 };
    return { id, method, path, source, contract: { responses: [], ...contract } };
  });
  return { manifest: 1, types, handlers, modules: [] };
}

function compiled(manifest: Manifest): CompiledContracts {
  const options = { unknownKeys: 'strip', format: 'function', answers: 'checked', readers: 'bodies' };
  const source = compileContracts(JSON.stringify(manifest), JSON.stringify(options));
  return (evaluate(source) as { readonly contracts: CompiledContracts }).contracts;
}

function rowOf(id: string): RouteEntry {
  const [method = '', path = ''] = id.split(' ');
  const catchAll = /\/\*(\w+)$/.exec(path)?.[1];
  const params = parameterNames(path).filter((name) => name !== catchAll);
  return { id, method, path, params, ...(catchAll === undefined ? {} : { catchAll }) };
}

/** A definition: routes whose contract is today's text have today's shape. */
export function defineReleases(input: AppInput): AppDefinition {
  const { releases, head, handlers, types = {}, config = {}, mode = 'test', root = '/nowhere' } = input;
  const manifest = manifestOf(head, types);
  const today = new Map(Object.keys(head).map((id) => [routeKeyOf(id), id]));
  const entries: Record<string, VersionedContract> = {};
  const byRelease = new Map<string, Map<number, RouteOfRelease>>();
  const rows = new Map<string, RouteEntry>();
  for (const [position, release] of releases.entries()) {
    const contracts = compiled(manifestOf(release.contracts, types));
    for (const [id, contract] of Object.entries(release.contracts)) {
      const key = routeKeyOf(id);
      const places = byRelease.get(key) ?? new Map<number, RouteOfRelease>();
      byRelease.set(key, places);
      rows.set(key, rowOf(id));
      const target = today.get(key);
      const step = release.steps?.[id];
      if (target !== undefined && step === undefined && JSON.stringify(head[target]) === JSON.stringify(contract)) {
        places.set(position, true);
        continue;
      }
      // Releases with the same contract share an entry.
      const shape = `${id} ${JSON.stringify(contract)}`;
      entries[shape] ??= {
        transformer: `${id} ${release.id}`,
        path: id.split(' ')[1] ?? '',
        target: target ?? '',
        contract: contracts[id] ?? { responses: {} },
        body: bodyShapeOf({ responses: [], ...contract } as ContractJson, types),
        ...step,
      };
      places.set(position, shape);
    }
  }
  const routes: Record<string, VersionedRoute> = {};
  for (const key of new Set([...today.keys(), ...byRelease.keys()])) {
    const id = today.get(key);
    routes[key] = {
      head: id ?? null,
      ...(id === undefined ? { entry: rows.get(key) as RouteEntry } : {}),
      byRelease: releases.map((_release, position) => byRelease.get(key)?.get(position) ?? null),
    };
  }
  return {
    manifest,
    contracts: compiled(manifest),
    routes: { routes: Object.keys(head).map(rowOf) },
    handlers,
    modules: [],
    config,
    mode,
    root,
    timescape: {
      releases: releases.map(({ id, semver, bump = 'minor', changes = [] }) => ({ id, semver, bump, changes })),
      entries,
      routes,
      ...(input.openapi === undefined ? {} : { openapi: input.openapi }),
    },
  };
}
