/** What the OpenAPI document says beside the handlers, and where it is served. */

import type { OpenApiInfo, OpenApiServer } from '../api/config.js';
import { path } from './resolve-paths.js';
import type { Settings } from './problems.js';

/** Resolved. */
export interface OpenApiSettings {
  /** `undefined` where the document is not served at all. */
  readonly path: string | undefined;
  readonly production: boolean;
  readonly info: OpenApiInfo;
  readonly servers: readonly OpenApiServer[];
}

/** The words of the Info Object are taken as they are written, and no others. */
export function resolveOpenApi(settings: Settings): OpenApiSettings {
  if (settings.raw('openapi') === false) return { path: undefined, production: false, info: {}, servers: [] };
  const inner = settings.group('openapi', ['path', 'production', 'info', 'servers']);
  return {
    path: path(inner, 'path', '/openapi.json'),
    production: inner.flag('production', false),
    info: resolveInfo(inner),
    servers: resolveServers(inner),
  };
}

function resolveInfo(settings: Settings): OpenApiInfo {
  const texts = ['title', 'version', 'summary', 'description', 'termsOfService'];
  const info = settings.group('info', [...texts, 'contact', 'license']);
  for (const key of texts) info.text(key, undefined);
  const contact = info.group('contact', ['name', 'url', 'email']);
  for (const key of ['name', 'url', 'email']) contact.text(key, undefined);
  const license = info.group('license', ['name', 'identifier', 'url']);
  for (const key of ['name', 'identifier', 'url']) license.text(key, undefined);
  if (info.raw('license') !== undefined) {
    if (license.raw('name') === undefined) license.wrong('name', 'text');
    if (license.raw('identifier') !== undefined && license.raw('url') !== undefined)
      info.problems.push(`${license.at('identifier')} and ${license.at('url')} are both set; keep one of them`);
  }
  return (settings.raw('info') ?? {}) as OpenApiInfo;
}

function resolveServers(settings: Settings): readonly OpenApiServer[] {
  const value = settings.raw('servers');
  if (value === undefined) return [];
  const isServer = (one: unknown): one is OpenApiServer => {
    if (typeof one !== 'object' || one === null) return false;
    const { url, description, ...others } = one as Record<string, unknown>;
    return (
      typeof url === 'string' &&
      url !== '' &&
      (description === undefined || typeof description === 'string') &&
      Object.keys(others).length === 0
    );
  };
  if (Array.isArray(value) && value.every(isServer)) return value;
  settings.wrong('servers', 'a list of { url, description? }');
  return [];
}
