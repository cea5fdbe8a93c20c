/** Where a request goes: to a route, to a page beside the routes, or to what says how the process is. */

import type { Page } from '../../pipeline/document.js';
import type { RouteSlot } from '../slots.js';

/** A place of the table that the addon routes by. */
export type Destination =
  | { readonly kind: 'route'; readonly slot: RouteSlot; readonly names: readonly string[] }
  | { readonly kind: 'page'; readonly page: Page; readonly names: readonly string[] }
  | { readonly kind: 'ready' };

/** A line of that table. */
export interface TableRow {
  readonly method: string;
  readonly path: string;
  /** Whether bodies are handed on while they arrive. */
  readonly streams?: true;
  /** Whether its requests have neither lines nor spans. */
  readonly quiet?: true;
}

/** An answer to GET that is always the same. */
export interface StaticPage {
  readonly path: string;
  readonly status: number;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Whether its requests have neither lines nor spans. */
  readonly quiet?: true;
}

/** The names in a pattern. */
export function namesIn(path: string): readonly string[] {
  return [...path.matchAll(/[:*]([^/]+)/g)].map(([, name = '']) => name);
}

/** The names of a route's parameters in the order of their values. */
export function namesOf({ route }: RouteSlot): readonly string[] {
  return route.catchAll === undefined ? route.params : [...route.params, route.catchAll];
}
