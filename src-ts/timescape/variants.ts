/** Plans of routes as older releases have them: the handler, middleware and hooks of today behind an older contract. */

import type { HandlerFunction } from '../api/handler.js';
import type { AppDefinition } from '../definition.js';
import { GatiError } from '../errors/gati-error.js';
import type { CompiledContract } from '../manifest/compiled.js';
import { planOf, type PlanSettings, type Run, type RoutePlan } from '../pipeline/plan.js';
import type { ContractLater, VersionedContract } from './definition.js';
import { Passage, rename } from './passage.js';
import { isPlain } from './plain-values.js';
import { parameterNames, routeKey } from './route-key.js';
import { Variant, type Shelf } from './shelf.js';

/** What plans are made with. */
export interface VariantOptions {
  readonly app: AppDefinition;
  /** Those of today, by handler id. */
  readonly plans: ReadonlyMap<string, RoutePlan>;
  readonly settings: PlanSettings;
  readonly limits: { readonly time: number; readonly size: number };
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** A route for clients of a contract: planned, or to be planned when one of them comes. */
export function variantOf(
  mounted: string,
  method: string,
  entry: VersionedContract | ContractLater,
  shelf: Shelf,
  options: VariantOptions,
): Variant {
  if (!('load' in entry)) return Variant.of(planFor(mounted, method, entry, options));
  if (entry.target !== undefined) todays(entry.target, entry, options);
  return Variant.later(entry.transformer, shelf, async (attempt) =>
    planFor(mounted, method, await entry.load(attempt), options),
  );
}

/** The plan of a route for clients of a contract. `mounted` is the path that requests are routed by. */
function planFor(mounted: string, method: string, entry: VersionedContract, options: VariantOptions): RoutePlan {
  const { app, settings, limits, now } = options;
  const target = typeof entry.target === 'string' ? todays(entry.target, entry, options) : undefined;
  const names = parameterNames(entry.path);
  const contract = underNames(entry.contract, pairs(parameterNames(mounted), names));
  const isLookedAt = target !== undefined && app.mode !== 'production';
  const passage = new Passage({
    entry,
    limits,
    renamed: target === undefined ? [] : pairs(names, parameterNames(target.path)),
    now,
    moved:
      target === undefined || isSamePath(target.path, mounted)
        ? undefined
        : { path: target.path, base: (app.config.basePath ?? '').replace(/\/$/, '') },
    // What a person wrote is checked everywhere; what was proved, where faults are looked for.
    check: isLookedAt || (target !== undefined && entry.custom === true) ? checkOf(target, app) : undefined,
    written: (isLookedAt ? app.contracts[target.id]?.responses : undefined) ?? {},
    writtenElements: (isLookedAt ? app.contracts[target.id]?.elements : undefined) ?? {},
  });
  return planOf(
    app,
    {
      id: target?.id ?? `${method} ${entry.path}`,
      method,
      path: entry.path,
      run: target?.run ?? (entry.target as HandlerFunction as Run),
      contract,
      body: entry.body,
      defaultStatus: target?.defaultStatus ?? onlySuccess(entry.contract),
      validators: target === undefined ? undefined : app.validators?.[target.id],
      givesStream: target?.givesStream ?? entry.body.streamed === true,
      version: passage,
    },
    settings,
  );
}

function todays(
  id: string,
  { transformer }: Pick<VersionedContract, 'transformer'>,
  { plans }: VariantOptions,
): RoutePlan {
  const plan = plans.get(id);
  if (plan !== undefined) return plan;
  throw new GatiError('GATI_DEFINITION_INVALID', {
    values: { reason: `${transformer} leads to ${id}, which is no handler` },
  });
}

/** Whether two paths differ in the names of their parameters at most. */
function isSamePath(one: string, other: string): boolean {
  return routeKey('', one) === routeKey('', other);
}

/** The contract for parameters that come under other names. */
function underNames(contract: CompiledContract, names: readonly (readonly [string, string])[]): CompiledContract {
  if (names.length === 0) return contract;
  const { params } = contract;
  return {
    ...contract,
    params: (raw) => {
      const named = rename(raw, names) as typeof raw;
      return params === undefined ? { ok: true, value: named } : params(named);
    },
  };
}

/** Names of the same places that differ. */
function pairs(from: readonly string[], to: readonly string[]): (readonly [string, string])[] {
  return from.flatMap((name, index): (readonly [string, string])[] => {
    const other = to[index];
    return other === undefined || other === name ? [] : [[name, other]];
  });
}

function onlySuccess({ responses, elements }: CompiledContract): number {
  const successes = Object.keys({ ...responses, ...elements })
    .map(Number)
    .filter((status) => status >= 200 && status < 300);
  if (successes.length === 0 || successes.includes(200)) return 200;
  return successes.find((status) => status !== 204) ?? 200;
}

/** The handler's own check of a body, where it can be done of a value that is no JSON text any more. */
function checkOf(target: RoutePlan, { manifest }: AppDefinition): CompiledContract['body'] {
  const body = manifest.handlers.find(({ id }) => id === target.id)?.contract.body;
  if (target.body === undefined || body === undefined || !isPlain(body, manifest.types)) return undefined;
  return target.body;
}
