/** Paths the application answers on beside its routes, and what comes before the routes. */

import type { Settings } from './problems.js';

/** Resolved. */
export interface PathSettings {
  /** Empty, or `/api`. */
  readonly basePath: string;
  readonly health: { readonly live: string; readonly ready: string } | undefined;
}

/** The base path without a slash at its end, and the paths of the health checks. */
export function resolvePaths(settings: Settings): PathSettings {
  const base = settings.raw('basePath');
  let basePath = '';
  if (base !== undefined && base !== '') {
    if (typeof base === 'string' && /^(?:\/[\w.~-]+)+\/?$/.test(base)) basePath = base.replace(/\/$/, '');
    else if (base !== '/') settings.wrong('basePath', 'a path such as "/api"');
  }
  if (settings.raw('health') === false) return { basePath, health: undefined };
  const inner = settings.group('health', ['live', 'ready']);
  return { basePath, health: { live: path(inner, 'live', '/health'), ready: path(inner, 'ready', '/ready') } };
}

/** A path as a setting. */
export function path(settings: Settings, key: string, otherwise: string): string {
  const value = settings.text(key, otherwise);
  if (isPath(value)) return value;
  settings.wrong(key, `a path such as ${JSON.stringify(otherwise)}`);
  return otherwise;
}

/** Whether text is a path without parameters and without a slash at its end. */
export function isPath(text: string): boolean {
  return /^(?:\/[\w.~-]+)+$/.test(text);
}
