/** What a host serves, and how the next definition takes its place. The same for every host that has a server of its own. */

import type { ResolvedConfig } from '../config/resolve.js';
import type { AppDefinition } from '../definition.js';
import type { Page } from '../pipeline/document.js';
import { expire } from '../pipeline/fail.js';
import { fallbackPlan } from '../pipeline/fallback.js';
import { planRoutes, type RoutePlan, type Run } from '../pipeline/plan.js';
import type { Edition } from '../timescape/edition.js';
import { versionPages } from '../timescape/pages.js';
import { routeKey } from '../timescape/route-key.js';
import type { Timescape } from '../timescape/timescape.js';
import { describesApi, metricsPages, openApiPage, type Described } from './pages.js';
import type { HostRuntime } from './runtime.js';
import { mounted, slotsOf, type FinderOf, type RouteSlot } from './slots.js';

/** What definitions are served with. */
export interface ServedWith {
  readonly config: ResolvedConfig;
  readonly runtime: HostRuntime;
  readonly timescape: Timescape;
}

/** Plans everything a definition has. Nothing of it is served before a host does. */
export async function servedOf(
  definition: AppDefinition,
  { config, runtime, timescape }: ServedWith,
  finderOf: FinderOf,
): Promise<Served> {
  const planning = { depth: config.limits.depth, expire, readers: runtime.readers };
  const plans = planRoutes(definition, planning);
  const edition = await timescape.plan(definition, plans, planning);
  const slots = slotsOf(definition, plans, edition, finderOf);
  const served = new Served(definition, slots, edition);
  const isDescribed = describesApi(config, definition);
  if (edition !== undefined) served.pages.push(...versionPages(timescape, config, isDescribed));
  const { path } = config.openapi;
  if (isDescribed && path !== undefined && definition.openapi !== undefined)
    served.pages.push(openApiPage(path, served));
  served.pages.push(...metricsPages(runtime));
  return served;
}

/** Says of paths beside the routes whether they are free: a route of the application wins, and so does who came first. */
export function freePaths(slots: readonly RouteSlot[], basePath: string): (path: string) => boolean {
  const taken = new Set(slots.map(({ route }) => routeKey(route.method, mounted(basePath, route.path))));
  return (path) => {
    const key = routeKey('GET', path);
    return !taken.has(key) && taken.add(key).has(key);
  };
}

/** A definition that is served. */
export class Served implements Described {
  definition: AppDefinition;
  text: string | undefined;
  readonly slots: readonly RouteSlot[];
  readonly edition: Edition | undefined;
  /** Documents beside the routes. */
  readonly pages: Page[] = [];

  constructor(definition: AppDefinition, slots: readonly RouteSlot[], edition: Edition | undefined) {
    this.definition = definition;
    this.text = undefined;
    this.slots = slots;
    this.edition = edition;
  }

  /** Leads to what the next definition has, and says so; does nothing where that has other routes or pages. */
  becomes(next: Served): boolean {
    if (this.#outline() !== next.#outline()) return false;
    for (const [index, { plan, versioned }] of next.slots.entries()) {
      const slot = this.slots[index] as RouteSlot;
      slot.plan = plan;
      slot.versioned = versioned;
    }
    this.definition = next.definition;
    this.text = undefined;
    return true;
  }

  /** A plan for requests without a route, with the hooks of what is served now. */
  fallback(run: Run): RoutePlan {
    return fallbackPlan(this.definition, expire, run);
  }

  #outline(): string {
    return JSON.stringify([
      this.edition !== undefined,
      this.pages.map(({ path }) => path),
      // A host may have to be told who gets bodies while they arrive.
      this.slots.map(({ route, plan }) => (plan.givesStream ? [route] : route)),
    ]);
  }
}
