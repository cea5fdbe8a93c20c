/** Reading a manifest and a route table from JSON: the outline is checked, and an unknown version is refused. */

import { GatiError } from '../errors/gati-error.js';
import type { Manifest, RouteTable } from './manifest.js';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(reason: string): never {
  throw new GatiError('GATI_DEFINITION_INVALID', { values: { reason } });
}

/** Checks that a value is a manifest this release reads, and gives it back. */
export function readManifest(value: unknown): Manifest {
  if (!isRecord(value)) refuse('the manifest is not an object');
  if (value['manifest'] !== 1) {
    throw new GatiError('GATI_MANIFEST_VERSION', { values: { version: String(value['manifest']) } });
  }
  if (!isRecord(value['types'])) refuse('the manifest has no types');
  if (!Array.isArray(value['handlers'])) refuse('the manifest has no handlers');
  if (!Array.isArray(value['modules'])) refuse('the manifest has no modules');
  const seen = new Set<string>();
  for (const handler of value['handlers'] as unknown[]) {
    if (!isRecord(handler) || typeof handler['id'] !== 'string') refuse('a handler of the manifest has no id');
    const id = handler['id'];
    if (seen.has(id)) refuse(`the manifest has ${id} twice`);
    seen.add(id);
    if (typeof handler['method'] !== 'string') refuse(`${id} has no method`);
    if (typeof handler['path'] !== 'string' || !handler['path'].startsWith('/'))
      refuse(`${id} has no path that starts with /`);
    if (!isRecord(handler['contract']) || !Array.isArray(handler['contract']['responses']))
      refuse(`${id} has no contract`);
  }
  return value as unknown as Manifest;
}

/** Checks that a value is a route table, and gives it back. */
export function readRouteTable(value: unknown): RouteTable {
  if (!isRecord(value) || !Array.isArray(value['routes'])) refuse('the route table has no routes');
  for (const route of value['routes'] as unknown[]) {
    if (
      !isRecord(route) ||
      typeof route['id'] !== 'string' ||
      typeof route['method'] !== 'string' ||
      typeof route['path'] !== 'string'
    ) {
      refuse('a row of the route table has no id, method or path');
    }
  }
  return value as unknown as RouteTable;
}
